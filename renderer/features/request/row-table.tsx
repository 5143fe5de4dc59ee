import { Check, X } from 'lucide-react';
import { useRef } from 'react';
import type { ReactElement } from 'react';
import { flushSync } from 'react-dom';
import { Icon } from '../../components/icon.tsx';

/** One row as the table shows it. */
export interface TableRow {
  readonly id: number;
  readonly isEnabled: boolean;
  readonly name: string;
  readonly value: string;
}

/** What is wrong with one row. */
export interface RowProblem {
  readonly rowId: number;
  readonly text: string;
}

/** An ordered table of names and values, with a last row that adds one. */
export function RowTable(props: {
  readonly label: string;
  /** What one row is called, such as `header`. */
  readonly noun: string;
  readonly rows: readonly TableRow[];
  readonly problem: RowProblem | null;
  readonly onToggle: (id: number) => void;
  readonly onName: (id: number, name: string) => void;
  readonly onValue: (id: number, value: string) => void;
  readonly onRemove: (id: number) => void;
  readonly onAdd: (part: 'name' | 'value', text: string) => void;
}): ReactElement {
  const { noun, rows, problem } = props;
  const list = useRef<HTMLDivElement>(null);
  const errorId = `${noun}-error`;

  /** Typing in the last row makes a new row, and the caret is in it before the next key comes. */
  const add = (part: 'name' | 'value', text: string): void => {
    flushSync(() => props.onAdd(part, text));
    const cells = list.current?.querySelectorAll<HTMLInputElement>(`[data-cell=${part}]`);
    const cell = cells?.[rows.length];
    cell?.focus();
    cell?.setSelectionRange(cell.value.length, cell.value.length);
  };

  return (
    <div className="kvs" role="group" aria-label={props.label} ref={list}>
      {rows.map((row, index) => {
        const isBad = problem?.rowId === row.id;
        const described = isBad ? { 'aria-invalid': true, 'aria-describedby': errorId } : {};
        const name = row.name === '' ? `${noun} ${index + 1}` : row.name;
        return (
          <div key={row.id} className={row.isEnabled ? 'kvrow' : 'kvrow off'}>
            <button
              className="cbhit"
              role="checkbox"
              aria-checked={row.isEnabled}
              aria-label={`Send ${name}`}
              onClick={() => props.onToggle(row.id)}
            >
              <span className={row.isEnabled ? 'cb on' : 'cb'}>
                {row.isEnabled && <Icon of={Check} size={12} />}
              </span>
            </button>
            <input
              className="cell mono"
              data-cell="name"
              aria-label={`Name of ${noun} ${index + 1}`}
              spellCheck={false}
              value={row.name}
              {...described}
              onChange={(changeEvent) => props.onName(row.id, changeEvent.currentTarget.value)}
            />
            <input
              className="cell mono grow"
              data-cell="value"
              aria-label={`Value of ${name}`}
              spellCheck={false}
              value={row.value}
              {...described}
              onChange={(changeEvent) => props.onValue(row.id, changeEvent.currentTarget.value)}
            />
            <button
              className="ib s remove"
              aria-label={`Remove ${name}`}
              title={`Remove ${name}`}
              onClick={() => props.onRemove(row.id)}
            >
              <Icon of={X} size={12} />
            </button>
            {isBad && (
              <p className="field-error" id={errorId} role="alert">
                {problem.text}
              </p>
            )}
          </div>
        );
      })}
      <div className="kvrow add">
        <span className="cbhit" />
        <input
          className="cell mono"
          aria-label={`Add a ${noun}: name`}
          placeholder={`Add a ${noun}`}
          spellCheck={false}
          value=""
          onChange={(changeEvent) => add('name', changeEvent.currentTarget.value)}
        />
        <input
          className="cell mono grow"
          aria-label={`Add a ${noun}: value`}
          spellCheck={false}
          value=""
          onChange={(changeEvent) => add('value', changeEvent.currentTarget.value)}
        />
      </div>
    </div>
  );
}
