/** One line of a hex dump. */
export interface HexLine {
  readonly offset: string;
  readonly hex: string;
  readonly ascii: string;
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Line `index` of a dump with `perLine` bytes a line; a wider space stands in the middle. */
export function toHexLine(
  bytes: Uint8Array,
  index: number,
  perLine: number,
  baseOffset: number,
): HexLine {
  const from = index * perLine;
  const slice = bytes.subarray(from, from + perLine);
  let hex = '';
  let ascii = '';
  slice.forEach((byte, at) => {
    hex += (at === 0 ? '' : at === perLine / 2 ? '  ' : ' ') + (HEX[byte] ?? '');
    ascii += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·';
  });
  // Two digits and a space a byte, and one more space in the middle; a short line is filled up.
  hex = hex.padEnd(perLine * 3);
  return { offset: (baseOffset + from).toString(16).padStart(4, '0'), hex, ascii };
}
