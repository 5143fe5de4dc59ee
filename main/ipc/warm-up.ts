import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { LiveExchanges } from './live-exchanges.ts';

/**
 * Events of the streams, one after the other. The first one is short: V8 learns the shapes of an exchange's objects
 * with their second life, and what it compiled before that is thrown away. The others have so many that it compiles
 * what it is going to, and that the index begins a new segment.
 */
const STREAMS = [3_000, 75_000, 75_000];
const EVENTS_PER_CHUNK = 500;
const TYPES = ['tick', 'delta', 'note'];
const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n';
const WINDOW_ID = 0;
const ROWS = 64;

/**
 * Reads streams that nobody sees, so that the engine is compiled before the first one that somebody does: V8 compiles
 * what has run often, on the cores that the window's page needs in that moment. They come from a server of its own, on
 * 127.0.0.1 for the third of a second that it takes, and leave nothing but `folder`, which is made for them and deleted
 * again. What an app that ended on the way has left there is deleted first. Measured with a million events in a new
 * window on two cores: the last row is there 110 ms earlier than without it. Rejects if there is no room for the files,
 * or no port. Gives the number of events that were read.
 */
export async function warmUp(folder: string): Promise<number> {
  await rm(folder, { recursive: true, force: true });
  try {
    let read = 0;
    for (const events of STREAMS) read += await readStream(folder, events);
    return read;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readStream(spoolsFolder: string, events: number): Promise<number> {
  const server = createServer((socket) => {
    // Whoever went away is not missed.
    socket.on('error', () => undefined);
    feed(socket, events).catch(() => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    return await readFrom(
      `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
      spoolsFolder,
    );
  } finally {
    server.close();
  }
}

async function readFrom(url: string, spoolsFolder: string): Promise<number> {
  let finish: (events: number) => void = () => undefined;
  const finished = new Promise<number>((resolve) => {
    finish = resolve;
  });
  const exchanges = new LiveExchanges({
    spoolsFolder,
    userAgent: '',
    push: (_windowId, { exchangeId, state, counters: { rows, events } }) => {
      if (state.kind === 'closed') return finish(events);
      // As a window does that follows the stream.
      const tail = { exchangeId, fromRow: Math.max(0, rows - ROWS), toRow: rows };
      void exchanges.readPage(WINDOW_ID, tail);
    },
  });
  const sent = await exchanges.send(WINDOW_ID, {
    method: 'GET',
    url,
    headers: [],
    body: { kind: 'none' },
  });
  if (!sent.ok) throw new Error(`nothing was read: ${sent.error.kind}`);
  const read = await finished;
  await exchanges.releaseWindow(WINDOW_ID);
  return read;
}

/** Answers a request, one chunk per turn of the event loop: the window's own work comes in between. */
async function feed(socket: Socket, events: number): Promise<void> {
  await once(socket, 'data');
  socket.write(HEAD);
  for (let sent = 0; sent < events; sent += EVENTS_PER_CHUNK) {
    if (!socket.write(toEvents(sent))) await once(socket, 'drain');
    await setImmediate();
  }
  socket.end();
}

/** Events of a few types in turn: what never changes is compiled as if it never would. */
function toEvents(firstId: number): string {
  const events = Array.from({ length: EVENTS_PER_CHUNK }, (_, at) => {
    const type = TYPES[Math.floor(at / 40) % TYPES.length];
    return `id: ${firstId + at}\nevent: ${type}\ndata: {"note":"a line of ordinary length"}\n\n`;
  });
  return events.join('');
}
