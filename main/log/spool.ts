import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { SentHead } from '../../shared/model/exchange.ts';
import type { HeaderField } from '../../shared/model/header-field.ts';
import type { ExchangeId } from '../../shared/model/ids.ts';
import type { TimelinePart } from '../../shared/model/plain-events.ts';
import { isConnectionEntry, isObserved } from '../../shared/model/timeline.ts';
import type {
  ConnectionEntry,
  ObservedProblemKind,
  ProblemEntry,
} from '../../shared/model/timeline.ts';
import { AppendFile, appendOrLose } from './append-file.ts';

/** Version of the spool's own form, in its first line. */
export const SPOOL_VERSION = 1;

/** Entries that stand in `timeline.jsonl` itself: what the bytes of the body do not tell. */
export type FactEntry =
  ConnectionEntry | (ProblemEntry & { readonly problem: ObservedProblemKind });

/** Whether an entry has to be written down, or can be found again in the body. */
export function isFact(entry: TimelinePart): entry is FactEntry {
  if (entry.kind === 'plain-events') return false;
  return isConnectionEntry(entry) || (entry.kind === 'problem' && isObserved(entry.problem));
}

/** The lines of `timeline.jsonl`, one JSON object each, in the order in which things happened. */
export type SpoolLine =
  | {
      readonly kind: 'exchange';
      readonly version: number;
      readonly exchangeId: ExchangeId;
      /** Unix epoch milliseconds. */
      readonly startedAtMs: number;
    }
  | { readonly kind: 'sent'; readonly head: SentHead }
  | { readonly kind: 'chunk'; readonly length: number; readonly atMs: number }
  | { readonly kind: 'trailers'; readonly fields: readonly HeaderField[] }
  | FactEntry;

/**
 * The files of one exchange: `body.raw` (decoded bytes as received) and `timeline.jsonl`
 * (everything else that cannot be rebuilt). Both only grow.
 */
export class Spool {
  readonly folder: string;
  readonly body: AppendFile;
  readonly lines: AppendFile;

  private constructor(folder: string, body: AppendFile, lines: AppendFile) {
    this.folder = folder;
    this.body = body;
    this.lines = lines;
  }

  /** Creates or opens the spool in `folder`, which only the user may enter. Rejects on file errors. */
  static async open(folder: string): Promise<Spool> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const body = await AppendFile.open(join(folder, 'body.raw'));
    const lines = await AppendFile.open(join(folder, 'timeline.jsonl'));
    return new Spool(folder, body, lines);
  }

  /**
   * Appends a line; gives its place in the file. Never throws: after a failed write the place is one that is lost, so
   * that the line is told as such. The next chunk tells the failure.
   */
  appendLine(line: SpoolLine): { readonly offset: number; readonly length: number } {
    const bytes = Buffer.from(`${JSON.stringify(line)}\n`, 'utf8');
    const offset = this.lines.size;
    // Lines are few and short beside the body, whose queue holds the socket back.
    appendOrLose(this.lines, bytes);
    return { offset, length: bytes.length };
  }

  /** Appends a chunk to the body and its line to the timeline, body first. */
  appendChunk(bytes: Uint8Array, atMs: number): Promise<void> | void {
    const waits = this.body.append(bytes);
    // As `appendLine` writes it; there is one for every chunk.
    const line = `{"kind":"chunk","length":${bytes.length},"atMs":${atMs}}\n`;
    this.lines.appendAscii(line)?.catch(() => undefined);
    return waits;
  }

  async close(): Promise<void> {
    await this.body.close();
    await this.lines.close();
  }
}
