import { assertNever } from '../../../shared/result.ts';
import type {
  CloseEntry,
  CommentRow,
  ConnectionEntry,
  ConnectionRow,
  ProblemEntry,
  ReconnectRefusal,
  ReconnectWaitEntry,
  VerdictEntry,
} from '../../../shared/model/timeline.ts';
import { formatBytes, formatCount, formatPlural } from '../../components/number-format.ts';
import { formatDuration, formatSeconds } from '../../components/time-format.ts';
import type { EndContext } from './error-words.ts';

/** The step that a row is about: an error tells more than the close that follows it. */
export function getToldStep(row: ConnectionRow): ConnectionEntry {
  const error = row.kind === 'close' ? row.earlier.find(({ kind }) => kind === 'error') : undefined;
  return error ?? row;
}

/** The step of a kind in a row, whichever place it has; null if there is none. */
export function findStep<Kind extends ConnectionRow['kind']>(
  row: ConnectionRow,
  kind: Kind,
): Extract<ConnectionEntry, { readonly kind: Kind }> | null {
  const isKind = (step: ConnectionEntry): step is Extract<ConnectionEntry, { kind: Kind }> =>
    step.kind === kind;
  return [...row.earlier, row].find(isKind) ?? null;
}

/** Words of the end of a connection; with a hint it is a loss and takes two lines. */
export interface CloseWords {
  readonly title: string;
  readonly text: string;
  readonly hint: string | null;
}

/** Why no further attempt follows, after 'Not reconnecting:'. */
const REFUSALS: Readonly<Record<ReconnectRefusal, string>> = {
  off: 'it is switched off',
  'no-content': 'the server answered 204, which asks for that',
  status: 'the server did not answer 200',
  'media-type': 'the answer is not an event stream',
  attempts: 'too many attempts in a row got no response',
  futile: 'the next attempt would meet the same',
  complete: 'the response is complete',
  'first-failure': 'no response came so far',
};

/** Whether a connection was lost and is asked for again; its row has two lines. */
export function isLoss(row: Pick<CloseEntry, 'by' | 'willReconnect' | 'rule'>): boolean {
  return row.by === 'server' && row.willReconnect && row.rule === null;
}

/** `Not reconnecting: …` with the reason, null where another attempt follows or none was to be expected. */
export function getRefusalWords(row: Pick<CloseEntry, 'refusal'>): string | null {
  return row.refusal === null ? null : `Not reconnecting: ${REFUSALS[row.refusal]}.`;
}

/** What ended a connection, with what the row before tells. */
export function getCloseWords(
  row: Pick<CloseEntry, 'by' | 'rule' | 'willReconnect' | 'refusal'>,
  { lastWord, isUnfinished }: Pick<EndContext, 'lastWord' | 'isUnfinished'>,
): CloseWords {
  const words = getRefusalWords(row);
  const refusal = words === null ? '' : ` ${words}`;
  switch (row.by) {
    case 'server':
      if (row.rule === 'redirect') return { title: 'Redirected', text: '', hint: null };
      if (row.willReconnect && lastWord !== null) {
        return {
          title: 'Closed by the server',
          text: `after ${lastWord}`,
          hint: 'Nothing more is to come, but an EventSource asks again all the same.',
        };
      }
      if (row.willReconnect) {
        return {
          title: 'Connection lost',
          text: 'The server ended the response without a final event.',
          hint: 'A restart or a deploy does this. Browsers reconnect on their own; so does Tideline.',
        };
      }
      return {
        title: 'Closed by the server',
        text: toServerEnd(lastWord, isUnfinished) + refusal,
        hint: null,
      };
    case 'user':
      return row.rule === 'cut'
        ? { title: 'Cut', text: `You cut the connection on purpose.${refusal}`, hint: null }
        : {
            title: 'Stopped',
            text: 'You closed the connection. What had arrived is kept.',
            hint: null,
          };
    case 'rule':
      return {
        title: 'Stopped by a rule',
        text: row.rule === null ? 'What had arrived is kept.' : row.rule,
        hint: null,
      };
    case 'network':
      return { title: 'Closed', text: `The connection broke.${refusal}`, hint: null };
    default:
      return assertNever(row.by);
  }
}

function toServerEnd(lastWord: string | null, isUnfinished: boolean): string {
  if (lastWord !== null) return `after ${lastWord}`;
  return isUnfinished ? 'inside an event' : 'The response is complete.';
}

/** What is wrong in a stream, and what a browser does with it. */
const PROBLEM_WORDS: Readonly<
  Record<ProblemEntry['problem'], { readonly title: string; readonly text: string }>
> = {
  'unfinished-event': {
    title: 'Unfinished event:',
    text: 'the stream ended inside it, so a browser drops it',
  },
  'truncated-event': { title: 'Cut event:', text: '' },
  'unknown-field': { title: 'Ignored a line:', text: 'is not a field of the SSE format' },
  'no-data': {
    title: 'Ignored an event:',
    text: 'has no data line, so a browser drops it',
  },
  'invalid-retry': { title: 'Ignored a line:', text: 'retry takes digits only' },
  'null-in-id': { title: 'Ignored an id:', text: 'it holds U+0000' },
  'invalid-utf8': { title: 'Not UTF-8:', text: 'a browser shows U+FFFD in its place' },
  'media-type': {
    title: 'Content-Type:',
    text: 'is not text/event-stream, so a browser refuses it',
  },
  charset: { title: 'Charset:', text: 'a browser reads UTF-8 all the same' },
  status: { title: 'Status:', text: 'is not 200, so a browser refuses the stream' },
  'content-length': {
    title: 'Content-Length:',
    text: 'a stream whose end was known before it began',
  },
  cacheable: { title: 'Cache-Control:', text: 'nothing keeps a cache from storing the stream' },
  'content-coding': { title: 'Content-Encoding:', text: 'could not be undone' },
  'late-burst': {
    title: 'Late burst:',
    text: 'several events came late and at once; something on the way may hold them back',
  },
  stalled: { title: 'Stalled:', text: 'nothing arrived for that long, comments included' },
  'clock-jump': {
    title: 'The computer slept or its clock was set:',
    text: 'the silence says nothing about the server',
  },
  'last-event-id-not-sent': {
    title: 'Last-Event-ID not sent:',
    text: 'no header field can hold it',
  },
  'retry-clamped': { title: 'Reconnection time out of range:', text: 'the nearer end is used' },
  'redirect-stopped': { title: 'Redirect not followed', text: '' },
  'auth-failed': { title: 'Not authenticated:', text: '' },
  'certificate-not-verified': { title: 'Certificate not verified', text: 'and taken by your word' },
  'cookie-refused': { title: 'Cookie refused', text: 'and not kept' },
  'not-stored': { title: 'Not stored:', text: 'what came here could not be written to the disk' },
  'more-problems': { title: 'More problems', text: 'than are told one by one' },
};

/** Words of a problem row, around its detail. */
export function getProblemWords(problem: ProblemEntry['problem']): {
  readonly title: string;
  readonly text: string;
} {
  return PROBLEM_WORDS[problem];
}

/** The wait before the next attempt, as text to copy. */
export function getWaitWords(row: Pick<ReconnectWaitEntry, 'waitMs' | 'lastEventId'>): string {
  const id = row.lastEventId === null ? '' : ` · will send Last-Event-ID: ${row.lastEventId}`;
  return `Reconnecting in ${formatDuration(row.waitMs)}${id}`;
}

/** `attempt 1 of 10`, or `attempt 1` where there is no end to them; counted since the loss. */
export function getAttemptWords(
  row: Pick<ReconnectWaitEntry, 'failuresInRow' | 'attemptsMax'>,
): string {
  const attempt = `attempt ${row.failuresInRow + 1}`;
  return row.attemptsMax === null ? attempt : `${attempt} of ${row.attemptsMax}`;
}

/** What a reconnect did to the events, as far as ids and data tell. */
export function getVerdictWords(row: VerdictEntry): string {
  const { count, beforeId, afterId } = row;
  const events = formatPlural(count, 'event');
  switch (row.verdict) {
    case 'resumed':
      return `Resumed exactly: id ${afterId ?? ''} follows ${beforeId ?? ''}, no id skipped`;
    case 'repeated':
      if (row.basis === 'data') return `${events} came a second time, told by their data`;
      return row.differing === 0
        ? `${events} came a second time, from id ${afterId ?? ''} on`
        : `${events} came a second time, from id ${afterId ?? ''} on, ${formatCount(row.differing)} with other data`;
    case 'lost':
      return `${events} lost: the ids between ${beforeId ?? ''} and ${afterId ?? ''} were skipped`;
    case 'unknown':
      return beforeId === null || afterId === null
        ? 'Cannot be known whether events were lost: they have no ids'
        : 'Cannot be known whether events were lost: the ids have no order';
    default:
      return assertNever(row.verdict);
  }
}

/** What a verdict adds to the row of its connection; null where nothing can be known. */
export function getSkippedWords(verdict: Pick<VerdictEntry, 'verdict' | 'count'>): string | null {
  switch (verdict.verdict) {
    case 'resumed':
      return 'no id skipped';
    case 'lost':
      return `${formatPlural(verdict.count, 'id')} skipped`;
    case 'repeated':
      return `${formatPlural(verdict.count, 'event')} repeated`;
    case 'unknown':
      return null;
    default:
      return assertNever(verdict.verdict);
  }
}

/** `200 OK`, or `200` when the server sent no reason. */
export function formatStatus(status: number, reason: string): string {
  return reason === '' ? String(status) : `${status} ${reason}`;
}

/** `HTTP/1.1`, `HTTP/2`, whatever form the version came in. */
export function formatProtocol(httpVersion: string): string {
  const version = httpVersion.replace(/^HTTP\//i, '');
  return `HTTP/${version === '2.0' ? '2' : version}`;
}

/** `TLS 1.3` from `TLSv1.3`. */
export function formatTls(tlsVersion: string): string {
  return tlsVersion.replace(/^TLSv/, 'TLS ');
}

/** A silence from which a proxy with the usual idle timeout would have closed the connection. */
const PROXY_IDLE_MS = 60_000;

/** `25000008 bytes received, the first 16777216 kept`, with numbers as `format` writes them. */
function formatCut(detail: string, format: (bytes: number) => string): string {
  const [, received, kept] = /^(\d+) bytes received, the first (\d+) kept$/.exec(detail) ?? [];
  if (received === undefined || kept === undefined) return detail;
  return `${format(Number(received))} received, the first ${format(Number(kept))} kept`;
}

/** The detail of a problem to the last digit, where there is room for it. */
export function getProblemFigures(row: Pick<ProblemEntry, 'problem' | 'detail'>): string {
  if (row.problem !== 'truncated-event') return getProblemDetail(row);
  return formatCut(row.detail, (bytes) => formatPlural(bytes, 'byte'));
}

/** The detail of a problem as people read it; milliseconds become a duration, bytes a size. */
export function getProblemDetail(row: Pick<ProblemEntry, 'problem' | 'detail'>): string {
  if (row.problem === 'truncated-event') return formatCut(row.detail, formatBytes);
  if (row.problem !== 'stalled' && row.problem !== 'clock-jump') return row.detail;
  const ms = Number(row.detail);
  return ms < 0 ? `−${formatDuration(-ms)}` : formatDuration(ms);
}

/** What else there is to say about a problem; empty for most. */
export function getProblemHint(row: Pick<ProblemEntry, 'problem' | 'detail'>): string {
  if (row.problem === 'stalled' && Number(row.detail) >= PROXY_IDLE_MS) {
    return 'A 60 s proxy would have cut here.';
  }
  return '';
}

/** What a run of comments tells beside its text. */
export function getRunWords(
  row: Pick<CommentRow, 'count' | 'intervalMs' | 'jitterMs' | 'longestMs'>,
): string {
  const { count, intervalMs, jitterMs, longestMs } = row;
  if (intervalMs === null) return 'comment';
  const jitter = jitterMs === null ? '' : ` ± ${formatDuration(jitterMs)}`;
  const longest =
    longestMs === null || count < 3 ? '' : ` · longest silence ${formatSeconds(longestMs)}`;
  return `${formatCount(count)} comments, every ${formatSeconds(intervalMs)}${jitter}${longest}`;
}
