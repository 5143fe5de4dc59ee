import type { ReactNode } from 'react';
import './wire-text.css';

/**
 * Controls, bidirectional marks, zero-width characters and lone halves of a surrogate pair. A joiner
 * between two pictographs is part of an emoji and stays.
 */
const HIDDEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff]|\u200d(?!\p{Extended_Pictographic})/u;
const HIDDEN_ALL = new RegExp(HIDDEN.source, 'gu');

/** Names of the C0 controls. The pictures of U+2400 and on are missing in most fonts. */
const C0_NAMES =
  'NUL SOH STX ETX EOT ENQ ACK BEL BS TAB ↵ VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US'.split(
    ' ',
  );

/** A picture of a character that has none of its own: `NUL`, `ESC`, `↵`, `U+202E`. */
export function toGlyph(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return C0_NAMES[code] ?? '';
  if (code === 0x7f) return 'DEL';
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Whether a text holds characters that would be invisible or would reorder others. */
export function hasHidden(text: string): boolean {
  return HIDDEN.test(text);
}

/** The blocks of the scripts that run from right to left (Unicode 16, DerivedBidiClass). */
const RIGHT_TO_LEFT =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Whether a text holds letters that run from right to left. */
export function hasRightToLeft(text: string): boolean {
  return RIGHT_TO_LEFT.test(text);
}

/** The text with a glyph for every hidden character, for a tooltip or a label. */
export function toVisibleString(text: string): string {
  return text.replace(HIDDEN_ALL, toGlyph);
}

/** The text as nodes in which every hidden character is a marked glyph. */
export function toVisible(text: string): ReactNode {
  if (!HIDDEN.test(text)) return text;
  const nodes: ReactNode[] = [];
  let from = 0;
  for (const match of text.matchAll(HIDDEN_ALL)) {
    if (match.index > from) nodes.push(text.slice(from, match.index));
    nodes.push(
      <span key={match.index} className="ctl">
        {toGlyph(match[0])}
      </span>,
    );
    from = match.index + match[0].length;
  }
  if (from < text.length) nodes.push(text.slice(from));
  return nodes;
}

/** Text from the wire: hidden characters are shown as glyphs, and it cannot reorder its surroundings. */
export function VisibleText({ text }: { readonly text: string }) {
  return <bdi>{toVisible(text)}</bdi>;
}
