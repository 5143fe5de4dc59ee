import { sendError } from '../demo-exchange.ts';
import type { DemoExchange } from '../demo-exchange.ts';
import { openEventStream, toBlock, writePaced } from '../event-writer.ts';
import type { PacedChunk } from '../event-writer.ts';
import { hasOrder } from '../pet-store.ts';

const STATES = ['created', 'paid', 'packed', 'shipped', 'delivered'] as const;

/** The short stream behind an order's `links.events`: its five states, then a proper end. */
export async function handleOrderEvents(exchange: DemoExchange): Promise<void> {
  const id = exchange.params[0] ?? '';
  if (!hasOrder(id)) return sendError(exchange.response, 404, 'not-found', `No order ${id}.`);
  openEventStream(exchange);
  if (await writePaced(exchange, toStates(Number(id)))) exchange.response.end();
}

function* toStates(order: number): Generator<PacedChunk> {
  for (const [index, state] of STATES.entries()) {
    const data = { order, state };
    yield { waitMs: 300, bytes: toBlock({ event: `order.${state}`, id: index + 1, data }) };
  }
}
