import { createParser } from 'eventsource-parser';
import { ENTRY_DETAIL_BYTES_MAX, ROW_PREVIEW_CHARS_MAX } from '../../shared/limits.ts';
import { toDeltaPreview } from '../../shared/merge/delta-preview.ts';
import type { TimelineEntry, TimelineRow } from '../../shared/model/timeline.ts';
import type { EventContext, IndexedEntry } from './entry-index.ts';

/** What a block of an event stream says. */
interface ParsedBlock {
  readonly type: string;
  readonly data: string;
  readonly id: string | null;
  readonly comment: string;
  readonly retryMs: number;
}

/** Reads the bytes of one entry again. Bytes that were cut off count as if the block ended there. */
export function parseBlock(bytes: Buffer): ParsedBlock {
  let block: ParsedBlock = { type: 'message', data: '', id: null, comment: '', retryMs: 0 };
  const parser = createParser({
    onEvent: (event) => {
      block = {
        ...block,
        type: event.event ?? 'message',
        data: event.data,
        id: event.id ?? null,
      };
    },
    onComment: (comment) => {
      block = { ...block, comment };
    },
    onRetry: (retryMs) => {
      block = { ...block, retryMs };
    },
  });
  // A byte order mark was left out of the range already; the empty line keeps another one as content.
  parser.feed('\n');
  parser.feed(`${bytes.toString('utf8').replace(/\r\n?/g, '\n')}\n\n`);
  return block;
}

/** Makes the row of an indexed entry that is read from the body. */
export function toRow(
  entry: IndexedEntry,
  context: EventContext | null,
  bytes: Buffer,
  typeName: string | null,
): TimelineRow {
  const { seq, atMs, offset, length } = entry;
  const block = parseBlock(bytes);
  if (entry.kind === 'event') {
    const preview = block.data.slice(0, ROW_PREVIEW_CHARS_MAX);
    return {
      kind: 'event',
      seq,
      atMs,
      offset,
      length,
      number: context?.number ?? 0,
      gapMs: context?.gapMs ?? null,
      repeatsType: context?.repeatsType ?? false,
      type: typeName ?? block.type,
      id: block.id,
      preview,
      isPreviewCut: preview.length < block.data.length || bytes.length < length,
      delta: toDeltaPreview(block.data),
      sizeBytes: entry.dataBytes,
      isTruncated: entry.isTruncated,
    };
  }
  if (entry.kind === 'retry')
    return { kind: 'retry', seq, atMs, offset, length, ms: block.retryMs };
  return {
    kind: 'comment',
    seq,
    atMs,
    offset,
    length,
    text: block.comment.slice(0, ROW_PREVIEW_CHARS_MAX),
  };
}

/** Makes the full entry of an indexed entry that is read from the body. */
export function toEntry(
  entry: IndexedEntry,
  bytes: Buffer,
  typeName: string | null,
): TimelineEntry {
  const { seq, atMs, offset, length } = entry;
  const block = parseBlock(bytes.subarray(0, ENTRY_DETAIL_BYTES_MAX));
  if (entry.kind === 'event') {
    return {
      kind: 'event',
      seq,
      atMs,
      offset,
      length,
      type: typeName ?? block.type,
      data: block.data,
      sizeBytes: entry.dataBytes,
      id: block.id,
      lastEventId: block.id ?? '',
      isTruncated: entry.isTruncated,
    };
  }
  if (entry.kind === 'retry')
    return { kind: 'retry', seq, atMs, offset, length, ms: block.retryMs };
  return { kind: 'comment', seq, atMs, offset, length, text: block.comment };
}
