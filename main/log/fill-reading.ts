import type { ExchangeLog } from './exchange-log.ts';
import type { TimelineMaker } from './recover-log.ts';

/** Fills the reading in force from the spool, chunk by chunk. Rejects if the files cannot be read. */
export async function fillReading(log: ExchangeLog, maker: TimelineMaker): Promise<void> {
  for await (const step of log.replay()) {
    switch (step.kind) {
      case 'bytes':
        log.restoreEntries(maker.addChunk(step.bytes, step.atMs));
        break;
      case 'exchange':
      case 'sent':
      case 'trailers':
      case 'chunk-end':
      case 'torn':
        break;
      default:
        log.restoreEntries(maker.addFact(step));
    }
  }
}
