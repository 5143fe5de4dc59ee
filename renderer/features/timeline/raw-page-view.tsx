import { memo } from 'react';
import type { ReactNode } from 'react';
import { formatCount } from '../../components/number-format.ts';
import { formatTimeCell } from '../../components/time-format.ts';
import { JSON_CLASSES } from '../../components/json-tokens.ts';
import { toVisible } from '../../components/visible-text.tsx';
import { toRawTokens, wrapAt } from './raw-pages.ts';
import type { RawLine, RawPage, RawTokenKind } from './raw-pages.ts';

const CLASS_OF: Readonly<Record<RawTokenKind, string | undefined>> = {
  field: 'acc',
  comment: 't3',
  ...JSON_CLASSES,
};

/** Nodes of one line, cut at its wraps and its chunk marks: one list per display line. */
function toDisplayLines(
  line: RawLine,
  columns: number,
  onChunk: (offset: number, length: number) => void,
): readonly ReactNode[] {
  const ends = wrapAt(line.text, columns);
  const display: ReactNode[][] = [[]];
  let nextMark = 0;
  let at = 0;
  const push = (node: ReactNode): void => void display.at(-1)?.push(node);
  const pushMarks = (): void => {
    for (let mark = line.marks[nextMark]; mark?.at === at; mark = line.marks[nextMark]) {
      const { offset, length, atMs } = mark.chunk;
      // Not a tab stop: there may be thousands. The detail of an event lists its chunks for the keyboard.
      push(
        <button
          key={`m${offset}`}
          className="cmark"
          tabIndex={-1}
          aria-label={`Events of the chunk at ${formatTimeCell(atMs)} s`}
          title={`Chunk at ${formatTimeCell(atMs)} s, byte ${formatCount(offset)}: show its events`}
          onClick={() => onChunk(offset, length)}
        />,
      );
      nextMark++;
    }
  };
  for (const token of toRawTokens(line.text)) {
    let rest = token.text;
    while (rest !== '') {
      if (at === ends[display.length - 1]) display.push([]);
      pushMarks();
      const stop = Math.min(
        ends[display.length - 1] ?? line.text.length,
        line.marks[nextMark]?.at ?? line.text.length,
        at + rest.length,
      );
      const piece = rest.slice(0, Math.max(1, stop - at));
      push(
        <span key={at} className={CLASS_OF[token.kind]}>
          {toVisible(piece)}
        </span>,
      );
      rest = rest.slice(piece.length);
      at += piece.length;
    }
  }
  pushMarks();
  return display;
}

/** Whether a line holds a byte of the target. `nextOffset` is where the line after it begins. */
function isHit(
  line: RawLine,
  nextOffset: number,
  target: { readonly offset: number; readonly length: number } | null,
): boolean {
  if (target === null) return false;
  return line.offset < target.offset + target.length && nextOffset > target.offset;
}

/** The lines of one page. The number at the left is the offset of the line's first byte. */
export const RawPageView = memo(function RawPageView(props: {
  readonly page: RawPage;
  readonly columns: number;
  /** Bytes whose lines are marked. */
  readonly target: { readonly offset: number; readonly length: number } | null;
  readonly onChunk: (offset: number, length: number) => void;
}) {
  const { page, columns, target, onChunk } = props;
  return page.lines.map((line, index) => {
    const nextOffset = page.lines[index + 1]?.offset ?? line.offset + line.text.length + 1;
    return (
      <div key={line.offset} className={isHit(line, nextOffset, target) ? 'rawl hit' : 'rawl'}>
        <i>{formatCount(line.offset)}</i>
        <div>
          {toDisplayLines(line, columns, onChunk).map((nodes, wrap) => (
            <div key={wrap} className="rawd">
              {nodes}
            </div>
          ))}
        </div>
      </div>
    );
  });
});
