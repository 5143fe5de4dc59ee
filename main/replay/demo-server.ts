import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { demoClock } from './demo-clock.ts';
import type { DemoClock } from './demo-clock.ts';
import { sendError } from './demo-exchange.ts';
import {
  DEMO_CONNECTIONS_MAX,
  DEMO_HEADERS_TIMEOUT_MS,
  DEMO_REQUEST_TIMEOUT_MS,
} from './demo-limits.ts';
import { answerRequest } from './demo-routes.ts';
import { checkRequest } from './request-gate.ts';

/** A running demo server. Whoever started it closes it. */
export interface DemoServer {
  readonly port: number;
  /** `http://127.0.0.1:` and the port. */
  readonly origin: string;
  /** Cuts every connection, clears every timer and frees the port. May be called twice. */
  readonly close: () => Promise<void>;
}

export interface DemoServerOptions {
  /** Port to listen on; 0, the default, takes a free one. */
  readonly port?: number;
  readonly clock?: DemoClock;
  /** Time for a request head; tests shorten it. */
  readonly headersTimeoutMs?: number;
}

/**
 * Starts the built-in demo endpoints on 127.0.0.1. They need no network and answer the same each
 * time. Web pages and rebound names are kept out by `checkRequest`; no CORS field is ever sent.
 *
 * Rejects with the system's error if the port cannot be taken.
 */
export async function startDemoServer(options: DemoServerOptions = {}): Promise<DemoServer> {
  const closing = new AbortController();
  const clock = options.clock ?? demoClock;
  const headersTimeoutMs = options.headersTimeoutMs ?? DEMO_HEADERS_TIMEOUT_MS;
  const server = createServer(
    {
      headersTimeout: headersTimeoutMs,
      requestTimeout: Math.max(headersTimeoutMs, DEMO_REQUEST_TIMEOUT_MS),
      connectionsCheckingInterval: Math.min(1000, headersTimeoutMs),
      // A missing Host gets the gate's 421, like a wrong one.
      requireHostHeader: false,
    },
    (request, response) => void serveRequest(request, response, getPort(server), clock, closing),
  );
  server.maxConnections = DEMO_CONNECTIONS_MAX;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: options.port ?? 0, host: '127.0.0.1' }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const port = getPort(server);
  let closed: Promise<void> | null = null;
  const close = (): Promise<void> =>
    (closed ??= new Promise((resolve) => {
      closing.abort();
      server.close(() => resolve());
      server.closeAllConnections();
    }));
  return { port, origin: `http://127.0.0.1:${port}`, close };
}

function getPort(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function serveRequest(
  request: IncomingMessage,
  response: ServerResponse,
  port: number,
  clock: DemoClock,
  closing: AbortController,
): Promise<void> {
  const gone = new AbortController();
  const signal = AbortSignal.any([gone.signal, closing.signal]);
  response.once('close', () => gone.abort());
  // A client that goes while it is written to is nothing to report.
  response.on('error', () => gone.abort());
  const target = request.url ?? '';
  const refusal = checkRequest({ rawHeaders: request.rawHeaders, target, port });
  if (refusal !== null) {
    return sendError(response, refusal.status, 'refused', refusal.message, { Connection: 'close' });
  }
  try {
    const url = new URL(`http://127.0.0.1:${port}${target}`);
    await answerRequest({ request, response, url, clock, signal });
  } catch (cause: unknown) {
    if (signal.aborted) return;
    if (response.headersSent) response.destroy();
    else
      sendError(response, 500, 'demo-failed', cause instanceof Error ? cause.message : 'unknown');
  }
}
