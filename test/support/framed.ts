import { SseFraming } from '../../main/stream/sse-framing.ts';
import { toEntries } from '../../shared/model/plain-events.ts';
import type { TimelineEntry } from '../../shared/model/timeline.ts';
import type { ReferenceReading, ReferenceStep } from './reference-parser.ts';

export interface Framed {
  readonly entries: readonly TimelineEntry[];
  readonly lastEventId: string;
}

/** Reads chunks as one event stream. All of them arrive at 1 ms, the end at 2 ms. */
export function frameChunks(
  chunks: readonly Uint8Array[],
  options: { readonly lastEventId?: string; readonly eventBytesMax?: number } = {},
): Framed {
  const framing = new SseFraming({ seqs: { next: 0 }, offset: 0, lastEventId: '', ...options });
  const entries = toEntries(chunks.flatMap((chunk) => framing.push(chunk, 1)));
  return { entries: [...entries, ...toEntries(framing.end(2))], lastEventId: framing.lastEventId };
}

/** Cuts bytes at places, which need not be sorted or different. */
export function cutAt(bytes: Uint8Array, places: readonly number[]): readonly Uint8Array[] {
  const sorted = [0, ...places, bytes.length].sort((one, other) => one - other);
  return sorted.slice(1).map((to, index) => bytes.subarray(sorted[index], to));
}

/** The part of a reading that the standard speaks of. */
export function toReference({ entries, lastEventId }: Framed): ReferenceReading {
  const steps = entries.flatMap((entry): ReferenceStep[] => {
    if (entry.kind === 'event') {
      const { kind, type, data, lastEventId: id } = entry;
      return [{ kind, type, data, lastEventId: id }];
    }
    if (entry.kind === 'comment') return [{ kind: 'comment', text: entry.text }];
    if (entry.kind === 'retry') return [{ kind: 'retry', ms: entry.ms }];
    if (entry.kind === 'problem' && entry.problem === 'no-data') {
      return [{ kind: 'no-data', line: entry.detail, number: entry.line ?? 0 }];
    }
    return [];
  });
  return { steps, lastEventId };
}

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
