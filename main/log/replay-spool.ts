import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { BODY_READ_BYTES_MAX } from '../../shared/limits.ts';
import { completeLine } from './complete-line.ts';
import type { Spool, SpoolLine } from './spool.ts';

/** What a spool says, in the order in which it happened. */
export type SpoolStep =
  | Exclude<SpoolLine, { readonly kind: 'chunk' }>
  | { readonly kind: 'bytes'; readonly bytes: Buffer; readonly atMs: number }
  /** The end of a chunk, whose bytes may have come in several steps. */
  | { readonly kind: 'chunk-end'; readonly length: number; readonly atMs: number }
  /** Bytes at the end of the timeline file that are no whole line. */
  | { readonly kind: 'torn'; readonly bytes: number };

/**
 * Reads a spool from its beginning, as far as it is written now; what a failed write lost is left out. Bytes of the body that no line
 * names come last, with the time of the chunk before them. Memory is bounded by one line and one
 * part of the body. Rejects if a whole line is not JSON or a file cannot be read.
 */
export async function* replaySpool(
  spool: Spool,
  linesPath: string,
): AsyncGenerator<SpoolStep, void> {
  await spool.body.settle();
  await spool.lines.settle();
  const end = { lines: spool.lines.storedSize, body: spool.body.storedSize };
  const tail = await spool.lines.read(Math.max(0, end.lines - 1), 1);
  const isTorn = tail.length > 0 && tail[0] !== 0x0a;
  let bodyAt = 0;
  let lastAtMs = 0;

  async function* readChunk(length: number, atMs: number): AsyncGenerator<SpoolStep, void> {
    for (let done = 0; done < length;) {
      const part = Math.min(length - done, BODY_READ_BYTES_MAX);
      const bytes = await spool.body.read(bodyAt + done, part);
      if (bytes.length === 0) break;
      yield { kind: 'bytes', bytes, atMs };
      done += bytes.length;
    }
    bodyAt += length;
    lastAtMs = atMs;
    yield { kind: 'chunk-end', length, atMs };
  }

  let held: string | null = null;
  if (end.lines > 0) {
    const input = createReadStream(linesPath, { end: end.lines - 1 });
    for await (const text of createInterface({ input, crlfDelay: Infinity })) {
      if (held !== null) yield* toSteps(held);
      held = text;
    }
  }
  if (held !== null && !isTorn) yield* toSteps(held);
  if (bodyAt < end.body) yield* readChunk(end.body - bodyAt, lastAtMs);
  if (held !== null && isTorn) yield { kind: 'torn', bytes: Buffer.byteLength(held) };

  async function* toSteps(text: string): AsyncGenerator<SpoolStep, void> {
    // The line was written by this product; its version is checked by the reader of 'exchange'.
    const line = completeLine(JSON.parse(text) as SpoolLine);
    if (line.kind !== 'chunk') yield line;
    else yield* readChunk(Math.min(line.length, end.body - bodyAt), line.atMs);
  }
}
