import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createTransport } from '../../main/http/transport.ts';
import { systemClock } from '../../main/stream/clock.ts';
import { openStream } from '../../main/stream/open-stream.ts';
import { DEFAULT_STREAM_SETTINGS } from '../../shared/model/stream-settings.ts';
import { toEntries } from '../../shared/model/plain-events.ts';
import type { TimelineEntry } from '../../shared/model/timeline.ts';
import { aRequest } from './collect.ts';

const MIB = 1024 * 1024;

/** Streams that a server would send to fill a client's memory. Each ends with one ordinary event. */
export const HUGE_STREAMS = {
  /** One data line of that many MiB. */
  'one line': (mib: number) => ({ start: 'data: ', piece: 'x'.repeat(MIB), pieces: mib }),
  /** One event of data lines with one byte each. */
  'one event of short lines': (mib: number) => ({
    start: '',
    piece: 'data:x\n'.repeat(Math.floor(MIB / 7)),
    pieces: mib,
  }),
  /** Nothing but comments, ten to a piece of 30 bytes. */
  comments: (mib: number) => ({ start: '', piece: ':\n\n'.repeat(MIB / 4), pieces: mib }),
} as const;

export interface HugeRun {
  readonly kinds: Readonly<Record<string, number>>;
  readonly lastEvent: string | null;
  readonly bodyBytes: number;
  /** Growth of the resident set over its value before the run, at its highest. */
  readonly peakMib: number;
}

/** Sends a huge stream over real HTTP, reads it, keeps nothing, and watches the memory of this process. */
export async function readHugeStream(
  name: keyof typeof HUGE_STREAMS,
  mib: number,
): Promise<HugeRun> {
  const { start, piece, pieces } = HUGE_STREAMS[name](mib);
  const bytes = Buffer.from(piece);
  const server = createServer((_request, response) => {
    void write(response, start, bytes, pieces);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const kinds: Record<string, number> = {};
  let lastEvent: string | null = null;
  let bodyBytes = 0;
  const baseBytes = process.memoryUsage.rss();
  let peakBytes = baseBytes;
  const stream = openStream(
    { ...aRequest(url), stream: DEFAULT_STREAM_SETTINGS },
    {
      transport: createTransport(),
      clock: systemClock,
      userAgent: 'Tideline/test',
      sink: {
        noteSent: () => undefined,
        writeChunk: (chunk) => {
          bodyBytes += chunk.length;
        },
        countWireBytes: () => undefined,
        noteTrailers: () => undefined,
      },
    },
    new AbortController().signal,
  );
  const note = (entry: TimelineEntry): void => {
    kinds[entry.kind] = (kinds[entry.kind] ?? 0) + 1;
    if (entry.kind === 'event') lastEvent = entry.data.slice(0, 20);
  };
  for await (const entries of stream) {
    toEntries(entries).forEach(note);
    peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
  }
  server.close();
  return { kinds, lastEvent, bodyBytes, peakMib: (peakBytes - baseBytes) / MIB };
}

async function write(
  response: ServerResponse,
  start: string,
  piece: Buffer,
  pieces: number,
): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  response.write(start);
  for (let sent = 0; sent < pieces; sent++) {
    if (!response.write(piece)) await once(response, 'drain');
  }
  response.end('\n\ndata: next\n\n');
}
