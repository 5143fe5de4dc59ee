import { ArrowDown } from 'lucide-react';
import { useMemo, useRef } from 'react';
import type { KeyboardEvent } from 'react';
import type { Bridge, ExchangeProgress } from '../../../shared/ipc/contract.ts';
import type { Settings } from '../../../shared/model/settings.ts';
import { Icon } from '../../components/icon.tsx';
import { formatPlural } from '../../components/number-format.ts';
import type { StreamSession } from '../../stores/stream-sessions.ts';
import { useTimelineSnapshot } from '../../stores/timeline-store.ts';
import { Conformance } from './conformance.tsx';
import { copyEntry } from './copy-entry.ts';
import { DetailPanel } from './detail-panel.tsx';
import { toColorClasses } from './event-colors.ts';
import { FilterBar } from './filter-bar.tsx';
import type { Density } from './row-height.ts';
import { StreamMenu } from './stream-menu.tsx';
import { TideChart } from './tide-chart.tsx';
import { TimelineList } from './timeline-list.tsx';
import type { TimelineView } from './use-timeline-view.ts';

interface TimelinePaneProps {
  readonly api: Bridge;
  readonly progress: ExchangeProgress;
  readonly session: StreamSession;
  readonly timelineView: TimelineView;
  readonly settings: Settings;
  readonly onSettingsChange: (settings: Settings) => void;
}

const NEXT_DENSITY: Readonly<Record<Density, Density>> = {
  compact: 'normal',
  normal: 'roomy',
  roomy: 'compact',
};

/** Chart, type legend, rows and detail of a stream. */
export function TimelinePane(props: TimelinePaneProps) {
  const { api, progress, session, settings, onSettingsChange } = props;
  const { view, change, setPosition, setFollowing, setRange, range } = props.timelineView;
  const { exchangeId, counters, types } = progress;
  const store = session.timeline;
  const { rowCount, version, idChars } = useTimelineSnapshot(store);
  const gridRef = useRef<HTMLDivElement>(null);
  // Colours depend on the order of the types only, and that only grows.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const colors = useMemo(() => toColorClasses(types), [types.length]);
  const isFollowing = view.position.kind === 'end';
  const isOver = progress.state.kind === 'closed';
  const { activeSeq, isDetailOpen } = view;

  // The list goes by rows, entries are asked for by seq; a row that is not loaded yet keeps the last one.
  const shownSeq = useRef(0);
  const activeRow = activeSeq === null ? undefined : store.getRow(activeSeq);
  if (activeRow !== undefined) shownSeq.current = activeRow.seq;

  const setDensity = (rowHeight: Density): void => onSettingsChange({ ...settings, rowHeight });
  const setActiveSeq = (seq: number): void => change({ activeSeq: seq, markedRows: null });
  const openDetail = (seq: number): void => {
    setFollowing(false);
    change({ activeSeq: seq, markedRows: null, isDetailOpen: true });
  };
  const closeDetail = (): void => {
    change({ isDetailOpen: false });
    gridRef.current?.focus();
  };
  const step = (by: 1 | -1): void => {
    if (activeSeq === null) return;
    setActiveSeq(Math.max(0, Math.min(counters.rows - 1, activeSeq + by)));
  };

  const handleKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.target !== event.currentTarget) return;
    const isMod = event.ctrlKey || event.metaKey;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (isMod && key === 'c' && !event.altKey && activeSeq !== null) {
      event.preventDefault();
      void copyEntry(api, exchangeId, shownSeq.current, event.shiftKey ? 'lines' : 'data');
      return;
    }
    if (isMod || event.altKey) return;
    const actions: Record<string, () => void> = {
      Enter: () => openDetail(activeSeq ?? Math.max(0, rowCount - 1)),
      ' ': () => openDetail(activeSeq ?? Math.max(0, rowCount - 1)),
      Escape: closeDetail,
      f: () => setFollowing(!isFollowing),
      d: () => setDensity(NEXT_DENSITY[settings.rowHeight]),
    };
    const action = actions[key];
    if (action === undefined || (key === 'Escape' && !isDetailOpen)) return;
    event.preventDefault();
    if (rowCount > 0 || key === 'd' || key === 'f') action();
  };

  const unseen = isFollowing ? 0 : counters.events - view.eventsAtPause;
  const firstAtMs = store.getRow(range.from)?.atMs;
  const lastAtMs = store.getRow(Math.min(range.to, rowCount) - 1)?.atMs;
  const shown =
    firstAtMs === undefined || lastAtMs === undefined
      ? null
      : { fromMs: firstAtMs, toMs: lastAtMs };

  return (
    <>
      <TideChart api={api} progress={progress} session={session} shown={shown} />
      <FilterBar
        types={types}
        colors={colors}
        density={settings.rowHeight}
        isFollowing={isFollowing}
        onDensity={setDensity}
        onFollow={setFollowing}
      >
        <StreamMenu state={progress.state} activeSeq={activeRow?.seq ?? null} />
      </FilterBar>
      {counters.problems > 0 && <Conformance counters={counters} />}
      <div className={isDetailOpen ? 'tlwrap hasdet' : 'tlwrap'}>
        <TimelineList
          store={store}
          rowCount={rowCount}
          version={version}
          idChars={idChars}
          progress={progress}
          colors={colors}
          density={settings.rowHeight}
          position={view.position}
          onPositionChange={setPosition}
          activeSeq={activeSeq}
          markedRows={view.markedRows}
          onActiveSeqChange={setActiveSeq}
          onRowClick={openDetail}
          onRangeChange={setRange}
          onKeyDown={handleKeyDown}
          gridRef={gridRef}
        >
          {isOver && counters.events === 0 && (
            <p className="tlnote">
              The stream ended without an event. {formatPlural(counters.bodyBytes, 'byte')} after
              the headers.
            </p>
          )}
          {unseen > 0 && (
            <button className="newpill" onClick={() => setFollowing(true)}>
              {formatPlural(unseen, 'new event')}
              <Icon of={ArrowDown} size={14} />
              <kbd aria-hidden="true">End</kbd>
            </button>
          )}
        </TimelineList>
        {isDetailOpen && activeSeq !== null && (
          <DetailPanel
            api={api}
            progress={progress}
            seq={shownSeq.current}
            colors={colors}
            onStep={step}
            onClose={closeDetail}
          />
        )}
      </div>
    </>
  );
}
