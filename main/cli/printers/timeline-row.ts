import { ROW_PREVIEW_CHARS_MAX } from '../../../shared/limits.ts';
import { getFieldValue } from '../../../shared/model/header-field.ts';
import type { CloseEntry, TimelineEntry } from '../../../shared/model/timeline.ts';
import { assertNever } from '../../../shared/result.ts';
import { cutToWidth, fit } from '../columns.ts';
import { toErrorSentence } from '../error-text.ts';
import { escapeLine } from '../escape.ts';
import { REFUSALS, toProblemText, toVerdictText, toWaitText } from './entry-words.ts';
import type { Colours } from './colours.ts';
import { toDeltaPreview } from '../../../shared/merge/delta-preview.ts';

const TIME_COLUMNS = 8;
const GAP_COLUMNS = 8;
const NUMBER_COLUMNS = 5;
const TYPE_COLUMNS = 16;
const ID_COLUMNS = 6;
const BEFORE_DATA = TIME_COLUMNS + GAP_COLUMNS + NUMBER_COLUMNS + TYPE_COLUMNS + ID_COLUMNS + 6;
/** Data column of a terminal that is narrower than the other columns. */
const DATA_COLUMNS_MIN = 20;

/** What a row needs besides its entry. */
export interface RowContext {
  readonly colours: Colours;
  /** Width of the terminal; null: not a terminal, rows may be long. */
  readonly columns: number | null;
  /** Number among the events and time since the previous one; null for other kinds. */
  readonly event: { readonly number: number; readonly gapMs: number | null } | null;
}

/** The line above the rows that names the columns. */
export function toColumnHead(colours: Colours): string {
  const cells = [
    'time'.padStart(TIME_COLUMNS),
    'gap'.padStart(GAP_COLUMNS),
    '#'.padStart(NUMBER_COLUMNS),
  ];
  return `${colours.dim(`${cells.join(' ')}  ${fit('type', TYPE_COLUMNS)} ${fit('id', ID_COLUMNS)} data`)}\n`;
}

/** One entry as one line with aligned columns; everything from the wire is escaped. */
export function toRow(entry: TimelineEntry, context: RowContext): string {
  const { colours, event } = context;
  const time = (entry.atMs / 1000).toFixed(3).padStart(TIME_COLUMNS);
  const gap = event === null || event.gapMs === null ? '' : `+${(event.gapMs / 1000).toFixed(3)}`;
  const number = event === null ? '·' : String(event.number);
  const cells = toCells(entry);
  const type = fit(escapeLine(cells.type), TYPE_COLUMNS);
  const id = fit(escapeLine(cells.id), ID_COLUMNS);
  const text = toPreview(cells.text, context.columns);
  const lead = colours.dim(
    `${time} ${gap.padStart(GAP_COLUMNS)} ${number.padStart(NUMBER_COLUMNS)}`,
  );
  return `${`${lead}  ${paint(entry, type, colours)} ${id} ${paintText(entry, text, colours)}`.trimEnd()}\n`;
}

function toPreview(text: string, columns: number | null): string {
  const kept = text.slice(0, ROW_PREVIEW_CHARS_MAX);
  const escaped = escapeLine(kept) + (kept.length < text.length ? '…' : '');
  if (columns === null) return escaped;
  return cutToWidth(escaped, Math.max(DATA_COLUMNS_MIN, columns - BEFORE_DATA));
}

interface Cells {
  readonly type: string;
  readonly id: string;
  readonly text: string;
}

function toCells(entry: TimelineEntry): Cells {
  const cells = (text: string, type: string = entry.kind, id = ''): Cells => ({ type, id, text });
  switch (entry.kind) {
    case 'connecting': {
      const resume = entry.lastEventId === null ? '' : `, after id ${entry.lastEventId}`;
      return cells(`${entry.method} ${entry.url}${resume}`);
    }
    case 'open': {
      const { status, reason, httpVersion, tlsVersion, timings } = entry;
      const type = getFieldValue(entry.headers, 'content-type') ?? 'no content type';
      const wait =
        timings.headersMs === null ? [] : [`head after ${Math.round(timings.headersMs)} ms`];
      const protocol = tlsVersion === null ? httpVersion : `${httpVersion} ${tlsVersion}`;
      return cells([`${status} ${reason}`.trim(), type, protocol, ...wait].join(', '));
    }
    case 'event':
      return cells(toEventPreview(entry.data), entry.type, entry.id ?? '');
    case 'comment':
      return cells(`: ${entry.text}`);
    case 'retry':
      return cells(`reconnection time ${entry.ms} ms`);
    case 'problem':
      return cells(toProblemText(entry));
    case 'chunk':
      return cells(entry.text);
    case 'reconnect-wait':
      return cells(toWaitText(entry), 'waiting');
    case 'verdict':
      return cells(toVerdictText(entry), 'resumed?');
    case 'close':
      return cells(toCloseText(entry));
    case 'error':
      return cells(`${toErrorSentence(entry.errorKind)} (${entry.code ?? entry.errorKind})`);
    default:
      return assertNever(entry);
  }
}

function toCloseText(entry: CloseEntry): string {
  const refusal = entry.refusal === null ? '' : `; not reconnecting: ${REFUSALS[entry.refusal]}`;
  switch (entry.by) {
    case 'server':
      return `ended by the server${refusal}`;
    case 'user':
      return 'stopped by you';
    case 'rule':
      return `ended by --${entry.rule ?? 'rule'}`;
    case 'network':
      return `connection lost${refusal}`;
    default:
      return assertNever(entry.by);
  }
}

function paint(entry: TimelineEntry, type: string, colours: Colours): string {
  if (entry.kind === 'event') return colours.forType(entry.type, type);
  if (entry.kind === 'error') return colours.red(type);
  if (entry.kind === 'problem') return colours.yellow(type);
  return entry.kind === 'open' ? colours.green(type) : colours.dim(type);
}

function paintText(entry: TimelineEntry, text: string, colours: Colours): string {
  if (entry.kind === 'event' || entry.kind === 'open') return text;
  if (entry.kind === 'error') return colours.red(text);
  return entry.kind === 'problem' ? colours.yellow(text) : colours.dim(text);
}

/** What matters of a delta, else the data itself. */
function toEventPreview(data: string): string {
  const parts = toDeltaPreview(data);
  return parts === null ? data : parts.map((part) => `${part.path} ${part.value}`).join('  ');
}
