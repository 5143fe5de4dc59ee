import { mkdtemp, readFile, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readCopiedText } from '../../../main/ipc/copy-rows.ts';
import { exportRows } from '../../../main/ipc/export-rows.ts';
import type { ExportJob } from '../../../main/ipc/export-rows.ts';
import { MatchList } from '../../../main/log/match-list.ts';
import { QueryHost } from '../../../main/log/query/query-host.ts';
import type { ExportColumn, ExportProgress } from '../../../shared/ipc/timeline-contract.ts';
import { WORKER_PATH } from '../../support/build-worker.ts';
import { StreamLog } from '../../support/stream-log.ts';

type Progress = Pick<ExportProgress, 'rows' | 'total' | 'lines' | 'writtenBytes' | 'state'>;

const DATA_COLUMN: ExportColumn = { kind: 'field', field: 'data' };

let folder: string;
let path: string;
let host: QueryHost;
let stream: StreamLog;
let told: Progress[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tideline-export-'));
  path = join(folder, 'out.csv');
  host = new QueryHost(WORKER_PATH);
  stream = await StreamLog.create(folder);
  stream.open();
  told = [];
});
afterEach(async () => {
  await stream.log.close();
  await host.close();
  await rm(folder, { recursive: true, force: true });
});

/** Exports every row as CSV with one column, or as the changes say. */
function exportAll(changes: Partial<ExportJob> = {}): Promise<void> {
  return exportRows({
    source: { log: stream.log, matches: null },
    format: 'csv',
    columns: [DATA_COLUMN],
    startedAtMs: 0,
    path,
    host,
    signal: new AbortController().signal,
    onProgress: (progress) => told.push(progress),
    ...changes,
  });
}

const listExports = async (): Promise<readonly string[]> =>
  (await readdir(folder)).filter((name) => name.startsWith('out.'));

// The device that is always full is one of Linux.
test.runIf(process.platform === 'linux')(
  'a disk that is full ends the export as a storage error, and its part is gone',
  async () => {
    await stream.push(`data: ${'x'.repeat(200)}\n\n`.repeat(20_000));
    for (const format of ['csv', 'json-lines', 'event-stream'] as const) {
      await symlink('/dev/full', `${path}.part`);
      await exportAll({ format });
      expect(told.at(-1)?.state).toMatchObject({
        kind: 'failed',
        error: { kind: 'storage-error', problem: 'disk-full' },
      });
      expect(await listExports()).toEqual([]);
    }
  },
);

test('an export that is cancelled while it writes ends, and leaves what was there', async () => {
  await stream.push('data: a line\n\n'.repeat(50_000));
  await exportAll();
  const before = await readFile(path);
  const abort = new AbortController();
  await exportAll({
    format: 'json-lines',
    signal: abort.signal,
    onProgress: (progress) => {
      told.push(progress);
      abort.abort();
    },
  });
  expect(told.at(-1)?.state.kind).toBe('cancelled');
  expect(await listExports()).toEqual(['out.csv']);
  expect(await readFile(path)).toEqual(before);
});

test('a folder that is not there is told, and nothing is deleted beside it', async () => {
  await exportAll({ path: join(folder, 'none', 'out.csv') });
  expect(told).toMatchObject([
    { state: { kind: 'failed', error: { kind: 'storage-error', problem: 'not-found' } } },
  ]);
});

/** Data and last event ID of each event of some lines of JSON. */
function readIds(lines: string): readonly unknown[] {
  return lines
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ kind }) => kind === 'event')
    .map(({ data, lastEventId }) => [data, lastEventId]);
}

test('JSON Lines tell the last event ID that the detail tells, whatever is left out', async () => {
  const other = await StreamLog.create(folder, 'event-stream', 'x-00000000-sent', 'sent');
  const { log } = other;
  other.open();
  await other.push('data: 0\n\nid: 7\ndata: a\n\ndata: b\n\nid: 8\n\ndata: c\n\n');
  const expected = [
    ['0', 'sent'],
    ['a', '7'],
    ['b', '7'],
    ['c', '8'],
  ];
  const all = { log, matches: null };
  await exportAll({ source: all, format: 'json-lines', columns: [] });
  expect(readIds(await readFile(path, 'utf8'))).toEqual(expected);
  const copied = await readCopiedText(all, 0, log.rows, 'json-lines');
  expect(readIds(copied.text)).toEqual(expected);
  // The row of `0` is the first one of an event; those of `b` and `c` stand alone and behind a gap.
  const first = log.rows - expected.length;
  for (const chosen of [[2], [3], [0, 2], [1, 3]]) {
    const matches = new MatchList(join(folder, 'query.bin'));
    matches.append(Uint32Array.from(chosen, (at) => first + at));
    const source = { log, matches };
    const left = chosen.map((at) => expected[at]);
    await exportAll({ source, format: 'json-lines', columns: [] });
    expect(readIds(await readFile(path, 'utf8'))).toEqual(left);
    const part = await readCopiedText(source, 0, left.length, 'json-lines');
    expect(readIds(part.text)).toEqual(left);
    await matches.discard();
  }
  await log.close();
});

test('text of the stream is no formula in CSV; numbers and other formats stay exact', async () => {
  const texts = ['=HYPERLINK("a")', '+1', '-1', '@a', '\ta', 'a=1', ''];
  for (const text of texts) {
    await stream.push(`id: ${text}\nevent: ${text}\ndata: ${text}\n\n`);
  }
  await stream.push('data: {"n":-1,"s":"-1","t":"\\r=1"}\n\n');
  await stream.push(': =1\n\n');
  const events = { log: stream.log, matches: new MatchList(join(folder, 'query.bin')) };
  const first = stream.log.rows - texts.length - 2;
  events.matches.append(Uint32Array.from({ length: texts.length + 2 }, (_, at) => first + at));
  const field = (name: 'type' | 'id' | 'data') => ({ kind: 'field', field: name }) as const;
  const path = (of: string) => ({ kind: 'path', path: of }) as const;
  const readLines = async (columns: readonly ExportColumn[]): Promise<readonly string[]> => {
    await exportAll({ source: events, columns });
    return (await readFile(join(folder, 'out.csv'), 'utf8')).split('\r\n').slice(1, -1);
  };
  const plain = [`"'=HYPERLINK(""a"")"`, "'+1", "'-1", "'@a", "'\ta", 'a=1', ''];
  expect((await readLines([field('id')])).slice(0, 7)).toEqual(plain);
  expect((await readLines([field('type')])).slice(0, 6)).toEqual(plain.slice(0, 6));
  const data = await readLines([field('data')]);
  expect(data.slice(0, 7)).toEqual(plain);
  expect(data.at(-1)).toBe("'=1");
  const cells = await readLines([path('$.n'), path('$.s'), path('$.t')]);
  expect(cells.at(-2)).toBe(`-1,'-1,"'\r=1"`);

  await exportAll({ source: events, format: 'event-stream' });
  expect(await readFile(join(folder, 'out.csv'), 'utf8')).toContain('data: =HYPERLINK("a")\n');
  await exportAll({ source: events, format: 'json-lines' });
  expect(await readFile(join(folder, 'out.csv'), 'utf8')).toContain('"data":"-1"');
  await events.matches.discard();
});

test('what is no event says in a few words what it is, and every entry is a line', async () => {
  await stream.push(': a\n\n: b\n\nretry: 5\ndata: x\n\nfoo: bar\n\n');
  stream.close();
  await stream.log.flush();
  await exportAll({ columns: [{ kind: 'field', field: 'kind' }, DATA_COLUMN] });
  const lines = (await readFile(path, 'utf8')).split('\r\n');
  expect(lines[0]).toBe('kind,data');
  expect(lines).toContain('open,200 OK');
  expect(lines).toContain('comment,b');
  expect(lines).toContain('retry,5 ms');
  expect(lines).toContain('event,x');
  expect(lines).toContain('close,server');
  const { rows, lines: written } = told.at(-1) as Progress;
  expect(written).toBe(lines.length - 2);
  expect(written).toBeGreaterThan(rows);
});
