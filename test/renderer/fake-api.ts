import { NO_TIMINGS } from '../../shared/model/attempt-timings.ts';
import type { ExchangeProgress } from '../../shared/ipc/contract.ts';
import type { TimelineCounters } from '../../shared/model/counters.ts';
import type { DemoRequest } from '../../shared/model/demo.ts';
import type {
  ConnectionState,
  ResponseHead,
  ResponseOutline,
} from '../../shared/model/exchange.ts';
import type { ExchangeId } from '../../shared/model/ids.ts';
import type { NetworkError } from '../../shared/model/network-error.ts';
import type { RequestDefinition } from '../../shared/model/request.ts';
import { DEFAULT_SETTINGS } from '../../shared/model/settings.ts';
import { fail, ok } from '../../shared/result.ts';
import { createFakeLocalApi } from './fake-local-api.ts';
import { createFakeRunsApi } from './fake-runs-api.ts';
import { createFakeHttpApi } from './fake-http-api.ts';
import { createFakeTimelineApi } from './fake-timeline-api.ts';
import { createFakeWorkspaceApi } from './fake-workspace-api.ts';
import type { Api } from '../../renderer/api.ts';

/** A bridge that records what is asked and answers from what the test put in. */
export interface FakeApi {
  readonly api: Api;
  /** Names of the invocations about exchanges, with their exchange, in order. */
  readonly calls: string[];
  readonly sent: RequestDefinition[];
  readonly copied: string[];
  /** Sends a push to the window. */
  readonly push: (progress: ExchangeProgress) => void;
  /** Answers of `exchange:send` wait until the test lets them go. */
  readonly holdSends: () => () => void;
  body: Uint8Array;
  headers: ResponseHead['headers'];
}

export const COUNTERS: TimelineCounters = {
  entries: 1,
  rows: 1,
  problemKinds: [],
  events: 0,
  comments: 0,
  problems: 0,
  connections: 1,
  wireBytes: 0,
  bodyBytes: 0,
  dropped: 0,
  eventsPerSecond: 0,
  hasIds: false,
  firstByteMs: null,
  firstEventMs: null,
  gapP50Ms: null,
  gapP95Ms: null,
};

export const HEAD: ResponseOutline = {
  status: 200,
  reason: 'OK',
  httpVersion: 'HTTP/1.1',
  tlsVersion: null,
  remoteAddress: '127.0.0.1:4780',
  proxy: null,
  isReused: false,
  redirect: null,
  accepted: false,
  shape: 'ordinary',
  timings: {
    dnsMs: 1,
    connectMs: 3,
    proxyMs: null,
    tlsMs: null,
    requestMs: 4,
    headersMs: 20,
    firstByteMs: 21,
  },
};

export const OPEN: ConnectionState = { kind: 'open', attempt: 1, openedAtMs: 20 };
export const ENDED: ConnectionState = { kind: 'closed', end: { kind: 'ended' }, closedAtMs: 41 };

/** The id that the nth Send is given, from 1. */
export function exchangeId(number: number): ExchangeId {
  return `x-0000000${number}` as ExchangeId;
}

export function aProgress(part: Partial<ExchangeProgress> = {}): ExchangeProgress {
  return {
    exchangeId: exchangeId(1),
    state: { kind: 'connecting', attempt: 1, requestSent: null },
    reading: 1,
    shape: null,
    looksLike: null,
    elapsedMs: 1,
    counters: COUNTERS,
    types: [],
    head: null,
    ...part,
  };
}

export function aNetworkError(part: Partial<NetworkError> = {}): NetworkError {
  return {
    kind: 'connection-refused',
    code: 'ECONNREFUSED',
    detail: 'connect ECONNREFUSED',
    afterHeaders: false,
    phase: 'connect',
    addresses: ['127.0.0.1:8080'],
    certificates: [],
    timings: NO_TIMINGS,
    ...part,
  };
}

export const DEMOS: readonly DemoRequest[] = [
  aDemo({ id: 'chat', title: 'LLM chat completion', group: 'Chat', isFeatured: true }),
  aDemo({ id: 'news', title: 'News feed', group: 'Live feeds', isFeatured: true }),
  aDemo({ id: 'status', title: 'System status', group: 'Live feeds', isFeatured: true }),
  aDemo({ id: 'order', title: 'Get order', group: 'Store', streams: false }),
];

function aDemo(part: Partial<DemoRequest> & { readonly id: string }): DemoRequest {
  return {
    title: part.id,
    summary: `Summary of ${part.id}`,
    extent: '24 events, 20 s',
    group: 'Chat',
    streams: true,
    isFeatured: false,
    request: {
      method: 'GET',
      url: `http://127.0.0.1:4780/${part.id}`,
      headers: [],
      body: { kind: 'none' },
    },
    ...part,
  };
}

export function createFakeApi(): FakeApi {
  const listeners = new Set<(push: ExchangeProgress) => void>();
  let held: Promise<void> | null = null;
  const fake: FakeApi = {
    calls: [],
    sent: [],
    copied: [],
    body: new Uint8Array(0),
    headers: [],
    push: (progress) => {
      for (const listener of listeners) listener(progress);
    },
    holdSends: () => {
      let letGo = (): void => undefined;
      held = new Promise((resolve) => {
        letGo = resolve;
      });
      return () => {
        held = null;
        letGo();
      };
    },
    api: {
      appInfo: async () => ok({ version: '0.1.0', electron: '45.4.1', platform: 'linux' }),
      settingsRead: async () => ok({ ...DEFAULT_SETTINGS, theme: 'dark' }),
      settingsWrite: async () => ok(null),
      demoStart: async () => ok(DEMOS),
      exchangeSend: async (request) => {
        fake.sent.push(request);
        const id = exchangeId(fake.sent.length);
        fake.calls.push(`send ${id}`);
        await held;
        return ok(id);
      },
      exchangeStop: async (input) => {
        fake.calls.push(`stop ${input.exchangeId}`);
        return ok(null);
      },
      exchangeRelease: async (input) => {
        fake.calls.push(`release ${input.exchangeId}`);
        return ok(null);
      },
      exchangeSummary: async (input) =>
        ok({
          exchangeId: input.exchangeId,
          startedAtMs: 0,
          state: ENDED,
          sent: [],
          responses: [{ ...HEAD, headers: fake.headers, informational: [], tls: null }],
          leftOut: { sent: 0, responses: 0 },
          trailers: null,
        }),
      exchangeReconnect: async () => ok(null),
      exchangeCut: async () => ok(null),
      exchangeReadAs: async () => ok(null),
      timelineLastEventId: async () => ok(null),
      timelineRowsOfBytes: async () => ok({ fromRow: 0, toRow: 0 }),
      timelinePage: async (input) => ok({ fromRow: input.fromRow, rows: [] }),
      timelineEntry: async () => fail({ kind: 'unknown-exchange' }),
      bodyRead: async ({ offset, length }) =>
        ok({
          offset,
          bytes: fake.body.slice(offset, offset + length),
          bodyBytes: fake.body.length,
          chunks: [],
        }),
      bodySave: async () => ok({ fileName: 'body.json' }),
      clipboardWrite: async ({ text }) => {
        fake.copied.push(text);
        return ok(null);
      },
      previewOpen: async () =>
        ok({ previewId: '0'.repeat(32), url: `tideline-preview://${'0'.repeat(32)}/` }),
      previewClose: async () => ok(null),
      ...createFakeWorkspaceApi(),
      ...createFakeRunsApi(),
      ...createFakeLocalApi(),
      ...createFakeHttpApi(),
      ...createFakeTimelineApi(),
      onExchangeProgress: (listener) => {
        listeners.add(listener);
        return () => {
          listeners.delete(listener);
        };
      },
    },
  };
  return fake;
}
