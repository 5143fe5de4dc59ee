import { EVENT_BYTES_MAX } from '../../shared/limits.ts';
import type { FindTarget } from '../../shared/ipc/timeline-contract.ts';
import { assertNever } from '../../shared/result.ts';
import type { AppendFile } from './append-file.ts';
import type { EntryIndex } from './entry-index.ts';
import { hashId } from './id-hash.ts';
import { readEntryBytes } from './read-entry-bytes.ts';

/** The seq of the entry that a jump leads to, null if there is none. */
export async function findEntry(
  source: { readonly index: EntryIndex; readonly body: AppendFile },
  target: FindTarget,
): Promise<number | null> {
  const { index, body } = source;
  switch (target.kind) {
    case 'number':
      return (await index.findByNumber(target.number))?.seq ?? null;
    case 'time': {
      const seq = await index.findSeqAt(target.atMs);
      return seq < index.entries ? seq : null;
    }
    case 'id': {
      const { id, afterSeq } = target;
      const found = await index.findByIdHash(hashId(id), afterSeq ?? -1, async (entry) => {
        const kept = Math.min(entry.length, EVENT_BYTES_MAX);
        const bytes = await body.readStored(entry.offset, kept);
        return !body.isLost(entry.offset, kept) && readEntryBytes(entry.shape, bytes).id === id;
      });
      return found?.seq ?? null;
    }
    default:
      return assertNever(target);
  }
}
