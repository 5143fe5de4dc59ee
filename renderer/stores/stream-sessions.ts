import type { Bridge } from '../../shared/ipc/contract.ts';
import type { ExportProgress, RowPlace } from '../../shared/ipc/timeline-contract.ts';
import type { ExchangeId } from '../../shared/model/ids.ts';
import { PINNED_TO_END } from '../components/anchored-scroll.ts';
import type { ScrollPosition } from '../components/anchored-scroll.ts';
import { createCellStore } from './cell-store.ts';
import { createFoundStore } from './found-store.ts';
import type { FoundStore } from './found-store.ts';
import type { CellStore } from './cell-store.ts';
import { createFilterStore } from './filter-store.ts';
import type { FilterStore } from './filter-store.ts';
import { createMarksStore } from './marks-store.ts';
import type { MarksStore } from './marks-store.ts';
import { createStore } from './store.ts';
import type { Store } from './store.ts';
import { createTimelineStore } from './timeline-store.ts';
import type { TimelineStore } from './timeline-store.ts';

/** Rows of a list; `to` is exclusive. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/** A span of the stream's time, in milliseconds since the request was sent. */
export interface TimeSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Where the user is in the response of one exchange. Rows are positions in the list that is shown. */
export interface StreamView {
  readonly tab: 'timeline' | 'raw' | 'headers' | 'stats';
  /** Pinned to the end is what Follow means. */
  readonly position: ScrollPosition;
  readonly activeRow: number | null;
  /** Entry of the active row and its place among all rows, once loaded; stays when a filter hides it. */
  readonly activePlace: RowPlace | null;
  /** The other end of a selection of several rows; null: the active row alone. */
  readonly selectedFrom: number | null;
  readonly isDetailOpen: boolean;
  /** Events at the moment when Follow went off. */
  readonly eventsAtPause: number;
  /** Rows that came with one network chunk, while it is looked at. */
  readonly markedRows: RowRange | null;
  /** Bytes that the Raw pane is to show. */
  readonly rawTarget: { readonly offset: number; readonly length: number } | null;
  /** What of the time axis is shown; null: all of it. */
  readonly zoom: TimeSpan | null;
}

/** Rows and view of one exchange; they outlive the pane, which goes away with each change of tab. */
export interface StreamSession {
  readonly timeline: TimelineStore;
  readonly filter: FilterStore;
  readonly marks: MarksStore;
  readonly cells: CellStore;
  readonly found: FoundStore;
  /** The newest export of this exchange, null before there is one. */
  readonly lastExport: Store<ExportProgress | null>;
  view: StreamView;
  /** When the request was sent, on the clock of `performance.now()`; Infinity before the first push. */
  sentAtMs: number;
}

/** Sessions kept: with full row caches about 30 MB. An older one starts anew, at the end. */
const SESSIONS_MAX = 16;

const sessionsByApi = new WeakMap<Bridge, Map<ExchangeId, StreamSession>>();

const FIRST_VIEW: StreamView = {
  tab: 'timeline',
  position: PINNED_TO_END,
  activeRow: null,
  activePlace: null,
  selectedFrom: null,
  isDetailOpen: false,
  eventsAtPause: 0,
  markedRows: null,
  rawTarget: null,
  zoom: null,
};

function getSessions(api: Bridge): Map<ExchangeId, StreamSession> {
  const known = sessionsByApi.get(api);
  if (known !== undefined) return known;
  const sessions = new Map<ExchangeId, StreamSession>();
  sessionsByApi.set(api, sessions);
  // A filter and an export go on while another tab is in front.
  api.onQueryProgress((push) => sessions.get(push.exchangeId)?.filter.applyProgress(push));
  api.onExportProgress((push) => sessions.get(push.exchangeId)?.lastExport.set(() => push));
  return sessions;
}

/** The session of an exchange, made on first use. */
export function getStreamSession(api: Bridge, exchangeId: ExchangeId): StreamSession {
  const sessions = getSessions(api);
  const session = sessions.get(exchangeId) ?? {
    timeline: createTimelineStore(exchangeId, { loadPage: (input) => api.timelinePage(input) }),
    filter: createFilterStore(api, exchangeId),
    marks: createMarksStore(api, exchangeId),
    cells: createCellStore(api, exchangeId),
    found: createFoundStore(api),
    lastExport: createStore<ExportProgress | null>(null),
    view: FIRST_VIEW,
    sentAtMs: Infinity,
  };
  sessions.delete(exchangeId);
  sessions.set(exchangeId, session);
  for (const oldest of sessions.keys()) {
    if (sessions.size <= SESSIONS_MAX) break;
    sessions.delete(oldest);
  }
  return session;
}

/** The list on screen: what a filter found, or every row. */
export function getShownTimeline(session: StreamSession): TimelineStore {
  return session.filter.getSnapshot().shown?.timeline ?? session.timeline;
}
