import { Search } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import type { KeyboardEvent, ReactElement } from 'react';
import type { ClearRule } from '../../../shared/ipc/runs-contract.ts';
import type { Run } from '../../../shared/model/run.ts';
import { Icon } from '../../components/icon.tsx';
import { MenuButton } from '../../components/menu-button.tsx';
import { formatCount, formatPlural } from '../../components/number-format.ts';
import { RowWindow, revealRow } from '../../components/row-window.tsx';
import { toShortMethod } from '../shell/request-tabs.tsx';
import { toExtentText, toOutcomeText, toSourceText } from './run-words.ts';
import { useRunActions } from './use-run-actions.ts';
import { useRuns } from './use-runs.ts';

const ROW_PX = 44;
const GIGABYTE = 1024 ** 3;

const CLEAR_RULES: readonly (readonly [label: string, rule: ClearRule])[] = [
  ['Older than 7 days', { kind: 'older-than', days: 7 }],
  ['Older than 30 days', { kind: 'older-than', days: 30 }],
  ['The oldest, down to 1 GB', { kind: 'larger-than', bytes: GIGABYTE }],
  ['Everything', { kind: 'all' }],
];

/** Every request that was sent: found by words, opened again, sent again, deleted. */
export function RunHistory(): ReactElement {
  const [search, setSearch] = useState('');
  const found = useRuns(useDeferredValue(search));
  const actions = useRunActions();
  const [active, setActive] = useState(0);
  const [list, setList] = useState<HTMLDivElement | null>(null);
  const { runs } = found;
  const at = Math.min(active, runs.length - 1);

  const go = (index: number): void => {
    const next = Math.min(Math.max(index, 0), runs.length - 1);
    setActive(next);
    revealRow(list, next, ROW_PX);
  };
  const handleKeyDown = (keyEvent: KeyboardEvent): void => {
    const run = runs[at];
    if (run === undefined || keyEvent.target !== list) return;
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + 10,
      PageUp: at - 10,
      Home: 0,
      End: runs.length - 1,
    };
    const to = moves[keyEvent.key];
    if (to !== undefined) go(to);
    else if (keyEvent.key === 'Enter' && keyEvent.shiftKey) actions.sendAgain(run);
    else if (keyEvent.key === 'Enter') actions.open(run);
    else if (keyEvent.key === 'Delete') actions.remove(run);
    else return;
    keyEvent.preventDefault();
  };

  return (
    <>
      <div className="toolrow">
        <label className="find-runs">
          <Icon of={Search} size={14} className="t3" />
          <input
            type="search"
            className="fld"
            aria-label="Find in the history"
            placeholder="Name, method, URL or status"
            spellCheck={false}
            value={search}
            onChange={(changeEvent) => {
              setSearch(changeEvent.currentTarget.value);
              setActive(0);
            }}
          />
        </label>
        <span className="t3 num" role="status">
          {formatPlural(found.matches, 'request')}
        </span>
        <span className="grow" />
        <MenuButton
          className="btn"
          label="Clear the history"
          isRightAligned
          items={CLEAR_RULES.map(([label, rule]) => ({
            id: label,
            label,
            onSelect: () => actions.clear(rule),
          }))}
        >
          Clear…
        </MenuButton>
      </div>
      {runs.length === 0 && (
        <p className="quiet">
          {search === '' ? 'Requests you send appear here.' : `Nothing fits “${search}”.`}
        </p>
      )}
      {runs.length > 0 && (
        <div
          ref={setList}
          className="runs"
          role="grid"
          aria-label="Requests that were sent"
          aria-rowcount={found.matches}
          aria-activedescendant={`run-${at}`}
          tabIndex={0}
          onKeyDown={handleKeyDown}
        >
          <RowWindow
            scroller={list}
            rowCount={runs.length}
            rowPx={ROW_PX}
            renderRow={(index) => {
              const run = runs[index];
              return run === undefined ? null : (
                <RunRow
                  key={run.exchangeId}
                  run={run}
                  id={`run-${index}`}
                  isActive={index === at}
                  rowIndex={index + 1}
                  onSelect={() => setActive(index)}
                />
              );
            }}
          />
        </div>
      )}
      {found.hasMore && (
        <p className="page-note">
          <button className="btn s" onClick={found.loadMore}>
            Show more of {formatCount(found.matches)}
          </button>
        </p>
      )}
    </>
  );
}

function RunRow(props: {
  readonly run: Run;
  readonly id: string;
  readonly isActive: boolean;
  readonly rowIndex: number;
  readonly onSelect: () => void;
}): ReactElement {
  const { run, isActive } = props;
  const actions = useRunActions();
  const isBad = run.state.kind === 'failed' || (run.status ?? 0) >= 400;
  return (
    // Keys are handled by the list, which points at the row.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events -- keys are handled at the list
    <div
      id={props.id}
      className={isActive ? 'run on' : 'run'}
      role="row"
      tabIndex={-1}
      aria-selected={isActive}
      aria-rowindex={props.rowIndex}
      style={{ height: ROW_PX }}
      onClick={props.onSelect}
      onDoubleClick={() => actions.open(run)}
    >
      <span className="num t3 when" role="gridcell">
        {new Date(run.startedAtMs).toLocaleString()}
      </span>
      <span className={`mth ${run.method}`} role="gridcell">
        {toShortMethod(run.method)}
      </span>
      <span className="what" role="gridcell">
        <span className="mono ell">{run.url}</span>
        <span className="t3 small ell">{toSourceText(run)}</span>
      </span>
      <span className="how" role="gridcell">
        <span className={isBad ? 'err' : 't2'}>{toOutcomeText(run)}</span>
        <span className="t3 small num">{toExtentText(run)}</span>
      </span>
      <span className="acts" role="gridcell">
        <button
          className="btn s"
          tabIndex={-1}
          disabled={!run.hasSpool}
          title={run.hasSpool ? 'Open (Enter)' : 'What was received was deleted to make room'}
          onClick={() => actions.open(run)}
        >
          Open
        </button>
        <button
          className="btn s"
          tabIndex={-1}
          title="Send again (Shift+Enter)"
          onClick={() => actions.sendAgain(run)}
        >
          Send again
        </button>
      </span>
    </div>
  );
}
