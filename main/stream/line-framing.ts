import type { TimelineEntry } from '../../shared/model/timeline.ts';
import type { Framing, FramingOptions } from './framing.ts';
import { RecordCollector } from './record-collector.ts';

const LF = 0x0a;
const RECORD_SEPARATOR = 0x1e;

/**
 * Records with one byte between them: lines (NDJSON, JSON Lines) end with LF, records of a JSON
 * text sequence begin with RS. Empty records make no event. What follows the last separator counts
 * as a record when the stream ends in order: a last line needs no LF.
 * @see https://github.com/ndjson/ndjson-spec
 * @see https://www.rfc-editor.org/rfc/rfc7464
 */
export class SeparatedFraming implements Framing {
  readonly lastEventId = '';
  readonly #separator: number;
  readonly #record: RecordCollector;
  #position: number;

  constructor(shape: 'ndjson' | 'json-seq', options: FramingOptions) {
    this.#separator = shape === 'ndjson' ? LF : RECORD_SEPARATOR;
    this.#record = new RecordCollector(options);
    this.#position = options.offset;
  }

  push(chunk: Uint8Array, atMs: number): readonly TimelineEntry[] {
    this.#record.atMs = atMs;
    for (let at = 0; at < chunk.length;) {
      const found = chunk.indexOf(this.#separator, at);
      const to = found === -1 ? chunk.length : found;
      if (to > at) this.#record.add(chunk, at, to, this.#position + at);
      if (found === -1) break;
      if (this.#record.length > 0) this.#record.finish();
      at = found + 1;
    }
    this.#position += chunk.length;
    return this.#record.take();
  }

  end(atMs: number): readonly TimelineEntry[] {
    this.#record.atMs = atMs;
    if (this.#record.length > 0) this.#record.finish();
    return this.#record.take();
  }
}
