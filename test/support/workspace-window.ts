import type { Locator, Page } from '@playwright/test';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { launchTideline } from './electron-app.ts';
import type { RunningTideline } from './electron-app.ts';

const run = promisify(execFile);

/** Folders for the local data and for a workspace that outlive one start of the app. */
export interface WorkspacePlace extends AsyncDisposable {
  readonly userDataDir: string;
  readonly folder: string;
  /** Starts the app; its folder dialog answers `folder`. */
  readonly launch: () => Promise<RunningTideline>;
  /** Runs git in the folder of the workspace, and answers what it prints. */
  readonly git: (...args: readonly string[]) => Promise<string>;
}

export async function makeWorkspacePlace(): Promise<WorkspacePlace> {
  const userDataDir = await mkdtemp(join(tmpdir(), 'tideline-data-'));
  const folder = await mkdtemp(join(tmpdir(), 'tideline-workspace-'));
  return {
    userDataDir,
    folder,
    launch: async () => {
      const tideline = await launchTideline({ userDataDir });
      await tideline.app.evaluate(({ dialog }, path) => {
        dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
      }, folder);
      return tideline;
    },
    git: async (...args) => {
      const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@tideline.example'];
      const { stdout } = await run('git', [...identity, ...args], { cwd: folder });
      return stdout;
    },
    [Symbol.asyncDispose]: async () => {
      await rm(userDataDir, { recursive: true, force: true });
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Ends the app as a crash does: at once, and without a word to it. */
export async function killApp(tideline: RunningTideline): Promise<void> {
  const child = tideline.app.process();
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

/** A server that remembers what it was asked. */
export async function startEcho(): Promise<
  AsyncDisposable & { readonly origin: string; readonly seen: readonly string[] }
> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''}`.trim());
    response.setHeader('content-type', 'application/json').end('{"ok":true}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A row of the tree by the name that it begins with. */
export function treeRow(page: Page, name: string): Locator {
  return page.getByRole('tree', { name: 'Collection' }).getByRole('treeitem', {
    name: new RegExp(`^${name}(,|$)`),
  });
}

/** Chooses from the menu of the workspace. */
export async function chooseFromWorkspaceMenu(page: Page, item: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: /^Workspace: / }).click();
  await page.getByRole('menuitem', { name: item }).click();
}
