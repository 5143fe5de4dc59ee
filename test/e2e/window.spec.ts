// The window around the page: local data, place, theme, a second start, and a crashed page.
import { expect, test } from '@playwright/test';
import type { ElectronApplication } from '@playwright/test';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bridge } from '../../shared/ipc/contract.ts';
import { DEFAULT_SETTINGS } from '../../shared/model/settings.ts';
import { launchTideline } from '../support/electron-app.ts';

test('local data is for the user alone, whatever the umask was', async () => {
  const before = process.umask(0);
  try {
    await using tideline = await launchTideline();
    await writeTheme(tideline.page, 'dark');
    const open = await findOpenPaths(tideline.userDataDir);
    expect(open).toEqual([]);
  } finally {
    process.umask(before);
  }
});

test('a window opens where the last one was left, and never outside of the screen', async () => {
  const userDataDir = await mkdtemp(join(tmpdir(), 'tideline-window-'));
  try {
    {
      await using first = await launchTideline({ userDataDir });
      await waitUntilShown(first.app);
      await first.app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.setBounds({ x: 60, y: 40, width: 1000, height: 700 }),
      );
      await expect.poll(() => readSize(first.app)).toEqual([1000, 700]);
    }
    await using second = await launchTideline({ userDataDir });
    await waitUntilShown(second.app);
    await expect.poll(() => readSize(second.app)).toEqual([1000, 700]);
    await second.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.setSize(300, 200),
    );
    await expect.poll(() => readSize(second.app)).toEqual([880, 560]);
  } finally {
    await rm(userDataDir, { recursive: true, force: true });
  }
});

test('the theme of the settings reaches the native parts and is there after the next start', async () => {
  const userDataDir = await mkdtemp(join(tmpdir(), 'tideline-theme-'));
  try {
    {
      await using first = await launchTideline({ userDataDir });
      for (const theme of ['dark', 'light', 'dark', 'light'] as const) {
        await writeTheme(first.page, theme);
        expect(await isDark(first.app)).toBe(theme === 'dark');
      }
    }
    await using second = await launchTideline({ userDataDir });
    expect(await isDark(second.app)).toBe(false);
  } finally {
    await rm(userDataDir, { recursive: true, force: true });
  }
});

test('a second start on the same local data brings the first window up and ends', async () => {
  await using tideline = await launchTideline();
  await tideline.app.evaluate(({ app, BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.hide();
    app.on('second-instance', () => Reflect.set(globalThis, 'hasSecondStart', true));
  });
  const [program = '', ...args] = await tideline.app.evaluate(() => process.argv);
  const second = spawn(
    program,
    args.filter((argument) => !/^--(inspect|remote-debugging-port)/.test(argument)),
    { stdio: 'ignore' },
  );
  const [exitCode] = (await once(second, 'exit')) as [number | null];
  expect(exitCode).toBe(0);
  const isUp = (): Promise<unknown> =>
    tideline.app.evaluate(({ BrowserWindow }) => ({
      hasSecondStart: Reflect.get(globalThis, 'hasSecondStart') as unknown,
      visible: BrowserWindow.getAllWindows().map((window) => window.isVisible()),
    }));
  await expect.poll(isUp).toEqual({ hasSecondStart: true, visible: [true] });
});

test('a crashed page is loaded again, and the third time within a minute the user is asked', async () => {
  await using tideline = await launchTideline();
  const { app } = tideline;
  // The end of the first load is none of those that are counted.
  const isLoading = (): Promise<unknown> =>
    app.evaluate(({ webContents }) => webContents.getAllWebContents()[0]?.isLoading());
  await expect.poll(isLoading).toBe(false);
  await app.evaluate(({ dialog, webContents }) => {
    const seen = { loads: 0, questions: 0 };
    Reflect.set(globalThis, 'seen', seen);
    webContents.getAllWebContents()[0]?.on('did-finish-load', () => (seen.loads += 1));
    dialog.showMessageBox = () => {
      seen.questions += 1;
      return Promise.resolve({ response: 0, checkboxChecked: false });
    };
  });
  const readSeen = (): Promise<unknown> =>
    app.evaluate(() => ({ ...(Reflect.get(globalThis, 'seen') as object) }));
  for (const expected of [
    { loads: 1, questions: 0 },
    { loads: 2, questions: 0 },
    { loads: 3, questions: 1 },
  ]) {
    await app.evaluate(({ webContents }) =>
      webContents.getAllWebContents()[0]?.forcefullyCrashRenderer(),
    );
    await expect.poll(readSeen).toEqual(expected);
  }
  const info = await app.evaluate(({ webContents }) =>
    webContents.getAllWebContents()[0]?.executeJavaScript('window.tideline.appInfo(null)'),
  );
  expect(info).toMatchObject({ ok: true });
});

/** Asked in main: Playwright makes pages see a colour scheme of its own. */
function isDark(app: ElectronApplication): Promise<boolean> {
  return app.evaluate(({ nativeTheme }) => nativeTheme.shouldUseDarkColors);
}

async function writeTheme(
  page: { evaluate: <A>(action: (arg: A) => unknown, arg: A) => Promise<unknown> },
  theme: 'dark' | 'light',
): Promise<void> {
  const answer = await page.evaluate(
    (settings) => (Reflect.get(window, 'tideline') as Bridge).settingsWrite(settings),
    { ...DEFAULT_SETTINGS, theme },
  );
  expect(answer).toEqual({ ok: true, value: null });
}

/** A window takes its first size when it is shown, whatever it was given before. */
async function waitUntilShown(app: ElectronApplication): Promise<void> {
  const isShown = (): Promise<boolean | undefined> =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
  await expect.poll(isShown).toBe(true);
}

async function readSize(app: ElectronApplication): Promise<readonly number[] | undefined> {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getSize());
}

/** Everything in the folder that group or others may do anything with. */
async function findOpenPaths(folder: string): Promise<readonly string[]> {
  const open: string[] = [];
  for (const path of [folder, ...(await readdir(folder, { recursive: true }))]) {
    const full = path === folder ? folder : join(folder, path);
    // Chromium renames and removes files all the time; links have no mode of their own.
    const status = await stat(full).catch(() => null);
    if (status !== null && !status.isSocket() && (status.mode & 0o077) !== 0) {
      open.push(`${full} ${(status.mode & 0o777).toString(8)}`);
    }
  }
  return open;
}
