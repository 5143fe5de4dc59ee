import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { QueryHost } from '../../../../main/log/query/query-host.ts';
import type { QuerySession } from '../../../../main/log/query/query-host.ts';
import { parseQuery } from '../../../../shared/query/parse-query.ts';
import { WORKER_PATH } from '../../../support/build-worker.ts';
import { StreamLog } from '../../../support/stream-log.ts';

let folder: string;
let host: QueryHost;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tideline-host-'));
  host = new QueryHost(WORKER_PATH);
});
afterEach(async () => {
  await host.close();
  await rm(folder, { recursive: true, force: true });
});

/** A query that runs, and what it has told so far. */
class Running {
  readonly rows: number[] = [];
  readonly session: QuerySession;
  ended: string | null = null;
  isDone = false;
  #wake: () => void = () => undefined;

  constructor(stream: StreamLog, text: string) {
    const parsed = parseQuery(text);
    if (!parsed.ok || parsed.value === null) throw new Error(`no query: ${text}`);
    const query = { node: parsed.value, matchesCase: false };
    this.session = host.open((fromSeq) => stream.log.getSnapshot(fromSeq), query, {
      onFound: (rows, _position, isDone) => {
        this.rows.push(...rows);
        this.isDone = isDone;
        this.#wake();
      },
      onEnd: (end) => {
        this.ended = end.kind;
        this.#wake();
      },
    });
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

const sourceOf = (stream: StreamLog) => (fromSeq: number) => stream.log.getSnapshot(fromSeq);

async function aStream(events: number, data: (number: number) => string): Promise<StreamLog> {
  const stream = await StreamLog.create(folder);
  stream.open();
  for (let from = 0; from < events; from += 1000) {
    const part = Array.from({ length: Math.min(1000, events - from) }, (_, at) => {
      return `id: ${from + at}\ndata: ${data(from + at)}\n\n`;
    });
    await stream.push(part.join(''));
  }
  await stream.log.flush();
  return stream;
}

test('finds rows, and those of what comes later', async () => {
  const stream = await aStream(5000, (number) => `{"n":${number}}`);
  const running = new Running(stream, '$.n >= 4998');
  await running.until(() => running.isDone);
  expect(running.rows).toEqual([4999, 5000]);
  await stream.push('data: {"n":10000}\n\ndata: {"n":1}\n\n');
  await stream.log.flush();
  running.session.update();
  await running.until(() => running.rows.length === 3);
  expect(running.rows[2]).toBe(5001);
  running.session.close();
  await stream.log.close();
});

test('T28: an expression that takes for ever is ended within a second, the other queries go on', async () => {
  const stream = await aStream(1000, () => `${'a'.repeat(40)}!`);
  const other = new Running(stream, 'id>997');
  await other.until(() => other.isDone);
  const before = process.cpuUsage();
  const slow = new Running(stream, '/(a+)+$/');
  await slow.until(() => slow.ended !== null);
  expect(slow.ended).toBe('too-slow');
  // A second of the processor: on a machine that is busy with something else it takes longer.
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000).toBeLessThan(1000);
  expect(other.ended).toBeNull();
  await stream.push('id: 2000\ndata: x\n\n');
  await stream.log.flush();
  other.session.update();
  await other.until(() => other.rows.length === 3);
  expect(other.rows).toEqual([999, 1000, 1001]);
  await stream.log.close();
});

test.each(['/(a+)+$/', '$[?match(@, "(a+)+b")]'])(
  'T28: so is %s in one event of 1 MiB',
  async (text) => {
    const stream = await aStream(1, () => `["${'a'.repeat(1024 * 1024)}!"]`);
    const slow = new Running(stream, text);
    await slow.until(() => slow.ended !== null);
    expect(slow.ended).toBe('too-slow');
    await stream.log.close();
  },
);

test('an expression that is slow at each of many events is ended as well', async () => {
  const stream = await aStream(1000, () => `${'a'.repeat(24)}!`);
  const slow = new Running(stream, '/(a+)+$/');
  await slow.until(() => slow.ended !== null);
  expect(slow.ended).toBe('too-slow');
  await stream.log.close();
});

test('values of paths are read for entries of any kind', async () => {
  const stream = await aStream(3, (number) => `{"n":${number},"o":{"a":[1,2]},"s":"x"}`);
  await stream.push('data: no json\n\n');
  await stream.log.flush();
  const cells = await host.readCells(sourceOf(stream), [0, 2, 4, 5, 99], ['$.n', '$..a[*]', '$.s']);
  expect(cells).toMatchObject({
    ok: true,
    value: [
      [{ kind: 'none' }, { kind: 'none' }, { kind: 'none' }],
      [
        { kind: 'value', text: '0', type: 'number', more: 0 },
        { text: '1', more: 1 },
        { text: 'x', type: 'string' },
      ],
      [{ kind: 'value', text: '2' }, { text: '1' }, { text: 'x' }],
      [{ kind: 'none' }, { kind: 'none' }, { kind: 'none' }],
      [{ kind: 'none' }, { kind: 'none' }, { kind: 'none' }],
    ],
  });
  await stream.log.close();
});

test('a value in a column is as it is written', async () => {
  const names = `{"it's \\\\ \\"x\\"":{"n":[1e400, -0.0]}}`;
  const stream = await aStream(1, () => `{"n": [1.50,9007199254740993], "o" : ${names},"z":null}`);
  const paths = ['$.n', '$.n[-1]', '$..n[1]', '$.o.*', '$.o.*.n[?@ < 1]', '$.z'];
  const cells = await host.readCells(sourceOf(stream), [2], paths);
  expect(cells.ok && cells.value[0]).toMatchObject([
    { text: '[1.50,9007199254740993]', type: 'array' },
    { text: '9007199254740993', type: 'number' },
    { text: '9007199254740993', more: 1 },
    { text: '{"n":[1e400,-0.0]}', type: 'object' },
    { text: '-0.0', more: 0 },
    { text: 'null', type: 'null' },
  ]);
  await stream.log.close();
});

test('where the first of many values stands is not told in a document of many levels', async () => {
  const levels = 100;
  const stream = await aStream(
    1,
    () => `${'{"a":'.repeat(levels)}{"n":1.0,"s":"x"}${'}'.repeat(levels)}`,
  );
  const way = `$${'.a'.repeat(levels)}.n`;
  const cells = await host.readCells(sourceOf(stream), [2], ['$..n', '$..s', way]);
  expect(cells.ok && cells.value[0]).toMatchObject([
    { kind: 'too-deep' },
    { kind: 'value', text: 'x' },
    { kind: 'value', text: '1.0' },
  ]);
  await stream.log.close();
});

test('a column that takes for ever is told', async () => {
  const stream = await aStream(1, () => `["${'a'.repeat(40)}!"]`);
  const cells = await host.readCells(sourceOf(stream), [2], ['$[?match(@, "(a+)+b")]']);
  expect(cells).toEqual({ ok: false, error: { kind: 'too-slow' } });
  await stream.log.close();
});

test('T28: places of expressions are told for each text; one that takes for ever is ended', async () => {
  const patterns = [
    { source: 'a+', flags: 'i' },
    { source: 'ab', flags: '' },
  ];
  expect(await host.findRanges(patterns, ['xAab', '', 'b'])).toEqual({
    ok: true,
    value: [[{ from: 1, to: 4 }], [], []],
  });
  const slow = host.findRanges([{ source: '(a+)+$', flags: '' }], [`${'a'.repeat(60)}!`]);
  const after = host.findRanges(patterns, ['a']);
  expect(await slow).toEqual({ ok: false, error: { kind: 'too-slow' } });
  expect(await after).toEqual({ ok: true, value: [[{ from: 0, to: 1 }]] });
});

test('a log whose files are gone is told', async () => {
  const stream = await aStream(10, () => 'x');
  await rm(stream.log.folder, { recursive: true });
  const failed = await host.readCells(sourceOf(stream), [3], ['$']);
  expect(failed).toMatchObject({ ok: false, error: { kind: 'storage-error' } });
  await stream.log.close();
});
