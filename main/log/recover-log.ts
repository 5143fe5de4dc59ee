import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SentHead } from '../../shared/model/exchange.ts';
import type { HeaderField } from '../../shared/model/header-field.ts';
import type { OpenEntry, TimelineEntry } from '../../shared/model/timeline.ts';
import { ExchangeLog } from './exchange-log.ts';
import { SPOOL_VERSION } from './spool.ts';
import type { SpoolLine } from './spool.ts';

/** Reads the bytes of one connection again, exactly as it did live. */
export interface Framing {
  readonly push: (bytes: Uint8Array, atMs: number) => readonly TimelineEntry[];
  readonly end: (atMs: number) => readonly TimelineEntry[];
}

/** A spool that was opened again. */
export interface RecoveredLog {
  readonly log: ExchangeLog;
  /** Unix epoch milliseconds. */
  readonly startedAtMs: number;
  /** No close or fatal error was written: the application went away while the stream ran. */
  readonly wasInterrupted: boolean;
  /** Bytes at the end of the timeline file that were no whole line. */
  readonly tornBytes: number;
  readonly sent: readonly SentHead[];
  readonly trailers: readonly HeaderField[] | null;
}

/**
 * Opens the spool of an earlier run and rebuilds its index. A torn last line is left out and counted;
 * bytes of the body that no line names keep the time of the chunk before them. Rejects if the
 * files cannot be read, or were written by a version that is not known.
 */
export async function recoverLog(
  folder: string,
  createFraming: (
    open: OpenEntry,
    start: { readonly offset: number; readonly nextSeq: number },
  ) => Framing | null,
): Promise<RecoveredLog> {
  const text = await readFile(join(folder, 'timeline.jsonl'), 'utf8');
  const lastLineEnd = text.lastIndexOf('\n') + 1;
  const log = await ExchangeLog.open(folder);
  const sent: SentHead[] = [];
  let trailers: readonly HeaderField[] | null = null;
  let startedAtMs = 0;
  let framing: Framing | null = null;
  let bodyAt = 0;
  let lastAtMs = 0;
  let hasEnded = false;

  const readChunk = async (length: number, atMs: number): Promise<void> => {
    log.restoreChunk(length, atMs);
    for (let done = 0; done < length;) {
      const { bytes } = await log.readBody(bodyAt + done, length - done);
      if (bytes.length === 0) break;
      for (const entry of framing?.push(bytes, atMs) ?? []) log.restoreEntry(entry, null);
      done += bytes.length;
    }
    bodyAt += length;
    lastAtMs = atMs;
  };
  const endFraming = (atMs: number): void => {
    for (const entry of framing?.end(atMs) ?? []) log.restoreEntry(entry, null);
    framing = null;
  };

  let offset = 0;
  for (const lineText of text.slice(0, lastLineEnd).split('\n').slice(0, -1)) {
    const length = Buffer.byteLength(lineText) + 1;
    const line = JSON.parse(lineText) as SpoolLine;
    switch (line.kind) {
      case 'exchange':
        if (line.version !== SPOOL_VERSION) {
          await log.close();
          throw new Error(`spool version ${line.version} is not known here`);
        }
        startedAtMs = line.startedAtMs;
        break;
      case 'sent':
        sent.push(line.head);
        break;
      case 'trailers':
        trailers = line.fields;
        break;
      case 'chunk':
        await readChunk(Math.min(line.length, log.bodyBytes - bodyAt), line.atMs);
        break;
      case 'open':
        log.restoreEntry(line, { offset, length });
        framing = createFraming(line, { offset: bodyAt, nextSeq: log.entries });
        break;
      case 'close':
      case 'error':
        endFraming(line.atMs);
        hasEnded = line.kind === 'close' ? !line.willReconnect : line.fatal;
        log.restoreEntry({ ...line, seq: log.entries }, { offset, length });
        break;
      case 'connecting':
        hasEnded = false;
        log.restoreEntry(line, { offset, length });
        break;
    }
    offset += length;
  }
  if (bodyAt < log.bodyBytes) await readChunk(log.bodyBytes - bodyAt, lastAtMs);
  if (!hasEnded) endFraming(lastAtMs);
  const tornBytes = Buffer.byteLength(text.slice(lastLineEnd));
  return { log, startedAtMs, wasInterrupted: !hasEnded, tornBytes, sent, trailers };
}
