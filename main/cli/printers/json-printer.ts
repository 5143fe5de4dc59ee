import { isUtf8 } from 'node:buffer';
import { roundMs, toLineFields } from '../../../shared/model/entry-line.ts';
import type { StreamStats } from '../../../shared/model/stream-stats.ts';
import type { TimelineEntry } from '../../../shared/model/timeline.ts';
import { escapeJson } from '../escape.ts';
import { Utf8Pieces } from '../utf8-pieces.ts';
import type { Printer } from './printer.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * NDJSON: one object a line, each beginning with `kind`, `seq` and `atMs`. `seq` counts the lines
 * from 0 without a hole. The lines of a stream are its timeline entries; an ordinary body comes as
 * `body` lines between `open` and `close`, each with `text`, or with `base64` where the bytes are
 * no UTF-8. Their bytes in order are the body, byte for byte.
 *
 * Control and invisible characters that JSON would leave as they are stand as `\u` escapes, so the
 * lines may be looked at on a terminal.
 */
export class JsonPrinter implements Printer {
  readonly #pieces = new Utf8Pieces();
  #nextSeq = 0;

  readonly printEntries = (
    entries: readonly TimelineEntry[],
    isShown: (entry: TimelineEntry) => boolean = () => true,
  ): string => {
    let lines = '';
    for (const entry of entries.filter(isShown))
      lines += this.#toLine(entry.kind, entry.atMs, toLineFields(entry));
    return lines;
  };

  readonly printBody = (bytes: Uint8Array, atMs: number): string =>
    this.#toBodyLine(this.#pieces.push(bytes), atMs);

  readonly endBody = (atMs: number): string => this.#toBodyLine(this.#pieces.end(), atMs);

  readonly printStats = (stats: StreamStats): string =>
    this.#toLine('stats', stats.elapsedMs, { ...stats });

  #toBodyLine(bytes: Buffer, atMs: number): string {
    if (bytes.length === 0) return '';
    const fields = isUtf8(bytes)
      ? { text: bytes.toString('utf8') }
      : { base64: bytes.toString('base64') };
    return this.#toLine('body', atMs, fields);
  }

  #toLine(kind: string, atMs: number, fields: Fields): string {
    const line = { kind, seq: this.#nextSeq++, atMs: roundMs(atMs), ...fields };
    return `${escapeJson(JSON.stringify(line))}\n`;
  }
}
