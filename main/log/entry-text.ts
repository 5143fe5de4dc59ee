import type { CopyFormat } from '../../shared/ipc/timeline-contract.ts';
import { toEntryLine } from '../../shared/model/entry-line.ts';
import type { TimelineEntry } from '../../shared/model/timeline.ts';
import { toTexts } from '../../shared/query/entry-facts.ts';
import type { FullEntry } from './row-reader.ts';

/** An entry as text that is copied, with its line end; empty for one that has nothing to copy. */
export function toCopiedText(full: FullEntry, format: CopyFormat): string {
  const { entry, bytes } = full;
  switch (format) {
    case 'data':
      return `${toDataText(entry)}\n`;
    case 'text':
      return `${toColumns(full).join('\t')}\n`;
    case 'json-lines':
      return `${toEntryLine(entry)}\n`;
    case 'raw':
      return bytes === null ? '' : withLineEnd(bytes).toString('utf8');
  }
}

/** The bytes of a record with a line end behind it: what ends a record is not always part of it. */
export function withLineEnd(bytes: Buffer): Buffer {
  const last = bytes.at(-1);
  return last === 0x0a || last === 0x0d ? bytes : Buffer.concat([bytes, Buffer.from('\n')]);
}

/** The data of an event, as sent; another entry in words. */
export function toDataText(entry: TimelineEntry): string {
  if (entry.kind === 'event') return entry.data;
  return toTexts(entry).join(' ');
}

/** Number, seconds, gap in seconds, type or kind, id, and what it says on one line. */
function toColumns({ entry, context }: FullEntry): readonly string[] {
  const isEvent = entry.kind === 'event';
  const gapMs = context?.gapMs ?? null;
  return [
    context === null ? '' : String(context.number),
    toSeconds(entry.atMs),
    gapMs === null ? '' : `+${toSeconds(gapMs)}`,
    isEvent ? entry.type : entry.kind,
    isEvent ? (entry.id ?? '') : '',
    toDataText(entry),
  ].map((column) => column.replace(/[\t\r\n]+/g, ' '));
}

function toSeconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
