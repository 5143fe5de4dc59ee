import type { BodyPart, ChunkMark } from '../../../shared/ipc/contract.ts';
import { looksLikeJson, toJsonTokens } from '../../components/json-tokens.ts';
import type { JsonTokenKind } from '../../components/json-tokens.ts';
import { hasHidden, toGlyph } from '../../components/visible-text.tsx';

/**
 * A body of any size as pages of lines. A page owns the lines that begin in its bytes, so where a
 * line stands never depends on what else was read. A line that goes on for more than
 * `LINE_BYTES_MAX` past the end of its page is broken there.
 */
export const RAW_PAGE_BYTES = 4096;
export const LINE_BYTES_MAX = 2048;

const LF = 0x0a;
const CR = 0x0d;

export type RawTokenKind = JsonTokenKind | 'field' | 'comment';

export interface RawToken {
  readonly kind: RawTokenKind;
  readonly text: string;
}

export interface RawLine {
  /** Offset of its first byte in the body. */
  readonly offset: number;
  readonly text: string;
  /** Where network chunks begin in the text, with their times. */
  readonly marks: readonly { readonly at: number; readonly chunk: ChunkMark }[];
}

export interface RawPage {
  readonly lines: readonly RawLine[];
  /** Size of the body when the page was read; a page near the end is read again when it grows. */
  readonly bodyBytes: number;
}

/** The bytes that pages `from` to `to` (exclusive) need: one before, and the end of the last line. */
export function getPageBytes(
  from: number,
  to: number,
  bodyBytes: number,
): { readonly offset: number; readonly length: number } {
  const offset = Math.max(0, from * RAW_PAGE_BYTES - 1);
  const end = Math.min(bodyBytes, to * RAW_PAGE_BYTES + LINE_BYTES_MAX);
  return { offset, length: Math.max(0, end - offset) };
}

/** Whether a page that was read with `readBytes` of the body would be another one now. */
export function isPageStale(page: number, readBytes: number, bodyBytes: number): boolean {
  const needed = (page + 1) * RAW_PAGE_BYTES + LINE_BYTES_MAX;
  return readBytes < bodyBytes && readBytes < needed;
}

function skipContinuation(bytes: Uint8Array, at: number): number {
  let to = at;
  while (to < at + 3 && ((bytes[to] ?? 0) & 0xc0) === 0x80) to++;
  return to;
}

/** Index in the part of the first line that begins in page `page`. */
function findPageStart(part: BodyPart, page: number): number {
  const edge = page * RAW_PAGE_BYTES - part.offset;
  if (page === 0) return 0;
  if (edge >= part.bytes.length) return part.bytes.length;
  const found = part.bytes.indexOf(LF, Math.max(0, edge - 1));
  if (found !== -1 && found < edge - 1 + LINE_BYTES_MAX) return found + 1;
  return skipContinuation(part.bytes, edge);
}

/** Lines of page `page`, cut from a part that holds at least what {@link getPageBytes} says. */
export function toRawPage(part: BodyPart, page: number): RawPage {
  const { bytes } = part;
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const end = findPageStart(part, page + 1);
  const lines: RawLine[] = [];
  let nextChunk = 0;
  let from = findPageStart(part, page);
  while (from < end) {
    const lf = bytes.indexOf(LF, from);
    const to = lf === -1 || lf >= end ? end : lf + 1;
    let textEnd = to;
    if (bytes[textEnd - 1] === LF) textEnd--;
    if (textEnd > from && bytes[textEnd - 1] === CR && textEnd < to) textEnd--;
    const offset = part.offset + from;
    const marks: { at: number; chunk: ChunkMark }[] = [];
    for (; nextChunk < part.chunks.length; nextChunk++) {
      const chunk = part.chunks[nextChunk];
      if (chunk === undefined || chunk.offset >= part.offset + to) break;
      if (chunk.offset < offset) continue;
      const at = Math.min(textEnd, skipContinuation(bytes, chunk.offset - part.offset));
      marks.push({ at: decoder.decode(bytes.subarray(from, at)).length, chunk });
    }
    lines.push({ offset, text: decoder.decode(bytes.subarray(from, textEnd)), marks });
    from = to;
  }
  return { lines, bodyBytes: part.bodyBytes };
}

const FIELD = /^(event|data|id|retry)(:)( ?)/;

/** Colours of one line: field name, JSON in data, comment. Together the tokens are the line again. */
export function toRawTokens(text: string): readonly RawToken[] {
  if (text.startsWith(':')) return [{ kind: 'comment', text }];
  const field = FIELD.exec(text);
  const head: RawToken[] =
    field === null
      ? []
      : [
          { kind: 'field', text: field[1] ?? '' },
          { kind: 'punctuation', text: (field[2] ?? '') + (field[3] ?? '') },
        ];
  const rest = text.slice(field?.[0].length ?? 0);
  if (rest === '') return head;
  return [
    ...head,
    ...(looksLikeJson(rest) ? toJsonTokens(rest) : [{ kind: 'text', text: rest } as const]),
  ];
}

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

function getColumns(character: string): number {
  if (hasHidden(character)) return toGlyph(character).length;
  return WIDE.test(character) ? 2 : 1;
}

/** Ends of the display lines into which a text wraps at `columns`; at least one, the last is its length. */
export function wrapAt(text: string, columns: number): readonly number[] {
  const ends: number[] = [];
  if (/^[\x20-\x7e]*$/.test(text)) {
    for (let end = columns; end < text.length; end += columns) ends.push(end);
  } else {
    let used = 0;
    let at = 0;
    for (const character of text) {
      const needed = getColumns(character);
      if (used + needed > columns && used > 0) {
        ends.push(at);
        used = 0;
      }
      used += needed;
      at += character.length;
    }
  }
  ends.push(text.length);
  return ends;
}
