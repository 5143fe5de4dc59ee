import { sendError, sendJson } from './demo-exchange.ts';
import type { DemoExchange } from './demo-exchange.ts';
import { handleBroken } from './feeds/broken.ts';
import { handleChat } from './feeds/chat.ts';
import { handleNews } from './feeds/news.ts';
import { handleOrderEvents } from './feeds/order-history.ts';
import { handleOrderFeed } from './feeds/orders.ts';
import { handleNdjson, handlePlainEvents } from './feeds/other-shapes.ts';
import { handleStatus } from './feeds/status.ts';
import { handleStocks } from './feeds/stocks.ts';
import { petStore } from './pet-store.ts';

type Handler = (exchange: DemoExchange) => Promise<void> | void;

interface DemoRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path; `*` stands for one part, which becomes a parameter. */
  readonly path: string;
  readonly handle: Handler;
}

/** Everything that the demo server answers; of two that fit, the first one counts. */
export const DEMO_ROUTES: readonly DemoRoute[] = [
  { method: 'GET', path: '/', handle: listRoutes },
  { method: 'POST', path: '/v1/chat/completions', handle: handleChat },
  { method: 'GET', path: '/news', handle: handleNews },
  { method: 'GET', path: '/stocks', handle: handleStocks },
  { method: 'GET', path: '/status', handle: handleStatus },
  { method: 'GET', path: '/orders/live', handle: handleOrderFeed },
  { method: 'GET', path: '/broken', handle: handleBroken },
  { method: 'GET', path: '/plain-sse', handle: handlePlainEvents },
  { method: 'GET', path: '/ndjson', handle: handleNdjson },
  { method: 'GET', path: '/pets', handle: petStore.listPets },
  { method: 'GET', path: '/pets/*', handle: petStore.getPet },
  { method: 'PUT', path: '/pets/*', handle: petStore.updatePet },
  { method: 'DELETE', path: '/pets/*', handle: petStore.deletePet },
  { method: 'POST', path: '/orders', handle: petStore.createOrder },
  { method: 'GET', path: '/orders/*', handle: petStore.getOrder },
  { method: 'GET', path: '/orders/*/events', handle: handleOrderEvents },
  { method: 'GET', path: '/user/*', handle: petStore.getUser },
];

/**
 * Answers a request that passed the gate: the route's handler, 405 with `Allow` for another method
 * of a known path, else 404. Resolves when the handler is done, also when the client went before.
 */
export async function answerRequest(exchange: Omit<DemoExchange, 'params'>): Promise<void> {
  const { request, response, url } = exchange;
  const candidates: { readonly route: DemoRoute; readonly params: readonly string[] }[] = [];
  for (const route of DEMO_ROUTES) {
    const params = matchPath(route.path, url.pathname);
    // `/orders/live` also has the form of `/orders/*`; the first path that fits is the resource.
    if (params !== null && (candidates[0]?.route.path ?? route.path) === route.path) {
      candidates.push({ route, params });
    }
  }
  if (candidates.length === 0) {
    return sendError(response, 404, 'not-found', 'The demo has nothing at this path.');
  }
  const found = candidates.find(({ route }) => route.method === request.method);
  if (found === undefined) {
    const allow = candidates.map(({ route }) => route.method).join(', ');
    const message = `This path takes ${allow}.`;
    return sendError(response, 405, 'method-not-allowed', message, { Allow: allow });
  }
  await found.route.handle({ ...exchange, params: found.params });
}

function matchPath(pattern: string, path: string): readonly string[] | null {
  const wanted = pattern.split('/');
  const parts = path.split('/');
  if (wanted.length !== parts.length) return null;
  const params: string[] = [];
  for (const [index, part] of parts.entries()) {
    if (wanted[index] === '*') params.push(part);
    else if (wanted[index] !== part) return null;
  }
  return params;
}

function listRoutes({ response }: DemoExchange): void {
  const endpoints = DEMO_ROUTES.map(
    ({ method, path }) => `${method} ${path.replaceAll('*', '{id}')}`,
  );
  sendJson(response, 200, { name: 'Tideline demo', endpoints });
}
