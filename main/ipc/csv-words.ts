import type { TimelineEntry } from '../../shared/model/timeline.ts';
import { assertNever } from '../../shared/result.ts';

/** What stands in the data column for an entry: the data of an event, a few words for what is none. */
export function toCsvData(entry: TimelineEntry): string {
  switch (entry.kind) {
    case 'event':
      return entry.data;
    case 'comment':
    case 'chunk':
      return entry.text;
    case 'retry':
      return `${entry.ms} ms`;
    case 'connecting':
      return `${entry.method} ${entry.url}`;
    case 'open':
      return `${entry.status} ${entry.reason}`.trimEnd();
    case 'problem':
      return entry.detail === '' ? entry.problem : `${entry.problem}: ${entry.detail}`;
    case 'error':
      return entry.detail === '' ? entry.errorKind : `${entry.errorKind}: ${entry.detail}`;
    case 'reconnect-wait':
      return `${entry.waitMs} ms`;
    case 'verdict':
      return entry.count === 0 ? entry.verdict : `${entry.verdict}: ${entry.count}`;
    case 'close':
      return entry.rule === null ? entry.by : `${entry.by}: ${entry.rule}`;
    default:
      return assertNever(entry);
  }
}
