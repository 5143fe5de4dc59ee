import { openEventStream, readLastEventNumber, toBlock, writePaced } from '../event-writer.ts';
import type { PacedChunk } from '../event-writer.ts';
import type { DemoExchange } from '../demo-exchange.ts';
import { pick, pickInteger, seededRandom } from '../seeded-random.ts';

/** Middle of the time between two news events, in milliseconds. */
const NEWS_GAP_MS = 500;
/** Time of event 1; later ones follow at the feed's pace, so that event N is always the same. */
const NEWS_START_EPOCH_MS = Date.UTC(2026, 10, 22, 14, 0, 0);

const SECTIONS = ['harbour', 'science', 'markets', 'weather', 'sport', 'culture'] as const;
const SUBJECTS = [
  'Tide gauge network',
  'Night ferry',
  'Harbour shelter',
  'Lighthouse museum',
  'City orchestra',
  'Coastal railway',
  'Fish market',
  'Sailing regatta',
  'Rescue dog team',
  'Wind farm',
] as const;
const PREDICATES = [
  'reopens after the winter',
  'reports its best month yet',
  'adds a second crew',
  'goes electric this summer',
  'looks for volunteers',
  'moves to the old customs house',
  'publishes its first open data set',
  'celebrates forty years',
] as const;

/**
 * The live news feed: about two events per second, without end. Event N+1 follows
 * `Last-Event-ID: N`, and event N is the same for every client.
 */
export async function handleNews(exchange: DemoExchange): Promise<void> {
  openEventStream(exchange);
  await writePaced(exchange, toNewsChunks(readLastEventNumber(exchange)));
}

function* toNewsChunks(lastEventNumber: number): Generator<PacedChunk> {
  for (let number = lastEventNumber + 1; ; number++) {
    const isFirst = number === lastEventNumber + 1;
    const jitterMs = pickInteger(seededRandom(number), -150, 150);
    yield { waitMs: isFirst ? 0 : NEWS_GAP_MS + jitterMs, bytes: toNewsBlock(number) };
  }
}

function toHeadline(number: number): string {
  const random = seededRandom(number * 37);
  return `${pick(random, SUBJECTS)} ${pick(random, PREDICATES)}`;
}

function toNewsBlock(number: number): string {
  const random = seededRandom(number * 31);
  const section = pick(random, SECTIONS);
  const headline = toHeadline(number);
  const publishedAt = new Date(NEWS_START_EPOCH_MS + number * NEWS_GAP_MS).toISOString();
  const share = random();
  if (number > 1 && share < 0.12) {
    const data = { number, corrects: number - 1, headline: toHeadline(number - 1), publishedAt };
    return toBlock({ event: 'correction', id: number, data });
  }
  if (share < 0.2) {
    const data = { number, section, headline, publishedAt, urgency: pickInteger(random, 1, 3) };
    return toBlock({ event: 'breaking', id: number, data });
  }
  const data = { number, section, headline, publishedAt, words: pickInteger(random, 80, 900) };
  return toBlock({ event: 'article', id: number, data });
}
