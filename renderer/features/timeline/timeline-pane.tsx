import { ArrowDown } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, MouseEvent, RefObject } from 'react';
import type { Bridge, ExchangeProgress } from '../../../shared/ipc/contract.ts';
import type { ColumnSetting, Settings } from '../../../shared/model/settings.ts';
import { Icon } from '../../components/icon.tsx';
import { formatCount, formatPlural } from '../../components/number-format.ts';
import type { MarkFailure } from '../../stores/marks-store.ts';
import { getShownTimeline } from '../../stores/stream-sessions.ts';
import type { StreamSession, TimeSpan } from '../../stores/stream-sessions.ts';
import { useStore } from '../../stores/store.ts';
import { getPlace, useTimelineSnapshot } from '../../stores/timeline-store.ts';
import { ColumnHeads } from './column-heads.tsx';
import { Conformance } from './conformance.tsx';
import { DetailPanel } from './detail-panel.tsx';
import type { ColorClass } from './event-colors.ts';
import { FilterBar } from './filter-bar.tsx';
import { toMarkFailureText } from './mark-error-text.ts';
import { getTimeSpan, setTimeSpan, toggleTerm } from './query-edit.ts';
import { StreamMenu } from './stream-menu.tsx';
import { TideChart } from './tide-chart.tsx';
import { addPathColumn, toShownColumns } from './timeline-columns.ts';
import { TimelineDialogs } from './timeline-dialogs.tsx';
import { findTimelineCommand } from './timeline-keys.ts';
import { TimelineList } from './timeline-list.tsx';
import { useCells } from './use-cells.ts';
import { useJump } from './use-jump.ts';
import { useNotice } from './use-notice.ts';
import { useQueryFinder } from './use-query-finder.ts';
import { useTimelineCommands } from './use-timeline-commands.ts';
import type { TimelineDialog } from './use-timeline-commands.ts';
import type { TimelineView } from './use-timeline-view.ts';

interface TimelinePaneProps {
  readonly api: Bridge;
  readonly progress: ExchangeProgress;
  readonly session: StreamSession;
  readonly timelineView: TimelineView;
  /** How far the pane is built; see {@link BUILD_STEPS}. */
  readonly buildStep: number;
  readonly colors: ReadonlyMap<string, ColorClass>;
  readonly settings: Settings;
  readonly onSettingsChange: (settings: Settings) => void;
}

/** A new pane is built over some frames: after its head the chart, then the filter, an empty list, and the rows. */
export const BUILD_STEPS = { chart: 1, filter: 2, list: 3, rows: 4 } as const;

/** Chart, filter, rows and detail of a stream. */
export function TimelinePane(props: TimelinePaneProps) {
  const { api, progress, session, colors, settings, onSettingsChange, timelineView } = props;
  const { view, filter, change, setPosition, setFollowing, setRange, range } = timelineView;
  const { exchangeId, counters, types } = progress;
  const store = getShownTimeline(session);
  const { rowCount, version, idChars } = useTimelineSnapshot(store);
  const marks = useStore(session.marks.store, (value) => value);
  const gridRef = useRef<HTMLDivElement>(null);
  const [filterRef, focusFilter] = useFilterFocus(props.buildStep);
  const [dialog, setDialog] = useState<TimelineDialog | null>(null);
  const { notice, say } = useNotice();
  const isFollowing = view.position.kind === 'end';
  const isOver = progress.state.kind === 'closed';
  const { activeRow, isDetailOpen } = view;
  const { shown } = filter;

  const tellMarks = useCallback(
    (failure: MarkFailure | null): void => {
      if (failure !== null) say(toMarkFailureText(failure));
    },
    [say],
  );
  useEffect(() => {
    void session.marks.load().then(tellMarks);
  }, [session, progress.reading, tellMarks]);

  // The list goes by rows, entries are asked for by seq; a row that is not loaded yet keeps the last one.
  const place = (activeRow === null ? null : getPlace(store, activeRow)) ?? view.activePlace;
  const activeSeq = place?.seq ?? null;
  useEffect(() => {
    if (activeSeq !== (session.view.activePlace?.seq ?? null)) change({ activePlace: place });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the seq says whether it is another place
  }, [session, activeSeq, change]);

  const jump = useJump(api, exchangeId, session, timelineView);
  const focusList = useCallback(() => gridRef.current?.focus(), []);
  const commands = useTimelineCommands({
    api,
    progress,
    session,
    timelineView,
    jump,
    settings,
    onSettingsChange,
    onDialog: setDialog,
    onNotice: say,
    focusFilter,
    focusList,
  });

  const handleActiveRow = useCallback(
    (row: number, isExtending: boolean) => {
      const { activeRow: from, selectedFrom } = session.view;
      change({
        activeRow: row,
        activePlace: getPlace(getShownTimeline(session), row),
        selectedFrom: isExtending ? (selectedFrom ?? from) : null,
        markedRows: null,
      });
    },
    [session, change],
  );
  const handleRowClick = (row: number, event: MouseEvent): void => {
    // With Shift the rows up to this one are selected, as in any list.
    if (event.shiftKey && activeRow !== null) {
      setFollowing(false);
      handleActiveRow(row, true);
    } else commands.openDetail(row);
  };
  const step = (by: 1 | -1): void => {
    if (activeRow === null) return;
    handleActiveRow(Math.max(0, Math.min(rowCount - 1, activeRow + by)), false);
  };
  const handleKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.target !== event.currentTarget) return;
    const command = findTimelineCommand(event, settings.hasLetterKeys);
    if (command === null) return;
    event.preventDefault();
    commands.run(command);
  };
  useFilterKey(() => commands.run('filter'));

  const { hasIds } = counters;
  const { timelineColumns } = settings;
  const columns = useMemo(
    () => toShownColumns(timelineColumns, { hasIds, hasDetail: isDetailOpen }),
    [timelineColumns, hasIds, isDetailOpen],
  );
  const setColumns = useRef((next: readonly ColumnSetting[]): void => void next);
  setColumns.current = (next) => onSettingsChange({ ...settings, timelineColumns: next });
  const [changeColumns] = useState(
    () => (next: readonly ColumnSetting[]) => setColumns.current(next),
  );
  const [openColumns] = useState(() => () => setDialog('columns'));
  const paths = useMemo(
    () => columns.filter(({ kind }) => kind === 'path').map(({ id }) => id),
    [columns],
  );
  const cells = useCells(session.cells, store, paths, range, version);
  const filterSpan = useMemo(() => (shown === null ? null : getTimeSpan(shown.text)), [shown]);
  const find = useQueryFinder(session.found, shown, () =>
    say('Matches are not marked: the expression takes too long on what is shown.'),
  );

  const shownEvents = shown === null ? counters.events : (filter.progress?.matchedEvents ?? 0);
  const unseen = isFollowing ? 0 : shownEvents - view.eventsAtPause;
  const firstAtMs = store.getRow(range.from)?.atMs;
  const lastAtMs = store.getRow(Math.min(range.to, rowCount) - 1)?.atMs;
  const inView: TimeSpan | null =
    firstAtMs === undefined || lastAtMs === undefined
      ? null
      : { fromMs: firstAtMs, toMs: lastAtMs };
  const selection = view.selectedFrom === null ? null : commands.getSelection();
  const isNothingFound =
    shown !== null && filter.progress?.matched === 0 && filter.progress.state.kind === 'up-to-date';

  return (
    <>
      <TideChart
        api={api}
        progress={progress}
        session={session}
        shown={inView}
        zoom={view.zoom}
        filterSpan={filterSpan}
        onZoom={(zoom) => change({ zoom })}
        onScrollTo={(atMs, isStepBack) => void jump.scrollToTime(atMs, isStepBack)}
        onSpan={(span) => session.filter.setText(setTimeSpan(filter.text, span), true)}
      />
      {props.buildStep >= BUILD_STEPS.filter && (
        <FilterBar
          types={types}
          colors={colors}
          events={counters.events}
          store={session.filter}
          filter={filter}
          paths={paths}
          inputRef={filterRef}
          density={settings.rowHeight}
          isFollowing={isFollowing}
          onDensity={(rowHeight) => onSettingsChange({ ...settings, rowHeight })}
          onFollow={setFollowing}
          onLeave={focusList}
        >
          <StreamMenu
            state={progress.state}
            activeSeq={activeSeq}
            settings={settings}
            onSettingsChange={onSettingsChange}
            onCommand={commands.run}
          />
        </FilterBar>
      )}
      {counters.problems > 0 && <Conformance counters={counters} />}
      <div className={isDetailOpen ? 'tlwrap hasdet' : 'tlwrap'}>
        {props.buildStep >= BUILD_STEPS.list && (
          <TimelineList
            store={store}
            rowCount={props.buildStep < BUILD_STEPS.rows ? 0 : rowCount}
            version={version}
            idChars={idChars}
            progress={progress}
            colors={colors}
            density={settings.rowHeight}
            columns={columns}
            columnHeads={
              <ColumnHeads
                columns={columns}
                settings={timelineColumns}
                onChange={changeColumns}
                onOpenColumns={openColumns}
                isFiltered={shown !== null}
              />
            }
            cells={cells}
            position={view.position}
            onPositionChange={setPosition}
            activeRow={activeRow}
            selection={selection}
            markedRows={view.markedRows}
            marks={marks}
            isFiltered={shown !== null}
            find={find}
            hasLetterKeys={settings.hasLetterKeys}
            onActiveRowChange={handleActiveRow}
            onRowClick={handleRowClick}
            onRangeChange={setRange}
            onKeyDown={handleKeyDown}
            gridRef={gridRef}
          >
            {isNothingFound && (
              <p className="tlnote none">
                No event matches. {formatCount(counters.events)}{' '}
                {counters.events === 1 ? 'is' : 'are'} hidden.{' '}
                <button
                  className="btn s"
                  onClick={() => {
                    // The button goes with what it says.
                    focusList();
                    session.filter.setText('', true);
                  }}
                >
                  Clear filter
                </button>
              </p>
            )}
            {isOver && counters.events === 0 && (
              <p className="tlnote">
                The stream ended without an event. {formatPlural(counters.bodyBytes, 'byte')} after
                the headers.
              </p>
            )}
            {unseen > 0 && (
              <button
                className="newpill"
                onClick={() => {
                  focusList();
                  setFollowing(true);
                }}
              >
                {formatPlural(unseen, 'new event')}
                <Icon of={ArrowDown} size={14} />
                <kbd aria-hidden="true">End</kbd>
              </button>
            )}
            <p className="notice" role="status">
              {notice}
            </p>
          </TimelineList>
        )}
        {isDetailOpen && activeSeq !== null && (
          <DetailPanel
            api={api}
            progress={progress}
            seq={activeSeq}
            colors={colors}
            marks={marks}
            find={find}
            onToggleMark={commands.toggleMark}
            unsavedNote={session.marks.getUnsavedNote(activeSeq)}
            onNote={(seq, note) => void session.marks.setNote(seq, note).then(tellMarks)}
            onFilterTerm={(term) => session.filter.setText(toggleTerm(filter.text, term), true)}
            onAddColumn={(path) => {
              changeColumns(addPathColumn(timelineColumns, path));
              say(`Added the column ${path}.`);
            }}
            onNotice={say}
            onStep={step}
            onClose={commands.closeDetail}
          />
        )}
      </div>
      {dialog !== null && (
        <TimelineDialogs
          dialog={dialog}
          api={api}
          progress={progress}
          session={session}
          filter={filter}
          settings={settings}
          onColumns={changeColumns}
          jump={jump}
          onNotice={say}
          onClose={() => setDialog(null)}
        />
      )}
    </>
  );
}

/** The ref of the filter, and what gives it the focus; if it is not built yet, as soon as it is. */
function useFilterFocus(
  buildStep: number,
): readonly [RefObject<HTMLInputElement | null>, () => void] {
  const filter = useRef<HTMLInputElement>(null);
  const isWanted = useRef(false);
  const focus = useCallback((): void => {
    isWanted.current = filter.current === null;
    filter.current?.focus();
    filter.current?.select();
  }, []);
  useEffect(() => {
    if (isWanted.current) focus();
  }, [focus, buildStep]);
  return [filter, focus];
}

/** Ctrl or Cmd F from anywhere in the window but an editor, which has a search of its own. */
function useFilterKey(onFilter: () => void): void {
  const latest = useRef(onFilter);
  latest.current = onFilter;
  useEffect(() => {
    const handleKeyDown = (event: globalThis.KeyboardEvent): void => {
      const isMod = event.ctrlKey !== event.metaKey;
      if (event.key.toLowerCase() !== 'f' || !isMod || event.altKey || event.shiftKey) return;
      // An editor lives in a shadow root, whose host is the target here.
      if (event.defaultPrevented) return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener('keydown', handleKeyDown);
    return () => window.removeEventListener('keydown', handleKeyDown);
  }, []);
}
