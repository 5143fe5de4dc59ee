import type { DemoExchange } from '../demo-exchange.ts';
import { openEventStream, writePaced } from '../event-writer.ts';
import type { PacedChunk } from '../event-writer.ts';
import { pickInteger, seededRandom } from '../seeded-random.ts';
import { ORDER_EVENTS_BEFORE_DROP, toOrderChunks } from './orders.ts';

/** Lines of the download that is told as JSON lines. */
export const NDJSON_LINES = 40;

const TOTAL_BYTES = 4_661_211_808;

/** The order feed under the wrong name: a browser refuses it, and a client that looks at the bytes does not. */
export async function handlePlainEvents(exchange: DemoExchange): Promise<void> {
  openEventStream(exchange, 'text/plain; charset=utf-8');
  if (await writePaced(exchange, toOrderChunks(0, ORDER_EVENTS_BEFORE_DROP)))
    exchange.response.end();
}

/** JSON lines, as a model server tells how far a download is. */
export async function handleNdjson(exchange: DemoExchange): Promise<void> {
  openEventStream(exchange, 'application/x-ndjson');
  if (await writePaced(exchange, toNdjsonChunks())) exchange.response.end();
}

/** All lines with their times. */
export function* toNdjsonChunks(): Generator<PacedChunk> {
  for (let number = 1; number <= NDJSON_LINES; number++) {
    const status =
      number === NDJSON_LINES ? 'success' : number === 1 ? 'pulling manifest' : 'downloading';
    const completed = Math.round((TOTAL_BYTES * number) / NDJSON_LINES);
    const line = { status, total: TOTAL_BYTES, completed };
    yield {
      waitMs: pickInteger(seededRandom(number * 3), 40, 220),
      bytes: `${JSON.stringify(line)}\n`,
    };
  }
}
