import type { ProblemCount } from '../../../shared/model/counters.ts';
import type { ProblemKind } from '../../../shared/model/timeline.ts';
import { formatPlural } from '../../components/number-format.ts';

/** Problems for which a browser's EventSource fails the connection. */
const REFUSED: ReadonlySet<ProblemKind> = new Set(['status', 'media-type']);

/** What a browser does with a kind of problem; null for those that change nothing for it. */
const DONE: Readonly<Partial<Record<ProblemKind, (count: number) => string>>> = {
  'unfinished-event': (count) => `dropped ${formatPlural(count, 'unfinished event')}`,
  'unknown-field': (count) => `ignored ${formatPlural(count, 'line')} that ${areNo(count)} field`,
  'no-data': (count) => `dropped ${formatPlural(count, 'event')} without data`,
  'invalid-retry': (count) => `ignored ${formatPlural(count, 'retry line')}`,
  'null-in-id': (count) => `ignored ${formatPlural(count, 'id')}`,
  'invalid-utf8': (count) => `shown U+FFFD in ${formatPlural(count, 'line')}`,
  charset: () => 'read it as UTF-8 all the same',
  'truncated-event': (count) =>
    `kept ${formatPlural(count, 'event')} whole that ${isCut(count)} here`,
};

function areNo(count: number): string {
  return count === 1 ? 'is no' : 'are no';
}

function isCut(count: number): string {
  return count === 1 ? 'is cut' : 'are cut';
}

/** One sentence on what a browser's EventSource would have made of the stream. */
export function getBrowserSentence(problems: readonly ProblemCount[]): string {
  if (problems.some(({ problem }) => REFUSED.has(problem))) {
    return 'A browser would have refused this stream.';
  }
  const done = problems.flatMap(({ problem, count }) => DONE[problem]?.(count) ?? []);
  if (done.length === 0) return 'A browser would have shown the same events.';
  const last = done.at(-1) ?? '';
  const list = done.length === 1 ? last : `${done.slice(0, -1).join(', ')} and ${last}`;
  return `A browser would have ${list}.`;
}
