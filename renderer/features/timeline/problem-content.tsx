import type { ReactElement } from 'react';
import type { ProblemEntry } from '../../../shared/model/timeline.ts';
import { formatCount } from '../../components/number-format.ts';
import { VisibleText, toVisible, toVisibleString } from '../../components/visible-text.tsx';
import { getSpaceWords, toFieldLine } from './field-line.ts';
import type { FieldLine } from './field-line.ts';
import {
  getProblemDetail,
  getProblemFigures,
  getProblemHint,
  getProblemWords,
} from './row-words.ts';
import { WITHOUT_COMPRESSION, useStreamActions } from './stream-actions.ts';

/** White space where nobody looks for it, as dots. */
function Spaces({ text }: { readonly text: string }) {
  if (text === '') return null;
  return <span className="ctl">{text.replaceAll(' ', '·').replaceAll('\t', 'TAB')}</span>;
}

/** A line with the white space that makes it another one in sight. */
function IgnoredLine({ line }: { readonly line: FieldLine }) {
  return (
    <bdi>
      <Spaces text={line.before} />
      {toVisible(line.name)}
      <Spaces text={line.after} />
      {toVisible(line.rest)}
      <Spaces text={line.end} />
    </bdi>
  );
}

/** A problem in one sentence, with the way to its bytes and what can be done. */
export function ProblemContent({ row }: { readonly row: ProblemEntry }): ReactElement {
  const { showBytes, onSendAgain } = useStreamActions();
  const words = getProblemWords(row.problem);
  const detail = getProblemDetail(row);
  const hint = getProblemHint(row);
  const line = row.problem === 'unknown-field' ? toFieldLine(detail) : null;
  const what = (line === null ? null : getSpaceWords(line)) ?? words.text;
  const text = hint === '' ? what : `${what}. ${hint}`;
  return (
    <>
      <span className="warn">{words.title}</span>
      {detail !== '' && (
        <span className="mono ell fact" title={toVisibleString(getProblemFigures(row))}>
          {line === null ? <VisibleText text={detail} /> : <IgnoredLine line={line} />}
        </span>
      )}
      {text !== '' && (
        <span className="ell rest" title={text}>
          {text}
        </span>
      )}
      {row.length > 0 && (
        <button
          className="linkb"
          tabIndex={-1}
          onClick={() => showBytes(row.offset, row.length)}
          aria-label={
            row.line === null ? 'Show in Raw' : `Show line ${formatCount(row.line)} in Raw`
          }
        >
          {row.line === null ? 'in Raw' : `line ${formatCount(row.line)}`}
        </button>
      )}
      {row.problem === 'late-burst' && (
        <button className="btn s" tabIndex={-1} onClick={() => onSendAgain(WITHOUT_COMPRESSION)}>
          Send without compression
        </button>
      )}
    </>
  );
}
