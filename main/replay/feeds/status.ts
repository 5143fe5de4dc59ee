import type { DemoExchange } from '../demo-exchange.ts';
import { openEventStream, readLastEventNumber, toBlock, writePaced } from '../event-writer.ts';
import type { PacedChunk } from '../event-writer.ts';
import { pick, pickInteger, seededRandom } from '../seeded-random.ts';

/** Time between two heartbeat comments, in milliseconds. */
const HEARTBEAT_MS = 2000;
/** Heartbeats between two events. */
const HEARTBEATS_PER_EVENT = 3;

const SERVICES = ['api', 'checkout', 'search', 'images', 'webhooks'] as const;

/**
 * The system status feed: `retry: 3000`, the state at the start, then a heartbeat comment every
 * two seconds and an event after every third one, without end.
 */
export async function handleStatus(exchange: DemoExchange): Promise<void> {
  openEventStream(exchange);
  await writePaced(exchange, toStatusChunks(readLastEventNumber(exchange)));
}

function* toStatusChunks(lastEventNumber: number): Generator<PacedChunk> {
  yield { waitMs: 0, bytes: 'retry: 3000\n\n' };
  for (let number = lastEventNumber + 1; ; number++) {
    yield { waitMs: 500, bytes: toStatusBlock(number) };
    for (let beat = 0; beat < HEARTBEATS_PER_EVENT; beat++) {
      yield { waitMs: HEARTBEAT_MS, bytes: ': heartbeat\n\n' };
    }
  }
}

function toStatusBlock(number: number): string {
  if (number === 1) {
    const data = { state: 'operational', services: SERVICES };
    return toBlock({ event: 'status.summary', id: number, data });
  }
  const random = seededRandom(number * 13);
  const event = number % 2 === 0 ? 'status.degraded' : 'status.resolved';
  // The service of a resolved incident is the one of the incident before.
  const service = pick(seededRandom(Math.floor(number / 2)), SERVICES);
  const incident = `inc_${1000 + Math.floor(number / 2)}`;
  const data = { incident, service, latencyMs: pickInteger(random, 40, 900) };
  return toBlock({ event, id: number, data });
}
