import { useState } from 'react';
import type { ReactElement } from 'react';
import type { Bridge, ExchangeProgress } from '../../../shared/ipc/contract.ts';
import type {
  ExportColumn,
  ExportFormat,
  ExportProgress,
} from '../../../shared/ipc/timeline-contract.ts';
import type { ColumnSetting } from '../../../shared/model/settings.ts';
import { ModalDialog } from '../../components/modal-dialog.tsx';
import { formatBytes, formatCount, formatPlural } from '../../components/number-format.ts';
import { toVisibleString } from '../../components/visible-text.tsx';
import type { FilterSnapshot } from '../../stores/filter-store.ts';
import { useStore } from '../../stores/store.ts';
import type { Store } from '../../stores/store.ts';
import { toExportFailureText, toExportRefusalText } from './export-error-text.ts';

interface ExportDialogProps {
  readonly api: Bridge;
  readonly progress: ExchangeProgress;
  readonly lastExport: Store<ExportProgress | null>;
  readonly filter: FilterSnapshot;
  readonly columns: readonly ColumnSetting[];
  readonly onClose: () => void;
}

const FORMATS: readonly {
  readonly id: ExportFormat;
  readonly label: string;
  readonly hint: string;
}[] = [
  { id: 'event-stream', label: 'Raw event stream', hint: 'the bytes as they came' },
  { id: 'json-lines', label: 'JSON Lines', hint: 'one object an entry, with times' },
  { id: 'csv', label: 'CSV', hint: 'with the columns you choose' },
];

const FIELD_LABELS = {
  number: '#',
  atMs: 'Time in ms',
  time: 'Time of day',
  gapMs: 'Gap in ms',
  kind: 'Kind',
  type: 'Type',
  id: 'id',
  sizeBytes: 'Size in bytes',
  data: 'Data',
} as const;

type Field = keyof typeof FIELD_LABELS;
const FIELDS = Object.keys(FIELD_LABELS) as readonly Field[];
const FIRST_FIELDS: readonly string[] = ['number', 'atMs', 'kind', 'type', 'id', 'data'];

/** Writes all or the filtered rows to a file, with what is written so far and a way to end it. */
export function ExportDialog(props: ExportDialogProps): ReactElement {
  const { api, progress, filter, columns, onClose } = props;
  const { exchangeId, counters } = progress;
  const { shown } = filter;
  const last = useStore(props.lastExport, (value) => value);
  const [format, setFormat] = useState<ExportFormat>('json-lines');
  const [isFiltered, setIsFiltered] = useState(shown !== null);
  const paths = columns.filter(({ id }) => id.startsWith('$')).map(({ id }) => id);
  const [chosen, setChosen] = useState<readonly string[]>([...FIRST_FIELDS, ...paths]);
  const [problem, setProblem] = useState<string | null>(null);
  const isWriting = last?.state.kind === 'writing';

  const start = async (): Promise<void> => {
    setProblem(null);
    const toColumn = (id: string): ExportColumn =>
      id.startsWith('$') ? { kind: 'path', path: id } : { kind: 'field', field: id as Field };
    const wanted = [...FIELDS, ...paths].filter((id) => chosen.includes(id)).map(toColumn);
    const answer = await api.exportStart({
      exchangeId,
      queryId: isFiltered && shown !== null ? shown.queryId : null,
      format,
      columns: format === 'csv' ? wanted : [],
    });
    if (!answer.ok) setProblem(toExportRefusalText(answer.error));
  };

  const total = shown === null ? 0 : (filter.progress?.matched ?? 0);
  return (
    <ModalDialog
      title="Export events"
      onClose={onClose}
      actions={
        isWriting ? (
          <button
            className="btn"
            onClick={() => void api.exportCancel({ exportId: last.exportId })}
          >
            Cancel export
          </button>
        ) : (
          <button
            className="btn pri"
            data-autofocus
            disabled={format === 'csv' && chosen.length === 0}
            onClick={() => void start()}
          >
            Choose file and export
          </button>
        )
      }
    >
      <fieldset className="choices">
        <legend className="h4">Format</legend>
        {FORMATS.map(({ id, label, hint }) => (
          <label key={id}>
            <input
              type="radio"
              name="export-format"
              checked={format === id}
              onChange={() => setFormat(id)}
            />
            {label} <span className="t3">{hint}</span>
          </label>
        ))}
      </fieldset>
      <fieldset className="choices">
        <legend className="h4">Rows</legend>
        <label>
          <input
            type="radio"
            name="export-rows"
            checked={!isFiltered}
            onChange={() => setIsFiltered(false)}
          />
          All {formatPlural(counters.rows, 'row')}
        </label>
        <label className={shown === null ? 't3' : ''}>
          <input
            type="radio"
            name="export-rows"
            checked={isFiltered}
            disabled={shown === null}
            onChange={() => setIsFiltered(true)}
          />
          {shown === null
            ? 'Filtered rows (there is no filter)'
            : `Filtered: ${formatPlural(total, 'row')}`}
        </label>
      </fieldset>
      {format === 'csv' && (
        <fieldset className="choices wide">
          <legend className="h4">Columns</legend>
          {[...FIELDS, ...paths].map((id) => (
            <label key={id}>
              <input
                type="checkbox"
                checked={chosen.includes(id)}
                onChange={({ target }) =>
                  setChosen(
                    target.checked ? [...chosen, id] : chosen.filter((other) => other !== id),
                  )
                }
              />
              <span className={id.startsWith('$') ? 'mono ell' : ''}>
                {FIELD_LABELS[id as Field] ?? toVisibleString(id)}
              </span>
            </label>
          ))}
          <p className="t3">
            Text that a spreadsheet would take for a formula gets an apostrophe before it.
          </p>
        </fieldset>
      )}
      {problem !== null && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      {last !== null && <ExportState last={last} />}
    </ModalDialog>
  );
}

/** How far the newest export is, or how it ended. */
function ExportState({ last }: { readonly last: ExportProgress }): ReactElement {
  const { state, fileName, rows, total, lines, writtenBytes } = last;
  const name = toVisibleString(fileName);
  return (
    <div className="expstate" role="status">
      {state.kind === 'writing' && (
        <>
          <progress aria-label={`Export to ${name}`} max={Math.max(1, total)} value={rows} />
          <span className="num">
            {formatCount(rows)} of {formatPlural(total, 'row')}, {formatBytes(writtenBytes)}
          </span>
        </>
      )}
      {state.kind === 'done' && (
        <span>
          Wrote {formatPlural(rows, 'row')} to {name}
          {lines > rows && `, as ${formatCount(lines)} lines`}, {formatBytes(writtenBytes)}.
        </span>
      )}
      {state.kind === 'cancelled' && <span>The export was cancelled and its file deleted.</span>}
      {state.kind === 'failed' && (
        <span className="err">{toExportFailureText(name, state.error)}</span>
      )}
    </div>
  );
}
