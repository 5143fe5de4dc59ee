import { expect, test, vi } from 'vitest';
import { LazyExchanges } from '../../../main/ipc/lazy-exchanges.ts';

test('a window that never sent anything loads nothing when it closes', async () => {
  const load = vi.fn(() => Promise.resolve({ releaseWindow: () => Promise.resolve() }));
  const exchanges = new LazyExchanges(load);
  exchanges.releaseWindow(1);
  await exchanges.settle();
  expect(load).not.toHaveBeenCalled();
});

test('they are loaded once, and settle waits for the releases that were begun', async () => {
  const released: number[] = [];
  let open = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const load = vi.fn(() =>
    Promise.resolve({
      releaseWindow: async (windowId: number) => {
        await gate;
        released.push(windowId);
      },
    }),
  );
  const exchanges = new LazyExchanges(load);
  await Promise.all([exchanges.get(), exchanges.get()]);
  exchanges.releaseWindow(1);
  exchanges.releaseWindow(2);
  const settled = exchanges.settle();
  open();
  await settled;
  expect(released).toEqual([1, 2]);
  expect(load).toHaveBeenCalledTimes(1);
});
