/** Form of the input of every invocation that is about queries, marks, the axis and export. */
import { z } from 'zod';
import {
  AXIS_BINS_MAX,
  COLUMNS_MAX,
  COPY_ROWS_MAX,
  EXPORT_COLUMNS_MAX,
  FOUND_CHARS_MAX,
  FOUND_PATTERNS_MAX,
  FOUND_TEXTS_MAX,
  LAST_EVENT_ID_BYTES_MAX,
  MARK_NOTE_CHARS_MAX,
  PAGE_ROWS_MAX,
  QUERY_CHARS_MAX,
} from '../limits.ts';
import { EXCHANGE_ID_PATTERN } from '../model/ids.ts';
import type { ExchangeId } from '../model/ids.ts';
import { EXPORT_COLUMNS } from './timeline-contract.ts';
import type { RegexPattern, TimelineInvocations } from './timeline-contract.ts';

const exchangeId = z.custom<ExchangeId>(
  (value) => typeof value === 'string' && EXCHANGE_ID_PATTERN.test(value),
);
const position = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
const timeMs = z.number().min(0).max(Number.MAX_SAFE_INTEGER);
const path = z.string().max(QUERY_CHARS_MAX);
const anyQuery = position.nullable();
const exchange = z.strictObject({ exchangeId });
const ofSeq = z.strictObject({ exchangeId, seq: position });

/** At most `rowsMax` rows, first not behind last. */
function isRange(range: { readonly fromRow: number; readonly toRow: number }, rowsMax: number) {
  return range.toRow >= range.fromRow && range.toRow - range.fromRow <= rowsMax;
}

/** Whether the texts together are no longer than is looked through at once. */
function fitsTogether(texts: readonly string[]): boolean {
  return texts.reduce((chars, text) => chars + text.length, 0) <= FOUND_CHARS_MAX;
}

function isRegex({ source, flags }: RegexPattern): boolean {
  try {
    return new RegExp(source, flags).source !== '';
  } catch {
    return false;
  }
}

const regexPattern = z
  .strictObject({
    source: z.string().max(QUERY_CHARS_MAX),
    flags: z.string().regex(/^[imsu]{0,4}$/),
  })
  .refine(isRegex);

export const TIMELINE_VALIDATORS: {
  readonly [C in keyof TimelineInvocations]: z.ZodType<TimelineInvocations[C]['input']>;
} = {
  'query:set': z.strictObject({
    exchangeId,
    text: z.string().max(QUERY_CHARS_MAX),
    matchesCase: z.boolean(),
  }),
  'query:page': z
    .strictObject({ exchangeId, queryId: position, fromRow: position, toRow: position })
    .refine((page) => isRange(page, PAGE_ROWS_MAX)),
  'query:find-row': z.strictObject({ exchangeId, queryId: position, seq: position }),
  'query:find-ranges': z.strictObject({
    patterns: z.array(regexPattern).min(1).max(FOUND_PATTERNS_MAX),
    texts: z.array(z.string()).max(FOUND_TEXTS_MAX).refine(fitsTogether),
  }),
  'timeline:find': z.strictObject({
    exchangeId,
    target: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('number'), number: position }),
      z.strictObject({ kind: z.literal('time'), atMs: timeMs }),
      z.strictObject({
        kind: z.literal('id'),
        id: z.string().max(LAST_EVENT_ID_BYTES_MAX),
        afterSeq: position.nullable(),
      }),
    ]),
  }),
  'timeline:cells': z.strictObject({
    exchangeId,
    seqs: z.array(position).max(PAGE_ROWS_MAX),
    paths: z.array(path).max(COLUMNS_MAX),
  }),
  'timeline:previous-of-type': ofSeq,
  'timeline:stats': exchange,
  'timeline:axis': z.strictObject({
    exchangeId,
    span: z
      .strictObject({ fromMs: timeMs, toMs: timeMs })
      .refine(({ fromMs, toMs }) => toMs >= fromMs)
      .nullable(),
    bins: z.int().min(1).max(AXIS_BINS_MAX),
    queryId: anyQuery,
  }),
  'timeline:copy': z.union([
    z
      .strictObject({
        exchangeId,
        queryId: anyQuery,
        fromRow: position,
        toRow: position,
        format: z.enum(['data', 'text', 'json-lines', 'raw']),
      })
      .refine((range) => isRange(range, COPY_ROWS_MAX)),
    z.strictObject({ exchangeId, seq: position, format: z.enum(['data', 'raw', 'curl']) }),
  ]),
  'mark:list': exchange,
  'mark:set': z.strictObject({
    exchangeId,
    seq: position,
    note: z.string().max(MARK_NOTE_CHARS_MAX),
  }),
  'mark:remove': ofSeq,
  'export:start': z.strictObject({
    exchangeId,
    queryId: anyQuery,
    format: z.enum(['event-stream', 'json-lines', 'csv']),
    columns: z
      .array(
        z.discriminatedUnion('kind', [
          z.strictObject({ kind: z.literal('field'), field: z.enum(EXPORT_COLUMNS) }),
          z.strictObject({ kind: z.literal('path'), path }),
        ]),
      )
      .max(EXPORT_COLUMNS_MAX),
  }),
  'export:cancel': z.strictObject({ exportId: position }),
  'spools:usage': z.null(),
  'spools:clean': z.null(),
};
