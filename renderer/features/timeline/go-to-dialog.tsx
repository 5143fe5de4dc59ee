import { useId, useState } from 'react';
import type { ReactElement } from 'react';
import { ModalDialog } from '../../components/modal-dialog.tsx';
import { formatCount } from '../../components/number-format.ts';
import { formatSeconds } from '../../components/time-format.ts';
import { toVisibleString } from '../../components/visible-text.tsx';
import { parseTarget } from './parse-target.ts';
import type { FindTarget } from '../../../shared/ipc/timeline-contract.ts';
import type { Jump } from './use-jump.ts';

function getNotFoundWords(target: FindTarget): string {
  switch (target.kind) {
    case 'number':
      return `There is no event number ${formatCount(target.number)}.`;
    case 'time':
      return `Nothing came after ${formatSeconds(target.atMs)}.`;
    case 'id':
      return `No event has the id ${toVisibleString(target.id)}.`;
  }
}

/** Goes to an event by its number, its time or its id. */
export function GoToDialog(props: {
  readonly jump: Jump;
  readonly onClose: () => void;
  /** A filter hides the row; the next one is shown in its place. */
  readonly onHidden: () => void;
}): ReactElement {
  const { jump, onClose, onHidden } = props;
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const problemId = useId();
  const go = async (): Promise<void> => {
    const target = parseTarget(text);
    if (target === null) return;
    const result = await jump.toTarget(target);
    if (result === 'not-found') return setProblem(getNotFoundWords(target));
    onClose();
    if (result === 'hidden-by-filter') onHidden();
  };
  return (
    <ModalDialog
      title="Go to"
      onClose={onClose}
      actions={
        <button className="btn pri" disabled={text.trim() === ''} onClick={() => void go()}>
          Go there
        </button>
      }
    >
      <label className="field">
        Number, time or id
        <span className="fld">
          <input
            className="mono"
            data-autofocus
            value={text}
            placeholder="#1284, 7.9s or an id"
            spellCheck={false}
            aria-invalid={problem !== null}
            aria-describedby={problem === null ? undefined : problemId}
            onChange={(event) => {
              setText(event.target.value);
              setProblem(null);
            }}
            onKeyDown={(event) => event.key === 'Enter' && void go()}
          />
        </span>
      </label>
      <p className="t3 dlg-note">
        A number alone is the one in the column #. <span className="mono">id:12</span> is an id that
        looks like a number.
      </p>
      {problem !== null && (
        <p className="problem" id={problemId} role="alert">
          {problem}
        </p>
      )}
    </ModalDialog>
  );
}
