import { Check, GripVertical, X } from 'lucide-react';
import { useRef, useState } from 'react';
import type { KeyboardEvent, ReactElement, ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { Icon } from '../../components/icon.tsx';
import { TemplateInput } from '../variables/template-input.tsx';
import { BulkEdit } from './bulk-edit.tsx';
import { useRowDrag } from './use-row-drag.ts';
import './row-table.css';

/** One row as the table shows it. */
export interface TableRow {
  readonly id: number;
  readonly isEnabled: boolean;
  readonly name: string;
  readonly value: string;
  readonly description: string;
}

/** What is wrong with one row. */
export interface RowProblem {
  readonly rowId: number;
  readonly text: string;
}

interface RowTableProps {
  readonly label: string;
  /** What one row is called, such as `header`. */
  readonly noun: string;
  readonly rows: readonly TableRow[];
  readonly problem?: RowProblem | null;
  /** Words that are offered for names, and for the values of a name. */
  readonly names?: readonly string[];
  readonly getValues?: (name: string) => readonly string[];
  /** True: the names come from somewhere else, and so does which rows there are. */
  readonly isFixed?: boolean;
  /** Takes the place of the value of a row; null: the value as it is. */
  readonly renderValue?: (row: TableRow, name: string) => ReactNode | null;
  /** Stands after the value. */
  readonly renderEnd?: (row: TableRow, name: string) => ReactNode;
  /** Stands below the row. */
  readonly renderBelow?: (row: TableRow, name: string) => ReactNode;
  readonly onChange: (id: number, part: Partial<Omit<TableRow, 'id'>>) => void;
  readonly onRemove?: (id: number) => void;
  /** False: this row cannot be taken out. */
  readonly canRemove?: (row: TableRow) => boolean;
  readonly onAdd?: (part: 'name' | 'value', text: string) => void;
  /** Puts a row at the place that another one has. */
  readonly onMove?: (id: number, toIndex: number) => void;
  /** The rows were written as text; see `bulk-text.ts`. */
  readonly onBulk?: (text: string) => void;
  /** More buttons in the last row. */
  readonly children?: ReactNode;
}

const NO_WORDS: readonly string[] = [];

/** An ordered table of names and values, with a last row that adds one. Alt with an arrow key moves a row. */
export function RowTable(props: RowTableProps): ReactElement {
  const { noun, rows, problem = null, onAdd, onMove, onBulk, onRemove } = props;
  const list = useRef<HTMLDivElement>(null);
  const [isBulk, setIsBulk] = useState(false);
  const [areDescriptionsShown, setAreDescriptionsShown] = useState(false);
  const drag = useRowDrag(rows, onMove);
  const errorId = `${noun}-error`;
  const hasDescriptions = areDescriptionsShown || rows.some((row) => row.description !== '');

  /** Typing in the last row makes a new row, and the caret is in it before the next key comes. */
  const add = (part: 'name' | 'value', text: string): void => {
    flushSync(() => onAdd?.(part, text));
    const cells = list.current?.querySelectorAll<HTMLInputElement>(`[data-cell=${part}] input`);
    const cell = cells?.[rows.length];
    cell?.focus();
    cell?.setSelectionRange(cell.value.length, cell.value.length);
  };
  const handleKeyDown = (keyEvent: KeyboardEvent<HTMLElement>): void => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[keyEvent.key];
    if (!keyEvent.altKey || step === undefined || onMove === undefined) return;
    const { target } = keyEvent;
    const row = target instanceof HTMLElement ? target.closest<HTMLElement>('[data-id]') : null;
    const index = rows.findIndex(({ id }) => id === Number(row?.dataset['id']));
    const moved = rows[index];
    if (moved === undefined || rows[index + step] === undefined) return;
    keyEvent.preventDefault();
    flushSync(() => onMove(moved.id, index + step));
    // An element that is moved in the document loses the focus.
    if (target instanceof HTMLElement) target.focus();
  };

  if (isBulk && onBulk !== undefined) {
    return (
      <BulkEdit label={props.label} rows={rows} onText={onBulk} onClose={() => setIsBulk(false)} />
    );
  }
  return (
    // The fields in it take the focus; the group only hears which key moves a row.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div className="kvs" role="group" aria-label={props.label} ref={list} onKeyDown={handleKeyDown}>
      {rows.map((row, index) => {
        const isBad = problem?.rowId === row.id;
        const described = isBad ? { 'aria-invalid': true, 'aria-describedby': errorId } : {};
        const name = row.name === '' ? `${noun} ${index + 1}` : row.name;
        const isSendable = props.isFixed !== true;
        return (
          <div
            key={row.id}
            data-id={row.id}
            className={`kvrow ${row.isEnabled ? '' : 'off'} ${drag.getLook(row.id)}`}
            {...drag.getRowProps(row.id)}
          >
            {isSendable ? (
              <button
                className="cbhit"
                role="checkbox"
                aria-checked={row.isEnabled}
                aria-label={`Send ${name}`}
                onClick={() => props.onChange(row.id, { isEnabled: !row.isEnabled })}
              >
                <span className={row.isEnabled ? 'cb on' : 'cb'}>
                  {row.isEnabled && <Icon of={Check} size={12} />}
                </span>
              </button>
            ) : (
              <span className="cbhit" />
            )}
            <span className="cell mono" data-cell="name">
              {isSendable ? (
                <TemplateInput
                  className="fill"
                  aria-label={`Name of ${noun} ${index + 1}`}
                  value={row.name}
                  words={props.names ?? NO_WORDS}
                  {...described}
                  onText={(text) => props.onChange(row.id, { name: text })}
                />
              ) : (
                <span className="fixed-name ell">{row.name}</span>
              )}
            </span>
            <span className="cell mono grow" data-cell="value">
              {props.renderValue?.(row, name) ?? (
                <TemplateInput
                  className="fill"
                  aria-label={`Value of ${name}`}
                  value={row.value}
                  words={props.getValues?.(row.name) ?? NO_WORDS}
                  {...described}
                  onText={(text) => props.onChange(row.id, { value: text })}
                />
              )}
            </span>
            {props.renderEnd?.(row, name)}
            {onMove !== undefined && (
              <span
                className="grip"
                title="Drag to move. Alt+↑ and Alt+↓ do the same."
                {...drag.getHandleProps(row.id)}
              >
                <Icon of={GripVertical} size={12} />
              </span>
            )}
            {onRemove !== undefined && props.canRemove?.(row) !== false && (
              <button
                className="ib s remove"
                aria-label={`Remove ${name}`}
                title={`Remove ${name}`}
                onClick={() => onRemove(row.id)}
              >
                <Icon of={X} size={12} />
              </button>
            )}
            {props.renderBelow?.(row, name)}
            {hasDescriptions && (
              <input
                className="cell desc"
                aria-label={`Description of ${name}`}
                placeholder="Description"
                value={row.description}
                onChange={({ target }) => props.onChange(row.id, { description: target.value })}
              />
            )}
            {isBad && (
              <p className="field-error" id={errorId} role="alert">
                {problem.text}
              </p>
            )}
          </div>
        );
      })}
      {onAdd !== undefined && (
        <div className="kvrow add">
          <span className="cbhit" />
          <input
            className="cell mono"
            aria-label={`Add a ${noun}: name`}
            placeholder={`Add a ${noun}`}
            spellCheck={false}
            value=""
            onChange={({ target }) => add('name', target.value)}
          />
          <input
            className="cell mono grow"
            aria-label={`Add a ${noun}: value`}
            spellCheck={false}
            value=""
            onChange={({ target }) => add('value', target.value)}
          />
          {props.children}
          {rows.length > 0 && (
            <button
              className={hasDescriptions ? 'btn s on' : 'btn s ghost'}
              aria-pressed={hasDescriptions}
              onClick={() => setAreDescriptionsShown(!areDescriptionsShown)}
            >
              Descriptions
            </button>
          )}
          {onBulk !== undefined && (
            <button className="btn s ghost" onClick={() => setIsBulk(true)}>
              Bulk edit
            </button>
          )}
        </div>
      )}
    </div>
  );
}
