import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MatchList } from '../../../main/log/match-list.ts';
import { seededRandom } from '../../../main/replay/seeded-random.ts';
import { AXIS_BLOCK_ENTRIES, CHART_TYPES_MAX, INDEX_SEGMENT_ROWS } from '../../../shared/limits.ts';
import { startsRow } from '../../../shared/model/timeline.ts';
import { StreamLog } from '../../support/stream-log.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tideline-axis-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A stream of some blocks of the axis, with bursts, silences, comments, problems and a reconnection. */
async function aStream(): Promise<StreamLog> {
  const random = seededRandom(20_261_125);
  const stream = await StreamLog.create(folder);
  stream.open();
  let hasReconnected = false;
  while (stream.entries.length < 3 * AXIS_BLOCK_ENTRIES) {
    let text = '';
    for (let part = 0; part < 50; part++) {
      const kind = random();
      if (kind < 0.1) text += ': beat\n\n';
      else if (kind < 0.11) text += 'what: no field\n\n';
      else
        text += `event: t${Math.floor(random() * 14)}\ndata: ${'x'.repeat(Math.floor(random() * 40))}\n\n`;
    }
    const isSilence = random() < 0.02;
    await stream.push(text, isSilence ? 2000 + Math.floor(random() * 9000) : random() * 20);
    if (hasReconnected || stream.entries.length < AXIS_BLOCK_ENTRIES) continue;
    hasReconnected = true;
    stream.close(true);
    stream.atMs += 700;
    stream.open();
  }
  stream.close();
  await stream.log.flush();
  return stream;
}

test('the axis counts exactly what lies in each bin, at any zoom', async () => {
  const stream = await aStream();
  const { entries, log } = stream;
  const names: string[] = [];
  for (const entry of entries) {
    if (entry.kind === 'event' && !names.includes(entry.type)) names.push(entry.type);
  }
  const random = seededRandom(7);
  const spans = Array.from({ length: 40 }, () => {
    const fromMs = random() * stream.atMs;
    return { fromMs, toMs: fromMs + 10 ** (random() * 5) };
  });
  for (const span of [null, ...spans, ...spans]) {
    const wanted = 1 + Math.floor(random() * 300);
    const axis = await log.readAxis(span, wanted, null);
    expect(axis.bins.length).toBeLessThanOrEqual(Math.max(wanted, 1));
    const toMs = axis.fromMs + axis.bins.length * axis.binMs;
    expect(axis.fromMs).toBeLessThanOrEqual(span?.fromMs ?? 0);
    if (wanted > 1) expect(toMs).toBeGreaterThan(span?.toMs ?? stream.atMs);
    for (const [bin, counts] of axis.bins.entries()) {
      const start = axis.fromMs + bin * axis.binMs;
      const end = axis.fromMs + (bin + 1) * axis.binMs;
      const inside = entries.filter(({ atMs }) => atMs >= start && atMs < end);
      const expected = Array.from({ length: CHART_TYPES_MAX + 1 }, () => 0);
      for (const entry of inside) {
        if (entry.kind !== 'event') continue;
        const series = Math.min(names.indexOf(entry.type), CHART_TYPES_MAX);
        expected[series] = (expected[series] ?? 0) + 1;
      }
      expect(counts).toEqual(expected);
      expect(axis.problems[bin]).toBe(inside.filter(({ kind }) => kind === 'problem').length);
    }
  }
  await log.close();
});

test('the axis follows a stream that grows, and knows its silences and connections', async () => {
  const stream = await StreamLog.create(folder);
  stream.open();
  await stream.push('data: a\n\n', 100);
  expect(
    (await stream.log.readAxis(null, 10, null)).bins.flat().reduce((sum, count) => sum + count, 0),
  ).toBe(1);
  await stream.push('data: b\n\n', 5000);
  stream.close(true);
  stream.atMs += 100;
  stream.open();
  const axis = await stream.log.readAxis(null, 10, null);
  expect(axis.bins.flat().reduce((sum, count) => sum + count, 0)).toBe(2);
  expect(axis.gaps).toEqual([{ fromMs: 100, toMs: 5100, row: 2 }]);
  expect(axis.connections).toMatchObject([
    { attempt: 1, openedRow: 0, closedAtMs: 5100, closedBy: 'network', closedRow: 3 },
    { attempt: 2, openedAtMs: 5200, closedAtMs: null },
  ]);
  expect(
    (await stream.log.readAxis({ fromMs: 5150, toMs: 5300 }, 10, null)).connections,
  ).toMatchObject([{ attempt: 2 }]);
  await stream.log.close();
});

test('statistics are those of the entries', async () => {
  const stream = await aStream();
  const events = stream.entries.filter((entry) => entry.kind === 'event');
  const comments = stream.entries.filter((entry) => entry.kind === 'comment');
  const stats = await stream.log.readStats(stream.atMs);
  expect(stats).toMatchObject({
    events: events.length,
    comments: comments.length,
    problems: stream.entries.filter((entry) => entry.kind === 'problem').length,
    firstEventMs: events[0]?.atMs,
    lastEventMs: events.at(-1)?.atMs,
    drops: { count: 1, downMs: 700 },
  });
  expect(stats.types.reduce((sum, { events: count }) => sum + count, 0)).toBe(events.length);
  for (const { type, events: count, bytes } of stats.types) {
    const own = events.filter((event) => event.type === type);
    expect(count).toBe(own.length);
    expect(bytes).toBe(own.reduce((sum, event) => sum + event.sizeBytes, 0));
  }
  const gaps = events.slice(1).map((event, at) => event.atMs - (events[at]?.atMs ?? 0));
  expect(stats.gap?.maximum).toBe(Math.max(...gaps));
  expect(stats.stalls.count).toBe(gaps.filter((gapMs) => gapMs >= 2000).length);
  expect(
    stats.connections.map(({ events: count }) => count).reduce((sum, count) => sum + count, 0),
  ).toBe(events.length);
  const beats = stream.entries.filter(
    (entry, at) =>
      !startsRow(stream.entries[at - 1]?.kind ?? null, entry.kind) && entry.kind === 'comment',
  );
  expect(stats.heartbeats?.count ?? 0).toBe(beats.length);
  // Asked again, nothing is counted twice.
  expect(await stream.log.readStats(stream.atMs)).toEqual(stats);
  await stream.log.close();
});

test('a filtered list comes back from its file, and finds positions in it', async () => {
  const list = new MatchList(join(folder, 'matches.bin'));
  const rows = Uint32Array.from({ length: 12 * INDEX_SEGMENT_ROWS }, (_, at) => at * 3 + 1);
  for (let from = 0; from < rows.length; from += 9_999)
    list.append(rows.subarray(from, from + 9_999));
  expect(list.length).toBe(rows.length);
  const near = INDEX_SEGMENT_ROWS - 2;
  expect(await list.readRange(near, near + 4)).toEqual([...rows.subarray(near, near + 4)]);
  expect(await list.readRange(rows.length - 1, rows.length + 5)).toEqual([rows.at(-1)]);
  for (const at of [0, 1, near, 5 * INDEX_SEGMENT_ROWS, rows.length - 1]) {
    const row = rows[at] ?? 0;
    expect(await list.findPosition(row)).toBe(at);
    expect(await list.findPosition(row - 1)).toBe(at);
    expect(await list.findPosition(row + 1)).toBe(at + 1);
  }
  await list.discard();
});
