import { expect, test } from 'vitest';
import { Demo } from '../../../main/ipc/demo.ts';

function fakeRoom(failures: number): {
  load: () => Promise<never>;
  counts: Record<string, number>;
} {
  const counts = { loaded: 0, started: 0, closed: 0 };
  const room = {
    startDemoServer: () => {
      counts.started += 1;
      if (counts.started <= failures) return Promise.reject(new Error('no port'));
      const close = (): Promise<void> => {
        counts.closed += 1;
        return Promise.resolve();
      };
      return Promise.resolve({ origin: 'http://127.0.0.1:1', close });
    },
    listDemoRequests: () => [],
  };
  const load = (): Promise<never> => {
    counts.loaded += 1;
    return Promise.resolve(room as never);
  };
  return { load, counts };
}

test('two windows that ask at once share one server', async () => {
  const { load, counts } = fakeRoom(0);
  const demo = new Demo(load);
  await Promise.all([demo.start(), demo.start()]);
  await demo.close();
  expect(counts).toEqual({ loaded: 1, started: 1, closed: 1 });
});

test('a start that failed is tried again by the next one', async () => {
  const { load, counts } = fakeRoom(1);
  const demo = new Demo(load);
  await expect(demo.start()).rejects.toThrow();
  expect(await demo.start()).toEqual([]);
  expect(counts['started']).toBe(2);
});

test('closing a demo that nobody asked for loads nothing', async () => {
  const { load, counts } = fakeRoom(0);
  await new Demo(load).close();
  expect(counts['loaded']).toBe(0);
});
