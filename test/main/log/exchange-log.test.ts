import { appendFile, mkdtemp, rm, truncate, writeFile, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ExchangeLog } from '../../../main/log/exchange-log.ts';
import { recoverLog } from '../../../main/log/recover-log.ts';
import type { RecoveredLog } from '../../../main/log/recover-log.ts';
import { SseFraming } from '../../../main/stream/sse-framing.ts';
import { INDEX_SEGMENT_ROWS, INDEX_SEGMENTS_IN_MEMORY } from '../../../shared/limits.ts';
import { toExchangeId } from '../../../shared/model/ids.ts';
import type { OpenEntry, TimelineEntry } from '../../../shared/model/timeline.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tideline-log-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const exchangeId = toExchangeId('x-00000000-test');
if (exchangeId === null) throw new Error('bad id');

const OPEN: OpenEntry = {
  kind: 'open',
  seq: 1,
  atMs: 5,
  attempt: 1,
  status: 200,
  reason: 'OK',
  httpVersion: 'HTTP/1.1',
  tlsVersion: null,
  remoteAddress: null,
  accepted: true,
  shape: 'event-stream',
  headers: [{ name: 'Content-Type', value: 'text/event-stream' }],
  timings: { dnsMs: null, connectMs: 1, tlsMs: null, requestMs: 2, headersMs: 5, firstByteMs: 5 },
};
const CONNECTING: TimelineEntry = {
  kind: 'connecting',
  seq: 0,
  atMs: 0,
  attempt: 1,
  method: 'GET',
  url: 'http://x/',
  lastEventId: null,
};

/** Writes a stream into a new log, chunk by chunk, one millisecond apart. */
async function writeStream(chunks: readonly string[], isEnded = true): Promise<ExchangeLog> {
  const log = await ExchangeLog.create(folder, { exchangeId: exchangeId!, startedAtMs: 1000 });
  log.appendEntries([CONNECTING, OPEN]);
  const seqs = { next: 2 };
  const framing = new SseFraming({ seqs, offset: 0, lastEventId: '' });
  let atMs = 10;
  for (const chunk of chunks) {
    const bytes = Buffer.from(chunk);
    await log.writeChunk(bytes, atMs);
    log.appendEntries(framing.push(bytes, atMs));
    atMs++;
  }
  log.appendEntries(framing.end(atMs));
  if (isEnded) {
    log.appendEntries([
      { kind: 'close', seq: seqs.next++, atMs, by: 'server', willReconnect: false, rule: null },
    ]);
  }
  await log.flush();
  return log;
}

function recover(): Promise<RecoveredLog> {
  return recoverLog(folder, (open, start) =>
    open.accepted
      ? new SseFraming({
          seqs: { next: start.nextSeq },
          offset: start.offset,
          lastEventId: '',
        })
      : null,
  );
}

describe('pages', () => {
  test('give rows with number, gap, type and preview, read back from disk', async () => {
    const log = await writeStream([
      'id: 1\nevent: a\ndata: {"n":1}\n\n: c\n',
      'event: a\ndata: é\n\nretry: 5\n\ndata: x',
    ]);
    const rows = await log.readRows(0, 100);
    expect(rows.map((row) => row.kind)).toEqual([
      'connecting',
      'open',
      'event',
      'comment',
      'event',
      'retry',
      'problem',
      'close',
    ]);
    expect(rows[2]).toMatchObject({
      number: 1,
      gapMs: null,
      type: 'a',
      id: '1',
      preview: '{"n":1}',
    });
    expect(rows[3]).toMatchObject({ text: 'c' });
    expect(rows[4]).toMatchObject({
      number: 2,
      gapMs: 1,
      repeatsType: true,
      id: null,
      sizeBytes: 2,
    });
    expect(rows[5]).toMatchObject({ ms: 5 });
    expect(rows[6]).toMatchObject({ problem: 'unfinished-event', detail: 'data: x' });
    expect(rows[1]).toEqual(OPEN);
    expect(await log.readRows(4, 5)).toEqual([rows[4]]);
    expect(await log.readRows(100, 200)).toEqual([]);
    await log.close();
  });

  test('an event larger than a row has its exact size and a cut preview', async () => {
    const data = 'y'.repeat(3 * 1024 * 1024);
    const log = await writeStream([`data: ${data}\nid: late\n\ndata: next\n\n`]);
    const [row, next] = await log.readRows(2, 4);
    expect(row).toMatchObject({ sizeBytes: data.length, isPreviewCut: true, id: 'late' });
    expect(next).toMatchObject({ preview: 'next', number: 2 });
    await log.close();
  });

  test('an entry in full comes with its bytes and the chunks that carried it', async () => {
    const log = await writeStream(['data: on', 'e\n\nda', 'ta: two\n\n']);
    const detail = await log.readEntry(2);
    expect(Buffer.from(detail?.bytes ?? []).toString()).toBe('data: one\n\n');
    expect(detail?.chunks).toEqual([
      { offset: 0, length: 8, atMs: 10 },
      { offset: 8, length: 5, atMs: 11 },
    ]);
    expect((await log.readEntry(3))?.chunks.map((chunk) => chunk.offset)).toEqual([8, 13]);
    expect(await log.readEntry(99)).toBeNull();
    await log.close();
  });

  test('the body is read by part, with the chunks that touch it', async () => {
    const log = await writeStream(['data: a\n\n', 'data: b\n\n', 'data: c\n\n']);
    const part = await log.readBody(10, 8);
    expect(Buffer.from(part.bytes).toString()).toBe('ata: b\n\n');
    expect(part).toMatchObject({ bodyBytes: 27, chunks: [{ offset: 9, length: 9 }] });
    await log.close();
  });
});

describe('a long timeline', () => {
  test('keeps a bounded number of index segments in memory and still reads every row', async () => {
    const segments = INDEX_SEGMENTS_IN_MEMORY + 2;
    const events = segments * INDEX_SEGMENT_ROWS;
    const log = await ExchangeLog.create(folder, { exchangeId: exchangeId!, startedAtMs: 0 });
    const framing = new SseFraming({ seqs: { next: 0 }, offset: 0, lastEventId: '' });
    const perChunk = 8192;
    for (let from = 0; from < events; from += perChunk) {
      const numbers = Array.from({ length: perChunk }, (_, index) => from + index);
      const bytes = Buffer.from(numbers.map((number) => `data: ${number}\n\n`).join(''));
      const written = log.writeChunk(bytes, from);
      if (written !== undefined) await written;
      log.appendEntries(framing.push(bytes, from));
    }
    expect(log.entries).toBe(events);
    for (const seq of [0, 1, INDEX_SEGMENT_ROWS - 1, INDEX_SEGMENT_ROWS, 300_001, events - 1]) {
      const [row] = await log.readRows(seq, seq + 1);
      expect(row).toMatchObject({ seq, number: seq + 1, preview: String(seq) });
    }
    const across = await log.readRows(INDEX_SEGMENT_ROWS - 2, INDEX_SEGMENT_ROWS + 2);
    expect(across.map((row) => row.seq - INDEX_SEGMENT_ROWS)).toEqual([-2, -1, 0, 1]);
    await log.close();
  });
});

describe('opening a spool again', () => {
  const CHUNKS = ['id: 1\ndata: a\n\n: c\nda', 'ta: b\n\nretry: 7\n\ndata: cut'];

  test('rebuilds the same rows', async () => {
    const live = await writeStream(CHUNKS);
    const rows = await live.readRows(0, 100);
    await live.close();
    const { log, wasInterrupted, tornBytes, startedAtMs } = await recover();
    expect(await log.readRows(0, 100)).toEqual(rows);
    expect({ wasInterrupted, tornBytes, startedAtMs }).toEqual({
      wasInterrupted: false,
      tornBytes: 0,
      startedAtMs: 1000,
    });
    await log.close();
  });

  test('after a crash marks it interrupted, drops a torn line and keeps bytes without a line', async () => {
    const live = await writeStream(['data: a\n\n'], false);
    await live.close();
    await appendFile(join(folder, 'body.raw'), 'data: late\n\n');
    await appendFile(join(folder, 'timeline.jsonl'), '{"kind":"chu');
    const { log, wasInterrupted, tornBytes } = await recover();
    expect({ wasInterrupted, tornBytes }).toEqual({ wasInterrupted: true, tornBytes: 12 });
    const rows = await log.readRows(0, 100);
    expect(rows.filter((row) => row.kind === 'event')).toMatchObject([
      { preview: 'a' },
      { preview: 'late' },
    ]);
    await log.close();
  });

  test('a body shorter than its lines say gives what is there', async () => {
    const live = await writeStream(['data: a\n\n', 'data: b\n\n'], false);
    await live.close();
    await truncate(join(folder, 'body.raw'), 12);
    const { log } = await recover();
    const rows = await log.readRows(2, 100);
    expect(rows.map((row) => row.kind)).toEqual(['event', 'problem']);
    await log.close();
  });

  test('a version that is not known is refused and nothing is changed', async () => {
    const live = await writeStream(['data: a\n\n']);
    await live.close();
    const path = join(folder, 'timeline.jsonl');
    const text = (await readFile(path, 'utf8')).replace('"version":1', '"version":99');
    await writeFile(path, text);
    await expect(recover()).rejects.toThrow('version 99');
    expect(await readFile(path, 'utf8')).toBe(text);
  });
});

test('counters are exact, and the gap quantiles within 2 %', async () => {
  const chunks = Array.from(
    { length: 1001 },
    (_, index) => `event: t${index % 3}\ndata: ${index}\n\n`,
  );
  const log = await writeStream(chunks);
  const counters = log.counters.getCounters(2000);
  expect(counters).toMatchObject({ events: 1001, entries: 1004, connections: 1, firstEventMs: 10 });
  expect(counters.gapP50Ms).toBeGreaterThan(0.98);
  expect(counters.gapP95Ms).toBeLessThan(1.02);
  expect(log.counters.getTypeCounts()).toEqual([
    { type: 't0', count: 334 },
    { type: 't1', count: 334 },
    { type: 't2', count: 333 },
  ]);
  const chart = log.counters.getChart();
  const drawn = chart.bins.flat().reduce((sum, count) => sum + count, 0);
  expect(drawn).toBe(1001);
  await log.close();
});
