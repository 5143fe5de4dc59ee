import { DEMO_RATE_MAX } from '../demo-limits.ts';
import { sendError } from '../demo-exchange.ts';
import type { DemoExchange } from '../demo-exchange.ts';
import { openEventStream, readLastEventNumber, toBlock, writePaced } from '../event-writer.ts';
import type { PacedChunk } from '../event-writer.ts';
import { pick, pickInteger, seededRandom } from '../seeded-random.ts';

const DEFAULT_RATE = 50;

const SYMBOLS = ['TIDE', 'KELP', 'MAST', 'REEF', 'GULL', 'COVE', 'BUOY', 'SURF'] as const;
const TYPES = [
  'quote',
  'quote',
  'quote',
  'trade',
  'trade',
  'bid',
  'ask',
  'candle',
  'volume',
  'high',
  'low',
  'spread',
  'index',
  'halt',
  'resume',
] as const;

/**
 * The stock ticker: many types, ids, without end, `?rate=` events per second (1 to
 * {@link DEMO_RATE_MAX}, 50 by default). Resumes after `Last-Event-ID`.
 */
export async function handleStocks(exchange: DemoExchange): Promise<void> {
  const text = exchange.url.searchParams.get('rate');
  const rate = text === null ? DEFAULT_RATE : Number(text);
  if (!(rate >= 1)) {
    const message = `rate is a number of events per second, from 1 to ${DEMO_RATE_MAX}.`;
    return sendError(exchange.response, 400, 'bad-rate', message);
  }
  openEventStream(exchange);
  const gapMs = 1000 / Math.min(rate, DEMO_RATE_MAX);
  await writePaced(exchange, toTicks(readLastEventNumber(exchange), gapMs));
}

function* toTicks(lastEventNumber: number, gapMs: number): Generator<PacedChunk> {
  for (let number = lastEventNumber + 1; ; number++) {
    yield { waitMs: gapMs, bytes: toTick(number) };
  }
}

function toTick(number: number): string {
  const random = seededRandom(number * 17);
  const symbol = pick(random, SYMBOLS);
  // A slow wave with noise: looks like a price, and needs no state to resume.
  const wave = Math.sin(number / 90 + SYMBOLS.indexOf(symbol));
  const price = Math.round((100 + 20 * wave + 2 * random()) * 100) / 100;
  const event = pick(random, TYPES);
  const data = { symbol, price, size: pickInteger(random, 1, 40) * 10 };
  return toBlock({ event, id: number, data });
}
