import { join } from 'node:path';
import { ExchangeLog } from '../../main/log/exchange-log.ts';
import { TimelineBuilder } from '../../main/stream/timeline-builder.ts';
import type { ContentShape } from '../../shared/model/exchange.ts';
import { UNKNOWN_CONNECTION } from '../../shared/model/connection-facts.ts';
import { toExchangeId } from '../../shared/model/ids.ts';
import { toEntries } from '../../shared/model/plain-events.ts';
import type { TimelinePart } from '../../shared/model/plain-events.ts';
import type { TimelineEntry } from '../../shared/model/timeline.ts';

const NO_TIMINGS = {
  dnsMs: null,
  proxyMs: null,
  connectMs: 1,
  tlsMs: null,
  requestMs: 2,
  headersMs: 5,
  firstByteMs: 5,
};

/** A log on disk that is filled as a live exchange fills it, and everything that went into it. */
export class StreamLog {
  readonly log: ExchangeLog;
  readonly entries: TimelineEntry[] = [];
  readonly #builder: TimelineBuilder;
  #attempt = 0;
  atMs = 0;

  private constructor(log: ExchangeLog, readAs: 'auto' | ContentShape, lastEventId: string) {
    this.log = log;
    this.#builder = new TimelineBuilder({ readAs, lastEventId });
  }

  static async create(
    folder: string,
    readAs: 'auto' | ContentShape = 'event-stream',
    name = 'x-00000000-log',
    lastEventId = '',
  ): Promise<StreamLog> {
    const exchangeId = toExchangeId(name);
    if (exchangeId === null) throw new Error('bad id');
    const log = await ExchangeLog.create(join(folder, name), { exchangeId, startedAtMs: 1000 });
    return new StreamLog(log, readAs, lastEventId);
  }

  open(contentType = 'text/event-stream'): void {
    const attempt = ++this.#attempt;
    const lastEventId = this.#builder.lastEventId || null;
    const request = { method: 'GET', url: 'http://a.example/', lastEventId };
    this.#add(this.#builder.addFact({ kind: 'connecting', atMs: this.atMs, attempt, ...request }));
    this.#add(
      this.#builder.addFact({
        kind: 'open',
        atMs: this.atMs,
        attempt,
        status: 200,
        reason: 'OK',
        httpVersion: 'HTTP/1.1',
        tlsVersion: null,
        ...UNKNOWN_CONNECTION,
        informational: [],
        redirect: null,
        headers: [
          { name: 'Content-Type', value: contentType },
          { name: 'Cache-Control', value: 'no-cache' },
        ],
        timings: NO_TIMINGS,
      }),
    );
  }

  /** One network chunk, `afterMs` after what came before. */
  async push(chunk: string | Uint8Array, afterMs = 1): Promise<void> {
    this.atMs += afterMs;
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    await this.log.writeChunk(bytes, this.atMs);
    this.#add(this.#builder.addChunk(bytes, this.atMs));
  }

  close(willReconnect = false): void {
    const by = willReconnect ? ('network' as const) : ('server' as const);
    this.#add(
      this.#builder.addFact({
        kind: 'close',
        atMs: this.atMs,
        by,
        willReconnect,
        rule: null,
        refusal: null,
      }),
    );
  }

  #add(parts: readonly TimelinePart[]): void {
    this.log.appendEntries(parts);
    // Millions of them would be a test of the test.
    if (this.entries.length < 100_000) this.entries.push(...toEntries(parts));
  }
}
