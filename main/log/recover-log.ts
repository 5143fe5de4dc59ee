import type { SentHead } from '../../shared/model/exchange.ts';
import type { HeaderField } from '../../shared/model/header-field.ts';
import type { TimelinePart } from '../../shared/model/plain-events.ts';
import { ExchangeLog } from './exchange-log.ts';
import { NewestHeads } from './newest-heads.ts';
import { SPOOL_VERSION } from './spool.ts';
import type { FactEntry } from './spool.ts';

/** Makes the timeline again out of what the spool says, exactly as it was made live. */
export interface TimelineMaker {
  readonly addFact: (fact: FactEntry) => readonly TimelinePart[];
  readonly addChunk: (bytes: Uint8Array, atMs: number) => readonly TimelinePart[];
}

/** A spool that was opened again. */
export interface RecoveredLog {
  readonly log: ExchangeLog;
  /** Unix epoch milliseconds. */
  readonly startedAtMs: number;
  /** No last close or fatal error was written: the application went away while the stream ran. */
  readonly wasInterrupted: boolean;
  /** Bytes at the end of the timeline file that were no whole line. */
  readonly tornBytes: number;
  readonly sent: NewestHeads<SentHead>;
  readonly trailers: readonly HeaderField[] | null;
}

/**
 * Opens the spool of an earlier run and rebuilds its index. A torn last line is left out and counted;
 * bytes of the body that no line names keep the time of the chunk before them. Rejects if the
 * files cannot be read, or were written by a version that is not known.
 */
export async function recoverLog(folder: string, maker: TimelineMaker): Promise<RecoveredLog> {
  const log = await ExchangeLog.open(folder);
  const sent = new NewestHeads<SentHead>();
  let trailers: readonly HeaderField[] | null = null;
  let startedAtMs = 0;
  let tornBytes = 0;
  let hasEnded = false;
  try {
    for await (const step of log.replay()) {
      switch (step.kind) {
        case 'exchange':
          if (step.version !== SPOOL_VERSION) {
            throw new Error(`spool version ${step.version} is not known here`);
          }
          startedAtMs = step.startedAtMs;
          break;
        case 'sent':
          sent.add(step.head);
          break;
        case 'trailers':
          trailers = step.fields;
          break;
        case 'torn':
          tornBytes = step.bytes;
          break;
        case 'bytes':
          log.restoreEntries(maker.addChunk(step.bytes, step.atMs));
          break;
        case 'chunk-end':
          log.noteChunk(step.length, step.atMs);
          break;
        default:
          hasEnded = isLast(step, hasEnded);
          log.restoreEntries(maker.addFact(step));
      }
    }
  } catch (cause: unknown) {
    await log.close();
    throw cause;
  }
  return { log, startedAtMs, wasInterrupted: !hasEnded, tornBytes, sent, trailers };
}

/** Whether the exchange had ended with this fact. */
function isLast(fact: FactEntry, hadEnded: boolean): boolean {
  if (fact.kind === 'close') return !fact.willReconnect;
  if (fact.kind === 'error') return fact.fatal;
  return fact.kind === 'connecting' ? false : hadEnded;
}
