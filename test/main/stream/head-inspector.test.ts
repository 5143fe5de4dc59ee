import { expect, test } from 'vitest';
import { BurstWatch } from '../../../main/stream/burst-watch.ts';
import { findBufferingSigns, inspectHead } from '../../../main/stream/head-inspector.ts';
import type { HeaderField } from '../../../shared/model/header-field.ts';

function fields(...lines: readonly string[]): readonly HeaderField[] {
  return lines.map((line) => {
    const colon = line.indexOf(':');
    return { name: line.slice(0, colon), value: line.slice(colon + 1).trim() };
  });
}

const problemsOf = (status: number, ...lines: readonly string[]): readonly string[] =>
  inspectHead({ status, headers: fields(...lines) }, 'event-stream').map((found) => found.problem);

test.each([
  [200, ['Content-Type: text/event-stream', 'Cache-Control: no-cache'], []],
  [200, ['Content-Type: Text/Event-Stream; Charset=UTF8', 'cache-control: no-store'], []],
  [200, ['Content-Type: text/event-stream'], ['cacheable']],
  [200, ['Cache-Control: no-cache'], ['media-type']],
  [200, ['Content-Type: text/plain', 'Cache-Control: no-cache'], ['media-type']],
  [200, ['Content-Type: text/event-stream;charset=latin1', 'Cache-Control: no-cache'], ['charset']],
  [
    503,
    ['Content-Type: text/event-stream', 'Content-Length: 5', 'Cache-Control: no-store'],
    ['status', 'content-length'],
  ],
] as const)('%i %j', (status, lines, problems) => {
  expect(problemsOf(status, ...lines)).toEqual(problems);
});

test('other shapes are not judged by the rules of event streams', () => {
  expect(inspectHead({ status: 500, headers: [] }, 'ndjson')).toEqual([]);
});

test('signs of buffering are named with their values', () => {
  const head = {
    httpVersion: 'HTTP/1.1',
    headers: fields('Via: 1.1 proxy', 'content-encoding: gzip'),
  };
  expect(findBufferingSigns(head)).toEqual(['Content-Encoding: gzip', 'Via: 1.1 proxy']);
  expect(
    findBufferingSigns({ httpVersion: 'HTTP/1.1', headers: fields('X-Accel-Buffering: no') }),
  ).toEqual([]);
});

test('the second late burst is told, once', () => {
  const watch = new BurstWatch();
  const told = [
    [20, 0],
    [1, 100],
    [10, 5000],
    [1, 5100],
    [10, 10_000],
    [10, 15_000],
  ].map(([events, atMs]) => watch.observe(events ?? 0, atMs ?? 0));
  expect(told).toEqual([false, false, false, false, true, false]);
});
