import {
  EVENT_PLACES,
  NO_PLACE,
  PLACE_DATA,
  PLACE_DATA_END,
  PLACE_END,
  PLACE_ID,
  PLACE_ID_END,
  PLACE_TYPE,
  PLACE_TYPE_END,
  PlainEvents,
} from '../../shared/model/plain-events.ts';
import type { PlainEventsBase } from '../../shared/model/plain-events.ts';

const LF = 0x0a;
const SPACE = 0x20;

/**
 * Reads blocks where they lie, if they are plain: `data`, `event` and `id`, each at most once and with a value, lines
 * ended by LF, one data line, and the empty line in the same chunk. Nearly all blocks are. Every other block is left to
 * the parser: this decides nothing about what a line means.
 */
export class PlainBlocks {
  readonly #places: number[] = [];
  #used = 0;
  #ids = 0;
  #lines = 0;

  /** Lines of the blocks that were read last, the empty ones included. */
  get lines(): number {
    return this.#lines;
  }

  /**
   * Reads blocks from `from` on, up to the first one that is not plain or longer than `bytesMax`. Gives the place where
   * that one begins. `bytes` are ASCII without CR and NUL; `ascii` is the same as text.
   */
  read(bytes: Uint8Array, ascii: string, from: number, bytesMax: number): number {
    const places = this.#places;
    let start = from;
    let used = 0;
    this.#ids = 0;
    this.#lines = 0;
    for (;;) {
      // One by one, so that the array never has a hole.
      while (places.length < used + EVENT_PLACES) places.push(0);
      const lines = readPlainBlock(bytes, ascii, start, places, used);
      const end = places[used + PLACE_END] as number;
      if (lines === 0 || end - start > bytesMax) break;
      if (places[used + PLACE_ID] !== NO_PLACE) this.#ids++;
      this.#lines += lines;
      used += EVENT_PLACES;
      start = end;
    }
    this.#used = used;
    return start;
  }

  /** The events of the blocks that were read last. */
  toEvents(base: PlainEventsBase): PlainEvents {
    return new PlainEvents(base, this.#places.slice(0, this.#used), this.#ids);
  }
}

/** Writes the places of a block; gives its lines, 0 if it is not plain. Written out, since every event takes this way. */
function readPlainBlock(
  bytes: Uint8Array,
  ascii: string,
  start: number,
  places: number[],
  at: number,
): number {
  places[at + PLACE_DATA] = NO_PLACE;
  places[at + PLACE_TYPE] = NO_PLACE;
  places[at + PLACE_ID] = NO_PLACE;
  const { length } = bytes;
  let from = start;
  for (let lines = 1; lines <= 4; lines++) {
    // No byte beyond the end is read anywhere: it would cost the optimized code of this function.
    if (from >= length) return 0;
    const first = bytes[from];
    if (first === LF) {
      places[at + PLACE_END] = from + 1;
      return places[at + PLACE_DATA] === NO_PLACE ? 0 : lines;
    }
    if (from + 6 >= length) return 0;
    let value = NO_PLACE;
    if (first === 0x64) value = isData(bytes, from) ? from + 5 : NO_PLACE;
    else if (first === 0x65) value = isEvent(bytes, from) ? from + 6 : NO_PLACE;
    else if (first === 0x69) value = isId(bytes, from) ? from + 3 : NO_PLACE;
    if (value === NO_PLACE) return 0;
    if (bytes[value] === SPACE) value++;
    const to = first === 0x64 ? ascii.indexOf('\n', value) : findLineEnd(bytes, value, length);
    if (to <= value) return 0;
    if (first === 0x64) {
      if (places[at + PLACE_DATA] !== NO_PLACE) return 0;
      places[at + PLACE_DATA] = value;
      places[at + PLACE_DATA_END] = to;
    } else if (first === 0x65) {
      if (places[at + PLACE_TYPE] !== NO_PLACE) return 0;
      places[at + PLACE_TYPE] = value;
      places[at + PLACE_TYPE_END] = to;
    } else {
      if (places[at + PLACE_ID] !== NO_PLACE) return 0;
      places[at + PLACE_ID] = value;
      places[at + PLACE_ID_END] = to;
    }
    from = to + 1;
  }
  return 0;
}

/** Lines of types and ids are short: a look at each byte costs less than a call. -1 if the line does not end. */
function findLineEnd(bytes: Uint8Array, from: number, length: number): number {
  for (let at = from; at < length; at++) if (bytes[at] === LF) return at;
  return -1;
}

/** `data:` */
function isData(bytes: Uint8Array, at: number): boolean {
  return (
    bytes[at + 1] === 0x61 &&
    bytes[at + 2] === 0x74 &&
    bytes[at + 3] === 0x61 &&
    bytes[at + 4] === 0x3a
  );
}

/** `event:` */
function isEvent(bytes: Uint8Array, at: number): boolean {
  return (
    bytes[at + 1] === 0x76 &&
    bytes[at + 2] === 0x65 &&
    bytes[at + 3] === 0x6e &&
    bytes[at + 4] === 0x74 &&
    bytes[at + 5] === 0x3a
  );
}

/** `id:` */
function isId(bytes: Uint8Array, at: number): boolean {
  return bytes[at + 1] === 0x64 && bytes[at + 2] === 0x3a;
}
