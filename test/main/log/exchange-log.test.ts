import { UNKNOWN_CONNECTION } from '../../../shared/model/connection-facts.ts';
import { appendFile, mkdtemp, rm, truncate, writeFile, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ExchangeLog } from '../../../main/log/exchange-log.ts';
import { recoverLog } from '../../../main/log/recover-log.ts';
import type { RecoveredLog } from '../../../main/log/recover-log.ts';
import { fillReading } from '../../../main/log/fill-reading.ts';
import { SseFraming } from '../../../main/stream/sse-framing.ts';
import { TimelineBuilder } from '../../../main/stream/timeline-builder.ts';
import { INDEX_SEGMENT_ROWS, INDEX_SEGMENTS_IN_MEMORY } from '../../../shared/limits.ts';
import { toExchangeId } from '../../../shared/model/ids.ts';
import { NO_TIMINGS } from '../../../shared/model/attempt-timings.ts';
import type { ContentShape } from '../../../shared/model/exchange.ts';
import { toEntries } from '../../../shared/model/plain-events.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tideline-log-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const exchangeId = toExchangeId('x-00000000-test');
if (exchangeId === null) throw new Error('bad id');

const OPEN_FACT = {
  kind: 'open',
  atMs: 5,
  attempt: 1,
  status: 200,
  reason: 'OK',
  httpVersion: 'HTTP/1.1',
  tlsVersion: null,
  ...UNKNOWN_CONNECTION,
  informational: [],
  redirect: null,
  headers: [
    { name: 'Content-Type', value: 'text/event-stream' },
    { name: 'Cache-Control', value: 'no-cache' },
  ],
  timings: {
    dnsMs: null,
    connectMs: 1,
    proxyMs: null,
    tlsMs: null,
    requestMs: 2,
    headersMs: 5,
    firstByteMs: 5,
  },
} as const;
const CONNECTING_FACT = {
  kind: 'connecting',
  atMs: 0,
  attempt: 1,
  method: 'GET',
  url: 'http://x/',
  lastEventId: null,
} as const;

const ERROR_FACT = {
  kind: 'error',
  atMs: 20,
  errorKind: 'connection-reset',
  code: 'ECONNRESET',
  detail: '',
  fatal: false,
  afterHeaders: true,
  phase: 'first-event',
  addresses: [],
  timings: NO_TIMINGS,
  certificates: [],
} as const;
const WAIT_FACT = {
  kind: 'reconnect-wait',
  atMs: 20,
  attempt: 2,
  waitMs: 3000,
  lastEventId: null,
  failuresInRow: 0,
  attemptsMax: 10,
} as const;

/** Writes a stream into a new log, chunk by chunk, one millisecond apart. */
async function writeStream(chunks: readonly string[], isEnded = true): Promise<ExchangeLog> {
  const log = await ExchangeLog.create(folder, { exchangeId: exchangeId!, startedAtMs: 1000 });
  const builder = aBuilder();
  log.appendEntries(builder.addFact(CONNECTING_FACT));
  log.appendEntries(builder.addFact(OPEN_FACT));
  let atMs = 10;
  for (const chunk of chunks) {
    const bytes = Buffer.from(chunk);
    await log.writeChunk(bytes, atMs);
    log.appendEntries(builder.addChunk(bytes, atMs));
    atMs++;
  }
  if (isEnded) {
    const by = { by: 'server', willReconnect: false, rule: null, refusal: null } as const;
    log.appendEntries(builder.addFact({ kind: 'close', atMs, ...by }));
  }
  await log.flush();
  return log;
}

function aBuilder(readAs: ContentShape | 'auto' = 'auto'): TimelineBuilder {
  return new TimelineBuilder({ readAs, lastEventId: '' });
}

function recover(): Promise<RecoveredLog> {
  return recoverLog(folder, aBuilder());
}

describe('pages', () => {
  test('give rows with number, gap, type and preview, read back from disk', async () => {
    const log = await writeStream([
      'id: 1\nevent: a\ndata: {"n":1}\n\n: c\n',
      'event: a\ndata: é\n\nretry: 500\n\ndata: x',
    ]);
    const rows = await log.readRows(0, 100);
    expect(rows.map((row) => row.kind)).toEqual([
      'open',
      'event',
      'comments',
      'event',
      'retry',
      'problem',
      'close',
    ]);
    expect(rows[1]).toMatchObject({
      number: 1,
      gapMs: null,
      type: 'a',
      id: '1',
      preview: '{"n":1}',
    });
    expect(rows[2]).toMatchObject({ text: 'c' });
    expect(rows[3]).toMatchObject({
      number: 2,
      gapMs: 1,
      repeatsType: true,
      id: null,
      sizeBytes: 2,
    });
    expect(rows[4]).toMatchObject({ ms: 500 });
    expect(rows[5]).toMatchObject({ problem: 'unfinished-event', detail: 'data: x' });
    expect(rows[0]).toEqual({
      ...OPEN_FACT,
      seq: 1,
      accepted: true,
      shape: 'event-stream',
      earlier: [{ ...CONNECTING_FACT, seq: 0 }],
    });
    expect(await log.readRows(3, 4)).toEqual([rows[3]]);
    expect(await log.readRows(100, 200)).toEqual([]);
    await log.close();
  });

  test('an event larger than a row has its exact size and a cut preview', async () => {
    const data = 'y'.repeat(3 * 1024 * 1024);
    const log = await writeStream([`data: ${data}\nid: late\n\ndata: next\n\n`]);
    const [row, next] = await log.readRows(1, 3);
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

describe('rows', () => {
  test('comments with nothing between them are one row, with interval, jitter and longest silence', async () => {
    const log = await writeStream([': a\n\n', ': b\n\n', ': c\n\n', 'data: x\n\n', ': d\n\n']);
    const rows = await log.readRows(1, 10);
    expect(rows.map((row) => row.kind)).toEqual(['comments', 'event', 'comments', 'close']);
    expect(rows[0]).toMatchObject({
      seq: 2,
      text: 'a',
      count: 3,
      atMs: 10,
      lastAtMs: 12,
      intervalMs: 1,
      jitterMs: 0,
      longestMs: 1,
    });
    expect(rows[1]).toMatchObject({ seq: 5, preview: 'x', gapMs: null });
    expect(rows[2]).toMatchObject({ count: 1, intervalMs: null });
    await log.close();
  });

  test('a span of bytes leads to the rows that were read from it', async () => {
    const log = await writeStream(['data: one\n\nda', 'ta: two\n\n: c\n\n', 'data: three\n\n']);
    expect(await log.findRows(0, 13)).toEqual({ fromRow: 1, toRow: 3 });
    expect(await log.findRows(13, 14)).toEqual({ fromRow: 2, toRow: 4 });
    expect(await log.findRows(26, 3)).toEqual({ fromRow: 4, toRow: 5 });
    await log.close();
  });

  test('the last event ID at a row is that of the newest event with an id up to it', async () => {
    const log = await writeStream(['data: a\n\nid: 1\ndata: b\n\ndata: c\n\nid: 2\ndata: d\n\n']);
    const ids = await Promise.all([2, 3, 4, 5, 6].map((seq) => log.readLastEventId(seq)));
    expect(ids).toEqual([null, '1', '1', '2', '2']);
    await log.close();
  });

  test('a block that only sets an id counts for the last event ID, wherever it stands', async () => {
    const log = await writeStream([
      'id: 1\n\ndata: a\n\ndata: b\n\nid: 2\n\n: c\n\nid: 3\n\ndata: d\n\nid\n\ndata: e\n\nid: 4\n\n',
    ]);
    // open, a, b, the comment, d, e, close
    const ids = await Promise.all([1, 2, 3, 4, 5, 6, 7].map((seq) => log.readLastEventId(seq)));
    expect(ids).toEqual([null, '1', '1', '2', '3', null, '4']);
    expect((await log.readEntry(3))?.entry).toMatchObject({ id: null, lastEventId: '1' });
    await log.close();
  });

  test('steps of one attempt are one row, which is what the newest step is', async () => {
    const log = await writeStream(['data: a\n\n'], false);
    const builder = aBuilder();
    builder.addFact(CONNECTING_FACT);
    builder.addFact(OPEN_FACT);
    const add = (fact: Parameters<TimelineBuilder['addFact']>[0]): void => {
      const seq = log.entries;
      log.appendEntries(toEntries(builder.addFact(fact)).map((entry) => ({ ...entry, seq })));
    };
    const kindsOf = async (): Promise<readonly (readonly string[])[]> =>
      (await log.readRows(2, 10)).map((row) => [
        ...('earlier' in row ? row.earlier.map(({ kind }) => kind) : []),
        row.kind,
      ]);
    add(ERROR_FACT);
    add({ kind: 'close', atMs: 20, by: 'network', willReconnect: true, rule: null, refusal: null });
    add(WAIT_FACT);
    expect(await kindsOf()).toEqual([['error', 'close'], ['reconnect-wait']]);
    add(CONNECTING_FACT);
    expect(await kindsOf()).toEqual([
      ['error', 'close'],
      ['reconnect-wait', 'connecting'],
    ]);
    add({ ...ERROR_FACT, afterHeaders: false });
    add(WAIT_FACT);
    add(CONNECTING_FACT);
    add(OPEN_FACT);
    expect(await kindsOf()).toEqual([
      ['error', 'close'],
      ['reconnect-wait', 'connecting', 'error'],
      ['reconnect-wait', 'connecting', 'open'],
    ]);
    expect(log.rows).toBe(5);
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
  const CHUNKS = ['id: 1\ndata: a\n\n: c\nda', 'ta: b\n\nretry: 7\n\nevent: x\n\ndata: cut'];

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

  test('lines of an earlier build are filled in as not known', async () => {
    const live = await writeStream(CHUNKS);
    await live.close();
    const path = join(folder, 'timeline.jsonl');
    const written = (await readFile(path, 'utf8')).trimEnd().split('\n');
    const facts = [...written, JSON.stringify(ERROR_FACT), JSON.stringify(WAIT_FACT)];
    const later = new Set(['tls', 'proxy', 'isReused', 'informational', 'redirect', 'proxyMs']);
    for (const name of ['refusal', 'certificates', 'attemptsMax']) later.add(name);
    const early = facts.map((line) =>
      JSON.stringify(JSON.parse(line), (key, value: unknown) =>
        later.has(key) ? undefined : value,
      ),
    );
    await writeFile(path, `${early.join('\n')}\n`);
    expect(early.join()).not.toContain('proxyMs');

    const { log } = await recover();
    const rows = await log.readRows(0, 100);
    expect(rows.find(({ kind }) => kind === 'open')).toMatchObject(OPEN_FACT);
    expect(rows.filter(({ kind }) => kind === 'close')).toMatchObject([{ refusal: null }]);
    const details = await Promise.all(rows.map(({ seq }) => log.readEntry(seq)));
    expect(details.map((detail) => detail?.entry)).toEqual(
      expect.arrayContaining([
        expect.objectContaining(OPEN_FACT),
        expect.objectContaining({ kind: 'error', certificates: [] }),
      ]),
    );
    expect(rows.at(-1)).toMatchObject({ kind: 'reconnect-wait', attemptsMax: null });
    // Another reading of the same bytes goes the same way.
    await log.startReading();
    await fillReading(log, aBuilder('text'));
    expect((await log.readRows(0, 1))[0]).toMatchObject({ isReused: false, informational: [] });
    await log.close();
  });

  test('a body shorter than its lines say gives what is there', async () => {
    const live = await writeStream(['data: a\n\n', 'data: b\n\n'], false);
    await live.close();
    await truncate(join(folder, 'body.raw'), 12);
    const { log } = await recover();
    const rows = await log.readRows(1, 100);
    expect(rows.map((row) => row.kind)).toEqual(['event']);
    await log.close();
  });

  test('another reading of the same bytes has rows of its own, and the first can be had again', async () => {
    const log = await writeStream(['{"a":1}\n{"b":', '2}\n']);
    expect((await log.readRows(1, 10)).map((row) => row.kind)).toContain('problem');
    const ndjson = aBuilder('ndjson');
    await log.startReading();
    await fillReading(log, ndjson);
    const rows = await log.readRows(0, 10);
    expect(rows.map((row) => [row.kind, row.seq])).toEqual([
      ['open', 1],
      ['event', 2],
      ['event', 3],
      ['close', 4],
    ]);
    expect(rows[0]).toMatchObject({ shape: 'ndjson', accepted: true });
    expect(rows[2]).toMatchObject({ preview: '{"b":2}', number: 2 });
    expect((await log.readEntry(3))?.entry).toMatchObject({ data: '{"b":2}' });
    await log.startReading();
    await fillReading(log, aBuilder());
    expect((await log.readRows(0, 1))[0]).toMatchObject({ shape: 'event-stream' });
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
  const counters = log.counters.getCounters(2000, log.rows);
  expect(counters).toMatchObject({ events: 1001, entries: 1004, connections: 1, firstEventMs: 10 });
  expect(counters.gapP50Ms).toBeGreaterThan(0.98);
  expect(counters.gapP95Ms).toBeLessThan(1.02);
  expect(log.counters.getTypeCounts()).toEqual([
    { type: 't0', count: 334 },
    { type: 't1', count: 334 },
    { type: 't2', count: 333 },
  ]);
  await log.close();
});
