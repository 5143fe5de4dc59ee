import type { Dispatcher } from 'undici';
import type { AttemptTimings } from '../../shared/model/attempt-timings.ts';
import { getFieldValues } from '../../shared/model/header-field.ts';
import type { HeaderField } from '../../shared/model/header-field.ts';
import type { NetworkError, Phase } from '../../shared/model/network-error.ts';
import { fail, ok } from '../../shared/result.ts';
import type { Result } from '../../shared/result.ts';
import { createConnection } from './connection.ts';
import type { ConnectionMarks, PeerFacts } from './connection.ts';
import { decodeContent, parseContentEncoding } from './content-decoding.ts';
import type { CodingRefusal, ContentChunk } from './content-decoding.ts';
import { ContentQueue } from './content-queue.ts';
import type { PreparedRequest } from './prepare.ts';
import { toNetworkError } from './transport-error.ts';

/** A response whose head is there and whose content is on its way. */
export interface HttpResponse extends PeerFacts {
  readonly status: number;
  readonly reason: string;
  readonly httpVersion: string;
  /** In order, duplicates and case kept. */
  readonly headers: readonly HeaderField[];
  readonly timings: AttemptTimings;
  /** When the head was complete. */
  readonly monotonicMs: number;
  /** Codings that are left in the content, with the reason; null when all were undone. */
  readonly codingRefusal: CodingRefusal | null;
  /** Content after decoding, chunk by chunk; ends normally or throws, see `toError`. One reader only. */
  readonly content: AsyncIterable<ContentChunk>;
  /** Trailer section; empty until the content ended. */
  readonly getTrailers: () => readonly HeaderField[];
  /** What a throw of `content` means. */
  readonly toError: (thrown: unknown) => NetworkError;
  /** Closes the connection. May be called at any time and more than once. */
  readonly close: () => void;
}

/** Sends one request over a connection of its own. */
export interface HttpTransport {
  /**
   * Resolves when the head is there, or with the reason why it is not. Never rejects for network
   * causes. Aborting `signal` closes the connection at any time.
   * `onWireBytes` counts content bytes before decoding.
   */
  readonly send: (
    request: PreparedRequest,
    options: {
      readonly signal: AbortSignal;
      readonly onWireBytes: (wireBytes: number) => void;
    },
  ) => Promise<Result<HttpResponse, NetworkError>>;
}

/** The transport of the product: undici over TCP and TLS. */
export function createTransport(
  monotonicMs: () => number = () => performance.now(),
): HttpTransport {
  return { send: (request, options) => send(request, options, monotonicMs) };
}

function send(
  request: PreparedRequest,
  options: { readonly signal: AbortSignal; readonly onWireBytes: (wireBytes: number) => void },
  monotonicMs: () => number,
): Promise<Result<HttpResponse, NetworkError>> {
  const startedMs = monotonicMs();
  const { agent, marks, getPeer, getSocketError } = createConnection(monotonicMs);
  const passed: PassedMarks = { ...noMarks(), connection: marks };
  const since = (mark: number | null): number | null => (mark === null ? null : mark - startedMs);
  const getTimings = (): AttemptTimings => ({
    dnsMs: since(marks.dnsMs),
    connectMs: since(marks.connectMs),
    proxyMs: null,
    tlsMs: since(marks.tlsMs),
    requestMs: since(passed.requestMs),
    headersMs: since(passed.headersMs),
    firstByteMs: since(passed.firstByteMs),
  });

  return new Promise((resolve) => {
    let abort: ((error?: Error) => void) | null = null;
    let queue: ContentQueue | null = null;
    let trailers: readonly HeaderField[] = [];
    let isClosed = false;

    const close = (): void => {
      if (isClosed) return;
      isClosed = true;
      options.signal.removeEventListener('abort', close);
      queue?.fail(new AbortedByCaller());
      abort?.(new AbortedByCaller());
      // Idle sockets would keep the process alive; a rejected destroy has nothing left to close.
      agent.destroy().catch(() => undefined);
      resolve(fail(toError(new AbortedByCaller())));
    };
    const toError = (thrown: unknown): NetworkError => {
      const phase = getPhase(passed, request.url.protocol === 'https:');
      const error = toNetworkError(thrown, {
        phase,
        afterHeaders: passed.headersMs !== null,
        timings: getTimings(),
      });
      return thrown instanceof AbortedByCaller ? { ...error, kind: 'aborted' } : error;
    };

    const handler: Dispatcher.DispatchHandler & { onRequestSent?: () => void } = {
      onConnect: (abortRequest) => {
        abort = abortRequest;
        if (isClosed) abortRequest(new AbortedByCaller());
      },
      onRequestSent: () => {
        passed.requestMs = monotonicMs();
      },
      onResponseStarted: () => {
        passed.firstByteMs ??= monotonicMs();
      },
      onHeaders: (status, rawHeaders, resume, reason) => {
        // Informational responses precede the one that counts.
        if (status < 200) return true;
        passed.headersMs = monotonicMs();
        passed.firstByteMs ??= passed.headersMs;
        const headers = toHeaderFields(rawHeaders);
        queue = new ContentQueue(resume);
        const encoding = parseContentEncoding(getFieldValues(headers, 'content-encoding'));
        const codings = 'codings' in encoding ? encoding.codings : [];
        resolve(
          ok({
            status,
            reason,
            httpVersion: 'HTTP/1.1',
            headers,
            ...getPeer(),
            timings: getTimings(),
            monotonicMs: passed.headersMs,
            codingRefusal: 'codings' in encoding ? null : encoding,
            content: codings.length === 0 ? queue : decodeContent(queue, codings),
            getTrailers: () => trailers,
            toError,
            close,
          }),
        );
        return true;
      },
      onData: (bytes) => {
        options.onWireBytes(bytes.length);
        return queue?.push({ bytes, monotonicMs: monotonicMs() }) ?? true;
      },
      onComplete: (rawTrailers) => {
        trailers = toHeaderFields(rawTrailers ?? []);
        const socketError = getSocketError();
        if (socketError === null) queue?.complete();
        else queue?.fail(socketError);
        close();
      },
      onError: (error) => {
        queue?.fail(error);
        resolve(fail(toError(error)));
        close();
      },
    };

    if (options.signal.aborted) return close();
    options.signal.addEventListener('abort', close);
    agent.dispatch(
      {
        origin: request.url.origin,
        path: request.sent.target,
        method: request.sent.method as Dispatcher.HttpMethod,
        headers: request.headers.flatMap((field) => [field.name, field.value]),
        body: request.content?.bytes ?? null,
      },
      handler,
    );
  });
}

/** Thrown into the content when the caller closed the connection. */
class AbortedByCaller extends Error {}

interface PassedMarks {
  connection: ConnectionMarks;
  requestMs: number | null;
  headersMs: number | null;
  firstByteMs: number | null;
}

function noMarks(): Omit<PassedMarks, 'connection'> {
  return { requestMs: null, headersMs: null, firstByteMs: null };
}

/** The phase that was under way. */
function getPhase(passed: PassedMarks, isTls: boolean): Phase {
  const { connectMs, dnsMs, tlsMs } = passed.connection;
  if (passed.headersMs !== null) return 'first-event';
  if (passed.requestMs !== null) return 'headers';
  if (isTls && connectMs !== null && tlsMs === null) return 'tls';
  if (connectMs !== null) return 'request';
  return dnsMs === null ? 'dns' : 'connect';
}

/** Header fields are octets; Latin-1 keeps each of them. */
function toHeaderFields(raw: readonly (Buffer | string)[]): readonly HeaderField[] {
  const fields: HeaderField[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    fields.push({ name: toText(raw[index]), value: toText(raw[index + 1]) });
  }
  return fields;
}

function toText(raw: Buffer | string | undefined): string {
  return typeof raw === 'string' ? raw : (raw?.toString('latin1') ?? '');
}
