import { connect, constants, sensitiveHeaders } from 'node:http2';
import type { ClientHttp2Session, ClientHttp2Stream, OutgoingHttpHeaders } from 'node:http2';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { HEADER_SECTION_BYTES_MAX, RESPONSE_HEADER_FIELDS_MAX } from '../../../shared/limits.ts';
import type { SentHead } from '../../../shared/model/exchange.ts';
import type { HeaderField } from '../../../shared/model/header-field.ts';
import { ConnectError } from '../connect/connect-error.ts';
import type { Connection } from '../connect/dial.ts';
import { toHeaderFields } from './wire.ts';
import type { Wire, WireEvents, WireRequest, WireResponse } from './wire.ts';

/** Bytes that a server may send ahead of the reader. The default of 64 KiB makes long ways slow. */
const WINDOW_BYTES = 1024 * 1024;

/** Fields that may not be kept in the compression tables on the way. */
const SENSITIVE = ['authorization', 'cookie', 'proxy-authorization', 'x-api-key'];

/** Fields of a connection, which HTTP/2 has no place for. @see https://www.rfc-editor.org/rfc/rfc9113#section-8.2.2 */
const CONNECTION_FIELDS = new Set(['host', 'connection', 'keep-alive', 'transfer-encoding']);

/**
 * HTTP/2 over a connection, by Node itself: undici joins header fields of one name, passes informational responses
 * over, and sends no content with GET.
 */
export function createHttp2Wire(origin: string, connection: Connection): Wire {
  const { socket } = connection;
  const session = connect(origin, {
    createConnection: () => socket,
    settings: {
      enablePush: false,
      initialWindowSize: WINDOW_BYTES,
      maxHeaderListSize: HEADER_SECTION_BYTES_MAX,
    },
    maxHeaderListPairs: RESPONSE_HEADER_FIELDS_MAX,
  });
  // What it says is told by the stream as well, or by `getSocketError`.
  let sessionError: Error | null = null;
  session.on('error', (error) => {
    sessionError = error;
  });
  session.on('connect', () => session.setLocalWindowSize(WINDOW_BYTES));
  return {
    isOpen: () => !session.destroyed && !session.closed && !socket.destroyed,
    destroy: () => {
      session.destroy();
      socket.destroy();
    },
    send: (request, events) =>
      new Http2Exchange(session, request, events, () => sessionError ?? connection.getSocketError())
        .abort,
  };
}

/** One request and its response on a session. */
class Http2Exchange {
  readonly #events: WireEvents;
  readonly #getConnectionError: () => Error | null;
  readonly #stream: ClientHttp2Stream | null = null;
  #hasFirstByte = false;
  #isOver = false;
  #trailers: readonly HeaderField[] = [];

  constructor(
    session: ClientHttp2Session,
    request: WireRequest,
    events: WireEvents,
    getConnectionError: () => Error | null,
  ) {
    this.#events = events;
    this.#getConnectionError = getConnectionError;
    try {
      session.ref();
      const fields = toHttp2Fields(request);
      const stream = session.request(fields, { endStream: request.content === null });
      this.#stream = stream;
      this.#listen(stream, session);
      events.onHead(toSentHead(fields, request));
      if (request.content === null) events.onRequestSent();
      else this.#sendContent(stream, request.content.read());
    } catch (cause: unknown) {
      // A field that HTTP/2 refuses, or a session that has just ended.
      const error = cause instanceof Error ? cause : new Error(String(cause));
      queueMicrotask(() => this.#finish(() => events.onError(error)));
    }
  }

  readonly abort = (reason: Error): void => {
    this.#stream?.close(constants.NGHTTP2_CANCEL);
    this.#finish(() => this.#events.onError(reason));
  };

  #listen(stream: ClientHttp2Stream, session: ClientHttp2Session): void {
    // Node hands the raw list over as a third value, which its types leave out.
    const listen = (event: string, take: (raw: readonly string[]) => void): void => {
      stream.on(event, (_headers: unknown, _flags: unknown, raw: unknown) =>
        take(Array.isArray(raw) ? (raw as string[]) : []),
      );
    };
    listen('headers', (raw) => {
      this.#noteFirstByte();
      const { status, headers } = toResponse(raw);
      this.#events.onInformational({ status, reason: '', headers });
    });
    listen('response', (raw) => {
      this.#noteFirstByte();
      this.#events.onResponse(toResponse(raw), () => stream.resume());
    });
    listen('trailers', (raw) => {
      this.#trailers = toHeaderFields(raw);
    });
    stream.on('data', (bytes: Buffer) => {
      if (!this.#isOver && !this.#events.onData(bytes)) stream.pause();
    });
    stream.on('end', () => {
      // A stream that was reset ends as well.
      if (stream.rstCode !== constants.NGHTTP2_NO_ERROR || stream.aborted) return;
      this.#finish(() => this.#events.onEnd(this.#trailers));
    });
    stream.on('error', (error) => {
      this.#finish(() => this.#events.onError(this.#toReason(stream, error)));
    });
    stream.on('close', () => {
      session.unref();
      this.#finish(() => this.#events.onError(this.#toReason(stream, null)));
    });
  }

  /** What ended the stream before its time. */
  #toReason(stream: ClientHttp2Stream, error: Error | null): Error {
    const connectionError = this.#getConnectionError();
    if (connectionError !== null) return connectionError;
    if (error !== null && !isStreamError(error)) return error;
    const code = stream.rstCode ?? 0;
    const name = Object.entries(constants).find(
      ([key, value]) => value === code && /^NGHTTP2_[A-Z_]+$/.test(key) && !/FLAG|ERR_/.test(key),
    );
    const words = name?.[0].replace('NGHTTP2_', '') ?? String(code);
    return new ConnectError(
      'TIDELINE_STREAM_CLOSED',
      `the HTTP/2 stream was closed before its end (${words})`,
    );
  }

  #sendContent(stream: ClientHttp2Stream, content: AsyncIterable<Uint8Array>): void {
    pipeline(Readable.from(content, { objectMode: false }), stream, { end: true }).then(
      () => undefined,
      (cause: unknown) => {
        const error = cause instanceof Error ? cause : new Error(String(cause));
        // The server may close its half before it has read everything; the response says why.
        if (isStreamError(error)) return;
        stream.close(constants.NGHTTP2_CANCEL);
        this.#finish(() => this.#events.onError(error));
      },
    );
    stream.once('finish', () => {
      if (!this.#isOver) this.#events.onRequestSent();
    });
  }

  #noteFirstByte(): void {
    if (this.#hasFirstByte) return;
    this.#hasFirstByte = true;
    this.#events.onFirstByte();
  }

  #finish(tell: () => void): void {
    if (this.#isOver) return;
    this.#isOver = true;
    tell();
  }
}

function isStreamError(error: Error): boolean {
  const code = 'code' in error ? String(error.code) : '';
  return code === 'ERR_HTTP2_STREAM_ERROR' || code === 'ERR_STREAM_PREMATURE_CLOSE';
}

function toResponse(raw: readonly string[]): WireResponse {
  const fields = toHeaderFields(raw);
  const status = fields.find(({ name }) => name === ':status')?.value ?? '0';
  return {
    status: Number(status),
    reason: '',
    httpVersion: 'HTTP/2',
    headers: fields.filter(({ name }) => !name.startsWith(':')),
  };
}

/** The pseudo fields, then the request's own in small letters. Fields of one name go out one after the other. */
function toHttp2Fields(request: WireRequest): OutgoingHttpHeaders {
  const { url, content } = request;
  const own = request.headers.map(({ name, value }) => ({ name: name.toLowerCase(), value }));
  const fields: Record<string, string | string[]> = {
    ':method': request.method,
    ':scheme': url.protocol.slice(0, -1),
    ':authority': own.find(({ name }) => name === 'host')?.value ?? url.host,
    ':path': request.target,
  };
  for (const { name, value } of own) {
    if (CONNECTION_FIELDS.has(name)) continue;
    const before = fields[name];
    fields[name] = before === undefined ? value : [...[before].flat(), value];
  }
  if (content !== null) fields['content-length'] ??= String(content.sizeBytes);
  return { ...fields, [sensitiveHeaders]: SENSITIVE.filter((name) => name in fields) };
}

function toSentHead(fields: OutgoingHttpHeaders, request: WireRequest): SentHead {
  return {
    method: request.method,
    url: request.url.href,
    httpVersion: 'HTTP/2',
    target: request.target,
    headers: Object.entries(fields).flatMap(([name, value]) =>
      [value ?? ''].flat().map((each) => ({ name, value: String(each) })),
    ),
    bodyBytes: request.content?.sizeBytes ?? 0,
    wentOut: true,
  };
}
