import { COPY_CHARS_MAX } from '../../shared/limits.ts';
import type { CopyFormat, EntryCopyFormat } from '../../shared/ipc/timeline-contract.ts';
import { toDataOption } from '../interchange/to-curl.ts';
import { toCopiedText, toDataText } from '../log/entry-text.ts';
import { LastEventIds } from '../log/last-event-ids.ts';
import { holdSource, readSource } from '../log/row-source.ts';
import type { FullEntry } from '../log/row-reader.ts';
import type { RowSource } from '../log/row-source.ts';

/** What goes to the clipboard, of how many rows, and whether some of it was left out. */
export interface CopiedText {
  readonly text: string;
  readonly rows: number;
  readonly isCut: boolean;
}

/** Text of rows for the clipboard, cut at `COPY_CHARS_MAX` between two entries. */
export async function readCopiedText(
  source: RowSource,
  fromRow: number,
  toRow: number,
  format: CopyFormat,
): Promise<CopiedText> {
  const release = holdSource(source);
  try {
    return await readHeldText(source, fromRow, toRow, format);
  } finally {
    await release();
  }
}

async function readHeldText(
  source: RowSource,
  fromRow: number,
  toRow: number,
  format: CopyFormat,
): Promise<CopiedText> {
  const pieces: string[] = [];
  let chars = 0;
  let done = 0;
  // Only this format tells the last event ID.
  const ids = format === 'json-lines' ? new LastEventIds(source.log) : null;
  for await (const { entries, rows } of readSource(source, fromRow, toRow)) {
    done = rows;
    for (const full of (await ids?.tell(entries)) ?? entries) {
      const piece = toCopiedText(full, format);
      if (chars + piece.length > COPY_CHARS_MAX) {
        return { text: pieces.join(''), rows: done, isCut: true };
      }
      pieces.push(piece);
      chars += piece.length;
    }
  }
  // The data of one event by itself is copied as it is, byte for byte.
  const isAlone = format === 'data' && pieces.length === 1;
  const text = isAlone ? (pieces[0]?.slice(0, -1) ?? '') : pieces.join('');
  return { text, rows: done, isCut: false };
}

/** Text of one entry for the clipboard, whole as far as it is kept; null if it is longer than `COPY_CHARS_MAX`. */
export function toEntryText(full: FullEntry, format: EntryCopyFormat): CopiedText | null {
  const text = toFormat(full, format);
  return text.length > COPY_CHARS_MAX ? null : { text, rows: 1, isCut: isCut(full) };
}

function toFormat({ entry, bytes }: FullEntry, format: EntryCopyFormat): string {
  switch (format) {
    case 'data':
      return toDataText(entry);
    case 'raw':
      return bytes === null ? '' : bytes.toString('utf8');
    case 'curl':
      return toDataOption(toDataText(entry));
  }
}

function isCut({ entry, bytes }: FullEntry): boolean {
  if (entry.kind === 'event' && entry.isTruncated) return true;
  return bytes !== null && 'length' in entry && entry.length > bytes.length;
}
