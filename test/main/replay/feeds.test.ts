import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDemoServer } from '../../../main/replay/demo-server.ts';
import type { DemoServer } from '../../../main/replay/demo-server.ts';
import { BROKEN_EVENTS, toBrokenChunks } from '../../../main/replay/feeds/broken.ts';
import { ORDER_EVENTS, ORDER_EVENTS_BEFORE_DROP } from '../../../main/replay/feeds/orders.ts';
import { instantClock, onlyEvents, readBlocks, sendRaw } from './demo-support.ts';
import type { ReadBlock } from './demo-support.ts';

let server: DemoServer;
beforeAll(async () => {
  server = await startDemoServer({ clock: instantClock() });
});
afterAll(() => server.close());

function open(path: string, lastEventId?: string): Promise<Response> {
  const headers = lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId };
  return fetch(`${server.origin}${path}`, { headers });
}

async function take(path: string, count: number, lastEventId?: string): Promise<ReadBlock[]> {
  return readBlocks(await open(path, lastEventId), count);
}

function range(from: number, to: number): readonly string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => String(from + index));
}

describe.each(['/news', '/stocks'])('the endless feed %s', (path) => {
  test('is an event stream that nothing may keep or buffer', async () => {
    const response = await open(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(response.headers.get('cache-control')).toBe('no-store');
    await response.body?.cancel();
  });

  test('numbers its events from 1 without a hole', async () => {
    const events = onlyEvents(await take(path, 60), 60);
    expect(events.map((event) => event.id)).toEqual(range(1, 60));
    expect(new Set(events.map((event) => event.type)).size).toBeGreaterThan(2);
    for (const event of events) expect(JSON.parse(event.data ?? '')).toBeTypeOf('object');
  });

  test.each([0, 1, 17, 40])('goes on exactly after Last-Event-ID %i', async (id) => {
    const whole = onlyEvents(await take(path, 60), 60);
    const rest = onlyEvents(await take(path, 10, String(id)), 10);
    expect(rest).toEqual(whole.slice(id, id + 10));
  });

  test('starts at 1 after an id that is not its own', async () => {
    for (const id of ['abc', '-3', '1e3', '99999999999999999999']) {
      expect(onlyEvents(await take(path, 1, id), 1)[0]?.id).toBe('1');
    }
  });
});

describe('the stock ticker', () => {
  test('has many types', async () => {
    const events = onlyEvents(await take('/stocks', 400));
    expect(new Set(events.map((event) => event.type)).size).toBeGreaterThanOrEqual(12);
  });

  test.each(['0', '-1', 'fast', ''])('refuses rate=%s', async (rate) => {
    const response = await open(`/stocks?rate=${rate}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { type: 'bad-rate' } });
  });

  test('a rate without bounds is lowered', async () => {
    expect(onlyEvents(await take('/stocks?rate=1e300', 5))).not.toHaveLength(0);
    expect(onlyEvents(await take('/stocks?rate=Infinity', 5))).not.toHaveLength(0);
  });
});

test('the real pace of the feeds is what they say', async () => {
  const paced = await startDemoServer();
  try {
    const startedMs = performance.now();
    const news = readBlocks(await fetch(`${paced.origin}/news`), 5).then(() => performance.now());
    const stocks = readBlocks(await fetch(`${paced.origin}/stocks`), 100).then(() =>
      performance.now(),
    );
    // Bounds are wide on the slow side: a busy machine may be late, but never early.
    expect((await news) - startedMs).toBeGreaterThan(1300);
    expect((await news) - startedMs).toBeLessThan(8000);
    expect((await stocks) - startedMs).toBeGreaterThan(1500);
    expect((await stocks) - startedMs).toBeLessThan(10_000);
  } finally {
    await paced.close();
  }
});

describe('the system status feed', () => {
  test('begins with retry, then heartbeats with an event now and then', async () => {
    const blocks = await take('/status', 3);
    expect(blocks[0]).toEqual({ kind: 'retry', ms: 3000 });
    expect(blocks[1]).toMatchObject({ kind: 'event', type: 'status.summary', id: '1' });
    expect(blocks.slice(2, 5)).toEqual(Array(3).fill({ kind: 'comment', text: 'heartbeat' }));
    expect(blocks[5]).toMatchObject({ kind: 'event', type: 'status.degraded', id: '2' });
  });
});

describe('the order feed', () => {
  test('is cut in the middle of an event on the first connection', async () => {
    const head = `GET /orders/live HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n\r\n`;
    const answer = await sendRaw(server.port, head);
    expect(answer).not.toMatch(/\r\n0\r\n\r\n$/);
    expect(answer.match(/^id: \d+$/gm)).toHaveLength(ORDER_EVENTS_BEFORE_DROP + 1);
    expect(answer).toMatch(/event: order\.\w+\nid: 41\ndata: [^\n]*\r\n$/);
    expect(answer).toContain('retry: 1000\n');
    expect(answer).toContain(': heartbeat\n');
  });

  test('resumes after the id and ends properly', async () => {
    const events = onlyEvents(await readBlocks(await open('/orders/live', '40')));
    expect(events.map((event) => event.id)).toEqual(range(41, ORDER_EVENTS));
    const types = new Set(events.map((event) => event.type));
    expect([...types].sort()).toEqual([
      'order.created',
      'order.packed',
      'order.paid',
      'order.shipped',
    ]);
  });

  test('the event that was cut comes whole under the same id', async () => {
    const events = onlyEvents(await readBlocks(await open('/orders/live', '40')));
    const again = onlyEvents(await readBlocks(await open('/orders/live', '39')));
    expect(again.slice(1)).toEqual(events);
  });

  test.each(['84', '500'])('tells a client to stop after id %s', async (id) => {
    const response = await open('/orders/live', id);
    expect(response.status).toBe(204);
  });
});

describe('the broken stream', () => {
  test('dispatches 31 events, ends properly, and leaves the last event unfinished', async () => {
    const response = await open('/broken');
    const bytes = new Uint8Array(await response.arrayBuffer());
    const copy = new Response(bytes);
    expect(onlyEvents(await readBlocks(copy))).toHaveLength(31);
    expect(BROKEN_EVENTS).toBe(31);
    expect(Buffer.from(bytes).toString('latin1')).toMatch(/\ndata: \{"order":8413,"sta$/);
  });

  test('has what it promises', () => {
    const text = [...toBrokenChunks()]
      .map(({ bytes }) => Buffer.from(bytes).toString('latin1'))
      .join('');
    expect(text).toContain('evnet: order.created');
    expect(text).toContain('retry: soon');
    expect(text).toContain('id: 10\u00006');
    expect(text).toContain('"total":76.\n');
  });
});

describe('the events of one order', () => {
  test('are five and end', async () => {
    const events = onlyEvents(await readBlocks(await open('/orders/8421/events')));
    expect(events.map((event) => event.type)).toEqual([
      'order.created',
      'order.paid',
      'order.packed',
      'order.shipped',
      'order.delivered',
    ]);
  });

  test('of an unknown order are not there', async () => {
    expect((await open('/orders/1/events')).status).toBe(404);
  });
});
