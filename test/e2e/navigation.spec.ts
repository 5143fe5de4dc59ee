// T07 of security-reliability.md, against the real app in a real Electron.
import { expect, test } from '@playwright/test';
import type { ElectronApplication, Page } from '@playwright/test';
import { launchTideline } from '../support/electron-app.ts';

declare global {
  interface Window {
    isMarked?: boolean;
  }
}

const APP_URL = 'tideline://app/index.html';
const OUTSIDE_URL = 'https://outside.invalid/';

test('T07: nothing on the page leads away from it or opens a window', async () => {
  await using tideline = await launchTideline();
  const { app, page } = tideline;
  await markPage(page);
  await recordNavigation(app);

  await page.evaluate((url) => {
    const link = document.createElement('a');
    link.href = url;
    link.textContent = 'leads away';
    link.id = 'leads-away';
    link.style.cssText = 'position: fixed; inset: 0; z-index: 99999';
    document.body.append(link);
  }, OUTSIDE_URL);
  const opened = await page.evaluate(
    (url) => [window.open(url), window.open('about:blank')],
    OUTSIDE_URL,
  );
  expect(opened).toEqual([null, null]);
  const attempts: readonly (() => Promise<unknown>)[] = [
    () => page.mouse.click(300, 300),
    () => page.evaluate((url) => void (location.href = url), OUTSIDE_URL),
    () => page.evaluate(() => void (location.href = 'tideline://app/other.html')),
  ];
  for (const [index, attempt] of attempts.entries()) {
    await attempt();
    await expect.poll(async () => (await readNavigation(app)).blocked).toBe(index + 1);
  }
  await page.mouse.click(300, 300, { button: 'middle' });
  await page.keyboard.down('Shift');
  await page.mouse.click(300, 300);
  await page.keyboard.up('Shift');
  const cdp = await page.context().newCDPSession(page);
  for (const data of [
    { items: [{ mimeType: 'text/uri-list', data: OUTSIDE_URL }], dragOperationsMask: 1 },
    { items: [], files: ['/etc/hostname'], dragOperationsMask: 1 },
  ]) {
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await cdp.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data });
    }
  }
  // Chromium itself refuses this one, before it asks anybody.
  await page.evaluate(() => void (location.href = 'file:///etc/hostname'));
  // A last attempt: when it has been blocked, everything before it has been dealt with.
  const before = (await readNavigation(app)).blocked;
  await page.evaluate((url) => void (location.href = url), OUTSIDE_URL);
  await expect.poll(async () => (await readNavigation(app)).blocked).toBeGreaterThan(before);

  expect(await readNavigation(app)).toMatchObject({ done: 0, windows: 1, contents: 1 });
  expect(page.url()).toBe(APP_URL);
  expect(await page.evaluate(() => window.isMarked)).toBe(true);
});

/** A mark that any navigation would wipe away. */
async function markPage(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.isMarked = true;
  });
}

interface NavigationCounts {
  readonly blocked: number;
  readonly done: number;
  readonly windows: number;
  readonly contents: number;
}

async function recordNavigation(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ webContents }) => {
    const counts = { blocked: 0, done: 0 };
    Reflect.set(globalThis, 'navigationCounts', counts);
    for (const contents of webContents.getAllWebContents()) {
      contents.on('will-frame-navigate', (event) => {
        if (event.defaultPrevented) counts.blocked += 1;
      });
      contents.on('did-navigate', () => {
        counts.done += 1;
      });
    }
  });
}

function readNavigation(app: ElectronApplication): Promise<NavigationCounts> {
  return app.evaluate(({ BrowserWindow, webContents }) => ({
    ...(Reflect.get(globalThis, 'navigationCounts') as { blocked: number; done: number }),
    windows: BrowserWindow.getAllWindows().length,
    contents: webContents.getAllWebContents().length,
  }));
}
