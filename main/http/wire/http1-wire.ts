import { Client } from 'undici';
import type { Dispatcher } from 'undici';
import { HEADER_SECTION_BYTES_MAX, IDLE_CONNECTION_MS } from '../../../shared/limits.ts';
import type { SentHead } from '../../../shared/model/exchange.ts';
import type { HeaderField } from '../../../shared/model/header-field.ts';
import { ConnectError } from '../connect/connect-error.ts';
import type { Connection } from '../connect/dial.ts';
import { observeBeginning, observeHead } from './observe-socket.ts';
import { ReadGate } from './read-gate.ts';
import { toHeaderFields } from './wire.ts';
import type { Wire, WireEvents, WireRequest } from './wire.ts';

/**
 * HTTP/1.1 over a connection, by undici's client. It is given the one socket and no other: a client of its own keeps
 * requests off the process-wide dispatcher, which undici copies share.
 */
export function createHttp1Wire(origin: string, connection: Connection): Wire {
  const { socket } = connection;
  const gate = new ReadGate(socket);
  let isTaken = false;
  const client = new Client(origin, {
    connect: (_options, callback) => {
      if (isTaken || socket.destroyed) {
        callback(new ConnectError('TIDELINE_NOT_CONNECTED', 'the connection is closed'), null);
        return;
      }
      isTaken = true;
      // The client asks from inside its own loop, which does not go on with an answer at once.
      queueMicrotask(() => callback(null, socket));
    },
    pipelining: 1,
    // The transport has its own clocks: those of undici start anew with every byte of the head.
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: IDLE_CONNECTION_MS,
    maxHeaderSize: HEADER_SECTION_BYTES_MAX,
  });
  return {
    isOpen: () => !socket.destroyed && !client.destroyed && !client.closed,
    destroy: () => {
      // A rejected destroy has nothing left to close.
      client.destroy().catch(() => undefined);
      socket.destroy();
    },
    send: (request, events) => {
      // The reader of the response before may have left while it was behind.
      gate.open();
      return send({ client, connection, gate }, request, events);
    },
  };
}

const VERSION_LENGTH = 'HTTP/1.1'.length;

/** The answer is of another protocol than the one that was spoken. */
class NotHttp1 extends Error {
  readonly code = 'HPE_INVALID_VERSION';

  constructor(version: string) {
    super(`the response begins with ${version}`);
  }
}

interface Parts {
  readonly client: Client;
  readonly connection: Connection;
  readonly gate: ReadGate;
}

function send(
  { client, connection: { socket, getSocketError }, gate }: Parts,
  request: WireRequest,
  events: WireEvents,
): (reason: Error) => void {
  let abort: ((reason?: Error) => void) | null = null;
  let aborted: Error | null = null;
  let httpVersion = 'HTTP/1.1';
  observeHead(socket, (head) => events.onHead(toSentHead(head, request)));
  let status = 0;
  observeBeginning(socket, VERSION_LENGTH, {
    firstByte: () => events.onFirstByte(),
    beginning: (bytes) => {
      httpVersion = bytes.toString('latin1');
      // The parser is content with HTTP/2.0 in words, which no server means.
      if (/^HTTP\/[02-9]/.test(httpVersion)) socket.destroy(new NotHttp1(httpVersion));
    },
  });
  const handler: Dispatcher.DispatchHandler & { onRequestSent?: () => void } = {
    onConnect: (abortRequest) => {
      abort = abortRequest;
      if (aborted !== null) abortRequest(aborted);
    },
    onRequestSent: () => events.onRequestSent(),
    onHeaders: (responseStatus, rawHeaders, _resume, reason) => {
      status = responseStatus;
      const headers = toHeaderFields(rawHeaders);
      if (status < 200) events.onInformational({ status, reason, headers });
      else events.onResponse({ status, reason, httpVersion, headers }, () => gate.open());
      return true;
    },
    onData: (bytes) => {
      if (!events.onData(bytes)) gate.hold();
      return true;
    },
    onComplete: (rawTrailers) => {
      const socketError = getSocketError();
      if (socketError === null) events.onEnd(toHeaderFields(rawTrailers ?? []));
      else events.onError(socketError);
    },
    onError: (error) => {
      // These have no content, whatever length is told: that of a 304 is the length of what it stands for.
      const isLength = 'code' in error && error.code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH';
      if (isLength && (status === 204 || status === 304)) events.onEnd([]);
      else events.onError(error);
    },
  };
  const { content } = request;
  client.dispatch(
    {
      path: request.target,
      method: request.method as Dispatcher.HttpMethod,
      headers: [...request.headers, ...toLengthField(request)].flatMap(({ name, value }) => [
        name,
        value,
      ]),
      body: content === null ? null : (content.bytes ?? (content.read() as unknown as Buffer)),
      reset: !request.keepsAlive,
    },
    handler,
  );
  return (reason) => {
    aborted = reason;
    abort?.(reason);
  };
}

/** Without it undici would send content from files in chunks, which many servers refuse. */
function toLengthField({ content, headers }: WireRequest): readonly HeaderField[] {
  if (content === null || content.bytes !== null) return [];
  if (headers.some(({ name }) => name.toLowerCase() === 'content-length')) return [];
  return [{ name: 'content-length', value: String(content.sizeBytes) }];
}

function toSentHead(text: string, request: WireRequest): SentHead {
  const [line = '', ...lines] = text.split('\r\n');
  const [method = request.method, target = request.target, httpVersion = 'HTTP/1.1'] =
    line.split(' ');
  return {
    method,
    url: request.url.href,
    httpVersion,
    target,
    headers: lines.map((field) => {
      const colon = field.indexOf(':');
      return { name: field.slice(0, colon), value: field.slice(colon + 1).trim() };
    }),
    bodyBytes: request.content?.sizeBytes ?? 0,
    wentOut: true,
  };
}
