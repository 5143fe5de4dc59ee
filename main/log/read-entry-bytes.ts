import { createParser } from 'eventsource-parser';
import type { StreamShape } from '../../shared/model/exchange.ts';
import { readPartHead } from '../../shared/model/multipart-part.ts';

/** What the bytes of one entry say. */
export interface EntryBytes {
  readonly type: string;
  readonly data: string;
  readonly id: string | null;
  readonly comment: string;
  readonly retryMs: number;
}

/** Reads the bytes of one entry again. Bytes that were cut off count as if the entry ended there. */
export function readEntryBytes(shape: StreamShape, bytes: Buffer): EntryBytes {
  let read: EntryBytes = { type: 'message', data: '', id: null, comment: '', retryMs: 0 };
  if (shape === 'text') return { ...read, data: bytes.toString('utf8') };
  if (shape === 'multipart') {
    const part = readPartHead(bytes);
    const type = part?.mediaType ?? 'text/plain';
    return { ...read, type, data: bytes.toString('utf8', part?.headBytes ?? 0) };
  }
  if (shape !== 'event-stream') return { ...read, data: bytes.toString('utf8').trim() };
  const parser = createParser({
    onEvent: (event) => {
      read = { ...read, type: event.event ?? 'message', data: event.data, id: event.id ?? null };
    },
    onComment: (comment) => {
      read = { ...read, comment };
    },
    onRetry: (retryMs) => {
      read = { ...read, retryMs };
    },
  });
  parser.feed('\n');
  parser.feed(`${bytes.toString('utf8').replace(/\r\n?/g, '\n')}\n\n`);
  return read;
}
