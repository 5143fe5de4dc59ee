import type { ExchangeProgress, ExchangeSummary } from '../../shared/ipc/contract.ts';
import {
  PUSH_INTERVAL_MS,
  RACING_EVENTS_PER_SECOND,
  RACING_PUSH_INTERVAL_MS,
  RATE_SPAN_MS,
} from '../../shared/limits.ts';
import type { AttemptTimings } from '../../shared/model/attempt-timings.ts';
import type {
  ConnectionState,
  ContentShape,
  ResponseHead,
  SentHead,
  StreamEnd,
} from '../../shared/model/exchange.ts';
import type { HeaderField } from '../../shared/model/header-field.ts';
import type { ExchangeId } from '../../shared/model/ids.ts';
import type { RequestDefinition } from '../../shared/model/request.ts';
import { DEFAULT_STREAM_SETTINGS } from '../../shared/model/stream-settings.ts';
import { toEntries } from '../../shared/model/plain-events.ts';
import type { TimelinePart } from '../../shared/model/plain-events.ts';
import type { TimelineEntry } from '../../shared/model/timeline.ts';
import { hideInEntry, hideInHead, hideSecrets } from '../../shared/template/hide-secrets.ts';
import type { HttpEnvironment } from '../http/http-environment.ts';
import type { HttpTransport } from '../http/transport.ts';
import { isFact } from '../log/spool.ts';
import { fillReading } from '../log/fill-reading.ts';
import type { ExchangeLog } from '../log/exchange-log.ts';
import { NewestHeads } from '../log/newest-heads.ts';
import type { Clock } from '../stream/clock.ts';
import { openStream } from '../stream/open-stream.ts';
import { StreamControl } from '../stream/stream-control.ts';
import type { CutMoment } from '../stream/stream-control.ts';
import { TimelineBuilder } from '../stream/timeline-builder.ts';
import { StopReason } from '../stream/stop-reason.ts';
import type { RunEnd } from '../workspace/runs/run-line.ts';
import type { ExchangeFollower } from './exchange-follower.ts';
import { FirstScreen } from './first-screen.ts';
import { RaceRest } from './race-rest.ts';
import { toHeadLists, toProgress, toResponseHead } from './exchange-progress.ts';
import type { StreamSink } from '../stream/stream-sink.ts';

export interface LiveExchangeDeps {
  readonly transport: HttpTransport;
  readonly clock: Clock;
  readonly userAgent: string;
  readonly log: ExchangeLog;
  readonly push: (progress: ExchangeProgress) => void;
  /** Values of secrets in the request; they are neither kept nor shown. */
  readonly hides: readonly string[];
  readonly environment: HttpEnvironment;
  /** Told once, when nothing more is to come. Never rejects. */
  readonly onEnd: (end: RunEnd) => Promise<void>;
}

/**
 * One exchange of a window: runs the stream into the log and tells the window about it, at most
 * once per frame. Rows are not pushed; the window asks for those that it shows.
 */
export class LiveExchange implements StreamSink {
  readonly exchangeId: ExchangeId;
  readonly log: ExchangeLog;
  readonly followers = new Set<ExchangeFollower>();
  readonly #deps: LiveExchangeDeps;
  readonly #request: RequestDefinition;
  readonly #abort = new AbortController();
  readonly #startedMs: number;
  readonly #startedAtMs: number;
  readonly #sent = new NewestHeads<SentHead>();
  readonly #responses = new NewestHeads<ResponseHead>();
  #trailers: readonly HeaderField[] | null = null;
  readonly #control = new StreamControl();
  readonly #firstScreen: FirstScreen;
  readonly #rest: RaceRest;
  readonly #timeline: { current: TimelineBuilder };
  /** Holds the socket back while the content is read another way. */
  #rereading: Promise<void> | null = null;
  #state: ConnectionState = { kind: 'connecting', attempt: 1, requestSent: null };
  #pushTimer: NodeJS.Timeout | null = null;
  /** When the timer fires. */
  #pushDueMs = 0;
  #pushedAtMs = 0;
  #pushIntervalMs = PUSH_INTERVAL_MS;
  #finished: Promise<void> = Promise.resolve();

  constructor(
    exchangeId: ExchangeId,
    startedAtMs: number,
    request: RequestDefinition,
    deps: LiveExchangeDeps,
  ) {
    this.exchangeId = exchangeId;
    this.log = deps.log;
    this.#deps = deps;
    this.#request = request;
    this.#firstScreen = new FirstScreen(deps.clock);
    this.#rest = new RaceRest(deps.clock);
    const settings = request.stream ?? DEFAULT_STREAM_SETTINGS;
    this.#timeline = { current: this.#createBuilder(settings.readAs) };
    this.#startedMs = deps.clock.monotonicMs();
    this.#startedAtMs = startedAtMs;
  }

  /** Monotonic milliseconds since the request was sent, until now or the end. */
  get elapsedMs(): number {
    return this.#state.kind === 'closed' ? this.#state.closedAtMs : this.#elapsedMs();
  }

  get isLive(): boolean {
    return this.#state.kind !== 'closed';
  }

  /** Sends the request. Progress is pushed from now on; the last push has the state 'closed'. */
  start(): void {
    // A connection that opens at once is told together with its beginning.
    this.#pushedAtMs = this.#startedMs;
    this.#finished = this.#run();
  }

  /** Closes the connection and waits until that is in the log. */
  async stop(): Promise<void> {
    this.#abort.abort(new StopReason('user'));
    await this.#finished;
  }

  /** Stops it if it is live, and closes its log. */
  async release(): Promise<void> {
    await this.stop();
    for (const follower of this.followers) await follower.onRelease();
    await this.log.close();
  }

  /** Ends the wait before the next attempt. */
  reconnectNow(): void {
    this.#control.reconnectNow();
  }

  /** Cuts the connection on purpose. */
  cut(when: CutMoment): void {
    this.#control.cut(when);
  }

  /**
   * Reads the content another way from its first byte. What arrives meanwhile waits. Rejects if the
   * files cannot be read.
   */
  async readAs(shape: ContentShape): Promise<void> {
    await this.#rereading;
    const reading = this.#reread(shape);
    this.#rereading = reading.catch(() => undefined).finally(() => (this.#rereading = null));
    await reading;
    this.#pushNow();
  }

  getProgress(): ExchangeProgress {
    return toProgress({
      exchangeId: this.exchangeId,
      state: this.#state,
      log: this.log,
      timeline: this.#timeline.current,
      elapsedMs: this.#elapsedMs(),
      response: this.#responses.heads.at(-1),
    });
  }

  getSummary(): ExchangeSummary {
    return {
      exchangeId: this.exchangeId,
      startedAtMs: this.#startedAtMs,
      state: this.#state,
      ...toHeadLists(this.#sent, this.#responses),
      trailers: this.#trailers,
    };
  }

  noteSent(head: SentHead): void {
    const shown = hideInHead(head, this.#deps.hides);
    this.#sent.add(shown);
    this.log.noteSent(shown);
  }

  noteWaiting(timings: AttemptTimings): void {
    if (this.#state.kind !== 'connecting') return;
    this.#state = { ...this.#state, requestSent: { atMs: this.#elapsedMs(), timings } };
    this.#schedulePush(PUSH_INTERVAL_MS);
  }

  writeChunk(bytes: Uint8Array, atMs: number): Promise<void> | void {
    if (this.#rereading !== null) {
      return this.#rereading.then(() => this.writeChunk(bytes, atMs));
    }
    const written = this.log.writeChunk(bytes, atMs);
    this.#schedulePush(this.#pushIntervalMs);
    const { signal } = this.#abort;
    const isRacing = this.#pushIntervalMs === RACING_PUSH_INTERVAL_MS;
    const drawn =
      this.#firstScreen.wait(this.log.counters.bodyBytes, signal) ??
      this.#rest.wait(isRacing, signal);
    return drawn === undefined ? written : Promise.all([written, drawn]).then(() => undefined);
  }

  /** The window was given rows, which it draws now. */
  noteRead(): void {
    this.#rest.noteRead();
  }

  countWireBytes(wireBytes: number): void {
    this.log.counters.wireBytes += wireBytes;
  }

  noteTrailers(fields: readonly HeaderField[]): void {
    this.#trailers = fields;
    this.log.noteTrailers(fields);
  }

  #createBuilder(readAs: 'auto' | ContentShape): TimelineBuilder {
    return new TimelineBuilder({ readAs, lastEventId: this.#request.stream?.lastEventId ?? '' });
  }

  async #reread(shape: ContentShape): Promise<void> {
    const builder = this.#createBuilder(shape);
    for (const follower of this.followers) await follower.onReread();
    await this.log.startReading();
    await fillReading(this.log, builder);
    this.#timeline.current = builder;
  }

  async #run(): Promise<void> {
    const stream = openStream(
      this.#request,
      { ...this.#deps, sink: this, control: this.#control, timeline: this.#timeline },
      this.#abort.signal,
    );
    let end: StreamEnd | null = null;
    while (end === null) {
      const reading = this.log.readingNumber;
      const step = await stream.next();
      if (this.#rereading !== null) await this.#rereading;
      if (step.done === true) end = hideInEnd(step.value, this.#deps.hides);
      else this.#take(step.value, reading);
    }
    // What the last push announces is on disk, or the failure is known.
    await this.log.flush().catch(() => undefined);
    const durationMs = this.#elapsedMs();
    this.#state = { kind: 'closed', end, closedAtMs: durationMs };
    const { wireBytes, bodyBytes, events } = this.getProgress().counters;
    const ended = this.#deps.onEnd({
      state: end.kind === 'failed' ? { kind: 'failed', error: end.error.kind } : end,
      status: this.#responses.heads.at(-1)?.status ?? null,
      sizeBytes: bodyBytes,
      wireBytes,
      durationMs,
      events,
      shape: this.#timeline.current.shownShape,
    });
    this.#pushNow();
    await ended;
  }

  #take(made: readonly TimelinePart[], reading: number): void {
    const told = reading === this.log.readingNumber ? made : this.#retell(made);
    const { hides } = this.#deps;
    const entries =
      hides.length === 0 ? told : toEntries(told).map((entry) => hideInEntry(entry, hides));
    this.log.appendEntries(entries);
    let hasFacts = false;
    for (const entry of entries) {
      if (!isFact(entry)) continue;
      hasFacts = true;
      this.#follow(entry);
    }
    // What happens to the connection is told at once, however fast the events before it were.
    this.#schedulePush(hasFacts ? PUSH_INTERVAL_MS : this.#pushIntervalMs);
  }

  /**
   * Entries that were made before the content was read another way: what came of bytes is in the new
   * reading already, facts are told to it now.
   */
  #retell(made: readonly TimelinePart[]): readonly TimelinePart[] {
    return made.flatMap((entry) => (isFact(entry) ? this.#timeline.current.addFact(entry) : []));
  }

  /** Takes up what an entry says about the connection. */
  #follow(entry: TimelineEntry): void {
    if (entry.kind === 'connecting') {
      this.#state = { kind: 'connecting', attempt: entry.attempt, requestSent: null };
    }
    if (entry.kind === 'open') {
      this.#responses.add(toResponseHead(entry));
      this.#state = { kind: 'open', attempt: entry.attempt, openedAtMs: entry.atMs };
      if (entry.shape !== 'ordinary') this.#firstScreen.noteOpen();
    }
    if (entry.kind === 'reconnect-wait') {
      const { attempt, failuresInRow, attemptsMax } = entry;
      const reconnectAtMs = entry.atMs + entry.waitMs;
      this.#state = { kind: 'waiting', attempt, reconnectAtMs, failuresInRow, attemptsMax };
    }
  }

  /** Pushes `intervalMs` after the last push, or at once where that is over, whichever push comes first. */
  #schedulePush(intervalMs: number): void {
    const nowMs = this.#deps.clock.monotonicMs();
    const dueMs = Math.max(nowMs, this.#pushedAtMs + intervalMs);
    if (this.#pushTimer !== null) {
      if (dueMs >= this.#pushDueMs) return;
      clearTimeout(this.#pushTimer);
    }
    this.#pushDueMs = dueMs;
    this.#pushTimer = setTimeout(() => this.#pushNow(), dueMs - nowMs);
  }

  #pushNow(): void {
    if (this.#pushTimer !== null) clearTimeout(this.#pushTimer);
    this.#pushTimer = null;
    this.#pushedAtMs = this.#deps.clock.monotonicMs();
    const progress = this.getProgress();
    this.#pushIntervalMs =
      progress.counters.eventsPerSecond < RACING_EVENTS_PER_SECOND
        ? PUSH_INTERVAL_MS
        : RACING_PUSH_INTERVAL_MS;
    this.#deps.push(progress);
    this.#rest.notePush();
    for (const follower of this.followers) follower.onGrowth();
    if (this.isLive && progress.counters.eventsPerSecond > 0) this.#scheduleFall();
  }

  /** Tells of a rate that fell to nothing, in case nothing else is to be told until then. */
  #scheduleFall(): void {
    // A frame later than the rate needs, since timers may fire early.
    this.#schedulePush(RATE_SPAN_MS + PUSH_INTERVAL_MS);
    this.#pushTimer?.unref();
  }

  #elapsedMs(): number {
    return this.#deps.clock.monotonicMs() - this.#startedMs;
  }
}

function hideInEnd(end: StreamEnd, hides: readonly string[]): StreamEnd {
  if (end.kind !== 'failed') return end;
  return { ...end, error: { ...end.error, detail: hideSecrets(end.error.detail, hides) } };
}
