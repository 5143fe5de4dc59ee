import { describe, expect, test } from 'vitest';
import { listDemoRequests } from '../../../main/replay/demo-requests.ts';
import { startDemoServer } from '../../../main/replay/demo-server.ts';
import { findInvalidField } from '../../../shared/model/request.ts';
import { instantClock } from './demo-support.ts';

const demos = listDemoRequests('http://127.0.0.1:4000');

describe('the list of demo requests', () => {
  test('features the three of the first-run screen, in its order', () => {
    const featured = demos.filter((demo) => demo.isFeatured);
    expect(featured.map(({ request, title, extent }) => [request.method, title, extent])).toEqual([
      ['POST', 'LLM chat with a tool call', '214 events, 12 s'],
      ['GET', 'Order feed that drops once', '84 events, 20 s'],
      ['GET', 'Broken stream', '31 events, 6 s'],
    ]);
    expect(featured.every((demo) => demo.streams)).toBe(true);
  });

  test('has one run of rows per group, and ids that differ', () => {
    const groups = demos.map((demo) => demo.group);
    const runs = groups.filter((group, index) => group !== groups[index - 1]);
    expect(runs).toEqual(['Chat', 'Live feeds', 'Pet', 'Store', 'User']);
    expect(new Set(demos.map((demo) => demo.id)).size).toBe(demos.length);
  });

  test.each(demos)(
    '$title can be sent and answers as it says',
    async ({ id, request, streams }) => {
      expect(findInvalidField(request)).toBeNull();
      const server = await startDemoServer({ clock: instantClock() });
      try {
        const demo = listDemoRequests(server.origin).find((other) => other.id === id);
        const body = 'text' in request.body ? { body: request.body.text } : {};
        const response = await fetch(demo?.request.url ?? '', { method: request.method, ...body });
        expect(response.ok).toBe(true);
        const contentType = response.headers.get('content-type') ?? '';
        // One of the streams goes by the wrong name on purpose.
        expect(/event-stream|ndjson|text\/plain/.test(contentType)).toBe(streams);
        await response.body?.cancel();
      } finally {
        await server.close();
      }
    },
  );
});
