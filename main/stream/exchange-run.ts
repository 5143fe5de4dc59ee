import { CONNECTS_IN_WINDOW_MAX, CONTENT_CODINGS_MAX } from '../../shared/limits.ts';
import { NO_TIMINGS } from '../../shared/model/attempt-timings.ts';
import type { StreamEnd } from '../../shared/model/exchange.ts';
import type { NetworkError } from '../../shared/model/network-error.ts';
import { withScheme } from '../../shared/model/request.ts';
import type { RequestDefinition } from '../../shared/model/request.ts';
import type { StreamSettings } from '../../shared/model/stream-settings.ts';
import type { TimelinePart } from '../../shared/model/plain-events.ts';
import type { CloseCause, ReconnectRefusal } from '../../shared/model/timeline.ts';
import { toLastEventIdValue } from '../http/last-event-id.ts';
import type { CodingRefusal } from '../http/content-decoding.ts';
import type { HttpEnvironment } from '../http/http-environment.ts';
import type { ChainStep } from '../http/request-chain.ts';
import type { HttpResponse, HttpTransport } from '../http/transport.ts';
import type { Clock } from './clock.ts';
import {
  clampReconnectionTime,
  decideReconnect,
  getFirstReconnectionTime,
} from './reconnection.ts';
import type { AttemptOutcome, ReconnectDecision } from './reconnection.ts';
import { SleepWatch } from './sleep-watch.ts';
import { toStopReason } from './stop-reason.ts';
import { StreamControl } from './stream-control.ts';
import type { StreamSink } from './stream-sink.ts';
import { TailWatch } from './tail-watch.ts';
import { TimelineBuilder } from './timeline-builder.ts';
import type { ObservedProblem } from './timeline-builder.ts';
import { IDLE, withIdle } from './with-idle.ts';

export interface StreamDeps {
  readonly transport: HttpTransport;
  /** What requests are sent with beside what they say; absent: nothing. */
  readonly environment?: HttpEnvironment;
  readonly clock: Clock;
  readonly sink: StreamSink;
  /** Value of the User-Agent field where the request has none. */
  readonly userAgent: string;
  /** In [0, 1); spreads waits. `Math.random` by default. */
  readonly random?: () => number;
  /** Reaches into the running exchange. */
  readonly control?: StreamControl;
  /** Where the timeline is made; may be exchanged between two calls. One of its own by default. */
  readonly timeline?: { current: TimelineBuilder };
}

/** Characters of a coding's name that are told; a server may send any. */
const CODING_CHARS_MAX = 40;

/** How one attempt, its redirects included, ended. */
export interface Attempt {
  readonly outcome: AttemptOutcome;
  /** What broke it; null when the server ended it in order. */
  readonly error: NetworkError | null;
  /** Whether there was a response. */
  readonly wasOpen: boolean;
  /** The connection was cut on purpose. */
  readonly isCut: boolean;
}

type LastEventIdForRequest =
  | { readonly kind: 'none' }
  | { readonly kind: 'send'; readonly id: string; readonly value: string }
  | { readonly kind: 'not-sendable'; readonly idBytes: number };

type Entries = readonly TimelinePart[];

/** State of one exchange over all its attempts: clock, timeline, reconnection time, failures in a row. */
export class ExchangeRun {
  readonly deps: StreamDeps;
  readonly settings: StreamSettings;
  readonly #signal: AbortSignal;
  readonly #control: StreamControl;
  readonly #timeline: { current: TimelineBuilder };
  readonly #startedMs: number;
  readonly #sleep: SleepWatch;
  readonly #tail = new TailWatch();
  #attempt = 0;
  /** When the newest attempts began. */
  #connectsAtMs: readonly number[] = [];
  #failuresInRow = 0;
  /** Whether a response came, of any kind. */
  #hasOpened = false;
  #reconnectionTimeMs: number;
  /** Origin that the last event ID belongs to; null: the user's own, for the first origin asked. */
  #idOrigin: string | null = null;
  #firstOrigin: string | null = null;

  constructor(deps: StreamDeps, settings: StreamSettings, signal: AbortSignal) {
    this.deps = deps;
    this.settings = settings;
    this.#signal = signal;
    this.#control = deps.control ?? new StreamControl();
    this.#timeline = deps.timeline ?? {
      current: new TimelineBuilder({
        readAs: settings.readAs,
        lastEventId: settings.lastEventId ?? '',
      }),
    };
    this.#startedMs = deps.clock.monotonicMs();
    this.#sleep = new SleepWatch(deps.clock);
    this.#reconnectionTimeMs = getFirstReconnectionTime(settings.reconnectionTimeMs);
  }

  /** The exchange is over. */
  dispose(): void {
    this.#sleep.stop();
  }

  /** The last event ID for a request; only the origin that gave it, or that the user meant, gets it. */
  getLastEventIdFor(request: RequestDefinition): LastEventIdForRequest {
    const { origin } = new URL(withScheme(request.url));
    this.#firstOrigin ??= origin;
    const id = this.#timeline.current.lastEventId;
    if (id === '' || origin !== (this.#idOrigin ?? this.#firstOrigin)) return { kind: 'none' };
    const value = toLastEventIdValue(id);
    if (value === null) return { kind: 'not-sendable', idBytes: Buffer.byteLength(id) };
    return { kind: 'send', id, value };
  }

  toUnsentLastEventId(idBytes: number): Entries {
    return this.#toProblem('last-event-id-not-sent', `${idBytes} bytes`);
  }

  toConnecting(method: string, url: string, lastEventId: string | null): Entries {
    this.#attempt++;
    // One time for both: what the timeline shows keeps to the window as well.
    const atMs = this.#now();
    this.#connectsAtMs = [...this.#connectsAtMs, atMs].slice(-CONNECTS_IN_WINDOW_MAX);
    return this.#timeline.current.addFact({
      kind: 'connecting',
      atMs,
      attempt: this.#attempt,
      method,
      url,
      lastEventId,
    });
  }

  toOpen(response: HttpResponse, origin: string, step: ChainStep): Entries {
    const entries = this.#timeline.current.addFact({
      kind: 'open',
      atMs: response.monotonicMs - this.#startedMs,
      attempt: this.#attempt,
      status: response.status,
      reason: response.reason,
      httpVersion: response.httpVersion,
      tlsVersion: response.connection.tls?.version ?? null,
      ...response.connection,
      informational: response.informational,
      redirect: step.redirect,
      headers: response.headers,
      timings: response.timings,
    });
    this.#hasOpened = true;
    if (this.#isStream()) this.#idOrigin = origin;
    return [...entries, ...this.#toHeadProblems(response, step)];
  }

  /** The response was not the one that counts: a redirect, or a challenge. */
  toHopClose(because: 'redirect' | 'challenge'): Entries {
    return this.#toClose('server', true, because, null);
  }

  #toHeadProblems({ codingRefusal, connection }: HttpResponse, step: ChainStep): Entries {
    const trustProblem = connection.tls?.trustProblem ?? null;
    const refusal = step.redirect?.refusal ?? null;
    // Switched off is no problem, and the limit is an error of its own.
    const isStopped = refusal !== null && refusal !== 'switched-off' && refusal !== 'limit';
    return [
      ...(trustProblem === null ? [] : this.#toProblem('certificate-not-verified', trustProblem)),
      ...step.refusedCookies.flatMap((words) => this.#toProblem('cookie-refused', words)),
      ...(isStopped ? this.#toProblem('redirect-stopped', refusal) : []),
      ...(codingRefusal === null
        ? []
        : this.#toProblem('content-coding', toCodingWords(codingRefusal))),
    ];
  }

  /** Reads the content to its end, as a stream or as one ordinary body. */
  async *readContent(response: HttpResponse): AsyncGenerator<Entries, Attempt> {
    const isStream = this.#isStream();
    if (isStream) this.#failuresInRow = 0;
    this.#tail.clear();
    const endConnection = this.#control.beginConnection(() => response.close());
    let error: NetworkError | null = null;
    const idleMs = isStream ? this.settings.stallAfterMs : null;
    try {
      for await (const chunk of withIdle(response.content, idleMs)) {
        // Chunks that were handed over before the stream was stopped or cut are not shown.
        if (this.#signal.aborted || this.#control.isCut) break;
        yield* this.#tellJump();
        if (chunk === IDLE) {
          yield this.#toProblem('stalled', String(idleMs));
          continue;
        }
        const bytes = this.#control.limitChunk(chunk.bytes);
        const atMs = chunk.monotonicMs - this.#startedMs;
        error = await this.#write(bytes, atMs);
        if (error !== null) break;
        this.#tail.note(bytes);
        const entries = this.#timeline.current.addChunk(bytes, atMs);
        response.release(bytes);
        this.#control.noteChunk(this.#learn(entries));
        if (entries.length > 0) yield entries;
      }
    } catch (thrown: unknown) {
      error = response.toError(thrown);
    } finally {
      endConnection();
      response.close();
    }
    if (error === null) this.deps.sink.noteTrailers(response.getTrailers());
    const isCut = this.#control.isCut;
    return {
      outcome: this.#toOutcome(response, error === null && !isCut),
      error: isCut ? null : error,
      wasOpen: true,
      isCut,
    };
  }

  decide(outcome: AttemptOutcome): ReconnectDecision {
    if (outcome.kind === 'failed') this.#failuresInRow++;
    return decideReconnect({
      mode: this.settings.reconnect,
      outcome,
      reconnectionTimeMs: this.#reconnectionTimeMs,
      failuresInRow: this.#failuresInRow,
      attemptsMax: this.settings.attemptsMax,
      isFirstFailureFinal: !this.#hasOpened && !this.settings.retriesFirstFailure,
      random: (this.deps.random ?? Math.random)(),
      hasJustWoken: this.#sleep.hasJustWoken,
      connectsAgoMs: this.#connectsAtMs.map((atMs) => this.#now() - atMs),
    });
  }

  /** The attempt is over: an error if it broke, a close if there was a response. */
  *endAttempt(
    attempt: Attempt,
    willReconnect: boolean,
    refusal: ReconnectRefusal | null,
  ): Generator<Entries, void> {
    yield* this.#tellJump();
    if (attempt.error !== null) {
      const { kind, ...facts } = attempt.error;
      yield this.#timeline.current.addFact({
        kind: 'error',
        atMs: this.#now(),
        errorKind: kind,
        ...facts,
        fatal: !willReconnect,
      });
    }
    if (!attempt.wasOpen) return;
    const by = attempt.isCut ? 'user' : attempt.error === null ? 'server' : 'network';
    yield this.#toClose(by, willReconnect, attempt.isCut ? 'cut' : null, refusal);
  }

  /** Ends the exchange after its last attempt. */
  *finish(attempt: Attempt, because: ReconnectRefusal): Generator<Entries, StreamEnd> {
    // Where nobody expects another attempt no reason is owed either.
    const isExpected = because === 'off' || because === 'complete';
    yield* this.endAttempt(attempt, false, isExpected ? null : because);
    if (attempt.error !== null) return { kind: 'failed', error: attempt.error };
    return attempt.isCut ? { kind: 'stopped' } : { kind: 'ended' };
  }

  /** Ends the exchange because it was stopped from outside. */
  *stop(): Generator<Entries, StreamEnd> {
    const { by, rule } = toStopReason(this.#signal.reason);
    yield this.#toClose(by, false, rule, null);
    return by === 'rule' ? { kind: 'rule', rule: rule ?? '' } : { kind: 'stopped' };
  }

  /** Waits before the next attempt; ends early when stopped or asked to go on at once. */
  async *wait(waitMs: number): AsyncGenerator<Entries, void> {
    const id = this.#timeline.current.lastEventId;
    const abort = new AbortController();
    const end = (): void => abort.abort();
    const endWait = this.#control.beginWait(end);
    this.#signal.addEventListener('abort', end);
    yield this.#timeline.current.addFact({
      kind: 'reconnect-wait',
      atMs: this.#now(),
      attempt: this.#attempt + 1,
      waitMs,
      lastEventId: id === '' ? null : id,
      failuresInRow: this.#failuresInRow,
      attemptsMax: this.settings.reconnect === 'on' ? this.settings.attemptsMax : null,
    });
    if (this.#signal.aborted) end();
    await this.deps.clock.wait(waitMs, abort.signal);
    this.#signal.removeEventListener('abort', end);
    endWait();
    yield* this.#tellJump();
  }

  /** Tells of a sleep before anything that came after it. */
  *#tellJump(): Generator<Entries, void> {
    const jumpMs = this.#sleep.takeJump();
    if (jumpMs !== null) yield this.#toProblem('clock-jump', String(Math.round(jumpMs)));
  }

  #toProblem(problem: ObservedProblem['problem'], detail: string): Entries {
    const atMs = this.#now();
    return this.#timeline.current.addFact({ kind: 'problem', atMs, problem, detail });
  }

  #toClose(
    by: CloseCause,
    willReconnect: boolean,
    rule: string | null,
    refusal: ReconnectRefusal | null,
  ): Entries {
    const atMs = this.#now();
    return this.#timeline.current.addFact({
      kind: 'close',
      atMs,
      by,
      willReconnect,
      rule,
      refusal,
    });
  }

  /** Takes up what entries say about the connection itself; gives the number of events among them. */
  #learn(entries: Entries): number {
    let events = 0;
    for (const entry of entries) {
      if (entry.kind === 'plain-events') events += entry.count;
      if (entry.kind === 'event') events++;
      if (entry.kind === 'retry') this.#reconnectionTimeMs = clampReconnectionTime(entry.ms);
    }
    return events;
  }

  #isStream(): boolean {
    const { shape } = this.#timeline.current;
    return shape !== null && shape !== 'ordinary';
  }

  /**
   * A response that is no stream ends reconnection, as the standard says: status first, then type. `isWhole`: the server
   * ended it in order.
   */
  #toOutcome(response: HttpResponse, isWhole: boolean): AttemptOutcome {
    const isStream = this.#isStream();
    if (isStream && response.status === 200) {
      const isEventStream = this.#timeline.current.shape === 'event-stream';
      const isComplete = isWhole && (!isEventStream || this.#tail.saysDone());
      return { kind: isComplete ? 'complete' : 'stream-ended' };
    }
    return { kind: 'refused', status: response.status, isEventStream: isStream };
  }

  #now(): number {
    return this.deps.clock.monotonicMs() - this.#startedMs;
  }

  async #write(bytes: Uint8Array, atMs: number): Promise<NetworkError | null> {
    try {
      const written = this.deps.sink.writeChunk(bytes, atMs);
      if (written !== undefined) await written;
      return null;
    } catch (cause: unknown) {
      return {
        kind: 'storage-failed',
        code: cause instanceof Error && 'code' in cause ? String(cause.code) : null,
        detail: cause instanceof Error ? cause.message : String(cause),
        afterHeaders: true,
        phase: 'first-event',
        addresses: [],
        certificates: [],
        timings: NO_TIMINGS,
      };
    }
  }
}

function toCodingWords(refusal: CodingRefusal): string {
  if (refusal.kind === 'too-many-codings') return `more than ${CONTENT_CODINGS_MAX} codings`;
  const coding = refusal.coding.slice(0, CODING_CHARS_MAX);
  return refusal.kind === 'switched-off' ? `${coding}, as set` : coding;
}
