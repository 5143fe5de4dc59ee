import { createParser } from 'eventsource-parser';
import { ID_SEARCH_BYTES_MAX } from '../../shared/limits.ts';
import type { AppendFile } from './append-file.ts';
import type { EntryIndex } from './entry-index.ts';
import type { IndexedEntry } from './index-columns.ts';
import { readEntryBytes } from './read-entry-bytes.ts';

/** What the search reads from. */
interface IdSource {
  readonly index: EntryIndex;
  readonly body: AppendFile;
  /** The last event ID that the newest attempt at or before `seq` was sent with, null for none. */
  readonly readSentId: (connecting: IndexedEntry) => Promise<string | null>;
}

/**
 * The last event ID string after the entry `seq`; null when it is empty. Blocks that set an id and no data are
 * no entries, so they are looked for in the bytes between two events, in the last `ID_SEARCH_BYTES_MAX` of them.
 */
export async function findLastEventId(source: IdSource, seq: number): Promise<string | null> {
  const { index } = source;
  const [own] = await index.readMany([seq]);
  // Nothing came over a connection before its head was there.
  if (own?.kind === 'open' || own?.kind === 'connecting') return readSentId(source, seq);
  const lastEvent = await index.findLast(seq, 'event');
  if (lastEvent?.seq !== seq) {
    const between = await readIdBetween(source, lastEvent, await findEnd(source, seq));
    if (between !== null) return between === '' ? null : between;
  }
  const found = await index.findLast(seq, 'sets-id');
  if (found?.hasId === true) {
    const bytes = await source.body.read(found.offset, found.length);
    const { id } = readEntryBytes(found.shape, bytes);
    return id === '' ? null : id;
  }
  if (found !== null) {
    const before = found.seq === 0 ? null : await index.findLast(found.seq - 1, 'event');
    const between = await readIdBetween(source, before, found.offset);
    if (between !== null) return between === '' ? null : between;
  }
  return readSentId(source, seq);
}

async function readSentId(source: IdSource, seq: number): Promise<string | null> {
  const connecting = await source.index.findLast(seq, 'connecting');
  return connecting === null ? null : source.readSentId(connecting);
}

/** Where the bytes up to an entry end: its own end, or the beginning of what came next. */
async function findEnd({ index, body }: IdSource, seq: number): Promise<number> {
  const [own, next] = await index.readMany([seq, seq + 1]);
  for (const entry of [own, next]) {
    if (entry === undefined) continue;
    if (entry.kind === 'event') return entry.offset;
    if (entry.kind === 'comment' || entry.kind === 'retry') return entry.offset + entry.length;
  }
  return body.size;
}

/** The id that blocks between an event and `end` set, null if none did. */
async function readIdBetween(
  { body }: IdSource,
  event: IndexedEntry | null,
  end: number,
): Promise<string | null> {
  const start = event === null ? 0 : event.offset + event.length;
  const from = Math.max(start, end - ID_SEARCH_BYTES_MAX);
  if (from >= end) return null;
  const bytes = await body.read(from, end - from);
  let last: string | null = null;
  const parser = createParser({
    onId: (id) => {
      last = id;
    },
  });
  parser.feed(`\n${bytes.toString('utf8').replace(/\r\n?/g, '\n')}`);
  return last;
}
