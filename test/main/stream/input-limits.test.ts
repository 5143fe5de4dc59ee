import { beforeAll, describe, expect, test } from 'vitest';
import { EVENT_BYTES_MAX, HEADER_SECTION_BYTES_MAX } from '../../../shared/limits.ts';
import { aRequest, collect } from '../../support/collect.ts';
import { startScriptedServer } from '../../support/scripted-server.ts';
import type { ScriptedConnection } from '../../support/scripted-server.ts';

const MIB = 1024 * 1024;
/** Each limit is named within this time, and with no more memory than this. */
const WITHIN_MS = 2_000;
const GROWTH_MIB_MAX = 128;

type Script = (connection: ScriptedConnection) => Promise<void>;

async function run(script: Script) {
  await using server = await startScriptedServer(script);
  const baseBytes = process.memoryUsage.rss();
  let peakBytes = baseBytes;
  const sampler = setInterval(() => {
    peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
  }, 10);
  const startedMs = performance.now();
  const collected = await collect(aRequest(server.origin), { keepsBody: false });
  clearInterval(sampler);
  expect(performance.now() - startedMs).toBeLessThan(WITHIN_MS);
  expect((peakBytes - baseBytes) / MIB).toBeLessThan(GROWTH_MIB_MAX);
  return collected;
}

// What the first exchange of all loads and compiles is not the doing of the input.
beforeAll(async () => {
  await run(async (connection) => {
    await connection.openStream();
    await connection.write('data: first\n\n'.repeat(10_000));
    connection.end();
  });
});

describe('T17: one more than the limit', () => {
  test('a line of 16 MiB and one byte gives the beginning of its event and a problem', async () => {
    const line = Buffer.alloc(EVENT_BYTES_MAX + 1, 'x');
    line.write('data: ');
    const { entries, events } = await run(async (connection) => {
      await connection.openStream();
      await connection.write(line);
      await connection.write('\n\ndata: next\n\n');
      connection.end();
    });
    const problem = entries.find((entry) => entry.kind === 'problem' && entry.line === null);
    expect(problem).toMatchObject({ problem: 'truncated-event' });
    expect(events.map(({ isTruncated }) => isTruncated)).toEqual([true, false]);
    expect(events[1]?.data).toBe('next');
  });

  test('an event of many lines, 16 MiB and one byte long, too', async () => {
    const piece = Buffer.from('data: 0123456789\n'.repeat(Math.floor(EVENT_BYTES_MAX / 17)));
    const { entries, events } = await run(async (connection) => {
      await connection.openStream();
      await connection.write(piece);
      await connection.write('data: 0123456789\ndata: 0123456789\n\ndata: next\n\n');
      connection.end();
    });
    expect(entries).toContainEqual(expect.objectContaining({ problem: 'truncated-event' }));
    expect(events.map(({ isTruncated }) => isTruncated)).toEqual([true, false]);
  });

  test('an event of exactly 16 MiB is whole', async () => {
    const line = Buffer.alloc(EVENT_BYTES_MAX - 2, 'x');
    line.write('data: ');
    const { entries, events } = await run(async (connection) => {
      await connection.openStream();
      await connection.write(line);
      await connection.write('\n\n');
      connection.end();
    });
    expect(events.map(({ isTruncated }) => isTruncated)).toEqual([false]);
    expect(entries.some((entry) => entry.kind === 'problem')).toBe(false);
  });

  test('a header section of 64 KiB and one byte', async () => {
    const start = 'HTTP/1.1 200 OK\r\nX: ';
    const { end } = await run(async (connection) => {
      await connection.write(`${start}${'a'.repeat(HEADER_SECTION_BYTES_MAX + 1)}\r\n\r\n`);
      connection.end();
    });
    expect(end).toMatchObject({ kind: 'failed', error: { kind: 'headers-too-large' } });
  });

  test('ten redirects and one', async () => {
    const { end } = await run((connection) =>
      connection.write('HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n'),
    );
    expect(end).toMatchObject({ kind: 'failed', error: { kind: 'too-many-redirects' } });
  });

  test('5,000 content codings: none is undone, and that is told', async () => {
    const { entries, events } = await run(async (connection) => {
      const codings = Array.from({ length: 5_000 }, () => 'gzip').join(',');
      await connection.openStream([`Content-Encoding: ${codings}`]);
      await connection.write('data: as it came\n\n');
      connection.end();
    });
    expect(entries).toContainEqual(expect.objectContaining({ problem: 'content-coding' }));
    expect(events.map(({ data }) => data)).toEqual(['as it came']);
  });
});
