/**
 * The part of the contract that is about a timeline at any size: queries, jumps, columns, marks, statistics,
 * the time axis, copying and export.
 *
 * ## Rows of a filtered list
 *
 * `query:set` starts a query and names it. Its result is a list of rows of the whole timeline, in order,
 * that only grows: position 0 is the first row that matches, and `matched` of the pushes is the length of the
 * list. `query:page` reads rows by that position. A run of comments is one row and matches when one of its
 * comments does. In an answer, `rowNumbers` are the places in the whole timeline, and every row's
 * `gapMs` and `repeatsType` are about the row shown before it, not about the event before it.
 *
 * The query of before stays, with its rows, until rows of the new one are asked for; then it is let go. So a
 * window shows the old list, waits for a push of the new query that has rows (or is up to date), and then asks
 * for its first page. A query that is too slow ends by itself; the old one is still there, and so are the rows that
 * the slow one found.
 *
 * A new `reading` of the exchange ends all queries; the window sets its text again.
 */
import type { ExchangeId } from '../model/ids.ts';
import type { InvalidInput, StorageError, UnknownExchange } from '../model/storage-error.ts';
import type { StreamStats } from '../model/stream-stats.ts';
import type { TimeAxis } from '../model/time-axis.ts';
import type { TimelineRow } from '../model/timeline.ts';
import type { TextRange } from '../query/find-ranges.ts';
import type { QuerySyntaxError } from '../query/query.ts';
import type { Result } from '../result.ts';

/** Names one query of one exchange. Grows with each `query:set`. */
export type QueryId = number;

/** The query was let go, ended, or never was. */
export interface UnknownQuery {
  readonly kind: 'unknown-query';
}

/** A text or path took longer than it may, and was ended. */
export interface TooSlow {
  readonly kind: 'too-slow';
}

interface OfExchange {
  readonly exchangeId: ExchangeId;
}

export interface QuerySetInput extends OfExchange {
  /** At most `QUERY_CHARS_MAX` characters. Nothing but white space ends the query: every row is shown. */
  readonly text: string;
  /** Whether bare and quoted text is found only in the case in which it is written. */
  readonly matchesCase: boolean;
}

export type QueryState =
  /** Entries are left that were not looked at. */
  | { readonly kind: 'scanning' }
  /** Every entry so far was looked at; new ones are looked at as they come. */
  | { readonly kind: 'up-to-date' }
  /** It took too long at one place and was ended; no more rows come. */
  | { readonly kind: 'too-slow'; readonly seq: number }
  /** The files could not be read, or memory ran out. */
  | { readonly kind: 'failed'; readonly detail: string };

/** At most one push per frame. */
export interface QueryProgress extends OfExchange {
  readonly queryId: QueryId;
  readonly reading: number;
  readonly state: QueryState;
  /** Rows found so far: the length of the filtered list. */
  readonly matched: number;
  /** Events among them. */
  readonly matchedEvents: number;
  /** Entries looked at, of `total`. */
  readonly scanned: number;
  readonly total: number;
}

/** `fromRow` inclusive, `toRow` exclusive, positions in the filtered list; at most `PAGE_ROWS_MAX`. */
export interface QueryPageInput extends OfExchange {
  readonly queryId: QueryId;
  readonly fromRow: number;
  readonly toRow: number;
}

export interface QueryPage {
  readonly fromRow: number;
  readonly rows: readonly TimelineRow[];
  /** Place of each row in the whole timeline. */
  readonly rowNumbers: readonly number[];
}

export interface QueryRowInput extends OfExchange {
  readonly queryId: QueryId;
  readonly seq: number;
}

export interface QueryRow {
  /** Position in the filtered list of the first row at or after the entry; the length if there is none. */
  readonly row: number;
  /** Whether that row shows the entry itself. */
  readonly isExact: boolean;
}

/** Where to jump to. */
export type FindTarget =
  /** Number of an event, from 1, as in the column `#`. */
  | { readonly kind: 'number'; readonly number: number }
  /** The first entry that is not before this time. */
  | { readonly kind: 'time'; readonly atMs: number }
  /** The first event with exactly this id after `afterSeq`, or from the start when that is null. */
  | { readonly kind: 'id'; readonly id: string; readonly afterSeq: number | null };

export interface FindInput extends OfExchange {
  readonly target: FindTarget;
}

/** An entry and the row of the whole timeline that shows it. */
export interface RowPlace {
  readonly seq: number;
  readonly row: number;
}

/** Regular expressions that a user wrote are never run in a window, where nothing could end one that is too slow. */
export interface FindRangesInput {
  /** At most `FOUND_PATTERNS_MAX`. */
  readonly patterns: readonly RegexPattern[];
  /** At most `FOUND_TEXTS_MAX`, together at most `FOUND_CHARS_MAX` characters. */
  readonly texts: readonly string[];
}

/** A regular expression as it is written; flags out of `i`, `m`, `s`, `u`. */
export interface RegexPattern {
  readonly source: string;
  readonly flags: string;
}

export interface CellsInput extends OfExchange {
  /** Seqs of the rows, at most `PAGE_ROWS_MAX`. */
  readonly seqs: readonly number[];
  /** JSONPaths, at most `COLUMNS_MAX`. */
  readonly paths: readonly string[];
}

/** A value in a column. */
export type Cell =
  /**
   * JSON text of the first value as written, without space between tokens, at most `CELL_CHARS_MAX` characters; strings
   * are their value.
   */
  | {
      readonly kind: 'value';
      readonly text: string;
      readonly type: 'string' | 'number' | 'boolean' | 'null' | 'object' | 'array';
      readonly isCut: boolean;
      /** Further values that the path finds. */
      readonly more: number;
    }
  /** No such value, not JSON, or not an event. */
  | { readonly kind: 'none' }
  /** The event is larger than `CELL_EVENT_BYTES_MAX`. */
  | { readonly kind: 'too-large' }
  /** The data has more levels than `PATH_LEVELS_MAX`, so that it is not known where the first of many values stands. */
  | { readonly kind: 'too-deep' };

/** A mark on an entry, with a note that may be empty. Kept beside the spool. */
export interface Mark extends RowPlace {
  readonly atMs: number;
  readonly note: string;
}

export interface MarkInput extends OfExchange {
  readonly seq: number;
  /** At most `MARK_NOTE_CHARS_MAX` characters. */
  readonly note: string;
}

export interface SeqInput extends OfExchange {
  readonly seq: number;
}

export interface TooManyMarks {
  readonly kind: 'too-many-marks';
  readonly limit: number;
}

export interface AxisInput extends OfExchange {
  /** Null: the whole stream. */
  readonly span: { readonly fromMs: number; readonly toMs: number } | null;
  /** Bins wanted, at most `AXIS_BINS_MAX`; the answer has as many or fewer. */
  readonly bins: number;
  /** Counts matching rows as well; null: none. */
  readonly queryId: QueryId | null;
}

/** Rows by position, in the filtered list when `queryId` is not null. */
export interface RowsInput extends OfExchange {
  readonly queryId: QueryId | null;
  readonly fromRow: number;
  readonly toRow: number;
}

export type CopyFormat =
  /** The data of each event, as sent; other rows as a line of text. One after the other. */
  | 'data'
  /** One line a row, as the list shows it. */
  | 'text'
  /** One JSON object a line, as `tideline send --json` writes it. */
  | 'json-lines'
  /** The bytes of each row as they came, as text. Rows without bytes are left out. */
  | 'raw';

/** What of one entry is copied, without a line end of our own. */
export type EntryCopyFormat =
  /** The data of an event, as sent; the text of another entry. */
  | 'data'
  /** Its bytes as they came, as text; nothing for an entry without bytes. */
  | 'raw'
  /** `data` as an option of cURL, quoted for a POSIX shell. */
  | 'curl';

/** Rows, or one entry in full. */
export type CopyInput =
  (RowsInput & { readonly format: CopyFormat }) | (SeqInput & { readonly format: EntryCopyFormat });

/** The text of one entry is longer than `COPY_CHARS_MAX`. Nothing was copied. */
export interface TooLongToCopy {
  readonly kind: 'too-long-to-copy';
  readonly limit: number;
}

/** What went to the clipboard. */
export interface Copied {
  readonly rows: number;
  readonly chars: number;
  /**
   * True: `COPY_CHARS_MAX` or `COPY_ROWS_MAX` was reached, and the rest was left out. Of one entry: it is longer than
   * `EVENT_BYTES_MAX`, and no more of it is kept.
   */
  readonly isCut: boolean;
}

export type ExportFormat = 'event-stream' | 'json-lines' | 'csv';

export const EXPORT_COLUMNS = [
  'number',
  'atMs',
  'time',
  'gapMs',
  'kind',
  'type',
  'id',
  'sizeBytes',
  'data',
] as const;

/** A column of a CSV file; a path gives the JSON text of its first value. */
export type ExportColumn =
  | { readonly kind: 'field'; readonly field: (typeof EXPORT_COLUMNS)[number] }
  | { readonly kind: 'path'; readonly path: string };

export interface ExportInput extends OfExchange {
  /** Null: all rows. */
  readonly queryId: QueryId | null;
  readonly format: ExportFormat;
  /** For CSV, at most `EXPORT_COLUMNS_MAX`; else empty. */
  readonly columns: readonly ExportColumn[];
}

/** Names one export. */
export type ExportId = number;

export interface ExportStarted {
  readonly exportId: ExportId;
  readonly fileName: string;
}

export interface ExportProgress extends OfExchange {
  readonly exportId: ExportId;
  readonly fileName: string;
  /** Rows written, of `total`. */
  readonly rows: number;
  readonly total: number;
  /** Lines of the file but its head: one an entry, and a row may be several. 0 for an event stream. */
  readonly lines: number;
  readonly writtenBytes: number;
  readonly state:
    | { readonly kind: 'writing' }
    | { readonly kind: 'done' }
    /** The file is gone again. */
    | { readonly kind: 'cancelled' }
    | { readonly kind: 'failed'; readonly error: StorageError | TooSlow };
}

/** Disk space of the runs that are kept. */
export interface SpoolUsage {
  readonly usedBytes: number;
  /** Runs are deleted above this, the oldest first; never one that a window shows, never a saved recording. */
  readonly limitBytes: number;
  readonly runs: number;
  /** Runs that no window shows, and their size: what can be deleted now. */
  readonly deletableRuns: number;
  readonly deletableBytes: number;
}

type ExchangeFailure = UnknownExchange | StorageError | InvalidInput;

/** Renderer asks, main answers. */
export interface TimelineInvocations {
  /** Starts a query, or ends it (answer null). Progress is pushed. A wrong text changes nothing. */
  'query:set': {
    input: QuerySetInput;
    output: Result<QueryId | null, QuerySyntaxError | UnknownExchange | InvalidInput>;
  };
  'query:page': {
    input: QueryPageInput;
    output: Result<QueryPage, UnknownQuery | ExchangeFailure>;
  };
  'query:find-row': {
    input: QueryRowInput;
    output: Result<QueryRow, UnknownQuery | ExchangeFailure>;
  };
  /** Where each text has what one of the expressions matches: ranges in order, at most `FOUND_RANGES_MAX` a text. */
  'query:find-ranges': {
    input: FindRangesInput;
    output: Result<readonly (readonly TextRange[])[], TooSlow | StorageError | InvalidInput>;
  };
  /** Null: there is no such entry. */
  'timeline:find': { input: FindInput; output: Result<RowPlace | null, ExchangeFailure> };
  /** One list of cells per seq, in the order of the paths. */
  'timeline:cells': {
    input: CellsInput;
    output: Result<readonly (readonly Cell[])[], QuerySyntaxError | TooSlow | ExchangeFailure>;
  };
  /** The event of the same type before an event; null: there is none, or it is no event. */
  'timeline:previous-of-type': {
    input: SeqInput;
    output: Result<RowPlace | null, ExchangeFailure>;
  };
  'timeline:stats': { input: OfExchange; output: Result<StreamStats, ExchangeFailure> };
  /** Bounded work at any zoom; ask at most once per frame. */
  'timeline:axis': { input: AxisInput; output: Result<TimeAxis, UnknownQuery | ExchangeFailure> };
  /** Copies rows, or one entry, to the clipboard. */
  'timeline:copy': {
    input: CopyInput;
    output: Result<Copied, UnknownQuery | TooLongToCopy | ExchangeFailure>;
  };
  /** In order of time. */
  'mark:list': { input: OfExchange; output: Result<readonly Mark[], ExchangeFailure> };
  /** Adds a mark or changes its note; gives all marks. */
  'mark:set': {
    input: MarkInput;
    output: Result<readonly Mark[], TooManyMarks | ExchangeFailure>;
  };
  'mark:remove': { input: SeqInput; output: Result<readonly Mark[], ExchangeFailure> };
  /** Asks for a place with the system's dialog and writes there in the background. Null: the user cancelled. */
  'export:start': {
    input: ExportInput;
    output: Result<ExportStarted | null, QuerySyntaxError | UnknownQuery | ExchangeFailure>;
  };
  /** Ends an export and deletes its file. Nothing happens if it has ended. */
  'export:cancel': { input: { readonly exportId: ExportId }; output: Result<null, InvalidInput> };
  'spools:usage': { input: null; output: Result<SpoolUsage, StorageError | InvalidInput> };
  /** Deletes every run that no window shows. */
  'spools:clean': { input: null; output: Result<SpoolUsage, StorageError | InvalidInput> };
}

/** Main tells, renderer listens. */
export interface TimelinePushes {
  'query:progress': QueryProgress;
  /** At most one per frame; the last one is `done`, `cancelled` or `failed`. */
  'export:progress': ExportProgress;
}

/** Every channel of this part. */
export const TIMELINE_CHANNELS = {
  'query:set': true,
  'query:page': true,
  'query:find-row': true,
  'query:find-ranges': true,
  'timeline:find': true,
  'timeline:cells': true,
  'timeline:previous-of-type': true,
  'timeline:stats': true,
  'timeline:axis': true,
  'timeline:copy': true,
  'mark:list': true,
  'mark:set': true,
  'mark:remove': true,
  'export:start': true,
  'export:cancel': true,
  'spools:usage': true,
  'spools:clean': true,
} as const satisfies Record<keyof TimelineInvocations, true>;
