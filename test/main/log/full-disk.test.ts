import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fillReading } from '../../../main/log/fill-reading.ts';
import { LogReader } from '../../../main/log/query/log-reader.ts';
import { QueryScan, SCAN_START, TALLY_START } from '../../../main/log/query/query-scan.ts';
import { readCells } from '../../../main/log/query/read-cells.ts';
import { readSource } from '../../../main/log/row-source.ts';
import { TimelineBuilder } from '../../../main/stream/timeline-builder.ts';
import { parseQuery } from '../../../shared/query/parse-query.ts';
import { fillDisk } from '../../support/full-disk.ts';
import { StreamLog } from '../../support/stream-log.ts';

const NO_GAUGE = { noteEntry: () => undefined, noteReading: () => undefined };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tideline-full-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Two events on the disk, a third of which a part is there, a fourth, and what was derived and told after them. */
async function fillLog(): Promise<{ readonly stream: StreamLog; readonly full: Disposable }> {
  const stream = await StreamLog.create(folder);
  stream.open();
  await stream.push('id: 1\ndata: {"n":1}\n\n');
  await stream.push('id: 2\ndata: {"n":2}\n\n');
  await stream.log.flush();
  const full = await fillDisk(12);
  await stream.push('id: 3\ndata: {"n":3}\n\n');
  await stream.push('id: 4\ndata: {"n":4}\n\nfoo: bar\n\n');
  stream.close();
  await expect(stream.log.flush()).rejects.toMatchObject({ code: 'ENOSPC' });
  return { stream, full };
}

const LOST = { kind: 'problem', problem: 'not-stored', detail: expect.stringContaining('ENOSPC') };

test('rows whose bytes are on the disk are shown, and those that are lost are told', async () => {
  const { stream, full } = await fillLog();
  using _full = full;
  const { log } = stream;
  const stored = [{ kind: 'open' }, { preview: '{"n":1}' }, { preview: '{"n":2}' }];
  const rows = await log.readRows(0, 100);
  expect(rows).toMatchObject([...stored, LOST, LOST, LOST, LOST]);
  expect(rows.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(await log.readChosenRows([2, 3], 1)).toMatchObject([{ preview: '{"n":2}' }, LOST]);
  expect(await log.readEntry(3)).toMatchObject({ entry: { data: '{"n":2}', id: '2' }, number: 2 });
  for (const seq of [4, 7]) {
    expect(await log.readEntry(seq)).toMatchObject({ entry: { seq, ...LOST }, isCut: false });
  }
  expect(await log.find({ kind: 'id', id: '2', afterSeq: null })).toEqual({ seq: 3, row: 2 });
  expect(await log.find({ kind: 'id', id: '3', afterSeq: null })).toBeNull();
  expect(await log.readLastEventId(3)).toBe('2');
  await expect(log.readLastEventId(5)).rejects.toMatchObject({ code: 'ENOSPC' });
  await log.close();
});

test('copies and exports get what is on the disk, and a problem for what is not', async () => {
  const { stream, full } = await fillLog();
  using _full = full;
  const told: object[] = [];
  for await (const { entries } of readSource({ log: stream.log, matches: null }, 0, 100)) {
    told.push(...entries.map(({ entry, bytes }) => ({ ...entry, size: bytes?.length ?? null })));
  }
  const lost = { ...LOST, size: null };
  expect(told).toMatchObject([
    { kind: 'connecting' },
    { kind: 'open' },
    { data: '{"n":1}', size: 21 },
    { data: '{"n":2}', size: 21 },
    lost,
    lost,
    lost,
    lost,
  ]);
  await stream.log.close();
});

test('the body ends with what is on the disk', async () => {
  const { stream, full } = await fillLog();
  using _full = full;
  const { log } = stream;
  const part = await log.readBody(0, 1000);
  expect(Buffer.from(part.bytes).toString()).toBe(
    'id: 1\ndata: {"n":1}\n\nid: 2\ndata: {"n":2}\n\nid: 3\ndata: ',
  );
  expect((await log.readBody(part.bytes.length, 10)).bytes).toHaveLength(0);
  await expect(log.readBody(part.bytes.length + 1, 10)).rejects.toMatchObject({ code: 'ENOSPC' });
  await log.close();
});

test('a query that reads bytes finds nothing in those that are lost, one that does not finds the entries', async () => {
  const { stream, full } = await fillLog();
  using _full = full;
  const reader = new LogReader(stream.log.getSnapshot(0));
  const find = (text: string): readonly number[] => {
    const parsed = parseQuery(text);
    if (!parsed.ok || parsed.value === null) throw new Error(`no query: ${text}`);
    const query = { node: parsed.value, matchesCase: false };
    return new QueryScan(reader, query, SCAN_START, NO_GAUGE).scanBlock() ?? [];
  };
  expect(find('$.n > 0')).toEqual([1, 2]);
  expect(find('-$.n = 1')).toEqual([0, 2]);
  expect(find('foo or id:3')).toEqual([]);
  expect(find('type:message')).toEqual([1, 2, 3, 4]);
  expect(readCells(reader, [3, 4, 7], ['$.n'], 10, NO_GAUGE)).toMatchObject([
    [{ text: '2' }],
    [{ kind: 'none' }],
    [{ kind: 'none' }],
  ]);
  const json = parseQuery('$.n');
  if (!json.ok || json.value === null) throw new Error('no query');
  const tally = new QueryScan(
    reader,
    { node: json.value, matchesCase: true },
    TALLY_START,
    NO_GAUGE,
  );
  tally.scanBlock();
  expect(tally.position.tally?.looked[0]).toBe(2);
  reader.close();
  await stream.log.close();
});

test('what is on the disk can be read another way', async () => {
  const { stream, full } = await fillLog();
  full[Symbol.dispose]();
  const { log } = stream;
  await log.startReading();
  await fillReading(log, new TimelineBuilder({ readAs: 'text', lastEventId: '' }));
  const rows = await log.readRows(0, 100);
  expect(rows.flatMap((row) => (row.kind === 'chunk' ? row.text : []))).toEqual([
    'id: 1\ndata: {"n":1}\n\n',
    'id: 2\ndata: {"n":2}\n\n',
    'id: 3\ndata: ',
  ]);
  await log.close();
});
