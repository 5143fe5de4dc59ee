import type { BodyBlock } from './body-block.ts';

/** What the lines of an event's block say. */
export interface SseFields {
  readonly data: string;
  /** Null: no `id` line, or one that the standard ignores. */
  readonly id: string | null;
  /** Empty: no `event` line. */
  readonly type: string;
}

/**
 * Reads an event's block, whose lines end with LF, without the parser: its places are known already, and
 * this is several times faster. Gives what `readEntryBytes` gives.
 */
export function readSseFields(block: BodyBlock, from: number, to: number): SseFields {
  const { text } = block;
  let data: string | null = null;
  let id: string | null = null;
  let type = '';
  for (let at = from; at < to;) {
    let end = text.indexOf('\n', at);
    if (end === -1 || end > to) end = to;
    // `data`, `event` and `id` begin differently, and most lines are one of them.
    switch (text.charCodeAt(at)) {
      case 0x64: {
        const value = getValue(text, at, end, 'data');
        if (value !== -1) {
          const line = block.decode(value, end);
          data = data === null ? line : `${data}\n${line}`;
        }
        break;
      }
      case 0x69: {
        const value = getValue(text, at, end, 'id');
        if (value !== -1) {
          const line = block.decode(value, end);
          if (!line.includes('\0')) id = line;
        }
        break;
      }
      case 0x65: {
        const value = getValue(text, at, end, 'event');
        if (value !== -1) type = block.decode(value, end);
        break;
      }
      default:
    }
    at = end + 1;
  }
  return { data: data ?? '', id, type };
}

/** Where the value of a field begins, -1 if the line is another field's. */
function getValue(text: string, at: number, end: number, name: string): number {
  if (!text.startsWith(name, at)) return -1;
  const colon = at + name.length;
  if (colon >= end) return colon === end ? end : -1;
  if (text.charCodeAt(colon) !== 0x3a) return -1;
  return colon + 1 < end && text.charCodeAt(colon + 1) === 0x20 ? colon + 2 : colon + 1;
}

/** Whether a place in an event's block lies in the value of a `data` line. */
export function isInData(text: string, from: number, place: number): boolean {
  const line = Math.max(from, text.lastIndexOf('\n', place - 1) + 1);
  if (!text.startsWith('data:', line)) return false;
  return place > line + 5 || (place === line + 5 && text.charCodeAt(place) !== 0x20);
}
