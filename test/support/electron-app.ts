import type { ElectronApplication, Page } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { resolveElectron } from '../../scripts/electron-runtime.mjs';
import { electronEnv, launchElectron } from '../../scripts/launch-electron.mjs';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Time for the app to come to rest, in milliseconds: it reads a pretended stream when its window is shown, and an answer
 * of the main process that is collected meanwhile never comes, see {@link launchElectron}.
 */
const REST_MS = 1_000;

export interface LaunchOptions {
  /** The folder of the app; by default the built Tideline. */
  readonly appFolder?: string;
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Kept on close. By default a new folder, which is removed on close. */
  readonly userDataDir?: string;
  /** More arguments for the app. */
  readonly args?: readonly string[];
}

export interface RunningTideline extends AsyncDisposable {
  readonly app: ElectronApplication;
  /** The first window, loaded. */
  readonly page: Page;
  readonly userDataDir: string;
  /** Quits the app. A second call does nothing. */
  close(): Promise<void>;
}

/**
 * Starts the app in a real Electron and waits for its first window.
 *
 * The Electron is the one in `TIDELINE_ELECTRON`, which `npm test` sets, or the one that {@link resolveElectron} finds.
 * Chromium's sandbox is on, but for root on Linux, where it cannot be. The caller owns the result: take it with `await using`.
 */
export async function launchTideline(options: LaunchOptions = {}): Promise<RunningTideline> {
  const executablePath =
    process.env['TIDELINE_ELECTRON'] ?? (await resolveElectron()).executablePath;
  const userDataDir = options.userDataDir ?? (await mkdtemp(join(tmpdir(), 'tideline-user-data-')));
  const removeUserData = async (): Promise<void> => {
    if (options.userDataDir === undefined) await rm(userDataDir, { recursive: true, force: true });
  };

  let app: ElectronApplication;
  try {
    app = await launchElectron({
      executablePath,
      args: [
        options.appFolder ?? PROJECT,
        `--user-data-dir=${userDataDir}`,
        ...(options.args ?? []),
      ],
      env: { ...electronEnv(), ...options.env },
    });
  } catch (cause) {
    await removeUserData();
    throw cause;
  }

  let closing: Promise<void> | undefined;
  const quit = async (): Promise<void> => {
    try {
      await app.close();
    } finally {
      await removeUserData();
    }
  };
  const close = (): Promise<void> => {
    closing ??= quit();
    return closing;
  };
  try {
    const page = await app.firstWindow();
    await page.waitForLoadState('domcontentloaded');
    await page.waitForTimeout(REST_MS);
    return { app, page, userDataDir, close, [Symbol.asyncDispose]: close };
  } catch (cause) {
    await close();
    throw cause;
  }
}
