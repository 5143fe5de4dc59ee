import { useState } from 'react';
import type { ReactElement } from 'react';
import { writeBulkText } from './bulk-text.ts';
import type { BulkRow } from './bulk-text.ts';

/** The rows of a table as text. What is typed is in the rows at once. */
export function BulkEdit(props: {
  readonly label: string;
  readonly rows: readonly BulkRow[];
  readonly onText: (text: string) => void;
  readonly onClose: () => void;
}): ReactElement {
  const [text, setText] = useState(() => writeBulkText(props.rows));
  return (
    <div className="bulk">
      <div className="toolrow">
        <p className="t3 small grow ell">
          One a line, <span className="mono">name: value</span>. <span className="mono">//</span>{' '}
          before a line keeps it unsent.
        </p>
        <button className="btn s" onClick={props.onClose}>
          Back to the table
        </button>
      </div>
      <textarea
        className="mono"
        aria-label={`${props.label}, as text`}
        spellCheck={false}
        value={text}
        onChange={({ target }) => {
          setText(target.value);
          props.onText(target.value);
        }}
      />
    </div>
  );
}
