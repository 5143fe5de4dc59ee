import type { ExchangeProgress, ExchangeSummary } from '../../shared/ipc/contract.ts';
import {
  PUSH_INTERVAL_MS,
  RACING_EVENTS_PER_SECOND,
  RACING_PUSH_INTERVAL_MS,
} from '../../shared/limits.ts';
import type {
  ConnectionState,
  ResponseHead,
  SentHead,
  StreamEnd,
} from '../../shared/model/exchange.ts';
import type { HeaderField } from '../../shared/model/header-field.ts';
import type { ExchangeId } from '../../shared/model/ids.ts';
import type { RequestDefinition } from '../../shared/model/request.ts';
import type { OpenEntry, TimelineEntry } from '../../shared/model/timeline.ts';
import type { HttpTransport } from '../http/transport.ts';
import type { ExchangeLog } from '../log/exchange-log.ts';
import type { Clock } from '../stream/clock.ts';
import { openStream } from '../stream/open-stream.ts';
import { StopReason } from '../stream/stop-reason.ts';
import type { StreamSink } from '../stream/stream-sink.ts';

export interface LiveExchangeDeps {
  readonly transport: HttpTransport;
  readonly clock: Clock;
  readonly userAgent: string;
  readonly log: ExchangeLog;
  readonly push: (progress: ExchangeProgress) => void;
}

/**
 * One exchange of a window: runs the stream into the log and tells the window about it, at most
 * once per frame. Rows are not pushed; the window asks for those that it shows.
 */
export class LiveExchange implements StreamSink {
  readonly exchangeId: ExchangeId;
  readonly log: ExchangeLog;
  readonly #deps: LiveExchangeDeps;
  readonly #abort = new AbortController();
  readonly #startedMs: number;
  readonly #startedAtMs: number;
  readonly #sent: SentHead[] = [];
  readonly #responses: ResponseHead[] = [];
  #trailers: readonly HeaderField[] | null = null;
  #state: ConnectionState = { kind: 'connecting', attempt: 1 };
  #pushTimer: NodeJS.Timeout | null = null;
  #pushIntervalMs = PUSH_INTERVAL_MS;
  #finished: Promise<void> = Promise.resolve();

  constructor(exchangeId: ExchangeId, startedAtMs: number, deps: LiveExchangeDeps) {
    this.exchangeId = exchangeId;
    this.log = deps.log;
    this.#deps = deps;
    this.#startedMs = deps.clock.monotonicMs();
    this.#startedAtMs = startedAtMs;
  }

  get isLive(): boolean {
    return this.#state.kind !== 'closed';
  }

  /** Sends the request. Progress is pushed from now on; the last push has the state 'closed'. */
  start(request: RequestDefinition): void {
    this.#finished = this.#run(request);
  }

  /** Closes the connection and waits until that is in the log. */
  async stop(): Promise<void> {
    this.#abort.abort(new StopReason('user'));
    await this.#finished;
  }

  getSummary(): ExchangeSummary {
    return {
      exchangeId: this.exchangeId,
      startedAtMs: this.#startedAtMs,
      state: this.#state,
      sent: this.#sent,
      responses: this.#responses,
      trailers: this.#trailers,
    };
  }

  noteSent(head: SentHead): void {
    this.#sent.push(head);
    this.log.noteSent(head);
  }

  writeChunk(bytes: Uint8Array, atMs: number): Promise<void> | void {
    const written = this.log.writeChunk(bytes, atMs);
    this.#schedulePush();
    return written;
  }

  countWireBytes(wireBytes: number): void {
    this.log.counters.wireBytes += wireBytes;
  }

  noteTrailers(fields: readonly HeaderField[]): void {
    this.#trailers = fields;
    this.log.noteTrailers(fields);
  }

  async #run(request: RequestDefinition): Promise<void> {
    const stream = openStream(request, { ...this.#deps, sink: this }, this.#abort.signal);
    let end: StreamEnd | null = null;
    while (end === null) {
      const step = await stream.next();
      if (step.done === true) end = step.value;
      else this.#take(step.value);
    }
    // What the last push announces is on disk, or the failure is known.
    await this.log.flush().catch(() => undefined);
    this.#state = { kind: 'closed', end, closedAtMs: this.#elapsedMs() };
    this.#pushNow();
  }

  #take(entries: readonly TimelineEntry[]): void {
    this.log.appendEntries(entries);
    const first = entries[0];
    if (first?.kind === 'connecting') this.#state = { kind: 'connecting', attempt: first.attempt };
    if (first?.kind === 'open') {
      this.#responses.push(toResponseHead(first));
      this.#state = { kind: 'open', attempt: first.attempt, openedAtMs: first.atMs };
    }
    this.#schedulePush();
  }

  #schedulePush(): void {
    this.#pushTimer ??= setTimeout(() => this.#pushNow(), this.#pushIntervalMs);
  }

  #pushNow(): void {
    if (this.#pushTimer !== null) clearTimeout(this.#pushTimer);
    this.#pushTimer = null;
    const elapsedMs = this.#elapsedMs();
    const counters = this.log.counters.getCounters(elapsedMs);
    this.#pushIntervalMs =
      counters.eventsPerSecond < RACING_EVENTS_PER_SECOND
        ? PUSH_INTERVAL_MS
        : RACING_PUSH_INTERVAL_MS;
    const response = this.#responses.at(-1);
    this.#deps.push({
      exchangeId: this.exchangeId,
      state: this.#state,
      elapsedMs,
      counters,
      types: this.log.counters.getTypeCounts(),
      head: response === undefined ? null : withoutHeaders(response),
    });
  }

  #elapsedMs(): number {
    return this.#deps.clock.monotonicMs() - this.#startedMs;
  }
}

function toResponseHead(open: OpenEntry): ResponseHead {
  const { kind: _kind, seq: _seq, atMs: _atMs, attempt: _attempt, ...head } = open;
  return head;
}

function withoutHeaders(response: ResponseHead): Omit<ResponseHead, 'headers'> {
  const { headers: _headers, ...head } = response;
  return head;
}
