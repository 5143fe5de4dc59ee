import { memo } from 'react';
import type { ReactNode } from 'react';
import { formatCount } from '../../components/number-format.ts';
import { formatTimeCell } from '../../components/time-format.ts';
import { toVisible } from '../../components/visible-text.tsx';
import { toRawTokens, wrapAt } from './raw-pages.ts';
import type { RawLine, RawPage, RawTokenKind } from './raw-pages.ts';

const CLASS_OF: Readonly<Record<RawTokenKind, string | undefined>> = {
  field: 'acc',
  comment: 't3',
  key: 'jk',
  string: 'js',
  number: 'jn',
  literal: 'jl',
  punctuation: 'jp',
  text: undefined,
};

/** Nodes of one line, cut at its wraps and its chunk marks: one list per display line. */
function toDisplayLines(line: RawLine, columns: number): readonly ReactNode[] {
  const ends = wrapAt(line.text, columns);
  const display: ReactNode[][] = [[]];
  let nextMark = 0;
  let at = 0;
  const push = (node: ReactNode): void => void display.at(-1)?.push(node);
  const pushMarks = (): void => {
    for (let mark = line.marks[nextMark]; mark?.at === at; mark = line.marks[nextMark]) {
      const { offset, atMs } = mark.chunk;
      push(
        <i
          key={`m${offset}`}
          className="cmark"
          title={`Chunk at ${formatTimeCell(atMs)} s, byte ${formatCount(offset)}`}
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

/** The lines of one page. The number at the left is the offset of the line's first byte. */
export const RawPageView = memo(function RawPageView(props: {
  readonly page: RawPage;
  readonly columns: number;
}) {
  return props.page.lines.map((line) => (
    <div key={line.offset} className="rawl">
      <i>{formatCount(line.offset)}</i>
      <div>
        {toDisplayLines(line, props.columns).map((nodes, index) => (
          <div key={index} className="rawd">
            {nodes}
          </div>
        ))}
      </div>
    </div>
  ));
});
