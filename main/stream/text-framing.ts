import type { TimelineEntry } from '../../shared/model/timeline.ts';
import type { Framing, FramingOptions } from './framing.ts';

/** No framing at all: every network chunk is an entry. A character that a chunk cuts shows as U+FFFD. */
export class TextFraming implements Framing {
  readonly lastEventId = '';
  readonly #options: FramingOptions;
  #position: number;

  constructor(options: FramingOptions) {
    this.#options = options;
    this.#position = options.offset;
  }

  push(chunk: Uint8Array, atMs: number): readonly TimelineEntry[] {
    const offset = this.#position;
    this.#position += chunk.length;
    const text = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length).toString('utf8');
    const seq = this.#options.seqs.next++;
    return [{ kind: 'chunk', seq, atMs, offset, length: chunk.length, text }];
  }

  end(): readonly TimelineEntry[] {
    return [];
  }
}
