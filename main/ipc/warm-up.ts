import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TimelineReading } from '../log/timeline-reading.ts';
import { createFraming } from '../stream/create-framing.ts';

/** Fewer than a segment of the index holds, so that nothing is written. */
const EVENTS = 50_000;
const EVENTS_PER_CHUNK = 500;

/**
 * Reads a stream that nobody sees, so that the engine is compiled before the first one that somebody does: V8 compiles
 * what has run often, on the cores that the window's page needs in that moment. One chunk per turn of the event loop,
 * about 60 ms in all. Measured with a million events in a new window on two cores: the last row is there 110 ms
 * earlier, and the longest frame is 8 ms shorter. Rejects if there is no room for temporary files.
 */
export async function warmUp(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tideline-warm-up-'));
  try {
    const reading = await TimelineReading.create(folder, 1);
    const framing = createFraming('event-stream', null, {
      seqs: { next: 0 },
      offset: 0,
      lastEventId: '',
    });
    for (let sent = 0; sent < EVENTS; sent += EVENTS_PER_CHUNK) {
      // Times have fractions, as those of a real stream: V8 compiles for the kinds of numbers that it has met.
      const atMs = sent / EVENTS_PER_CHUNK + 0.5;
      for (const entry of framing.push(toChunk(sent), atMs)) reading.append(entry, null);
      // As a window does that shows the numbers.
      reading.counters.getCounters(atMs, reading.rows.rows);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await reading.close();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function toChunk(firstId: number): Buffer {
  const events = Array.from(
    { length: EVENTS_PER_CHUNK },
    (_, at) => `id: ${firstId + at}\nevent: tick\ndata: {"note":"a line of ordinary length"}\n\n`,
  );
  return Buffer.from(events.join(''));
}
