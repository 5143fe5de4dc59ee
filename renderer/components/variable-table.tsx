import { Check, KeyRound, X } from 'lucide-react';
import { useRef } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { flushSync } from 'react-dom';
import type { StoredVariable } from '../../shared/model/workspace/stored-variable.ts';
import { Icon } from './icon.tsx';
import './variable-table.css';

const BLANK: StoredVariable = {
  name: '',
  value: '',
  isSecret: false,
  isEnabled: true,
  description: '',
};

/** An ordered table of variables, with a last row that adds one. */
export function VariableTable(props: {
  readonly variables: readonly StoredVariable[];
  readonly onChange: (variables: readonly StoredVariable[]) => void;
  /** The cell of a secret's value, which is never shown; null: secrets cannot be made here. */
  readonly renderSecret: ((variable: StoredVariable) => ReactNode) | null;
}): ReactElement {
  const { variables, onChange, renderSecret } = props;
  const list = useRef<HTMLDivElement>(null);
  const changeRow = (index: number, part: Partial<StoredVariable>): void =>
    onChange(variables.map((row, at) => (at === index ? { ...row, ...part } : row)));
  /** Typing in the last row makes a new row, and the caret is in it before the next key comes. */
  const add = (part: 'name' | 'value', text: string): void => {
    flushSync(() => onChange([...variables, { ...BLANK, [part]: text }]));
    const cells = list.current?.querySelectorAll<HTMLInputElement>(`[data-cell=${part}]`);
    const cell = cells?.[variables.length];
    cell?.focus();
    cell?.setSelectionRange(cell.value.length, cell.value.length);
  };

  return (
    <div className="kvs vars" role="group" aria-label="Variables" ref={list}>
      <div className="kvrow head" aria-hidden="true">
        <span className="cbhit" />
        <span className="cell">Name</span>
        <span className="cell grow">Value</span>
        <span className="cell about">Description</span>
        <span className="secret-hit">Secret</span>
        <span className="cbhit" />
      </div>
      {variables.map((row, index) => {
        const name = row.name === '' ? `variable ${index + 1}` : row.name;
        return (
          // A row has no identity but its place.
          <div key={index} className={row.isEnabled ? 'kvrow' : 'kvrow off'}>
            <button
              className="cbhit"
              role="checkbox"
              aria-checked={row.isEnabled}
              aria-label={`Use ${name}`}
              onClick={() => changeRow(index, { isEnabled: !row.isEnabled })}
            >
              <span className={row.isEnabled ? 'cb on' : 'cb'}>
                {row.isEnabled && <Icon of={Check} size={12} />}
              </span>
            </button>
            <input
              className="cell mono"
              data-cell="name"
              title={row.description === '' ? undefined : row.description}
              aria-label={`Name of variable ${index + 1}`}
              spellCheck={false}
              value={row.name}
              onChange={(changeEvent) =>
                changeRow(index, { name: changeEvent.currentTarget.value })
              }
            />
            {row.isSecret ? (
              <span className="cell grow secret">
                {renderSecret === null ? (
                  <span className="t3">A secret gets its value in an environment.</span>
                ) : (
                  renderSecret(row)
                )}
              </span>
            ) : (
              <input
                className="cell mono grow"
                data-cell="value"
                aria-label={`Value of ${name}`}
                spellCheck={false}
                value={row.value}
                onChange={(changeEvent) =>
                  changeRow(index, { value: changeEvent.currentTarget.value })
                }
              />
            )}
            <input
              className="cell about"
              aria-label={`Description of ${name}`}
              value={row.description}
              onChange={(changeEvent) =>
                changeRow(index, { description: changeEvent.currentTarget.value })
              }
            />
            <span className="secret-hit">
              <button
                className={row.isSecret ? 'ib s on' : 'ib s'}
                role="switch"
                aria-checked={row.isSecret}
                aria-label={`${name} is a secret`}
                title={row.isSecret ? 'A secret: its value is in no file' : 'Make it a secret'}
                disabled={renderSecret === null && !row.isSecret}
                onClick={() => changeRow(index, { isSecret: !row.isSecret, value: '' })}
              >
                <Icon of={KeyRound} size={14} />
              </button>
            </span>
            <button
              className="ib s remove"
              aria-label={`Remove ${name}`}
              title={`Remove ${name}`}
              onClick={() => onChange(variables.filter((_, at) => at !== index))}
            >
              <Icon of={X} size={12} />
            </button>
          </div>
        );
      })}
      <div className="kvrow add">
        <span className="cbhit" />
        <input
          className="cell mono"
          aria-label="Add a variable: name"
          placeholder="Add a variable"
          spellCheck={false}
          value=""
          onChange={(changeEvent) => add('name', changeEvent.currentTarget.value)}
        />
        <input
          className="cell mono grow"
          aria-label="Add a variable: value"
          spellCheck={false}
          value=""
          onChange={(changeEvent) => add('value', changeEvent.currentTarget.value)}
        />
      </div>
    </div>
  );
}
