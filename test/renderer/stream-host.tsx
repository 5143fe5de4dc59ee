import { useState } from 'react';
import { StreamResponse } from '../../renderer/features/timeline/stream-response.tsx';
import type { Bridge, EntryDetail, ExchangeProgress } from '../../shared/ipc/contract.ts';
import type { ResponseHead } from '../../shared/model/exchange.ts';
import type { ExchangeId } from '../../shared/model/ids.ts';
import { DEFAULT_SETTINGS } from '../../shared/model/settings.ts';
import type { EventRow, TimelineRow } from '../../shared/model/timeline.ts';
import { createFakeTimelineApi } from './fake-timeline-api.ts';

export const ID = 'x-00000001' as ExchangeId;
export const HEAD: ResponseHead = {
  status: 200,
  reason: 'OK',
  httpVersion: 'HTTP/1.1',
  tlsVersion: null,
  remoteAddress: '127.0.0.1:1',
  tls: null,
  proxy: null,
  isReused: false,
  informational: [],
  redirect: null,
  headers: [
    { name: 'content-type', value: 'text/event-stream' },
    { name: 'Set-Cookie', value: 'a' },
    { name: 'Set-Cookie', value: 'b' },
  ],
  accepted: true,
  shape: 'event-stream',
  timings: {
    dnsMs: 1,
    connectMs: 2,
    proxyMs: null,
    tlsMs: null,
    requestMs: 3,
    headersMs: 80,
    firstByteMs: 86,
  },
};

/** The row of an entry: the connection, its response, then events that count from 1. */
export function makeRow(seq: number): TimelineRow {
  if (seq === 0)
    return {
      kind: 'connecting',
      seq,
      atMs: 0,
      attempt: 1,
      method: 'GET',
      url: 'http://a.test/',
      lastEventId: null,
      earlier: [],
    };
  if (seq === 1) return { kind: 'open', seq, atMs: 80, attempt: 1, ...HEAD, earlier: [] };
  const row: EventRow = {
    kind: 'event',
    seq,
    atMs: 80 + seq,
    number: seq - 1,
    gapMs: seq === 2 ? null : 1,
    repeatsType: seq > 2,
    type: 'tick',
    id: String(seq),
    preview: `{"n":${seq}}`,
    isPreviewCut: false,
    delta: null,
    sizeBytes: 7,
    isTruncated: false,
    offset: seq * 20,
    length: 20,
  };
  return row;
}

/** A stream of so many events that is open. */
export function toProgress(
  events: number,
  update: Partial<ExchangeProgress> = {},
): ExchangeProgress {
  return {
    exchangeId: ID,
    state: { kind: 'open', attempt: 1, openedAtMs: 80 },
    reading: 1,
    shape: 'event-stream',
    looksLike: null,
    elapsedMs: 3000,
    counters: {
      entries: events + 2,
      rows: events + 2,
      problemKinds: [],
      events,
      comments: 0,
      problems: 0,
      connections: 1,
      wireBytes: 0,
      bodyBytes: events * 20,
      dropped: 0,
      eventsPerSecond: 6.2,
      hasIds: true,
      firstByteMs: 86,
      firstEventMs: 91,
      gapP50Ms: 108,
      gapP95Ms: 842,
    },
    types: events === 0 ? [] : [{ type: 'tick', count: events }],
    head: HEAD,
    ...update,
  };
}

/** The part of the bridge that the pane of a stream asks, with the rows of {@link makeRow}. */
export function createStreamApi(part: Partial<Bridge> = {}): Bridge {
  return {
    ...createFakeTimelineApi(),
    timelinePage: async ({ fromRow, toRow }) => ({
      ok: true,
      value: {
        fromRow,
        rows: Array.from({ length: toRow - fromRow }, (_, i) => makeRow(fromRow + i)),
      },
    }),
    timelineEntry: async ({ seq }) => {
      const data = seq === 5 ? '{"n":' : `{"n":${seq},"n":1.0}`;
      const bytes = new TextEncoder().encode(`data: ${data}\n\n`);
      const value: EntryDetail = {
        entry: {
          kind: 'event',
          seq,
          atMs: 80 + seq,
          type: 'tick',
          data,
          sizeBytes: data.length,
          id: null,
          lastEventId: '',
          isTruncated: false,
          offset: 0,
          length: bytes.length,
        },
        number: seq - 1,
        gapMs: 1,
        sameTypeMs: 1,
        bytes,
        isCut: false,
        chunks: [{ offset: 0, length: bytes.length, atMs: 80 }],
      };
      return { ok: true, value };
    },
    exchangeSummary: async () => ({
      ok: true,
      value: {
        exchangeId: ID,
        startedAtMs: 0,
        state: { kind: 'open', attempt: 1, openedAtMs: 80 },
        sent: [
          {
            method: 'GET',
            url: 'http://a.test/',
            httpVersion: 'HTTP/1.1',
            target: '/',
            headers: [{ name: 'Accept', value: '*/*' }],
            bodyBytes: 0,
            wentOut: true,
          },
        ],
        responses: [HEAD],
        leftOut: { sent: 0, responses: 0 },
        trailers: null,
      },
    }),
    bodyRead: async ({ offset }) => ({
      ok: true,
      value: { offset, bytes: new Uint8Array(0), bodyBytes: 0, chunks: [] },
    }),
    ...part,
  } satisfies Partial<Bridge> as unknown as Bridge;
}

/** The pane of a stream, which keeps its settings. */
export function StreamHost(props: { readonly api: Bridge; readonly progress: ExchangeProgress }) {
  const { api, progress } = props;
  const [settings, setSettings] = useState(DEFAULT_SETTINGS);
  return (
    <StreamResponse
      exchangeId={ID}
      progress={progress}
      method="GET"
      settings={settings}
      onSettingsChange={setSettings}
      onStop={() => undefined}
      onReconnect={() => undefined}
      onCut={() => undefined}
      onSendAgain={() => undefined}
      api={api}
    />
  );
}
