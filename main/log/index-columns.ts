import {
  INDEX_SEGMENTS_IN_MEMORY,
  INDEX_SEGMENT_ROWS,
  SEGMENT_FIRST_ROWS,
} from '../../shared/limits.ts';
import { STREAM_SHAPES } from '../../shared/model/exchange.ts';
import type { StreamShape } from '../../shared/model/exchange.ts';
import { ENTRY_KINDS, startsRow } from '../../shared/model/timeline.ts';
import type { EntryKind } from '../../shared/model/timeline.ts';
import type { SegmentLayout } from './segment-store.ts';

/** What the index knows of an entry: where it is, not what it says. 32 bytes. */
export interface IndexedEntry {
  readonly seq: number;
  readonly kind: EntryKind;
  readonly atMs: number;
  /** Place in the body for entries read from it, else in the file of the entry's kind. */
  readonly offset: number;
  readonly length: number;
  /** Bytes of an event's data; 0 for other kinds. */
  readonly dataBytes: number;
  /** Number of the event type in order of arrival; `OTHER_TYPE` for one that is not counted by name. */
  readonly typeId: number;
  readonly hasId: boolean;
  /** Whether a block of its own, with no event, set the last event ID between the event before and this one. */
  readonly isIdMoved: boolean;
  readonly isTruncated: boolean;
  /** Whether the entry stands in the file of derived entries, not where its kind says. */
  readonly isDerived: boolean;
  /** Shape that its bytes were read with. */
  readonly shape: StreamShape;
}

/** Type number of events whose type is not in the table. */
export const OTHER_TYPE = 0xffff;

export const FLAG_HAS_ID = 1;
const FLAG_TRUNCATED = 2;
const FLAG_DERIVED = 4;
/** The shape's place in `STREAM_SHAPES` stands above the first flags, in three bits. */
const SHAPE_SHIFT = 3;
const SHAPE_MASK = 7;
export const FLAG_ID_MOVED = 64;

/** Number of each kind that is looked for in the columns. */
export const KIND_OF_EVENT = ENTRY_KINDS.indexOf('event');
export const KIND_OF_CONNECTING = ENTRY_KINDS.indexOf('connecting');
export const KIND_OF_COMMENT = ENTRY_KINDS.indexOf('comment');
export const KIND_OF_PROBLEM = ENTRY_KINDS.indexOf('problem');

/** Number of the kind before the first entry. */
export const NO_KIND = ENTRY_KINDS.length;

/** By number of the kind before times `NO_KIND + 1`, plus number of the kind: whether an entry begins a row. */
const STARTS_ROW = Uint8Array.from(
  [...ENTRY_KINDS, null].flatMap((before) =>
    [...ENTRY_KINDS, null].map((kind) => (kind !== null && startsRow(before, kind) ? 1 : 0)),
  ),
);

/** Whether an entry begins a row, by the numbers of its kind and of the kind of the entry before. */
export function startsRowAfter(before: number, kind: number): boolean {
  return STARTS_ROW[before * (NO_KIND + 1) + kind] === 1;
}

/** A segment of the index: one typed array for each column. */
export interface IndexColumns {
  readonly atMs: Float64Array;
  readonly offset: Float64Array;
  readonly length: Uint32Array;
  readonly dataBytes: Uint32Array;
  /** Hash of an event's own id, see `hashId`; 0 for entries without one. */
  readonly idHash: Uint32Array;
  readonly typeId: Uint16Array;
  readonly kind: Uint8Array;
  readonly flags: Uint8Array;
}

export const INDEX_LAYOUT: SegmentLayout<IndexColumns> = {
  rowsPerSegment: INDEX_SEGMENT_ROWS,
  firstRows: SEGMENT_FIRST_ROWS,
  bytesPerRow: 32,
  segmentsInMemory: INDEX_SEGMENTS_IN_MEMORY,
  createColumns: (buffer, rows) => ({
    atMs: new Float64Array(buffer, 0, rows),
    offset: new Float64Array(buffer, rows * 8, rows),
    length: new Uint32Array(buffer, rows * 16, rows),
    dataBytes: new Uint32Array(buffer, rows * 20, rows),
    idHash: new Uint32Array(buffer, rows * 24, rows),
    typeId: new Uint16Array(buffer, rows * 28, rows),
    kind: new Uint8Array(buffer, rows * 30, rows),
    flags: new Uint8Array(buffer, rows * 31, rows),
  }),
};

const SHAPE_FLAGS = Object.fromEntries(
  STREAM_SHAPES.map((shape, place) => [shape, place << SHAPE_SHIFT]),
) as Readonly<Record<StreamShape, number>>;

/** Packs what is one bit each, and the shape. */
export function toFlags(
  hasId: boolean,
  isTruncated: boolean,
  isDerived: boolean,
  isIdMoved: boolean,
  shape: StreamShape,
): number {
  return (
    (hasId ? FLAG_HAS_ID : 0) |
    (isTruncated ? FLAG_TRUNCATED : 0) |
    (isDerived ? FLAG_DERIVED : 0) |
    (isIdMoved ? FLAG_ID_MOVED : 0) |
    SHAPE_FLAGS[shape]
  );
}

/** The entry of a seq, out of the columns of its segment. */
export function toIndexedEntry(columns: IndexColumns, seq: number): IndexedEntry {
  const at = seq % INDEX_SEGMENT_ROWS;
  const kind = ENTRY_KINDS[columns.kind[at] ?? 0] ?? 'event';
  const flags = columns.flags[at] ?? 0;
  return {
    seq,
    kind,
    atMs: columns.atMs[at] ?? 0,
    offset: columns.offset[at] ?? 0,
    length: columns.length[at] ?? 0,
    dataBytes: columns.dataBytes[at] ?? 0,
    typeId: columns.typeId[at] ?? OTHER_TYPE,
    hasId: (flags & FLAG_HAS_ID) !== 0,
    isIdMoved: (flags & FLAG_ID_MOVED) !== 0,
    isTruncated: (flags & FLAG_TRUNCATED) !== 0,
    isDerived: (flags & FLAG_DERIVED) !== 0,
    shape: STREAM_SHAPES[(flags >> SHAPE_SHIFT) & SHAPE_MASK] ?? 'event-stream',
  };
}

/** Whether an entry is read out of the body, and not a line of its own. */
export function isInBody({ kind }: { readonly kind: EntryKind }): boolean {
  return kind === 'event' || kind === 'comment' || kind === 'retry' || kind === 'chunk';
}
