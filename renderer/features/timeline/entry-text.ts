import { assertNever } from '../../../shared/result.ts';
import type { HeaderField } from '../../../shared/model/header-field.ts';
import type { TimelineEntry } from '../../../shared/model/timeline.ts';
import { NO_END_CONTEXT, getErrorWords } from './error-words.ts';
import {
  formatProtocol,
  formatStatus,
  getCloseWords,
  getVerdictWords,
  getWaitWords,
} from './row-words.ts';

/** Header fields as lines, in order, with duplicates. */
export function toHeaderLines(fields: readonly HeaderField[]): string {
  return fields.map(({ name, value }) => `${name}: ${value}\n`).join('');
}

/** The exact lines of an entry. Invalid UTF-8 becomes U+FFFD; the hex view has the bytes. */
export function toLines(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

/** What a row is called. */
export function getEntryTitle(kind: TimelineEntry['kind']): string {
  switch (kind) {
    case 'event':
      return 'Event';
    case 'connecting':
      return 'Connecting';
    case 'open':
      return 'Connected';
    case 'comment':
      return 'Comment';
    case 'retry':
      return 'Reconnection time';
    case 'problem':
      return 'Problem';
    case 'close':
      return 'Closed';
    case 'chunk':
      return 'Chunk';
    case 'reconnect-wait':
      return 'Reconnecting';
    case 'verdict':
      return 'After the reconnect';
    case 'error':
      return 'Connection error';
    default:
      return assertNever(kind);
  }
}

/** An entry as text to read and to copy: the data of an event, the head of a response, and so on. */
export function getEntryText(entry: TimelineEntry): string {
  switch (entry.kind) {
    case 'event':
      return entry.data;
    case 'comment':
      return entry.text;
    case 'retry':
      return String(entry.ms);
    case 'problem':
      return entry.detail;
    case 'chunk':
      return entry.text;
    case 'reconnect-wait':
      return getWaitWords(entry);
    case 'verdict':
      return getVerdictWords(entry);
    case 'connecting':
      return `${entry.method} ${entry.url}`;
    case 'open': {
      const status = formatStatus(entry.status, entry.reason);
      return `${formatProtocol(entry.httpVersion)} ${status}\n${toHeaderLines(entry.headers)}`;
    }
    case 'close': {
      const words = getCloseWords(entry, NO_END_CONTEXT);
      return `${words.title}. ${words.text}`;
    }
    case 'error': {
      const words = getErrorWords(entry);
      const technical = [entry.code, entry.detail, ...entry.addresses].filter(Boolean).join('\n');
      return `${words.title}. ${words.cause}\n${words.hint}\n\n${technical}`;
    }
    default:
      return assertNever(entry);
  }
}
