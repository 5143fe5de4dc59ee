/**
 * The query language of the timeline: one line of text that says which entries are shown.
 *
 * ```
 * query      = or
 * or         = and *( "or" and )
 * and        = unary *( [ "and" ] unary )           terms side by side: all of them
 * unary      = ( "not" / "-" ) unary / primary      "-" stands right before its term
 * primary    = "(" or ")" / regex / path / field / quoted / word
 *
 * word       = 1*( any character but white space, "(", ")" and DQUOTE )
 * quoted     = DQUOTE *( any character / "\" escape ) DQUOTE      escapes as in JSON
 * regex      = "/" 1*( any character / "\" any ) "/" *( "i" / "m" / "s" / "u" )
 *
 * field      = ( "type" / "kind" ) ":" value *( "," value )
 *            / "id" ":" [ value *( "," value ) ]    without a value: has an id of its own
 *            / "id" op digits                       ids that are whole numbers, of any length
 *            / ( "gap" / "at" ) op time             "gap>2s", "at<=1m"
 *            / "size" op bytes                      "size>1KB"; steps of 1,000
 *            / "number" op digits                   the number in the column "#"
 *                                                   these four right before ":" are an error, and no text
 * value      = quoted / 1*( word character but "," ) "*" stands for any characters there
 * time       = decimal ( "ms" / "s" / "m" / "h" )
 * bytes      = decimal [ "B" / "KB" / "MB" / "GB" ]
 * op         = "=" / "!=" / "<" / "<=" / ">" / ">="        "==" is "="
 *
 * path       = JSONPath of RFC 9535 [ op json ]     without white space outside of its brackets
 * json       = a number, a string in " or ', "true", "false" or "null"
 * ```
 *
 * `and`, `or` and `not` are words of their own in any case; as text they are quoted. White space may stand
 * around `op`. Text is found in the type, the id and the data of an event, in comments, and in what other
 * rows say, without regard to case unless the query is set to match case. `type`, `id`, `gap`, `size`,
 * `number` and paths are about events: no other entry matches them. `kind:problem` is about every entry.
 * A path alone asks whether there is such a value. A compared path matches when one of its values does;
 * values of different types are never equal, and only numbers and strings have an order. Whole numbers beyond
 * 2^53 are compared digit by digit where the path finds one value, and as doubles where it finds many. Data that is not
 * JSON has no values. The gap is the time since the previous event, whether that one is shown or not.
 */
import type { EntryKind } from '../model/timeline.ts';

/** A span of the query's text: `from` inclusive, `to` exclusive. */
export interface TextSpan {
  readonly from: number;
  readonly to: number;
}

export type QueryOperator = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** A value after `type:` or `id:`. */
export interface FieldValue {
  readonly text: string;
  /** Whether `*` in it stands for any characters. */
  readonly hasWildcard: boolean;
}

/** What a path is compared with. A bigint is a whole number of up to 1e21, or written in digits, that doubles mix up. */
export type QueryScalar = string | number | bigint | boolean | null;

/** Fields that are compared as numbers: milliseconds, bytes, or a count. */
export type NumberField = (typeof NUMBER_FIELDS)[number];

/** A query as a tree. */
export type QueryNode = TextSpan &
  (
    | { readonly kind: 'and' | 'or'; readonly terms: readonly QueryNode[] }
    | { readonly kind: 'not'; readonly term: QueryNode }
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'regex'; readonly source: string; readonly flags: string }
    | { readonly kind: 'type'; readonly values: readonly FieldValue[] }
    | { readonly kind: 'entry-kind'; readonly kinds: readonly EntryKind[] }
    /** No values: has an id. */
    | { readonly kind: 'id'; readonly values: readonly FieldValue[] }
    /** `digits` has no leading zeros; it may be longer than a number holds. */
    | { readonly kind: 'id-number'; readonly operator: QueryOperator; readonly digits: string }
    | {
        readonly kind: 'number';
        readonly field: NumberField;
        readonly operator: QueryOperator;
        readonly value: number;
      }
    | {
        readonly kind: 'path';
        readonly path: string;
        readonly comparison: {
          readonly operator: QueryOperator;
          readonly value: QueryScalar;
        } | null;
      }
  );

/** What could have stood at the place of an error. */
export type QueryExpectation =
  | 'term'
  | 'closing-parenthesis'
  | 'closing-quote'
  | 'escape'
  | 'closing-slash'
  | 'regex'
  | 'regex-flags'
  | 'value'
  | 'entry-kind'
  | 'operator'
  | 'digits'
  | 'time'
  | 'bytes'
  | 'json-path'
  | 'json-value'
  | 'shorter'
  | 'fewer-levels';

/** Where a query is wrong, and what was expected there. The span may be empty, at the end of the text. */
export interface QuerySyntaxError extends TextSpan {
  readonly kind: 'query-syntax';
  readonly expected: QueryExpectation;
  /** More to tell: what is wrong with a path, or what the engine said of a regular expression; null: nothing. */
  readonly detail: string | null;
}

/** Names before `:`, in the order in which they are offered. */
export const VALUE_FIELDS = ['type', 'id', 'kind'] as const;

/** Names before an operator alone. */
export const NUMBER_FIELDS = ['gap', 'at', 'size', 'number'] as const;

/** Names before an operator. */
export const COMPARED_FIELDS = ['id', ...NUMBER_FIELDS] as const;
