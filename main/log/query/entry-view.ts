import { EVENT_BYTES_MAX, INDEX_SEGMENT_ROWS } from '../../../shared/limits.ts';
import { ENTRY_KINDS } from '../../../shared/model/timeline.ts';
import type { EntryKind } from '../../../shared/model/timeline.ts';
import { STREAM_SHAPES } from '../../../shared/model/exchange.ts';
import { parseJson, toTexts } from '../../../shared/query/entry-facts.ts';
import type { EntryFacts } from '../../../shared/query/entry-facts.ts';
import {
  FLAG_HAS_ID,
  KIND_OF_COMMENT,
  KIND_OF_EVENT,
  OTHER_TYPE,
  toIndexedEntry,
} from '../index-columns.ts';
import type { IndexColumns } from '../index-columns.ts';
import { readEntryBytes } from '../read-entry-bytes.ts';
import { BodyBlock } from './body-block.ts';
import type { LogReader } from './log-reader.ts';
import { readSseFields } from './sse-fields.ts';
import type { SseFields } from './sse-fields.ts';

const EVENT_STREAM = STREAM_SHAPES.indexOf('event-stream');
const RETRY = ENTRY_KINDS.indexOf('retry');
const CHUNK = ENTRY_KINDS.indexOf('chunk');

/**
 * One entry of a log at a time, moved from entry to entry so that looking at a million of them makes no
 * million objects. Everything that costs is read when it is asked for, and once.
 */
export class EntryView implements EntryFacts {
  readonly #reader: LogReader;
  seq = 0;
  /** Place in its segment. */
  at = 0;
  columns: IndexColumns;
  number = 0;
  gapMs: number | null = null;
  #block: BodyBlock | null = null;
  #fields: SseFields | null = null;
  #json: { readonly value: unknown } | null = null;

  constructor(reader: LogReader) {
    this.#reader = reader;
    this.columns = reader.readColumns(0);
  }

  /** Moves to an entry. `number` and `gapMs` are those of an event. */
  moveTo(seq: number, columns: IndexColumns, number: number, gapMs: number | null): void {
    this.seq = seq;
    this.at = seq % INDEX_SEGMENT_ROWS;
    this.columns = columns;
    this.number = number;
    this.gapMs = gapMs;
    this.#fields = null;
    this.#json = null;
  }

  /** Gives the part of the body from which entries are read; those outside of it are read by themselves. */
  setBlock(block: BodyBlock | null): void {
    this.#block = block;
  }

  get kindNumber(): number {
    return this.columns.kind[this.at] as number;
  }

  get kind(): EntryKind {
    return ENTRY_KINDS[this.kindNumber] as EntryKind;
  }

  get atMs(): number {
    return this.columns.atMs[this.at] as number;
  }

  get sizeBytes(): number {
    return this.columns.dataBytes[this.at] as number;
  }

  get typeId(): number {
    return this.columns.typeId[this.at] as number;
  }

  get hasId(): boolean {
    return ((this.columns.flags[this.at] as number) & FLAG_HAS_ID) !== 0;
  }

  get isEventStream(): boolean {
    return (this.columns.flags[this.at] as number) >> 3 === EVENT_STREAM;
  }

  /** The block that holds the entry's bytes. */
  get block(): BodyBlock {
    const offset = this.columns.offset[this.at] as number;
    const length = this.byteLength;
    const block = this.#block;
    if (block !== null && offset >= block.offset) {
      if (offset + length <= block.offset + block.bytes.length) return block;
    }
    this.#block = new BodyBlock(offset, this.#reader.readBody(offset, length));
    return this.#block;
  }

  /** Bytes that are kept of the entry. */
  get byteLength(): number {
    return Math.min(this.columns.length[this.at] as number, EVENT_BYTES_MAX);
  }

  /** Whether the bytes that are kept of an entry of the body are in its file. */
  get isStored(): boolean {
    const end = (this.columns.offset[this.at] as number) + this.byteLength;
    return end <= this.#reader.snapshot.body.sizeBytes;
  }

  readonly getType = (): string => {
    if (this.kindNumber !== KIND_OF_EVENT) return '';
    const { typeId } = this;
    if (typeId !== OTHER_TYPE) return this.#reader.snapshot.typeNames[typeId] ?? '';
    return this.#readFields().type || 'message';
  };

  readonly getId = (): string | null => (this.hasId ? this.#readFields().id : null);

  readonly getTexts = (): readonly string[] => {
    switch (this.kindNumber) {
      case KIND_OF_EVENT: {
        const { id, data } = this.#readFields();
        return id === null || !this.hasId ? [this.getType(), data] : [this.getType(), id, data];
      }
      case KIND_OF_COMMENT:
        return [this.#readEntry().comment];
      case RETRY:
        return [`retry: ${this.#readEntry().retryMs}`];
      case CHUNK:
        return [this.#readEntry().data];
      default: {
        const { isDerived, offset, length } = toIndexedEntry(this.columns, this.seq);
        return toTexts(this.#reader.readLine(isDerived, offset, length));
      }
    }
  };

  readonly getJson = (): unknown => {
    if (this.kindNumber !== KIND_OF_EVENT) return undefined;
    this.#json ??= { value: parseJson(this.#readFields().data) };
    return this.#json.value;
  };

  /** Data of an event; empty for other kinds. */
  readonly getData = (): string =>
    this.kindNumber === KIND_OF_EVENT ? this.#readFields().data : '';

  #readFields(): SseFields {
    if (this.#fields !== null) return this.#fields;
    const { block } = this;
    if (this.isEventStream && !block.hasCr) {
      const from = (this.columns.offset[this.at] as number) - block.offset;
      this.#fields = readSseFields(block, from, from + this.byteLength);
    } else {
      this.#fields = this.#readEntry();
    }
    return this.#fields;
  }

  #readEntry(): ReturnType<typeof readEntryBytes> {
    const { block } = this;
    const from = (this.columns.offset[this.at] as number) - block.offset;
    const { shape } = toIndexedEntry(this.columns, this.seq);
    return readEntryBytes(shape, block.bytes.subarray(from, from + this.byteLength));
  }
}
