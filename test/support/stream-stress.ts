import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { LiveExchanges } from '../../main/ipc/live-exchanges.ts';
import type { ExchangeProgress } from '../../shared/ipc/contract.ts';
import { PAGE_ROWS_MAX } from '../../shared/limits.ts';
import type { ExchangeId } from '../../shared/model/ids.ts';
import { aRequest } from './collect.ts';

const WINDOW = 1;
const TICK_MS = 10;

/** What a paced stream sends. */
export interface Pace {
  readonly events: number;
  readonly eventsPerSecond: number;
  readonly dataBytes: number;
}

export interface PacedServer {
  readonly origin: string;
  /** SHA-256 of the data of all events, one after the other. */
  readonly getSentHash: () => string;
  /** The longest that the reader held it back behind its pace, in milliseconds. */
  readonly getLagMs: () => number;
  readonly close: () => Promise<void>;
}

/** Serves one paced stream to everyone who asks; each has a hash of its own only when there is one reader. */
export async function startPacedServer(pace: Pace): Promise<PacedServer> {
  const hash = createHash('sha256');
  let lagMs = 0;
  const server = createServer((_request, response) => {
    void writePaced(response, pace, hash, (behindMs) => {
      lagMs = Math.max(lagMs, behindMs);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    getSentHash: () => hash.copy().digest('hex'),
    getLagMs: () => lagMs,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function writePaced(
  response: ServerResponse,
  { events, eventsPerSecond, dataBytes }: Pace,
  hash: ReturnType<typeof createHash>,
  onHeldBack: (behindMs: number) => void,
): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  let wake = (): void => undefined;
  response.on('drain', () => wake());
  response.on('close', () => wake());
  const startedMs = performance.now();
  for (let sent = 0; sent < events && !response.destroyed;) {
    const due = Math.min(
      events,
      Math.ceil(((performance.now() - startedMs) / 1000) * eventsPerSecond),
    );
    let text = '';
    for (; sent < due; sent++) {
      const data = `${sent} `.padEnd(dataBytes, 'x');
      hash.update(data);
      text += `id: ${sent}\ndata: ${data}\n\n`;
    }
    if (text !== '' && !response.write(text)) {
      const waitedFromMs = performance.now();
      await new Promise((resolve) => {
        wake = () => resolve(null);
      });
      onHeldBack(performance.now() - waitedFromMs);
    }
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
  response.end();
}

/** The engine as a window has it, and how its exchanges stand. */
export class StressEngine {
  readonly exchanges: LiveExchanges;
  readonly #progress = new Map<ExchangeId, ExchangeProgress>();
  readonly #waiting = new Set<() => void>();
  readonly #folder: string;

  constructor(spoolsFolder: string) {
    this.#folder = spoolsFolder;
    this.exchanges = new LiveExchanges({
      spoolsFolder,
      userAgent: 'Tideline/test',
      push: (_windowId, progress) => {
        this.#progress.set(progress.exchangeId, progress);
        for (const wake of this.#waiting) wake();
        this.#waiting.clear();
      },
    });
  }

  async send(url: string): Promise<ExchangeId> {
    const sent = await this.exchanges.send(WINDOW, aRequest(url));
    if (!sent.ok) throw new Error(sent.error.kind);
    return sent.value;
  }

  async until(
    exchangeId: ExchangeId,
    condition: (progress: ExchangeProgress) => boolean,
  ): Promise<ExchangeProgress> {
    for (;;) {
      const progress = this.#progress.get(exchangeId);
      if (progress !== undefined && condition(progress)) return progress;
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  /** SHA-256 of the data of all events as they are read back, and whether their numbers follow one another. */
  async readBack(
    exchangeId: ExchangeId,
  ): Promise<{ readonly hash: string; readonly isInOrder: boolean }> {
    const log = this.exchanges.find(WINDOW, exchangeId)?.log;
    if (log === undefined) throw new Error('no such exchange');
    const hash = createHash('sha256');
    let events = 0;
    let isInOrder = true;
    for (let from = 0; from < log.rows; from += PAGE_ROWS_MAX) {
      const rows = Array.from({ length: PAGE_ROWS_MAX }, (_, index) => from + index);
      for await (const full of log.readFullRows(rows)) {
        for (const { entry, context } of full) {
          if (entry.kind !== 'event') continue;
          events++;
          isInOrder &&= context?.number === events && entry.id === String(events - 1);
          hash.update(entry.data);
        }
      }
    }
    return { hash: hash.digest('hex'), isInOrder };
  }

  async release(exchangeId: ExchangeId): Promise<void> {
    await this.exchanges.release(WINDOW, exchangeId);
    this.#progress.delete(exchangeId);
    // Thousands of kept runs are another test: each release looks at all of them.
    await rm(join(this.#folder, exchangeId), { recursive: true, force: true });
  }
}

/** Open files and sockets of this process, and what keeps it alive. Linux only tells the files. */
export async function countResources(): Promise<{
  readonly files: number;
  readonly active: number;
}> {
  const files = process.platform === 'linux' ? (await readdir('/proc/self/fd')).length : 0;
  const active = process.getActiveResourcesInfo().filter((name) => name !== 'Immediate');
  return { files, active: active.length };
}

/** Resident set after a full garbage collection, in KiB. */
export function measureKib(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage.rss() / 1024;
}
