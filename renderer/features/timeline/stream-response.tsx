import { memo, useEffect, useMemo, useState } from 'react';
import type { Bridge, ExchangeProgress } from '../../../shared/ipc/contract.ts';
import { WAITING_TOLD_AFTER_MS } from '../../../shared/limits.ts';
import type { ExchangeId } from '../../../shared/model/ids.ts';
import type { Settings } from '../../../shared/model/settings.ts';
import { TabStrip } from '../../components/tab-strip.tsx';
import { useFocusReturn } from '../../components/use-focus-return.ts';
import { useBuildStep } from '../../components/use-build-step.ts';
import { getStreamSession } from '../../stores/stream-sessions.ts';
import type { StreamSession, StreamView } from '../../stores/stream-sessions.ts';
import { toColorClasses } from './event-colors.ts';
import { HeadersPane } from './headers-pane.tsx';
import { LiveRegion } from './live-region.tsx';
import { RawPane } from './raw-pane.tsx';
import { ReadAsMenu } from './read-as-menu.tsx';
import { StatsPane } from './stats-pane.tsx';
import { StatusStrip } from './status-strip.tsx';
import { StreamActionsContext, StreamClockContext } from './stream-actions.ts';
import type { StreamCommands } from './stream-actions.ts';
import { StreamState } from './stream-state.tsx';
import './timeline.css';
import './filter.css';
import './tide-chart.css';
import './columns.css';
import './timeline-rows.css';
import './detail.css';
import './raw-headers.css';
import './stats.css';
// The last word: what narrow panes leave out.
import './timeline-narrow.css';
import { BUILD_STEPS, TimelinePane } from './timeline-pane.tsx';
import { useShownProgress } from './use-shown-progress.ts';
import { useExchangeSummary } from './use-exchange-summary.ts';
import { useStreamActionsOf } from './use-stream-actions.ts';
import { useTimelineView } from './use-timeline-view.ts';
import { WaitingPanel } from './waiting-panel.tsx';

export interface StreamResponseProps extends StreamCommands {
  readonly exchangeId: ExchangeId;
  readonly progress: ExchangeProgress;
  readonly method: string;
  readonly settings: Settings;
  readonly onSettingsChange: (settings: Settings) => void;
  readonly api: Bridge;
}

type Tab = StreamView['tab'];

/** Tabs by the digit of their key; 2 belongs to a tab of a later build. */
const TAB_OF_DIGIT: Readonly<Record<string, Tab>> = {
  1: 'timeline',
  3: 'raw',
  4: 'headers',
  5: 'stats',
};

function useTabKeys(onTab: (tab: Tab) => void): void {
  useEffect(() => {
    const handleKeyDown = (event: KeyboardEvent): void => {
      const tab = TAB_OF_DIGIT[event.key];
      const isMod = event.ctrlKey !== event.metaKey;
      if (tab === undefined || !isMod || event.altKey || event.shiftKey) return;
      event.preventDefault();
      onTab(tab);
    };
    window.addEventListener('keydown', handleKeyDown);
    return () => window.removeEventListener('keydown', handleKeyDown);
  }, [onTab]);
}

/** Whether the stream is open and nothing came for a while. */
function useIsWaiting({ state, counters, elapsedMs }: ExchangeProgress): boolean {
  const isSilent =
    state.kind === 'open' &&
    counters.events === 0 &&
    counters.comments === 0 &&
    counters.problems === 0;
  const [isLong, setIsLong] = useState(false);
  const openForMs = state.kind === 'open' ? elapsedMs - state.openedAtMs : 0;
  useEffect(() => {
    if (!isSilent) return;
    const timer = setTimeout(() => setIsLong(true), Math.max(0, WAITING_TOLD_AFTER_MS - openForMs));
    return () => clearTimeout(timer);
  }, [isSilent, openForMs]);
  return isSilent && isLong;
}

/** The response pane of a stream: Timeline, Raw and Headers, with its state and its counters. */
export function StreamResponse(props: StreamResponseProps) {
  return <StreamReceiver key={props.exchangeId} {...props} />;
}

/** Hands a push to the rows at once, and to the pane when it is time. */
function StreamReceiver(props: StreamResponseProps) {
  const { api, exchangeId, progress: newest } = props;
  const [session] = useState(() => getStreamSession(api, exchangeId));
  const { reading } = newest;
  const { rows, entries } = newest.counters;
  // The effects of the pane come first: it has taken over another reading, whose counts may be those of the last one.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  useEffect(() => session.timeline.applyCount(rows, entries), [session, reading, rows, entries]);
  const progress = useShownProgress(newest, session);
  return <StreamPane {...props} progress={progress} session={session} />;
}

const StreamPane = memo(function StreamPane(
  props: StreamResponseProps & { readonly session: StreamSession },
) {
  const { api, exchangeId, progress, method, session } = props;
  const { counters, state } = progress;
  const timelineView = useTimelineView(api, session, progress);
  const { view, change } = timelineView;
  const isWaiting = useIsWaiting(progress);
  const summary = useExchangeSummary(api, progress).value;
  const [setTab] = useState(() => (tab: Tab) => change({ tab }));
  useTabKeys(setTab);
  // Rows that are known already are shown at once.
  const buildStep = useBuildStep(BUILD_STEPS.rows, session.timeline.getSnapshot().rowCount > 0);
  const content = isWaiting ? `${view.tab} waiting` : view.tab;
  const isListDue = content === 'timeline' && buildStep < BUILD_STEPS.list;
  const panel = useFocusReturn<HTMLDivElement>(isListDue ? null : content);
  const actions = useStreamActionsOf(api, exchangeId, props, session, timelineView);
  useEffect(() => {
    // Another reading numbers its rows anew: what was selected means nothing in it.
    if (!session.timeline.applyReading(progress.reading)) return;
    change({
      activeRow: null,
      activePlace: null,
      selectedFrom: null,
      isDetailOpen: false,
      markedRows: null,
      zoom: null,
    });
    session.filter.applyReading();
    session.marks.clear();
    session.cells.clear();
  }, [session, change, progress.reading]);
  const clock = useMemo(() => ({ progress, session }), [progress, session]);

  // Colours depend on the order of the types only, and that only grows.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const colors = useMemo(() => toColorClasses(progress.types), [progress.types.length]);
  const fields = summary?.responses.at(-1)?.headers.length ?? 0;
  return (
    <StreamActionsContext value={actions}>
      <StreamClockContext value={clock}>
        <section className="sres" aria-label={`Response to ${method}`}>
          <TabStrip
            name="stream"
            label="Response"
            tabs={[
              { id: 'timeline', label: 'Timeline', mark: counters.events },
              { id: 'raw', label: 'Raw' },
              { id: 'headers', label: 'Headers', mark: fields },
              { id: 'stats', label: 'Stats' },
            ]}
            selected={view.tab}
            onSelect={setTab}
          >
            <StreamState progress={progress} session={session} isWaiting={isWaiting} />
            <ReadAsMenu shape={progress.shape} onReadAs={actions.readAs} />
          </TabStrip>
          <div
            ref={panel}
            className="spanel"
            role="tabpanel"
            tabIndex={-1}
            // The timeline has areas of its own.
            data-area={view.tab === 'timeline' && !isWaiting ? undefined : 'content'}
            id="panel-stream"
            aria-labelledby={`tab-stream-${view.tab}`}
          >
            {view.tab === 'timeline' && isWaiting && (
              <WaitingPanel
                api={api}
                progress={progress}
                session={session}
                onStop={actions.onStop}
              />
            )}
            {view.tab === 'timeline' && !isWaiting && buildStep >= BUILD_STEPS.chart && (
              <TimelinePane
                api={api}
                progress={progress}
                session={session}
                timelineView={timelineView}
                buildStep={buildStep}
                colors={colors}
                settings={props.settings}
                onSettingsChange={props.onSettingsChange}
              />
            )}
            {view.tab === 'raw' && (
              <RawPane api={api} progress={progress} target={view.rawTarget} />
            )}
            {view.tab === 'stats' && <StatsPane api={api} progress={progress} colors={colors} />}
            {view.tab === 'headers' && <HeadersPane api={api} progress={progress} />}
          </div>
          <StatusStrip counters={counters} isLive={state.kind === 'open'} />
          <LiveRegion progress={progress} announcesEvents={props.settings.announcesEvents} />
        </section>
      </StreamClockContext>
    </StreamActionsContext>
  );
});
