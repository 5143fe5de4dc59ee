import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import type { ReactElement, RefObject } from 'react';
import { TIMELINE_COLUMNS_MAX, COLUMN_PX_MAX, COLUMN_PX_MIN } from '../../../shared/limits.ts';
import type { ColumnSetting } from '../../../shared/model/settings.ts';
import { Icon } from '../../components/icon.tsx';
import { ModalDialog } from '../../components/modal-dialog.tsx';
import { toVisibleString } from '../../components/visible-text.tsx';
import { checkPath } from './check-path.ts';
import {
  addPathColumn,
  changeColumn,
  clampColumnPx,
  getColumnTitle,
  moveColumn,
  removeColumn,
  toAllColumns,
} from './timeline-columns.ts';

interface ColumnsDialogProps {
  readonly settings: readonly ColumnSetting[];
  readonly onChange: (settings: readonly ColumnSetting[]) => void;
  readonly onClose: () => void;
}

/** Which columns there are, in which order and how wide: everything that the pointer can do on their heads. */
export function ColumnsDialog({ settings, onChange, onClose }: ColumnsDialogProps): ReactElement {
  const columns = toAllColumns(settings);
  const list = useRef<HTMLUListElement>(null);
  const pathInput = useRef<HTMLInputElement>(null);
  const remove = (id: string): void => {
    // The button goes with its row: the focus goes to the next one, or where a column is added.
    const buttons = [...(list.current?.querySelectorAll<HTMLElement>('[data-remove]') ?? [])];
    const at = buttons.findIndex((button) => button.dataset['remove'] === id);
    (buttons[at + 1] ?? buttons[at - 1] ?? pathInput.current)?.focus();
    onChange(removeColumn(settings, id));
  };
  const move = (button: HTMLElement, from: number, to: number): void => {
    // At either end the button goes off: the focus goes to the one that leads back.
    const back = to < from ? button.nextElementSibling : button.previousElementSibling;
    const isEnd = to === 0 || to === columns.length - 1;
    if (isEnd && back instanceof HTMLElement) back.focus();
    const column = columns[from];
    if (column !== undefined) onChange(moveColumn(settings, column.id, to));
  };
  return (
    <ModalDialog
      title="Columns"
      className="cols"
      onClose={onClose}
      actions={
        <>
          <button className="btn ghost" onClick={() => onChange([])}>
            Reset columns
          </button>
          <button className="btn pri" onClick={onClose}>
            Close columns
          </button>
        </>
      }
    >
      <ul ref={list} className="collist" aria-label="Columns in their order">
        {columns.map((column, index) => {
          const title = toVisibleString(getColumnTitle(column.id));
          return (
            <li key={column.id}>
              <label className="colname">
                <input
                  type="checkbox"
                  checked={!column.isHidden}
                  onChange={(event) =>
                    onChange(changeColumn(settings, column.id, { isHidden: !event.target.checked }))
                  }
                />
                <span className={column.id.startsWith('$') ? 'mono ell' : 'ell'}>{title}</span>
              </label>
              {column.id !== 'data' && (
                <WidthField
                  title={title}
                  widthPx={column.widthPx}
                  onChange={(widthPx) => onChange(changeColumn(settings, column.id, { widthPx }))}
                />
              )}
              <button
                className="ib s"
                aria-label={`Move ${title} up`}
                disabled={index === 0}
                onClick={(event) => move(event.currentTarget, index, index - 1)}
              >
                <Icon of={ArrowUp} size={14} />
              </button>
              <button
                className="ib s"
                aria-label={`Move ${title} down`}
                disabled={index === columns.length - 1}
                onClick={(event) => move(event.currentTarget, index, index + 1)}
              >
                <Icon of={ArrowDown} size={14} />
              </button>
              <button
                className="ib s"
                aria-label={`Remove ${title}`}
                disabled={!column.id.startsWith('$')}
                data-remove={column.id.startsWith('$') ? column.id : undefined}
                onClick={() => remove(column.id)}
              >
                <Icon of={Trash2} size={14} />
              </button>
            </li>
          );
        })}
      </ul>
      <AddPath
        settings={settings}
        onChange={onChange}
        inputRef={pathInput}
        isFull={columns.length >= TIMELINE_COLUMNS_MAX}
      />
    </ModalDialog>
  );
}

/** The width as a number; empty is the default. */
function WidthField(props: {
  readonly title: string;
  readonly widthPx: number | null;
  readonly onChange: (widthPx: number | null) => void;
}): ReactElement {
  const { widthPx, onChange } = props;
  return (
    <span className="fld colw">
      <input
        type="number"
        aria-label={`Width of ${props.title}`}
        placeholder="auto"
        min={COLUMN_PX_MIN}
        max={COLUMN_PX_MAX}
        defaultValue={widthPx ?? ''}
        key={widthPx}
        onBlur={(event) => {
          const wanted = event.target.value === '' ? null : Number(event.target.value);
          const next = wanted === null || !Number.isFinite(wanted) ? null : clampColumnPx(wanted);
          if (next !== widthPx) onChange(next);
        }}
        onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
      />
      <span className="t3">px</span>
    </span>
  );
}

function AddPath(
  props: Pick<ColumnsDialogProps, 'settings' | 'onChange'> & {
    readonly isFull: boolean;
    readonly inputRef: RefObject<HTMLInputElement | null>;
  },
): ReactElement {
  const [path, setPath] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const problemId = useId();
  const add = (): void => {
    const wanted = path.trim();
    const why = checkPath(wanted);
    setProblem(why);
    if (why !== null) return;
    props.onChange(addPathColumn(props.settings, wanted));
    setPath('');
  };
  return (
    <>
      <div className="addpath">
        <span className="fld grow">
          <input
            ref={props.inputRef}
            className="mono"
            aria-label="JSONPath of a new column"
            aria-invalid={problem !== null}
            aria-describedby={problem === null ? undefined : problemId}
            placeholder="$.choices[0].delta.content"
            spellCheck={false}
            value={path}
            data-autofocus
            onChange={(event) => setPath(event.target.value)}
            onKeyDown={(event) => event.key === 'Enter' && add()}
          />
        </span>
        <button className="btn" disabled={props.isFull} onClick={add}>
          Add column
        </button>
      </div>
      {problem !== null && (
        <p className="problem" id={problemId} role="alert">
          {problem}
        </p>
      )}
    </>
  );
}
