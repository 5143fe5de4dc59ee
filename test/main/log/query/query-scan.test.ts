import fc from 'fast-check';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LogReader } from '../../../../main/log/query/log-reader.ts';
import { QueryScan, SCAN_START } from '../../../../main/log/query/query-scan.ts';
import { seededRandom } from '../../../../main/replay/seeded-random.ts';
import type { ContentShape } from '../../../../shared/model/exchange.ts';
import { EVENT_TYPES_COUNTED_MAX, PATH_PLACES_MAX } from '../../../../shared/limits.ts';
import { startsRow } from '../../../../shared/model/timeline.ts';
import { compileQuery } from '../../../../shared/query/compile-query.ts';
import { toEntryFacts } from '../../../../shared/query/entry-facts.ts';
import { parseQuery } from '../../../../shared/query/parse-query.ts';
import type { QueryNode } from '../../../../shared/query/query.ts';
import { makeStream } from '../../../support/stream-fuzz.ts';
import { StreamLog } from '../../../support/stream-log.ts';

const SEED = 20_261_125;
const NO_GAUGE = { noteEntry: () => undefined, noteReading: () => undefined };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tideline-query-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function read(text: string): QueryNode {
  const parsed = parseQuery(text);
  if (!parsed.ok || parsed.value === null) throw new Error(`no query: ${text}`);
  return parsed.value;
}

/** Rows that match, found by reading bytes and columns. */
function scan(stream: StreamLog, node: QueryNode, matchesCase = false): readonly number[] {
  const reader = new LogReader(stream.log.getSnapshot(0));
  const query = new QueryScan(reader, { node, matchesCase }, SCAN_START, NO_GAUGE);
  const rows: number[] = [];
  for (let found = query.scanBlock(); found !== null; found = query.scanBlock())
    rows.push(...found);
  reader.close();
  return rows;
}

/** Rows that match, found by looking at the entries themselves. */
function look(stream: StreamLog, node: QueryNode, matchesCase = false): readonly number[] {
  const matches = compileQuery(node, { matchesCase });
  const rows: number[] = [];
  let row = -1;
  let number = 0;
  let lastMs: number | null = null;
  stream.entries.forEach((entry, index) => {
    if (startsRow(stream.entries[index - 1]?.kind ?? null, entry.kind)) row++;
    const gapMs = entry.kind === 'event' && lastMs !== null ? entry.atMs - lastMs : null;
    if (entry.kind === 'event') {
      number++;
      lastMs = entry.atMs;
    }
    if (matches(toEntryFacts(entry, { number, gapMs })) && rows.at(-1) !== row) rows.push(row);
  });
  return rows;
}

test('each kind of term finds its rows', async () => {
  const stream = await StreamLog.create(folder);
  stream.open();
  await stream.push('id: 7\nevent: delta\ndata: {"n":1,"pet":{"name":"Biscuit"}}\n\n');
  await stream.push(': still here\n\n: still here\n\n');
  await stream.push('event: ping\ndata: x\n\n', 3000);
  await stream.push('id: 12\nevent: delta\ndata: {"n":2}\ndata:\ndata: \n\nfoo: bar\n\n', 5);
  stream.close();
  await stream.log.flush();
  const kinds = stream.entries.map((entry) => entry.kind);
  expect(kinds).toEqual([
    'connecting',
    'open',
    'event',
    'comment',
    'comment',
    'event',
    'event',
    'problem',
    'close',
  ]);
  const find = (text: string) => scan(stream, read(text));
  expect(find('type:delta')).toEqual([1, 4]);
  expect(find('-type:delta')).toEqual([0, 2, 3, 5, 6]);
  expect(find('type:p*,nothing')).toEqual([3]);
  expect(find('id:')).toEqual([1, 4]);
  expect(find('id:12')).toEqual([4]);
  expect(find('id>9')).toEqual([4]);
  expect(find('gap>2s')).toEqual([3]);
  expect(find('at<3s')).toEqual([0, 1, 2]);
  expect(find('size>10B')).toEqual([1]);
  expect(find('number=2')).toEqual([3]);
  expect(find('kind:problem')).toEqual([5]);
  expect(find('biscuit')).toEqual([1]);
  expect(find('STILL')).toEqual([2]);
  expect(find('unknown-field')).toEqual([5]);
  expect(find('text/event-stream')).toEqual([0]);
  expect(find('data')).toEqual([]);
  expect(find('/^x$/')).toEqual([3]);
  expect(find('$.n > 1')).toEqual([4]);
  expect(find('$.pet.name = "Biscuit" or $.n = 2')).toEqual([1, 4]);
  expect(find('$..name')).toEqual([1]);
  expect(scan(stream, read('biscuit'), true)).toEqual([]);
  await stream.log.close();
});

test('the name of a type beyond those that are counted waits for its bytes', async () => {
  const stream = await StreamLog.create(folder);
  stream.open();
  for (let type = 0; type < EVENT_TYPES_COUNTED_MAX; type++) {
    await stream.push(`event: t${type}\ndata: a\n\n`);
  }
  await stream.log.flush();
  await stream.push('event: t7\ndata: a\n\n');
  await stream.push('event: late\ndata: a\n\n');
  const reader = new LogReader(stream.log.getSnapshot(0));
  const start = (text: string) =>
    new QueryScan(reader, { node: read(text), matchesCase: false }, SCAN_START, NO_GAUGE);
  const scanAll = (query: QueryScan): readonly number[] => {
    const rows: number[] = [];
    for (let found = query.scanBlock(); found !== null; found = query.scanBlock())
      rows.push(...found);
    return rows;
  };
  const late = start('type:late');
  const other = start('type:message or -type:t*');
  expect(scanAll(late)).toEqual([]);
  expect(scanAll(other)).toEqual([0]);
  expect(late.position.seq).toBeLessThan(reader.snapshot.entries);
  await stream.log.flush();
  reader.update(stream.log.getSnapshot(late.position.seq));
  expect(scanAll(late)).toEqual([EVENT_TYPES_COUNTED_MAX + 2]);
  expect(scanAll(other)).toEqual([EVENT_TYPES_COUNTED_MAX + 2]);
  reader.close();
  await stream.log.close();
});

test('whole numbers that doubles mix up are compared digit by digit', async () => {
  const stream = await StreamLog.create(folder);
  stream.open();
  for (const digits of ['9007199254740992', '9007199254740993', '12345678901234567890', '1e16']) {
    await stream.push(`data: {"id": ${digits}, "all":[1]}\n\n`);
  }
  await stream.log.flush();
  const find = (text: string) => scan(stream, read(text));
  expect(find('$.id = 9007199254740993')).toEqual([2]);
  expect(find('$.id != 9007199254740993')).toEqual([1, 3, 4]);
  expect(find('$.id > 9007199254740992')).toEqual([2, 3, 4]);
  expect(find('$.id <= 12345678901234567889')).toEqual([1, 2, 4]);
  expect(find('$.id = 10000000000000000')).toEqual([4]);
  expect(find('$.id > 5')).toEqual([1, 2, 3, 4]);
  expect(find('$.id = "9007199254740993"')).toEqual([]);
  expect(find('$.no != 9007199254740993')).toEqual([]);
  expect(find('$.* = 9007199254740992')).toEqual([1]);
  expect(find('$..* >= 12345678901234567890')).toEqual([3]);
  expect(find('$[?@ > 1] = 9007199254740993')).toEqual([2]);
  await stream.log.close();
});

test('of a hundred thousand values the places are known, those after them are doubles', async () => {
  const stream = await StreamLog.create(folder);
  stream.open();
  const zeros = '0,'.repeat(PATH_PLACES_MAX - 1);
  await stream.push(`data: [${zeros}9007199254740993]\n\n`);
  await stream.push(`data: [${zeros}0,9007199254740993]\n\n`);
  await stream.log.flush();
  expect(scan(stream, read('$[*] = 9007199254740993'))).toEqual([1]);
  expect(scan(stream, read('$[*] = 9007199254740992'))).toEqual([2]);
  await stream.log.close();
});

const WORDS = [
  'a',
  'data',
  'id',
  'x',
  ' ',
  'two spaces',
  'ünï',
  'ÜNÏ',
  '🌊',
  'comment',
  'MESSAGE',
  'event',
  ':',
  'retry',
  'b',
  '\ufffd',
  'a\nb',
  'foo',
  'É',
  '{',
  '"k"',
  'server',
  '200',
  'ſ',
  'K',
];
const text = fc.constantFrom(...WORDS).map((word) => JSON.stringify(word));
const leaf = fc.oneof(
  text,
  fc
    .constantFrom(
      '/a|x/',
      '/^.{0,3}$/',
      '/\\u{1F30A}/u',
      'type:x',
      'type:message',
      'type:*:*',
      'type:""',
      'id:',
      'id:1,7',
      'id:*',
      'id>1',
      'gap>0ms',
      'gap<5ms',
      'at>3ms',
      'size>2',
      'size=0',
      'number>1',
      'kind:comment',
      'kind:problem,retry',
      '$.k',
      '$.k = 1',
      '$.k != "x"',
      "$['a b']",
      '$..k',
      '$',
      '$[0] > 1',
      '$.k[?@ > 1]',
    )
    .filter((term) => term !== 'type:""'),
);
const queryText = fc.letrec<{ query: string }>((tie) => ({
  query: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.tuple(tie('query'), tie('query')).map(([left, right]) => `(${left} ${right})`),
    fc.tuple(tie('query'), tie('query')).map(([left, right]) => `(${left} or ${right})`),
    tie('query').map((inner) => `-(${inner})`),
  ),
})).query;

const JSON_PIECES = [
  'data: {"k":1}\n\n',
  'data: {"k":"x","l":{"k":[1,2,3]}}\n\n',
  'data: {"\\u006b":2}\n\n',
  'data: {"a b":null}\n\n',
  'data: [5,1]\n\n',
  'data: {"k":\ndata: 1}\n\n',
  '{"k":1}\n',
  ' {"k": "x"}\r\n',
  '[2]\n',
];

test.each<[ContentShape, string]>([
  ['event-stream', 'text/event-stream'],
  ['ndjson', 'application/x-ndjson'],
  ['text', 'text/plain'],
  ['multipart', 'multipart/mixed; boundary=x'],
])('what is found in the bytes of %s is what the entries say', async (shape, contentType) => {
  const random = seededRandom(SEED);
  for (let round = 0; round < 20; round++) {
    const name = `x-00000000-${round}`;
    const stream = await StreamLog.create(folder, shape, name);
    stream.open(contentType);
    for (let part = 0; part < 6; part++) {
      const json = JSON_PIECES[Math.floor(random() * JSON_PIECES.length)] ?? '';
      const bytes = Buffer.concat([makeStream(random), Buffer.from(`\n\n${json}`)]);
      await stream.push(bytes, Math.floor(random() * 4));
      if (part !== 3) continue;
      stream.close(true);
      stream.open(contentType);
    }
    stream.close();
    await stream.log.flush();
    await fc.assert(
      fc.asyncProperty(queryText, fc.boolean(), async (source, matchesCase) => {
        const node = read(source);
        expect(scan(stream, node, matchesCase)).toEqual(look(stream, node, matchesCase));
      }),
      { numRuns: 50, seed: SEED + round },
    );
    await stream.log.close();
  }
});
