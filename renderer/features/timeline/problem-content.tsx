import type { ReactElement } from 'react';
import type { ProblemEntry } from '../../../shared/model/timeline.ts';
import { formatCount } from '../../components/number-format.ts';
import { VisibleText, toVisibleString } from '../../components/visible-text.tsx';
import {
  getProblemDetail,
  getProblemFigures,
  getProblemHint,
  getProblemWords,
} from './row-words.ts';
import { WITHOUT_COMPRESSION, useStreamActions } from './stream-actions.ts';

/** A problem in one sentence, with the way to its bytes and what can be done. */
export function ProblemContent({ row }: { readonly row: ProblemEntry }): ReactElement {
  const { showBytes, onSendAgain } = useStreamActions();
  const words = getProblemWords(row.problem);
  const detail = getProblemDetail(row);
  const hint = getProblemHint(row);
  const text = hint === '' ? words.text : `${words.text}. ${hint}`;
  return (
    <>
      <span className="warn">{words.title}</span>
      {detail !== '' && (
        <span className="mono ell fact" title={toVisibleString(getProblemFigures(row))}>
          <VisibleText text={detail} />
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
