import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A callback address that a browser on this computer can be sent back to. */
export interface CallbackPlace {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly path: string;
}

const DEFAULT_PLACE: CallbackPlace = { host: '127.0.0.1', port: 0, path: '/callback' };

/** Reads a callback URL: `http` on a loopback host. Empty: any free port. Null: it leads somewhere else. */
export function readCallbackUrl(text: string): CallbackPlace | null {
  if (text === '') return DEFAULT_PLACE;
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isLoopback = host === '127.0.0.1' || host === '::1' || host === 'localhost';
  if (url.protocol !== 'http:' || !isLoopback) return null;
  return { host, port: url.port === '' ? 80 : Number(url.port), path: url.pathname };
}

/** Waits for one answer of an authorization server. */
export interface LoopbackListener {
  /** What the server is told to send the browser to. */
  readonly redirectUrl: string;
  /** Parameters of the answer whose `state` is the right one. Rejects with the reason of the signal. */
  readonly answer: (signal: AbortSignal) => Promise<URLSearchParams>;
  readonly close: () => void;
}

const PAGE_HEADERS = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  Connection: 'close',
};

/**
 * Listens on this computer for the browser's return, once. Anything without the right state, at another path or under
 * another host name (a page that had its name pointed here) is turned away and changes nothing.
 */
export async function listenForAuthorization(
  place: CallbackPlace,
  state: string,
): Promise<LoopbackListener> {
  let take: (parameters: URLSearchParams) => void = () => undefined;
  const answered = new Promise<URLSearchParams>((resolve) => {
    take = resolve;
  });
  let hasAnswer = false;
  const server = createServer((request, response) => {
    const turnAway = (status: number): void => {
      response.writeHead(status, PAGE_HEADERS).end(toPage('This is not what was waited for.'));
    };
    if (request.method !== 'GET' || request.headers.host !== host) return turnAway(400);
    const url = new URL(request.url ?? '/', `http://${host}`);
    if (url.pathname !== place.path) return turnAway(404);
    if (hasAnswer || url.searchParams.get('state') !== state) return turnAway(400);
    hasAnswer = true;
    response
      .writeHead(200, PAGE_HEADERS)
      .end(toPage('Tideline has the answer. You can close this page.'));
    take(url.searchParams);
  });
  server.listen(place.port, place.host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const name = place.host.includes(':') ? `[${place.host}]` : place.host;
  const host = port === 80 ? name : `${name}:${port}`;
  return {
    redirectUrl: `http://${host}${place.path}`,
    answer: (signal) =>
      new Promise((resolve, reject) => {
        const abort = (): void => reject(signal.reason as Error);
        if (signal.aborted) return abort();
        signal.addEventListener('abort', abort);
        void answered.then((parameters) => {
          signal.removeEventListener('abort', abort);
          resolve(parameters);
        });
      }),
    close: () => {
      server.close();
      server.closeIdleConnections();
    },
  };
}

function toPage(sentence: string): string {
  return (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Tideline</title>' +
    '<style>body{font:16px system-ui,sans-serif;margin:4rem auto;max-width:30rem;color-scheme:light dark}</style>' +
    `<p>${sentence}</p></html>`
  );
}
