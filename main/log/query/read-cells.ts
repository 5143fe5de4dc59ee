import { CELL_EVENT_BYTES_MAX, INDEX_SEGMENT_ROWS } from '../../../shared/limits.ts';
import type { Cell } from '../../../shared/ipc/timeline-contract.ts';
import { compactJson } from '../../../shared/json/find-json-values.ts';
import { compilePath, compilePlaces } from '../../../shared/query/read-path.ts';
import type { PathReader, PlaceFinder } from '../../../shared/query/read-path.ts';
import { KIND_OF_EVENT } from '../index-columns.ts';
import { EntryView } from './entry-view.ts';
import type { LogReader } from './log-reader.ts';
import type { ScanGauge } from './query-scan.ts';

const NONE: Cell = { kind: 'none' };

interface PathColumn {
  readonly read: PathReader;
  readonly findPlaces: PlaceFinder;
}

/** Values of paths in the data of entries; one list per seq. Throws what the file system said. */
export function readCells(
  reader: LogReader,
  seqs: readonly number[],
  paths: readonly string[],
  charsMax: number,
  gauge: ScanGauge,
): readonly (readonly Cell[])[] {
  const view = new EntryView(reader);
  const columns = paths.map((path) => ({
    read: compilePath(path),
    findPlaces: compilePlaces(path),
  }));
  return seqs.map((seq) => {
    if (seq >= reader.snapshot.entries) return paths.map(() => NONE);
    gauge.noteReading(true);
    view.moveTo(seq, reader.readColumns(Math.floor(seq / INDEX_SEGMENT_ROWS)), 0, null);
    gauge.noteReading(false);
    gauge.noteEntry(seq, view.byteLength);
    if (view.kindNumber !== KIND_OF_EVENT) return paths.map(() => NONE);
    // A part of the bytes would say something else than all of them.
    if (!view.isStored) return paths.map(() => NONE);
    if (view.byteLength > CELL_EVENT_BYTES_MAX) return paths.map(() => ({ kind: 'too-large' }));
    return columns.map((column) => readCell(view, column, charsMax));
  });
}

/** The first value as text, and how many follow it. */
function readCell(view: EntryView, column: PathColumn, charsMax: number): Cell {
  const json = view.getJson();
  const values = json === undefined ? [] : column.read(json);
  if (values.length === 0) return NONE;
  const [value] = values;
  const text = toText(value, json, view.getData(), column.findPlaces);
  if (text === null) return { kind: 'too-deep' };
  return {
    kind: 'value',
    text: text.slice(0, charsMax),
    type: toType(value),
    isCut: text.length > charsMax,
    more: values.length - 1,
  };
}

/**
 * A value as it is written in the document, since numbers are more than doubles hold. Null: its place is not known,
 * for the document is nested too deeply.
 */
function toText(
  value: unknown,
  json: unknown,
  document: string,
  findPlaces: PlaceFinder,
): string | null {
  if (typeof value === 'string') return value;
  if (typeof value !== 'number' && (typeof value !== 'object' || value === null)) {
    return String(value);
  }
  const [place = null] = findPlaces(json, document, 1);
  return place === null ? null : compactJson(document, place);
}

function toType(value: unknown): Extract<Cell, { kind: 'value' }>['type'] {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  const type = typeof value;
  return type === 'string' || type === 'number' || type === 'boolean' ? type : 'object';
}
