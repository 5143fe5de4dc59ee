import { CELL_EVENT_BYTES_MAX, INDEX_SEGMENT_ROWS } from '../../../shared/limits.ts';
import type { Cell } from '../../../shared/ipc/timeline-contract.ts';
import { compilePath } from '../../../shared/query/read-path.ts';
import type { PathReader } from '../../../shared/query/read-path.ts';
import { KIND_OF_EVENT } from '../index-columns.ts';
import { EntryView } from './entry-view.ts';
import type { LogReader } from './log-reader.ts';
import type { ScanGauge } from './query-scan.ts';

const NONE: Cell = { kind: 'none' };

/** Values of paths in the data of entries; one list per seq. Throws what the file system said. */
export function readCells(
  reader: LogReader,
  seqs: readonly number[],
  paths: readonly string[],
  charsMax: number,
  gauge: ScanGauge,
): readonly (readonly Cell[])[] {
  const view = new EntryView(reader);
  const readers = paths.map(compilePath);
  return seqs.map((seq) => {
    if (seq >= reader.snapshot.entries) return paths.map(() => NONE);
    gauge.noteReading(true);
    view.moveTo(seq, reader.readColumns(Math.floor(seq / INDEX_SEGMENT_ROWS)), 0, null);
    gauge.noteReading(false);
    gauge.noteEntry(seq, view.byteLength);
    if (view.kindNumber !== KIND_OF_EVENT) return paths.map(() => NONE);
    if (view.byteLength > CELL_EVENT_BYTES_MAX) return paths.map(() => ({ kind: 'too-large' }));
    return readers.map((read) => readCell(view, read, charsMax));
  });
}

function readCell(view: EntryView, read: PathReader, charsMax: number): Cell {
  const json = view.getJson();
  const values = json === undefined ? [] : read(json);
  return values.length === 0 ? NONE : toCell(values[0], values.length - 1, charsMax);
}

/** The first value as text, and how many follow it. */
function toCell(value: unknown, more: number, charsMax: number): Cell {
  const text = toText(value);
  if (text === null) return { kind: 'too-large' };
  return {
    kind: 'value',
    text: text.slice(0, charsMax),
    type: toType(value),
    isCut: text.length > charsMax,
    more,
  };
}

/** Null: it is nested so deeply that it cannot be written again. */
function toText(value: unknown): string | null {
  if (typeof value === 'string') return value;
  try {
    return JSON.stringify(value) ?? 'null';
  } catch {
    return null;
  }
}

function toType(value: unknown): Extract<Cell, { kind: 'value' }>['type'] {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  const type = typeof value;
  return type === 'string' || type === 'number' || type === 'boolean' ? type : 'object';
}
