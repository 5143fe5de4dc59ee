// The built app in a real window, for the scripts that measure it and take its pictures.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchElectron } from './launch-electron.mjs';
import { PROJECT, hasDisplay, run } from './process.mjs';
import { ensureSystemLibraries } from './system-libraries.mjs';

/** Larger than the window, so that no edge of the screen cuts it. */
const SCREEN = '-screen 0 1600x1000x24';

/**
 * @typedef {object} TidelineWindow
 * @property {import('@playwright/test').ElectronApplication} app
 * @property {import('@playwright/test').Page} page
 * @property {number} pid of the main process
 * @property {() => Promise<void>} close quits the app and removes its local data
 */

/**
 * Runs `action` where windows can be shown: here, or in this same script again under xvfb-run.
 *
 * @param {() => Promise<number>} action gives the exit code
 * @returns {Promise<number>}
 */
export async function withDisplay(action) {
  ensureSystemLibraries({ needsVirtualDisplay: !hasDisplay() });
  if (hasDisplay()) return await action();
  const [node = process.execPath, ...args] = process.argv;
  return await run('xvfb-run', ['-a', '-s', SCREEN, node, ...args], { stdin: 'ignore' });
}

/**
 * Starts the built app with new local data and waits for its first screen.
 *
 * @param {string} executablePath of the Electron
 * @param {object} [settings] those that differ from the defaults
 * @param {string} [workspace] folder that was open last
 * @returns {Promise<TidelineWindow>}
 */
export async function openTideline(executablePath, settings = {}, workspace) {
  const userDataDir = await mkdtemp(join(tmpdir(), 'tideline-window-'));
  const removeUserData = () => rm(userDataDir, { recursive: true, force: true, maxRetries: 3 });
  try {
    await writeFile(
      join(userDataDir, 'settings.json'),
      JSON.stringify(await allSettings(settings)),
    );
    if (workspace !== undefined) {
      const recent = { recentId: 'bench', name: 'Workspace', path: workspace };
      await mkdir(join(userDataDir, 'workspaces'), { mode: 0o700 });
      await writeFile(join(userDataDir, 'workspaces/recent.json'), JSON.stringify([recent]));
    }
    const app = await launchElectron({
      executablePath,
      args: [PROJECT, `--user-data-dir=${userDataDir}`],
      // Else Playwright makes the page see a colour scheme of its own.
      colorScheme: null,
    });
    const close = async () => {
      await app.close();
      await removeUserData();
    };
    try {
      const page = await app.firstWindow();
      await page.getByRole('textbox', { name: 'URL' }).waitFor();
      return { app, page, pid: app.process().pid ?? 0, close };
    } catch (cause) {
      await app.close();
      throw cause;
    }
  } catch (cause) {
    await removeUserData();
    throw cause;
  }
}

/**
 * The app puts a file with missing settings aside, so all of them are written.
 *
 * @param {object} changes
 */
async function allSettings(changes) {
  const defaults = {
    theme: 'dark',
    layout: 'side',
    rowHeight: 'normal',
    isSidebarHidden: false,
    requestWidth: 448,
  };
  return { ...defaults, ...changes };
}
