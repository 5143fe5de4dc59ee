import { INFORMATIONAL_RESPONSES_MAX } from '../../shared/limits.ts';
import type { AttemptTimings } from '../../shared/model/attempt-timings.ts';
import type {
  ConnectionFacts,
  InformationalResponse,
} from '../../shared/model/connection-facts.ts';
import type { SentHead } from '../../shared/model/exchange.ts';
import { getFieldValues } from '../../shared/model/header-field.ts';
import type { HeaderField } from '../../shared/model/header-field.ts';
import type { NetworkError, Phase } from '../../shared/model/network-error.ts';
import { fail, ok } from '../../shared/result.ts';
import type { Result } from '../../shared/result.ts';
import { hideInHead } from '../../shared/template/hide-secrets.ts';
import { ConnectError } from './connect/connect-error.ts';
import type { ConnectionMarks } from './connect/dial.ts';
import { decodeContent, parseContentEncoding } from './content-decoding.ts';
import type { CodingRefusal, ContentChunk } from './content-decoding.ts';
import { ContentQueue } from './content-queue.ts';
import type { HttpEnvironment } from './http-environment.ts';
import { openWire } from './open-wire.ts';
import type { PreparedRequest } from './prepare.ts';
import { toNetworkError } from './transport-error.ts';
import { IdleWires } from './wire/idle-wires.ts';
import type { OpenWire, WireKey } from './wire/idle-wires.ts';
import { toWireRequest } from './wire-request.ts';

/** A response whose head is there and whose content is on its way. */
export interface HttpResponse {
  readonly status: number;
  readonly reason: string;
  readonly httpVersion: string;
  /** In order, duplicates and case kept. */
  readonly headers: readonly HeaderField[];
  readonly informational: readonly InformationalResponse[];
  readonly connection: ConnectionFacts;
  readonly timings: AttemptTimings;
  /** When the head was complete. */
  readonly monotonicMs: number;
  /** Codings that are left in the content, with the reason; null when all were undone. */
  readonly codingRefusal: CodingRefusal | null;
  /** Content after decoding, chunk by chunk; ends normally or throws, see `toError`. One reader only. */
  readonly content: AsyncIterable<ContentChunk>;
  /** Tells that bytes of the content, and all before them, are done with: their memory is used again. */
  readonly release: (bytes: Uint8Array) => void;
  /** Trailer section; empty until the content ended. */
  readonly getTrailers: () => readonly HeaderField[];
  /** What a throw of `content` means. */
  readonly toError: (thrown: unknown) => NetworkError;
  /** Closes the connection, unless the content has come to its end. May be called at any time and more than once. */
  readonly close: () => void;
}

export interface SendOptions {
  readonly signal: AbortSignal;
  readonly environment: HttpEnvironment;
  /** Counts content bytes before decoding. */
  readonly onWireBytes: (wireBytes: number) => void;
  /** The request head, once: as it went out, or as it would have. */
  readonly onSent: (head: SentHead) => void;
  /** The request is out with its content. Told again where it had to go out a second time; not told after an early response. */
  readonly onWaiting?: (timings: AttemptTimings) => void;
}

/** Sends one request over a connection that nobody else uses meanwhile. */
export interface HttpTransport {
  /**
   * Resolves when the head is there, or with the reason why it is not. Never rejects for network
   * causes. Aborting `signal` closes the connection at any time.
   */
  readonly send: (
    request: PreparedRequest,
    options: SendOptions,
  ) => Promise<Result<HttpResponse, NetworkError>>;
}

/** The transport of the product. Connections that were left open are used again by the same transport only. */
export function createTransport(
  monotonicMs: () => number = () => performance.now(),
): HttpTransport {
  const idle = new IdleWires();
  return {
    send: async (request, options) => {
      const first = new Sending(request, options, idle, monotonicMs);
      const sent = await first.run();
      if (sent.ok || !first.mayGoAgain) return sent;
      // The server had closed an unused connection just then: nothing was wrong with the request.
      return new Sending(request, options, null, monotonicMs).run();
    },
  };
}

/** Methods that may be sent twice. @see https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2 */
const IDEMPOTENT = /^(get|head|options|put|delete)$/i;

/** Thrown into the content when the caller closed the connection. */
class AbortedByCaller extends Error {}

/** One request on its way, from the first look-up to the last byte. */
class Sending {
  readonly #request: PreparedRequest;
  readonly #options: SendOptions;
  readonly #idle: IdleWires | null;
  readonly #monotonicMs: () => number;
  readonly #startedMs: number;
  readonly #marks: ConnectionMarks = { dnsMs: null, connectMs: null, proxyMs: null, tlsMs: null };
  readonly #informational: InformationalResponse[] = [];
  readonly #stop = new AbortController();
  #requestMs: number | null = null;
  #headersMs: number | null = null;
  #firstByteMs: number | null = null;
  #open: OpenWire | null = null;
  #key: WireKey | null = null;
  #abort: ((reason: Error) => void) | null = null;
  #heldHead: SentHead | null = null;
  #headersTimer: NodeJS.Timeout | null = null;
  #idleTimer: NodeJS.Timeout | null = null;
  #queue: ContentQueue | null = null;
  #trailers: readonly HeaderField[] = [];
  #hasToldHead = false;
  #isClosed = false;
  #resolve: (result: Result<HttpResponse, NetworkError>) => void = () => undefined;

  constructor(
    request: PreparedRequest,
    options: SendOptions,
    idle: IdleWires | null,
    monotonicMs: () => number,
  ) {
    this.#request = request;
    this.#options = options;
    this.#idle = idle;
    this.#monotonicMs = monotonicMs;
    this.#startedMs = monotonicMs();
  }

  /** It failed on a connection that was used before, without a byte of a response. */
  get mayGoAgain(): boolean {
    return (
      this.#open?.isReused === true &&
      this.#firstByteMs === null &&
      !this.#options.signal.aborted &&
      IDEMPOTENT.test(this.#request.method)
    );
  }

  run(): Promise<Result<HttpResponse, NetworkError>> {
    return new Promise((resolve) => {
      this.#resolve = resolve;
      const { signal } = this.#options;
      if (signal.aborted) return this.#close();
      signal.addEventListener('abort', this.#close);
      this.#connectAndSend().catch((cause: unknown) => this.#fail(cause));
    });
  }

  async #connectAndSend(): Promise<void> {
    const { environment } = this.#options;
    const opened = await openWire(this.#request, environment, this.#idle, {
      signal: this.#stop.signal,
      marks: this.#marks,
      monotonicMs: this.#monotonicMs,
    });
    this.#key = opened.key;
    this.#open = opened.open;
    if (this.#isClosed) return opened.open.wire.destroy();
    const { headersTimeoutMs } = this.#request.settings;
    if (headersTimeoutMs !== null) {
      this.#headersTimer = setTimeout(() => {
        const words = `no header section in ${headersTimeoutMs} ms`;
        this.#abort?.(new ConnectError('TIDELINE_HEADERS_TIMEOUT', words));
      }, headersTimeoutMs);
    }
    this.#abort = opened.open.wire.send(toWireRequest(this.#request, opened.open.connection), {
      onHead: (head) => {
        // A connection that was used before may prove closed; the request then goes out again.
        if (opened.open.isReused) this.#heldHead = head;
        else this.#tellHead(head);
      },
      onRequestSent: () => {
        this.#requestMs = this.#monotonicMs();
        if (this.#headersMs === null) this.#options.onWaiting?.(this.#getTimings());
      },
      onFirstByte: () => {
        this.#firstByteMs ??= this.#monotonicMs();
        if (this.#heldHead !== null) this.#tellHead(this.#heldHead);
      },
      onInformational: (response) => this.#addInformational(response),
      onResponse: (response, resume) => {
        const headersMs = this.#monotonicMs();
        this.#headersMs = headersMs;
        this.#firstByteMs ??= headersMs;
        this.#clearTimer();
        this.#startIdleTimer();
        const queue = new ContentQueue(resume);
        this.#queue = queue;
        this.#resolve(ok({ ...response, ...this.#toResponse(response.headers, headersMs, queue) }));
      },
      onData: (bytes) => {
        this.#idleTimer?.refresh();
        this.#options.onWireBytes(bytes.length);
        return this.#queue?.push({ bytes, monotonicMs: this.#monotonicMs() }) ?? true;
      },
      onEnd: (trailers) => {
        this.#trailers = trailers;
        this.#queue?.complete();
        this.#end(true);
      },
      onError: (error) => this.#fail(error),
    });
  }

  #toResponse(
    headers: readonly HeaderField[],
    monotonicMs: number,
    queue: ContentQueue,
  ): Omit<HttpResponse, 'status' | 'reason' | 'httpVersion' | 'headers'> {
    const coding = this.#readCodings(headers);
    const codings = 'codings' in coding ? coding.codings : [];
    const { connection, isReused } = this.#open as OpenWire;
    return {
      informational: this.#informational,
      connection: { ...connection.facts, isReused },
      timings: this.#getTimings(),
      monotonicMs,
      codingRefusal: 'codings' in coding ? null : coding,
      content: codings.length === 0 ? queue : decodeContent(queue, codings),
      release: (bytes) => connection.release(bytes),
      getTrailers: () => this.#trailers,
      toError: (thrown) => this.#toError(thrown),
      close: this.#close,
    };
  }

  #readCodings(
    headers: readonly HeaderField[],
  ): { readonly codings: readonly string[] } | CodingRefusal {
    const values = getFieldValues(headers, 'content-encoding');
    const parsed = parseContentEncoding(values);
    if (this.#request.settings.decodesContent) return parsed;
    const isPlain = 'codings' in parsed && parsed.codings.length === 0;
    return isPlain ? parsed : { kind: 'switched-off', coding: values.join(', ') };
  }

  #addInformational(response: InformationalResponse): void {
    if (this.#informational.length < INFORMATIONAL_RESPONSES_MAX) {
      this.#informational.push(response);
      return;
    }
    const words = `more than ${INFORMATIONAL_RESPONSES_MAX} responses before the one that counts`;
    this.#abort?.(new ConnectError('TIDELINE_INFORMATIONAL_FLOOD', words));
  }

  #startIdleTimer(): void {
    const { idleTimeoutMs } = this.#request.settings;
    if (idleTimeoutMs === null) return;
    this.#idleTimer = setTimeout(() => {
      const words = `nothing came for ${idleTimeoutMs} ms`;
      this.#abort?.(new ConnectError('TIDELINE_IDLE_TIMEOUT', words));
    }, idleTimeoutMs);
  }

  #tellHead(head: SentHead): void {
    if (this.#hasToldHead) return;
    this.#hasToldHead = true;
    const authorization = this.#open?.connection.forward?.authorization ?? null;
    // The credentials of the proxy are the program's, not the request's.
    this.#options.onSent(authorization === null ? head : hideInHead(head, [authorization]));
  }

  readonly #close = (): void => {
    if (this.#isClosed) return;
    const aborted = new AbortedByCaller();
    this.#queue?.fail(aborted);
    this.#stop.abort(aborted);
    this.#resolve(fail(this.#toError(aborted)));
    this.#abort?.(aborted);
    this.#end(false);
  };

  #fail(cause: unknown): void {
    if (this.#isClosed) return;
    this.#queue?.fail(cause);
    this.#resolve(fail(this.#toError(cause)));
    this.#end(false);
  }

  #end(isWhole: boolean): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#options.signal.removeEventListener('abort', this.#close);
    this.#clearTimer();
    if (this.#idleTimer !== null) clearTimeout(this.#idleTimer);
    // A head that is told twice would count as two requests.
    if (!this.mayGoAgain) this.#tellHead(this.#heldHead ?? this.#request.planned);
    if (this.#open === null) return;
    if (isWhole && this.#idle !== null && this.#key !== null && this.#request.settings.keepsAlive) {
      this.#idle.put(this.#key, this.#open);
    } else {
      this.#open.wire.destroy();
    }
  }

  #clearTimer(): void {
    if (this.#headersTimer !== null) clearTimeout(this.#headersTimer);
    this.#headersTimer = null;
  }

  #toError(thrown: unknown): NetworkError {
    const error = toNetworkError(thrown, {
      phase: this.#getPhase(),
      afterHeaders: this.#headersMs !== null,
      timings: this.#getTimings(),
    });
    return thrown instanceof AbortedByCaller ? { ...error, kind: 'aborted' } : error;
  }

  #getTimings(): AttemptTimings {
    const since = (mark: number | null): number | null =>
      mark === null ? null : mark - this.#startedMs;
    return {
      dnsMs: since(this.#marks.dnsMs),
      connectMs: since(this.#marks.connectMs),
      proxyMs: since(this.#marks.proxyMs),
      tlsMs: since(this.#marks.tlsMs),
      requestMs: since(this.#requestMs),
      headersMs: since(this.#headersMs),
      firstByteMs: since(this.#firstByteMs),
    };
  }

  /** The phase that was under way. */
  #getPhase(): Phase {
    if (this.#headersMs !== null) return 'first-event';
    if (this.#requestMs !== null) return 'headers';
    if (this.#open !== null) return 'request';
    const { connectMs, dnsMs } = this.#marks;
    if (connectMs !== null) return this.#request.url.protocol === 'https:' ? 'tls' : 'request';
    return dnsMs === null ? 'dns' : 'connect';
  }
}
