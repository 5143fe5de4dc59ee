const LF = 0x0a;
const SPACE = 0x20;

/** Where the values of a block stand in its chunk; -1 for a field that it does not have. */
export interface PlainBlock {
  dataFrom: number;
  dataTo: number;
  typeFrom: number;
  typeTo: number;
  idFrom: number;
  idTo: number;
  /** Lines, the empty one included. */
  lines: number;
  /** Place after the empty line. */
  end: number;
}

export function createPlainBlock(): PlainBlock {
  return {
    dataFrom: -1,
    dataTo: -1,
    typeFrom: -1,
    typeTo: -1,
    idFrom: -1,
    idTo: -1,
    lines: 0,
    end: 0,
  };
}

/**
 * Reads the block that begins at `at` where it lies, if it is a plain one: `data`, `event` and `id`, each at most once
 * and with a value, lines ended by LF, one data line, and the empty line in the same chunk. Nearly all blocks are.
 * False for every other block, which is left to the parser: this decides nothing about what a line means.
 *
 * `bytes` are ASCII without CR and NUL; `ascii` is the same as text. Written out, since every event takes this way.
 */
export function readPlainBlock(
  bytes: Uint8Array,
  ascii: string,
  at: number,
  block: PlainBlock,
): boolean {
  block.dataFrom = -1;
  block.typeFrom = -1;
  block.idFrom = -1;
  const { length } = bytes;
  let from = at;
  for (let lines = 1; lines <= 4; lines++) {
    // No byte beyond the end is read anywhere: it would cost the optimized code of this function.
    if (from >= length) return false;
    const first = bytes[from];
    if (first === LF) {
      block.lines = lines;
      block.end = from + 1;
      return block.dataFrom !== -1;
    }
    if (from + 6 >= length) return false;
    let value = -1;
    if (first === 0x64) value = isData(bytes, from) ? from + 5 : -1;
    else if (first === 0x65) value = isEvent(bytes, from) ? from + 6 : -1;
    else if (first === 0x69) value = isId(bytes, from) ? from + 3 : -1;
    if (value === -1) return false;
    if (bytes[value] === SPACE) value++;
    const to = first === 0x64 ? ascii.indexOf('\n', value) : findLineEnd(bytes, value, length);
    if (to <= value) return false;
    if (first === 0x64) {
      if (block.dataFrom !== -1) return false;
      block.dataFrom = value;
      block.dataTo = to;
    } else if (first === 0x65) {
      if (block.typeFrom !== -1) return false;
      block.typeFrom = value;
      block.typeTo = to;
    } else {
      if (block.idFrom !== -1) return false;
      block.idFrom = value;
      block.idTo = to;
    }
    from = to + 1;
  }
  return false;
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
