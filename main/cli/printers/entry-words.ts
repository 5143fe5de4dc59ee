import type {
  ProblemEntry,
  ProblemKind,
  ReconnectRefusal,
  ReconnectWaitEntry,
  VerdictEntry,
} from '../../../shared/model/timeline.ts';
import { assertNever } from '../../../shared/result.ts';

/** Why no further attempt follows, to go on 'not reconnecting'. */
export const REFUSALS: Readonly<Record<ReconnectRefusal, string>> = {
  off: 'it is switched off',
  'no-content': 'the server answered 204',
  status: 'the status is not 200',
  'media-type': 'the answer is no event stream',
  attempts: 'too many attempts failed in a row',
  futile: 'the next attempt would meet the same',
  complete: 'the response is complete',
  'first-failure': 'no response came so far',
};

/** What each problem is, and what a browser makes of it. */
const PROBLEMS: Readonly<Record<ProblemKind, string>> = {
  'unfinished-event': 'the stream ended inside an event; a browser drops it',
  'truncated-event': 'the event is too long and was cut',
  'unknown-field': 'not a field of an event stream; a browser ignores the line',
  'no-data': 'an event without data; a browser drops it',
  'invalid-retry': 'retry takes digits only; a browser ignores the line',
  'null-in-id': 'an id with U+0000; a browser ignores it',
  'invalid-utf8': 'bytes that are no UTF-8; a browser shows U+FFFD',
  'media-type': 'not text/event-stream; a browser refuses the stream',
  charset: 'another charset than UTF-8; a browser reads UTF-8 all the same',
  status: 'another status than 200; a browser refuses the stream',
  'content-length': 'a stream with a length that was known before it began',
  cacheable: 'nothing keeps a cache from storing the stream',
  'content-coding': 'a content coding that could not be undone',
  'late-burst': 'several events came late and at once; something on the way held them back',
  stalled: 'nothing came for this many milliseconds',
  'clock-jump':
    'this program did not run for this many milliseconds, or the clock was set; the silence says nothing of the server',
  'last-event-id-not-sent': 'the last event ID cannot stand in a header field and was not sent',
  'retry-clamped': 'a reconnection time out of range; the nearer end is used',
  'redirect-stopped': 'redirect not followed',
  'auth-failed': 'not authenticated',
  'certificate-not-verified': 'the certificate cannot be verified, and was taken as you said',
  'cookie-refused': 'a cookie was refused',
  'not-stored': 'what came here could not be written to the disk',
  'more-problems': 'more problems than are told one by one',
};

export function toProblemText(entry: ProblemEntry): string {
  const line = entry.line === null ? '' : ` (line ${entry.line})`;
  const detail = entry.detail === '' ? '' : `: ${entry.detail}`;
  return `${PROBLEMS[entry.problem]}${line}${detail}`;
}

export function toWaitText(entry: ReconnectWaitEntry): string {
  const attempts = entry.attemptsMax === null ? '' : ` of ${entry.attemptsMax}`;
  const failures =
    entry.failuresInRow === 0 ? '' : `, attempt ${entry.failuresInRow}${attempts} failed`;
  const id = entry.lastEventId === null ? '' : `, will send Last-Event-ID ${entry.lastEventId}`;
  return `reconnecting in ${entry.waitMs} ms${failures}${id}`;
}

function toBasisText({ basis, differing }: VerdictEntry): string {
  if (basis === 'data') return ' (told by their data)';
  return differing === 0 ? '' : ` (${differing} with other data)`;
}

export function toVerdictText(entry: VerdictEntry): string {
  const down = `down for ${Math.round(entry.downMs)} ms`;
  switch (entry.verdict) {
    case 'resumed':
      return `resumed exactly after id ${entry.beforeId ?? ''}, ${down}`;
    case 'repeated':
      return `${entry.count} events came a second time${toBasisText(entry)}, ${down}`;
    case 'lost':
      return `${entry.count} ids were skipped between ${entry.beforeId ?? ''} and ${entry.afterId ?? ''}, ${down}`;
    case 'unknown':
      return `cannot be known whether events were lost, ${down}`;
    default:
      return assertNever(entry.verdict);
  }
}
