import { ROW_PREVIEW_CHARS_MAX } from '../../shared/limits.ts';
import { toDeltaPreview } from '../../shared/merge/delta-preview.ts';
import type { TimelineEntry, TimelineRow } from '../../shared/model/timeline.ts';
import type { EventContext } from './entry-index.ts';
import type { IndexedEntry } from './index-columns.ts';
import { readEntryBytes } from './read-entry-bytes.ts';
import type { CommentRun } from './row-index.ts';

/** Makes the row of an indexed entry that is read from the body. */
export function toTimelineRow(
  entry: IndexedEntry,
  around: {
    readonly context: EventContext | null;
    readonly run: CommentRun | null;
    readonly bytes: Buffer;
    readonly typeName: string | null;
  },
): TimelineRow {
  const { seq, atMs, offset, length } = entry;
  const { context, run, bytes } = around;
  const read = readEntryBytes(entry.shape, bytes);
  const base = { seq, atMs, offset, length };
  switch (entry.kind) {
    case 'event': {
      const preview = read.data.slice(0, ROW_PREVIEW_CHARS_MAX);
      return {
        kind: 'event',
        ...base,
        number: context?.number ?? 0,
        gapMs: context?.gapMs ?? null,
        repeatsType: context?.repeatsType ?? false,
        type: around.typeName ?? read.type,
        id: read.id,
        preview,
        isPreviewCut: preview.length < read.data.length || bytes.length < length,
        delta: toDeltaPreview(read.data),
        sizeBytes: entry.dataBytes,
        isTruncated: entry.isTruncated,
      };
    }
    case 'retry':
      return { kind: 'retry', ...base, ms: read.retryMs };
    case 'chunk':
      return { kind: 'chunk', ...base, text: read.data.slice(0, ROW_PREVIEW_CHARS_MAX) };
    default:
      return {
        kind: 'comments',
        seq,
        atMs,
        text: read.comment.slice(0, ROW_PREVIEW_CHARS_MAX),
        count: run?.count ?? 1,
        lastAtMs: run?.lastAtMs ?? atMs,
        intervalMs: run?.intervalMs ?? null,
        jitterMs: run?.jitterMs ?? null,
        longestMs: run?.longestMs ?? null,
      };
  }
}

/** Makes the full entry of an indexed entry that is read from the body. */
export function toEntry(
  entry: IndexedEntry,
  bytes: Buffer,
  typeName: string | null,
): TimelineEntry {
  const { seq, atMs, offset, length } = entry;
  const read = readEntryBytes(entry.shape, bytes);
  const base = { seq, atMs, offset, length };
  switch (entry.kind) {
    case 'event':
      return {
        kind: 'event',
        ...base,
        type: typeName ?? read.type,
        data: read.data,
        sizeBytes: entry.dataBytes,
        id: read.id,
        lastEventId: read.id ?? '',
        isTruncated: entry.isTruncated,
      };
    case 'retry':
      return { kind: 'retry', ...base, ms: read.retryMs };
    case 'chunk':
      return { kind: 'chunk', ...base, text: read.data };
    default:
      return { kind: 'comment', ...base, text: read.comment };
  }
}
