import { REDIRECTS_MAX } from '../../shared/limits.ts';
import { NO_TIMINGS } from '../../shared/model/attempt-timings.ts';
import type { StreamEnd } from '../../shared/model/exchange.ts';
import { getFieldValue } from '../../shared/model/header-field.ts';
import { isEventStream } from '../../shared/model/media-type.ts';
import type { NetworkError } from '../../shared/model/network-error.ts';
import type { RequestDefinition } from '../../shared/model/request.ts';
import type { CloseCause, OpenEntry, TimelineEntry } from '../../shared/model/timeline.ts';
import { prepareRequest } from '../http/prepare.ts';
import { toRedirectedRequest } from '../http/redirect.ts';
import type { HttpResponse, HttpTransport } from '../http/transport.ts';
import type { Clock } from './clock.ts';
import { SseFraming } from './sse-framing.ts';
import type { SeqCounter } from './sse-framing.ts';
import { toStopReason } from './stop-reason.ts';
import type { StreamSink } from './stream-sink.ts';

export interface StreamDeps {
  readonly transport: HttpTransport;
  readonly clock: Clock;
  readonly sink: StreamSink;
  /** Value of the User-Agent field where the request has none. */
  readonly userAgent: string;
}

/**
 * Runs one exchange until it ends, fails or `signal` aborts. Yields a batch of entries per network
 * chunk, after the sink took the chunk. Returns why it ended. Never throws for network causes; what
 * the sink throws ends the exchange as `storage-failed`.
 *
 * The request has to be valid (`findInvalidField`). Redirects are followed up to `REDIRECTS_MAX`,
 * each as a connection attempt of its own. Abort with a `StopReason` to say who stopped it.
 */
export async function* openStream(
  request: RequestDefinition,
  deps: StreamDeps,
  signal: AbortSignal,
): AsyncGenerator<readonly TimelineEntry[], StreamEnd> {
  const run = new ExchangeRun(deps, signal);
  let current = request;
  for (let attempt = 1; ; attempt++) {
    const prepared = prepareRequest(current, { userAgent: deps.userAgent });
    deps.sink.noteSent(prepared.sent);
    yield [
      {
        kind: 'connecting',
        ...run.nextBase(),
        attempt,
        method: prepared.sent.method,
        url: prepared.sent.url,
        lastEventId: getFieldValue(prepared.headers, 'last-event-id'),
      },
    ];
    const sent = await deps.transport.send(prepared, {
      signal,
      onWireBytes: (wireBytes) => deps.sink.countWireBytes(wireBytes),
    });
    if (!sent.ok) return yield* run.fail(sent.error, false);

    const response = sent.value;
    const next = toRedirectedRequest(current, prepared.url, response);
    yield [run.toOpenEntry(response, attempt, next === null)];
    if (next === null) return yield* run.readContent(response);
    response.close();
    if (attempt > REDIRECTS_MAX) return yield* run.fail(toTooManyRedirects(next.url), true);
    yield [run.toCloseEntry('server', true)];
    current = next;
  }
}

/** State of one exchange: its clock, its seqs and the bytes of its body so far. */
class ExchangeRun {
  readonly #deps: StreamDeps;
  readonly #signal: AbortSignal;
  readonly #startedMs: number;
  readonly #seqs: SeqCounter = { next: 0 };
  #bodyBytes = 0;

  constructor(deps: StreamDeps, signal: AbortSignal) {
    this.#deps = deps;
    this.#signal = signal;
    this.#startedMs = deps.clock.monotonicMs();
  }

  nextBase(): { readonly seq: number; readonly atMs: number } {
    return { seq: this.#seqs.next++, atMs: this.#now() };
  }

  /** Reads the content to its end, as a stream or as one ordinary body. */
  async *readContent(response: HttpResponse): AsyncGenerator<readonly TimelineEntry[], StreamEnd> {
    const framing = isStream(response)
      ? new SseFraming({ seqs: this.#seqs, offset: this.#bodyBytes, lastEventId: '' })
      : null;
    let failure: NetworkError | null = null;
    try {
      for await (const chunk of response.content) {
        // Chunks that undici had already handed over when the stream was stopped are not shown.
        if (this.#signal.aborted) break;
        const atMs = chunk.monotonicMs - this.#startedMs;
        const written = await this.#write(chunk.bytes, atMs);
        if (written !== null) {
          failure = written;
          break;
        }
        this.#bodyBytes += chunk.bytes.length;
        const entries = framing?.push(chunk.bytes, atMs) ?? [];
        if (entries.length > 0) yield entries;
      }
    } catch (thrown: unknown) {
      failure = response.toError(thrown);
    } finally {
      response.close();
    }
    const rest = framing?.end(this.#now()) ?? [];
    if (rest.length > 0) yield rest;
    if (failure !== null || this.#signal.aborted) return yield* this.fail(failure, true);
    this.#deps.sink.noteTrailers(response.getTrailers());
    yield [this.toCloseEntry('server', false)];
    return { kind: 'ended' };
  }

  /** Ends an attempt that did not end by itself: stopped from outside, or failed. */
  async *fail(
    error: NetworkError | null,
    wasOpen: boolean,
  ): AsyncGenerator<readonly TimelineEntry[], StreamEnd> {
    if (this.#signal.aborted || error === null) {
      const { by, rule } = toStopReason(this.#signal.reason);
      yield [this.toCloseEntry(by, false, rule)];
      return by === 'rule' ? { kind: 'rule', rule: rule ?? '' } : { kind: 'stopped' };
    }
    yield [
      {
        kind: 'error',
        ...this.nextBase(),
        errorKind: error.kind,
        code: error.code,
        detail: error.detail,
        fatal: true,
        afterHeaders: error.afterHeaders,
        phase: error.phase,
        addresses: error.addresses,
        timings: error.timings,
      },
    ];
    if (wasOpen) yield [this.toCloseEntry('network', false)];
    return { kind: 'failed', error };
  }

  toOpenEntry(response: HttpResponse, attempt: number, isLast: boolean): OpenEntry {
    const accepted = isLast && isStream(response);
    return {
      kind: 'open',
      seq: this.#seqs.next++,
      atMs: response.monotonicMs - this.#startedMs,
      attempt,
      status: response.status,
      reason: response.reason,
      httpVersion: response.httpVersion,
      tlsVersion: response.tlsVersion,
      remoteAddress: response.remoteAddress,
      accepted,
      shape: accepted ? 'event-stream' : 'ordinary',
      headers: response.headers,
      timings: response.timings,
    };
  }

  toCloseEntry(by: CloseCause, willReconnect: boolean, rule: string | null = null): TimelineEntry {
    return { kind: 'close', ...this.nextBase(), by, willReconnect, rule };
  }

  #now(): number {
    return this.#deps.clock.monotonicMs() - this.#startedMs;
  }

  async #write(bytes: Uint8Array, atMs: number): Promise<NetworkError | null> {
    try {
      const written = this.#deps.sink.writeChunk(bytes, atMs);
      if (written !== undefined) await written;
      return null;
    } catch (cause: unknown) {
      const code = cause instanceof Error && 'code' in cause ? String(cause.code) : null;
      const detail = cause instanceof Error ? cause.message : String(cause);
      return {
        kind: 'storage-failed',
        code,
        detail,
        afterHeaders: true,
        phase: 'first-event',
        addresses: [],
        timings: NO_TIMINGS,
      };
    }
  }
}

function toTooManyRedirects(url: string): NetworkError {
  return {
    kind: 'too-many-redirects',
    code: null,
    detail: `${REDIRECTS_MAX} redirects followed; the next one led to ${url}`,
    afterHeaders: true,
    phase: 'headers',
    addresses: [],
    timings: NO_TIMINGS,
  };
}

/** A stream whatever the status, as long as the status lets it have content. */
function isStream(response: HttpResponse): boolean {
  return isEventStream(getFieldValue(response.headers, 'content-type'));
}
