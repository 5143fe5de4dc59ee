import zlib from 'node:zlib';
import type { Transform } from 'node:stream';
import { CONTENT_CODINGS_MAX, DECODED_BYTES_FREE, DECODED_RATIO_MAX } from '../../shared/limits.ts';
import { ConnectError } from './connect/connect-error.ts';
import { ContentQueue } from './content-queue.ts';

/** Bytes of content with the monotonic time at which the network chunk behind them arrived. */
export interface ContentChunk {
  readonly bytes: Uint8Array;
  readonly monotonicMs: number;
}

/** Codings that can be undone here, by the name in `Content-Encoding`. */
const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: () => zlib.createGunzip({ flush: zlib.constants.Z_SYNC_FLUSH }),
  'x-gzip': () => zlib.createGunzip({ flush: zlib.constants.Z_SYNC_FLUSH }),
  deflate: () => zlib.createInflate({ flush: zlib.constants.Z_SYNC_FLUSH }),
  br: () => zlib.createBrotliDecompress({ flush: zlib.constants.BROTLI_OPERATION_FLUSH }),
  ...('createZstdDecompress' in zlib
    ? { zstd: () => (zlib.createZstdDecompress as () => Transform)() }
    : {}),
};

/** A Content-Encoding that is not undone; the content is then kept as it came. */
export type CodingRefusal =
  | { readonly kind: 'unknown-coding'; readonly coding: string }
  | { readonly kind: 'too-many-codings' }
  /** Decoding is switched off for the request. */
  | { readonly kind: 'switched-off'; readonly coding: string };

/**
 * Reads `Content-Encoding` values into the codings to undo, outermost last as written.
 * `identity` counts as none. At most `CONTENT_CODINGS_MAX`.
 */
export function parseContentEncoding(
  values: readonly string[],
): { readonly codings: readonly string[] } | CodingRefusal {
  const codings: string[] = [];
  for (const part of values.join(',').split(',')) {
    const coding = part.trim().toLowerCase();
    if (coding === '' || coding === 'identity') continue;
    if (codings.length === CONTENT_CODINGS_MAX) return { kind: 'too-many-codings' };
    if (DECODERS[coding] === undefined) return { kind: 'unknown-coding', coding };
    codings.push(coding);
  }
  return { codings };
}

/**
 * Undoes the codings and hands on whatever each flush of the sender completed, at once.
 * Throws what zlib throws for broken content, and at a bomb; the source is closed in every case.
 */
export async function* decodeContent(
  source: AsyncIterable<ContentChunk>,
  codings: readonly string[],
): AsyncGenerator<ContentChunk, void> {
  let sentBytes = 0;
  let content: AsyncIterable<ContentChunk> = count(source, (bytes) => {
    sentBytes += bytes;
  });
  for (const coding of codings.toReversed()) content = undo(content, coding);
  let decodedBytes = 0;
  for await (const chunk of content) {
    decodedBytes += chunk.bytes.length;
    if (decodedBytes > DECODED_BYTES_FREE && decodedBytes > sentBytes * DECODED_RATIO_MAX) {
      const words = `${sentBytes} bytes became more than ${decodedBytes}`;
      throw new ConnectError('TIDELINE_DECODED_TOO_LARGE', words);
    }
    yield chunk;
  }
}

async function* count(
  source: AsyncIterable<ContentChunk>,
  add: (bytes: number) => void,
): AsyncGenerator<ContentChunk, void> {
  for await (const chunk of source) {
    add(chunk.bytes.length);
    yield chunk;
  }
}

async function* undo(
  source: AsyncIterable<ContentChunk>,
  coding: string,
): AsyncGenerator<ContentChunk, void> {
  const create = DECODERS[coding];
  if (create === undefined) throw new Error(`no decoder for ${coding}`);
  const decoder = create();
  const closed = new Promise<void>((resolve) => decoder.once('close', resolve));
  let monotonicMs = 0;
  // What was decoded before the content broke is handed on before the error is.
  const decoded = new ContentQueue(() => decoder.resume());
  decoder.on('data', (bytes: Buffer) => {
    if (!decoded.push({ bytes, monotonicMs })) decoder.pause();
  });
  decoder.on('end', () => decoded.complete());
  decoder.on('error', (error) => decoded.fail(error));
  const pump = async (): Promise<void> => {
    for await (const chunk of source) {
      monotonicMs = chunk.monotonicMs;
      // One chunk at a time, so that what comes out carries the time of what went in.
      const written = new Promise<void>((resolve) => decoder.write(chunk.bytes, () => resolve()));
      await Promise.race([written, closed]);
      if (decoder.destroyed) return;
    }
    decoder.end();
  };
  pump().catch((cause: unknown) => decoded.fail(cause));
  try {
    yield* decoded;
  } finally {
    decoder.destroy();
  }
}
