import { app } from 'electron';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Places in the local data folder. */
export interface LocalData {
  readonly settingsFile: string;
  readonly windowFile: string;
  readonly spoolsFolder: string;
  /** Every exchange with its request. */
  readonly runsFile: string;
  /** What belongs to workspaces and is not in their folders. */
  readonly workspacesFolder: string;
  readonly secretsFile: string;
  /** Variables that every workspace sees. */
  readonly globalsFile: string;
  /** Files that workspaces may have read. */
  readonly grantsFile: string;
  /** Cookies, certificates, proxies: what requests are sent with. */
  readonly httpFolder: string;
}

/**
 * Makes the local data folder the user's alone: the folder is 0700, and everything that this process
 * and its children create from now on is 0600 or 0700, Chromium's own files included.
 */
export function openLocalData(): LocalData {
  process.umask(0o077);
  const folder = app.getPath('userData');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // The folder may be older than this rule.
  chmodSync(folder, 0o700);
  return {
    settingsFile: join(folder, 'settings.json'),
    windowFile: join(folder, 'window.json'),
    spoolsFolder: join(folder, 'spools'),
    runsFile: join(folder, 'runs.jsonl'),
    workspacesFolder: join(folder, 'workspaces'),
    secretsFile: join(folder, 'secrets.json'),
    globalsFile: join(folder, 'globals.json'),
    grantsFile: join(folder, 'grants.json'),
    httpFolder: join(folder, 'http'),
  };
}
