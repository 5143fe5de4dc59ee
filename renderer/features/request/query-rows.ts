/**
 * The query of a URL as rows of a table, in step both ways. The text between `?` and `#` is cut at
 * `&` and never rewritten as a whole: a row keeps its exact percent-encoding until it is edited.
 */

/** One parameter. `rawName` and `rawValue` are as they stand in the URL. */
export interface QueryRow {
  readonly id: number;
  /** A disabled row is kept in the table and left out of the URL. */
  readonly isEnabled: boolean;
  readonly rawName: string;
  /** Null: the segment has no `=`. */
  readonly rawValue: string | null;
  /** A segment without name and value, as in `a=1&&b=2`: kept in the URL, not shown. */
  readonly isFiller: boolean;
  /** Empty when there is none; it is not part of the URL. */
  readonly description: string;
}

interface UrlParts {
  readonly before: string;
  /** Null: the URL has no `?`. */
  readonly query: string | null;
  readonly after: string;
}

function splitUrl(url: string): UrlParts {
  const hash = url.indexOf('#');
  const head = hash === -1 ? url : url.slice(0, hash);
  const after = hash === -1 ? '' : url.slice(hash);
  const mark = head.indexOf('?');
  if (mark === -1) return { before: head, query: null, after };
  return { before: head.slice(0, mark), query: head.slice(mark + 1), after };
}

function toRawRow(segment: string): Omit<QueryRow, 'id'> {
  const equals = segment.indexOf('=');
  return {
    isEnabled: true,
    rawName: equals === -1 ? segment : segment.slice(0, equals),
    rawValue: equals === -1 ? null : segment.slice(equals + 1),
    isFiller: segment === '' || segment === '=',
    description: '',
  };
}

function toSegment(row: QueryRow): string {
  return row.rawValue === null ? row.rawName : `${row.rawName}=${row.rawValue}`;
}

/**
 * Rows for a URL. Enabled rows follow the URL; disabled rows of `previous` stay after as many
 * enabled rows as before. Rows keep their id by position, so that a focused cell stays focused.
 */
export function readQueryRows(
  url: string,
  previous: readonly QueryRow[],
  nextId: () => number,
): readonly QueryRow[] {
  const { query } = splitUrl(url);
  const old = previous.filter((row) => row.isEnabled);
  const enabled = (query === null ? [] : query.split('&')).map((segment, index) => ({
    ...toRawRow(segment),
    id: old[index]?.id ?? nextId(),
    description: old[index]?.description ?? '',
  }));
  const rows: QueryRow[] = [];
  let used = 0;
  for (const row of previous) {
    if (!row.isEnabled) rows.push(row);
    else if (used < enabled.length) rows.push(enabled[used++] as QueryRow);
  }
  return [...rows, ...enabled.slice(used)];
}

/** The URL with the query that the enabled rows make. Rows that were not edited come back exactly. */
export function writeQueryRows(url: string, rows: readonly QueryRow[]): string {
  const { before, after } = splitUrl(url);
  const segments = rows
    .filter((row) => row.isEnabled && (row.isFiller || !isBlankRow(row)))
    .map(toSegment);
  return segments.length === 0 ? before + after : `${before}?${segments.join('&')}${after}`;
}

/** Whether name and value are both empty. */
export function isBlankRow(row: QueryRow): boolean {
  return row.rawName === '' && (row.rawValue ?? '') === '';
}

/** Sets the name of a row; the value keeps its encoding. */
export function withRowName(row: QueryRow, name: string): QueryRow {
  return { ...row, rawName: encodeQueryText(name, true), isFiller: false };
}

/** Sets the value of a row; the name keeps its encoding. */
export function withRowValue(row: QueryRow, value: string): QueryRow {
  return { ...row, rawValue: encodeQueryText(value, false), isFiller: false };
}

/**
 * Reads a name or value as `application/x-www-form-urlencoded` does: `+` is a space. A sequence
 * that is no UTF-8 stays as written.
 */
export function decodeQueryText(raw: string): string {
  return raw.replaceAll('+', ' ').replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}

/** What has to be encoded in a query: the delimiters, `%`, `+`, and all that a URL parser encodes. */
const QUERY_UNSAFE = /[^!$()*,\-./0-9:;=?@A-Z[\\\]^_`a-z{|}~]/gu;

/** Writes a name or value so that {@link decodeQueryText} reads it back. */
export function encodeQueryText(text: string, isName: boolean): string {
  const encoded = text.replace(QUERY_UNSAFE, (character) => {
    try {
      return encodeURIComponent(character).replaceAll("'", '%27');
    } catch {
      // A lone surrogate has no UTF-8; the encoder of the URL standard writes U+FFFD as well.
      return '%EF%BF%BD';
    }
  });
  return isName ? encoded.replaceAll('=', '%3D') : encoded;
}
