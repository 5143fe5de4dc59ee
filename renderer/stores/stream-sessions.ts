import type { Bridge } from '../../shared/ipc/contract.ts';
import type { ExchangeId } from '../../shared/model/ids.ts';
import { PINNED_TO_END } from '../components/anchored-scroll.ts';
import type { ScrollPosition } from '../components/anchored-scroll.ts';
import { createTimelineStore } from './timeline-store.ts';
import type { TimelineStore } from './timeline-store.ts';

/** Where the user is in the response of one exchange. */
export interface StreamView {
  readonly tab: 'timeline' | 'raw' | 'headers';
  /** Pinned to the end is what Follow means. */
  readonly position: ScrollPosition;
  readonly activeSeq: number | null;
  readonly isDetailOpen: boolean;
  /** Events at the moment when Follow went off. */
  readonly eventsAtPause: number;
  /** Rows that came with one network chunk, while it is looked at; `to` is exclusive. */
  readonly markedRows: { readonly from: number; readonly to: number } | null;
  /** Bytes that the Raw pane is to show. */
  readonly rawTarget: { readonly offset: number; readonly length: number } | null;
}

/** Rows and view of one exchange; they outlive the pane, which goes away with each change of tab. */
export interface StreamSession {
  readonly timeline: TimelineStore;
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
  activeSeq: null,
  isDetailOpen: false,
  eventsAtPause: 0,
  markedRows: null,
  rawTarget: null,
};

/** The session of an exchange, made on first use. */
export function getStreamSession(api: Bridge, exchangeId: ExchangeId): StreamSession {
  const sessions = sessionsByApi.get(api) ?? new Map<ExchangeId, StreamSession>();
  sessionsByApi.set(api, sessions);
  const session = sessions.get(exchangeId) ?? {
    timeline: createTimelineStore(exchangeId, { loadPage: (input) => api.timelinePage(input) }),
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
