import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readCopiedText } from '../../../../main/ipc/copy-rows.ts';
import { QueryHost } from '../../../../main/log/query/query-host.ts';
import { FilteredList } from '../../../../main/log/query/filtered-list.ts';
import { CELL_EVENT_BYTES_MAX, ENTRY_DETAIL_BYTES_MAX } from '../../../../shared/limits.ts';
import { parseQuery } from '../../../../shared/query/parse-query.ts';
import { WORKER_PATH } from '../../../support/build-worker.ts';
import { StreamLog } from '../../../support/stream-log.ts';

let folder: string;
let host: QueryHost;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tideline-hostile-'));
  host = new QueryHost(WORKER_PATH);
});
afterEach(async () => {
  await host.close();
  await rm(folder, { recursive: true, force: true });
});

const DEPTH = 100_000;
const manyKeys = `{${Array.from({ length: 1_000_000 }, (_, key) => `"k${key}":1`).join(',')}}`;

/** Each with a query that finds it, and a path with the first value that it has there. */
const PAYLOADS: readonly (readonly [string, string, string, string, string | null])[] = [
  ['100,000 levels', `${'['.repeat(DEPTH)}1${']'.repeat(DEPTH)}`, '$[0]', '$[0][0][0]', null],
  [
    '100,000 levels of objects',
    `${'{"a":'.repeat(DEPTH)}1${'}'.repeat(DEPTH)}`,
    '$..a',
    '$.b',
    null,
  ],
  ['a million keys', manyKeys, '$.k999999 = 1', '$.k0', null],
  ['duplicate keys', '{"a":1,"b":0,"a":2}', '$.a = 2', '$.a', '2'],
  [
    '__proto__',
    '{"__proto__":{"polluted":true},"constructor":1}',
    "$['__proto__'].polluted = true",
    '$.polluted',
    null,
  ],
  [
    'a number that no double holds',
    '{"n":9007199254740993}',
    '9007199254740993',
    '$.n',
    '9007199254740993',
  ],
  ['a lone surrogate', '{"s":"\\ud83d"}', '$.s = "\\ud83d"', '$.s', '\ud83d'],
  ['a number beyond all', '{"n":1e400}', '$.n > 1', '$.n', '1e400'],
];

test.each(PAYLOADS)('T24: %s', async (_name, data, query, path, cell) => {
  const stream = await StreamLog.create(folder);
  stream.open();
  await stream.push(`data: ${data}\n\n`);
  await stream.push('data: {"after":1}\n\n');
  await stream.log.flush();

  const detail = await stream.log.readEntry(2);
  const kept = ENTRY_DETAIL_BYTES_MAX - 'data: '.length;
  expect(detail?.entry.kind === 'event' && detail.entry.data === data.slice(0, kept)).toBe(true);
  const { text } = await readCopiedText({ log: stream.log, matches: null }, 1, 2, 'data');
  expect(text === data).toBe(true);

  const cells = await host.readCells(
    (seq) => stream.log.getSnapshot(seq),
    [2, 3],
    [path, '$.after'],
  );
  if (data.length > CELL_EVENT_BYTES_MAX) {
    expect(cells).toMatchObject({
      value: [
        [{ kind: 'too-large' }, { kind: 'too-large' }],
        [{}, { text: '1' }],
      ],
    });
  } else {
    expect(cells).toMatchObject({
      value: [
        [{}, { kind: 'none' }],
        [{}, { text: '1' }],
      ],
    });
    if (cell !== null)
      expect(cells.ok && cells.value[0]?.[0]).toMatchObject({ kind: 'value', text: cell });
  }

  const parsed = parseQuery(query);
  if (!parsed.ok || parsed.value === null) throw new Error(`no query: ${query}`);
  let change = (): void => undefined;
  const list = new FilteredList(
    { node: parsed.value, matchesCase: false },
    {
      host,
      source: (seq) => stream.log.getSnapshot(seq),
      countEntries: () => stream.log.entries,
      path: join(folder, 'matches.bin'),
      onChange: () => change(),
    },
  );
  while (list.state.kind === 'scanning') {
    await new Promise<void>((resolve) => {
      change = resolve;
    });
  }
  expect(list.state.kind).toBe('up-to-date');
  expect(await list.matches.readRange(0, 9)).toEqual([1]);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  await list.discard();
  await stream.log.close();
});
