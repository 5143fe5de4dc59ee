import { open, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import {
  BODY_READ_BYTES_MAX,
  EXPORT_CELL_CHARS_MAX,
  PUSH_INTERVAL_MS,
} from '../../shared/limits.ts';
import type {
  Cell,
  ExportColumn,
  ExportFormat,
  ExportProgress,
  TooSlow,
} from '../../shared/ipc/timeline-contract.ts';
import { roundMs, toEntryLine } from '../../shared/model/entry-line.ts';
import { toStorageError } from '../../shared/model/to-storage-error.ts';
import { withLineEnd } from '../log/entry-text.ts';
import { LastEventIds } from '../log/last-event-ids.ts';
import type { QueryHost } from '../log/query/query-host.ts';
import type { FullEntry } from '../log/row-reader.ts';
import { countRows, holdSource, readSource } from '../log/row-source.ts';
import type { RowSource } from '../log/row-source.ts';
import { toCsvData } from './csv-words.ts';

export interface ExportJob {
  readonly source: RowSource;
  readonly format: ExportFormat;
  readonly columns: readonly ExportColumn[];
  /** Unix epoch milliseconds of the exchange's start. */
  readonly startedAtMs: number;
  readonly path: string;
  readonly host: QueryHost;
  readonly signal: AbortSignal;
  readonly onProgress: (
    progress: Pick<ExportProgress, 'rows' | 'total' | 'lines' | 'writtenBytes' | 'state'>,
  ) => void;
}

/** Ends an export with something that is no fault of the file. */
class TooSlowFault extends Error {
  readonly error: TooSlow = { kind: 'too-slow' };
}

/**
 * Writes the rows that there are now to a file, in parts as the disk takes them. The file has its name only when
 * it is whole; before, and when it is cancelled, what was there stays. Never rejects: the last progress tells.
 */
export async function exportRows(job: ExportJob): Promise<void> {
  const { source, path, signal, onProgress } = job;
  const release = holdSource(source);
  const total = countRows(source);
  const partPath = `${path}.part`;
  let file: FileHandle | null = null;
  let rows = 0;
  let lines = 0;
  let writtenBytes = 0;
  const tell = (state: ExportProgress['state']): void => {
    onProgress({ rows, total, lines, writtenBytes, state });
  };
  try {
    file = await open(partPath, 'w', 0o600);
    let toldMs = performance.now();
    writtenBytes += await write(file, toHead(job));
    for await (const part of readParts(job, total)) {
      signal.throwIfAborted();
      writtenBytes += await write(file, part.bytes);
      rows = part.rows;
      lines += part.lines;
      if (performance.now() - toldMs < PUSH_INTERVAL_MS) continue;
      toldMs = performance.now();
      tell({ kind: 'writing' });
    }
    await file.close();
    signal.throwIfAborted();
    await rename(partPath, path);
    tell({ kind: 'done' });
  } catch (cause: unknown) {
    if (file !== null) await discard(file, partPath);
    if (signal.aborted) tell({ kind: 'cancelled' });
    else tell({ kind: 'failed', error: toError(cause) });
  } finally {
    await release();
  }
}

/** Closes a file that is not wanted any more and deletes it. What is in the way stays; the export has ended. */
async function discard(file: FileHandle, path: string): Promise<void> {
  await file.close().catch(() => undefined);
  await rm(path, { force: true }).catch(() => undefined);
}

function toError(cause: unknown): Extract<ExportProgress['state'], { kind: 'failed' }>['error'] {
  return cause instanceof TooSlowFault ? cause.error : toStorageError(cause);
}

/** Writes all of the bytes and gives their number. */
async function write(file: FileHandle, bytes: Buffer): Promise<number> {
  for (let at = 0; at < bytes.length;) {
    // A short write happens when the disk is nearly full; the next one then tells why.
    at += (await file.write(bytes, at)).bytesWritten;
  }
  return bytes.length;
}

function toHead({ format, columns }: ExportJob): Buffer {
  if (format !== 'csv') return Buffer.alloc(0);
  return Buffer.from(
    toCsvLine(columns.map((column) => (column.kind === 'field' ? column.field : column.path))),
  );
}

/** What is written, and the rows that are done with it. */
interface Part {
  readonly bytes: Buffer;
  readonly rows: number;
  /** Entries that are lines of the file. */
  readonly lines: number;
}

async function* readParts(job: ExportJob, total: number): AsyncGenerator<Part, void> {
  const { source, format } = job;
  // The whole event stream is the body, with the lines that no row shows.
  if (format === 'event-stream' && source.matches === null) return yield* readBody(job, total);
  // Only this format tells the last event ID.
  const ids = format === 'json-lines' ? new LastEventIds(source.log) : null;
  for await (const { entries, rows } of readSource(source, 0, total)) {
    const bytes = await toBytes(job, (await ids?.tell(entries)) ?? entries);
    yield { bytes, rows, lines: format === 'event-stream' ? 0 : entries.length };
  }
}

async function* readBody({ source }: ExportJob, total: number): AsyncGenerator<Part, void> {
  const end = source.log.bodyBytes;
  for (let offset = 0; offset < end;) {
    const { bytes } = await source.log.readBody(
      offset,
      Math.min(BODY_READ_BYTES_MAX, end - offset),
    );
    if (bytes.length === 0) break;
    offset += bytes.length;
    yield { bytes: Buffer.from(bytes), rows: Math.floor((total * offset) / end), lines: 0 };
  }
  yield { bytes: Buffer.alloc(0), rows: total, lines: 0 };
}

async function toBytes(job: ExportJob, entries: readonly FullEntry[]): Promise<Buffer> {
  switch (job.format) {
    case 'event-stream':
      return Buffer.concat(
        entries.map(({ bytes }) => (bytes === null ? Buffer.alloc(0) : withLineEnd(bytes))),
      );
    case 'json-lines':
      return Buffer.from(entries.map(({ entry }) => `${toEntryLine(entry)}\n`).join(''));
    case 'csv': {
      const cells = await readPathCells(job, entries);
      const lines = entries.map((full, at) => toCsvLine(toFields(job, full, cells[at] ?? [])));
      return Buffer.from(lines.join(''));
    }
  }
}

async function readPathCells(
  { columns, source, host }: ExportJob,
  entries: readonly FullEntry[],
): Promise<readonly (readonly Cell[])[]> {
  const paths = columns.flatMap((column) => (column.kind === 'path' ? [column.path] : []));
  if (paths.length === 0 || entries.length === 0) return [];
  const seqs = entries.map(({ entry }) => entry.seq);
  const getSnapshot = (fromSeq: number) => source.log.getSnapshot(fromSeq);
  const cells = await host.readCells(getSnapshot, seqs, paths, EXPORT_CELL_CHARS_MAX);
  if (cells.ok) return cells.value;
  throw cells.error.kind === 'too-slow' ? new TooSlowFault() : new Error(cells.error.detail);
}

function toFields(
  { columns, startedAtMs }: ExportJob,
  { entry, context }: FullEntry,
  cells: readonly Cell[],
): readonly string[] {
  let path = 0;
  return columns.map((column) => {
    if (column.kind === 'path') {
      const cell = cells[path++];
      const text = toCellText(cell);
      return cell?.kind === 'value' && cell.type === 'number' ? text : toPlainText(text);
    }
    const isEvent = entry.kind === 'event';
    switch (column.field) {
      case 'number':
        return context === null ? '' : String(context.number);
      case 'atMs':
        return String(roundMs(entry.atMs));
      case 'time':
        return new Date(startedAtMs + entry.atMs).toISOString();
      case 'gapMs':
        return context === null || context.gapMs === null ? '' : String(roundMs(context.gapMs));
      case 'kind':
        return entry.kind;
      case 'type':
        return isEvent ? toPlainText(entry.type) : '';
      case 'id':
        return isEvent ? toPlainText(entry.id ?? '') : '';
      case 'sizeBytes':
        return isEvent ? String(entry.sizeBytes) : '';
      case 'data':
        return toPlainText(toCsvData(entry));
    }
  });
}

/** What a column does not tell is said with a word of its own. */
function toCellText(cell: Cell | undefined): string {
  if (cell === undefined || cell.kind === 'none') return '';
  if (cell.kind !== 'value') return `#${cell.kind}`;
  return cell.isCut ? `${cell.text}…` : cell.text;
}

/**
 * Text of the stream that no spreadsheet takes for a formula: a server could have one run on the reader's computer. Not
 * for numbers, which may have a sign.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
function toPlainText(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

/**
 * One record, its line ended by CRLF.
 * @see https://www.rfc-editor.org/rfc/rfc4180
 */
function toCsvLine(fields: readonly string[]): string {
  const quoted = fields.map((field) =>
    /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field,
  );
  return `${quoted.join(',')}\r\n`;
}
