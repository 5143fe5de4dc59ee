import { expect, test } from 'vitest';
import { ResumeWatch } from '../../../main/stream/resume-watch.ts';
import type { Verdict } from '../../../main/stream/resume-watch.ts';
import { RESUME_EVENTS_MAX } from '../../../shared/limits.ts';
import type { EventEntry } from '../../../shared/model/timeline.ts';

function anEvent(id: string | null, data = ''): EventEntry {
  return {
    kind: 'event',
    seq: 0,
    atMs: 0,
    offset: 0,
    length: 0,
    type: 'message',
    data,
    sizeBytes: 0,
    id,
    lastEventId: id ?? '',
    isTruncated: false,
  };
}

function observe(watch: ResumeWatch, entries: readonly EventEntry[]): Verdict | null {
  const ids = entries.filter(({ id }) => id !== null).length;
  return watch.observe({ parts: entries, events: entries.length, ids });
}

/** Verdicts of one reconnect: ids before the cut, ids after it. */
function judge(before: readonly (string | null)[], after: readonly (string | null)[]): Verdict[] {
  const watch = new ResumeWatch();
  for (const id of before) observe(watch, [anEvent(id)]);
  watch.start(500);
  const verdicts = after.map((id) => observe(watch, [anEvent(id)]));
  return [...verdicts, watch.end()].filter((verdict) => verdict !== null);
}

test.each([
  ['the next number', ['1', '2', '3'], ['4', '5'], 'resumed', 0],
  ['the next number after a single id', ['7'], ['8'], 'resumed', 0],
  ['the next number with a step of ten', ['10', '20'], ['30'], 'resumed', 0],
  ['numbers left out', ['1', '2', '3'], ['7'], 'lost', 3],
  ['numbers left out with a step of ten', ['10', '20'], ['50'], 'lost', 2],
  ['ids seen before', ['1', '2', '3'], ['2', '3', '4'], 'repeated', 2],
  ['only ids seen before', ['a', 'b'], ['a', 'b'], 'repeated', 2],
  ['names without order', ['a', 'b'], ['c'], 'unknown', 0],
  ['no ids at all', [null, null], [null], 'unknown', 0],
  ['ids that stop', ['1', '2'], [null], 'unknown', 0],
  ['a jump that fits no step', ['10', '20'], ['35'], 'unknown', 0],
  ['numbers that start again', ['5', '6'], ['0'], 'unknown', 0],
  ['a gap after a single id', ['7'], ['9'], 'unknown', 0],
  ['a heartbeat on both sides', ['1', '2', '3', null], [null, '6'], 'lost', 2],
  ['a heartbeat first', ['1', '2'], [null, null, '3'], 'resumed', 0],
  ['a heartbeat among ids seen before', ['1', '2', '3'], ['2', null, '3', '4'], 'repeated', 2],
  ['ids seen before and a heartbeat', ['1', '2'], ['1', '2', null], 'repeated', 2],
  ['ids that stop for long', ['1', '2'], Array<null>(RESUME_EVENTS_MAX).fill(null), 'unknown', 0],
] as const)('%s', (_name, before, after, verdict, count) => {
  expect(judge(before, after)).toMatchObject([{ verdict, count, downMs: 500 }]);
});

test('no event after the reconnect gives no verdict', () => {
  expect(judge(['1'], [])).toEqual([]);
});

test('the verdict names the ids on both sides of the cut', () => {
  expect(judge(['1', '2'], ['5'])).toMatchObject([{ beforeId: '2', afterId: '5' }]);
});

test('ids are remembered up to a bound', () => {
  const many = Array.from({ length: 5000 }, (_, index) => `n${index}`);
  expect(judge(many, ['n4999', 'x'])).toMatchObject([{ verdict: 'repeated', count: 1 }]);
  expect(judge(many, ['n1'])).toMatchObject([{ verdict: 'unknown' }]);
});

test.each([1, 3, 90, 300, 5000])('so they are in chunks of %i events', (size) => {
  const many = Array.from({ length: 5000 }, (_, index) => anEvent(`n${index}`, `${index}`));
  const judgeFirst = (id: string): Verdict | null => {
    const watch = new ResumeWatch();
    for (let at = 0; at < many.length; at += size) observe(watch, many.slice(at, at + size));
    watch.start(500);
    return observe(watch, [anEvent(id), anEvent('x')]);
  };
  expect(judgeFirst('n4999')).toMatchObject({ verdict: 'repeated', count: 1, differing: 1 });
  expect(judgeFirst('n4000')).toMatchObject({ verdict: 'repeated', count: 1 });
  expect(judgeFirst('n3999')).toMatchObject({ verdict: 'unknown', beforeId: 'n4999' });
});

/** Verdicts of one reconnect of a stream without ids: data before the cut, data after it. */
function judgeData(before: readonly string[], after: readonly string[]): Verdict[] {
  const watch = new ResumeWatch();
  for (const data of before) observe(watch, [anEvent(null, data)]);
  watch.start(500);
  const verdicts = after.map((data) => observe(watch, [anEvent(null, data)]));
  return [...verdicts, watch.end()].filter((verdict) => verdict !== null);
}

test.each([
  ['the last event again', ['a', 'b', 'c'], ['c', 'd'], 'repeated', 1],
  ['all of them again', ['a', 'b', 'c'], ['a', 'b', 'c', 'd'], 'repeated', 3],
  [
    'the last two again, one of them a ping',
    ['ping', 'a', 'ping'],
    ['a', 'ping', 'b'],
    'repeated',
    2,
  ],
  ['other events', ['a', 'b'], ['c', 'd'], 'unknown', 0],
  ['pings that equal each other', ['ping', 'ping', 'ping'], ['ping', 'ping', 'ping'], 'unknown', 0],
  ['the beginning again, and then something else', ['a', 'b', 'c'], ['a', 'x'], 'unknown', 0],
  ['the beginning again, and then the end', ['a', 'b', 'c'], ['a'], 'unknown', 0],
] as const)('without ids the data tells: %s', (_name, before, after, verdict, count) => {
  expect(judgeData(before, after)).toMatchObject([{ verdict, count, basis: 'data' }]);
});

test('an id that comes again with other data is told', () => {
  const watch = new ResumeWatch();
  observe(watch, [anEvent('1', 'a')]);
  observe(watch, [anEvent('2', 'b')]);
  watch.start(500);
  observe(watch, [anEvent('1', 'a')]);
  observe(watch, [anEvent('2', 'another')]);
  expect(observe(watch, [anEvent('3', 'c')])).toMatchObject({
    verdict: 'repeated',
    count: 2,
    differing: 1,
    basis: 'ids',
  });
});

test('only the newest events are remembered by their data', () => {
  const many = Array.from({ length: 500 }, (_, index) => `n${index}`);
  expect(judgeData(many, many.slice(-64))).toMatchObject([{ verdict: 'repeated', count: 64 }]);
  expect(judgeData(many, many.slice(-65))).toMatchObject([{ verdict: 'unknown' }]);
});
