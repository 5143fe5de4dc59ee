/**
 * Parses one event of 4,000 data lines, told by an argument: `large-event.js LINE_BYTES`. Prints a line of
 * JSON: the median milliseconds of one event, handed over in chunks as a socket does.
 */
import { UNKNOWN_CONNECTION } from '../../shared/model/connection-facts.ts';
import { TimelineBuilder } from '../../main/stream/timeline-builder.ts';
import { NO_TIMINGS } from '../../shared/model/attempt-timings.ts';

const LINES = 4_000;
const CHUNK_BYTES = 16 * 1024;
const WARM_UP = 20;
const ROUNDS = 101;

const lineBytes = Number(process.argv[2]);
const line = 'data: '.padEnd(lineBytes - 1, 'x');
const block = Buffer.from(`id: 7\nevent: big\n${`${line}\n`.repeat(LINES)}\n`);

const builder = new TimelineBuilder({ readAs: 'event-stream', lastEventId: '' });
builder.addFact({
  kind: 'open',
  atMs: 0,
  attempt: 1,
  status: 200,
  reason: 'OK',
  httpVersion: '1.1',
  tlsVersion: null,
  ...UNKNOWN_CONNECTION,
  informational: [],
  redirect: null,
  headers: [],
  timings: NO_TIMINGS,
});

function parseOnce(): number {
  const startedMs = performance.now();
  let events = 0;
  for (let from = 0; from < block.length; from += CHUNK_BYTES) {
    const entries = builder.addChunk(block.subarray(from, from + CHUNK_BYTES), 0);
    for (const entry of entries) {
      if (entry.kind !== 'event') continue;
      events++;
      if (entry.data.length !== LINES * (lineBytes - 6) - 1) throw new Error('wrong data');
    }
  }
  if (events !== 1) throw new Error(`${events} events instead of one`);
  return performance.now() - startedMs;
}

for (let round = 0; round < WARM_UP; round++) parseOnce();
const times = Array.from({ length: ROUNDS }, parseOnce).sort((a, b) => a - b);
console.log(JSON.stringify({ ms: times[(ROUNDS - 1) / 2] }));
