import { once } from 'node:events';
import type { DemoExchange } from '../demo-exchange.ts';
import { openEventStream, readLastEventNumber, toBlock, writePaced } from '../event-writer.ts';
import type { PacedChunk } from '../event-writer.ts';
import { pick, pickInteger, seededRandom } from '../seeded-random.ts';

/** Events of the order feed, first to last. */
export const ORDER_EVENTS = 84;
/** Complete events that a client gets before its first connection is cut. */
export const ORDER_EVENTS_BEFORE_DROP = 40;

const STEPS = ['order.created', 'order.paid', 'order.packed', 'order.shipped'] as const;
const STORES = ['harbour', 'north', 'old town'] as const;
const HEARTBEAT_EVERY = 9;

/**
 * The order feed: named events with ids, heartbeats, `retry: 1000`. Without `Last-Event-ID` the
 * connection is cut in the middle of event 41; with it, the feed goes on after that id and ends
 * properly. After the last event it answers 204, which tells a client to stop reconnecting.
 */
export async function handleOrderFeed(exchange: DemoExchange): Promise<void> {
  const { response, request } = exchange;
  const lastEventNumber = readLastEventNumber(exchange);
  if (lastEventNumber >= ORDER_EVENTS) {
    response.writeHead(204).end();
    return;
  }
  openEventStream(exchange);
  const isFirstConnection = lastEventNumber === 0;
  const lastNumber = isFirstConnection ? ORDER_EVENTS_BEFORE_DROP : ORDER_EVENTS;
  if (!(await writePaced(exchange, toOrderChunks(lastEventNumber, lastNumber)))) return;
  if (!isFirstConnection) {
    response.end();
    return;
  }
  const cutBlock = toOrderBlock(ORDER_EVENTS_BEFORE_DROP + 1).slice(0, 45);
  response.write(cutBlock, () => request.socket.destroy());
  await once(response, 'close');
}

/** The blocks after `lastEventNumber` up to `lastNumber`, with `retry` and heartbeats between. */
export function* toOrderChunks(lastEventNumber: number, lastNumber: number): Generator<PacedChunk> {
  yield { waitMs: 0, bytes: 'retry: 1000\n\n' };
  for (let number = lastEventNumber + 1; number <= lastNumber; number++) {
    yield { waitMs: toGapMs(number), bytes: toOrderBlock(number) };
    if (number % HEARTBEAT_EVERY === 0) yield { waitMs: 60, bytes: ': heartbeat\n\n' };
  }
}

/** A rush now and then, and one long silence, as orders come. */
function toGapMs(number: number): number {
  if (number === 24) return 2300;
  return pickInteger(seededRandom(number * 7), number % 6 === 0 ? 300 : 60, 330);
}

function toOrderBlock(number: number): string {
  // Four orders are under way at a time; each takes the four steps in turn.
  const round = Math.floor((number - 1) / 16);
  const lane = (number - 1) % 4;
  const step = STEPS[Math.floor(((number - 1) % 16) / 4)] ?? STEPS[0];
  const order = 8400 + round * 4 + lane;
  const random = seededRandom(order);
  const store = pick(random, STORES);
  const total = pickInteger(random, 18, 240) + 0.5;
  const customer = `cu_${pickInteger(random, 2000, 2999)}`;
  return toBlock({ event: step, id: number, data: { order, store, customer, total } });
}
