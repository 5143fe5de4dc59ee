// Checks that the system libraries of a window are there, and installs them on Debian and Ubuntu.
import { spawnSync } from 'node:child_process';

/** @typedef {(line: string) => void} Log */

/** What Electron needs from the system. Debian names; newer releases add `t64` to some of them. */
const ELECTRON_PACKAGES = [
  'libnss3',
  'libgtk-3-0',
  'libgbm1',
  'libasound2',
  'libatk-bridge2.0-0',
  'libdrm2',
  'libxss1',
  'libxtst6',
  'libxkbcommon0',
  'libcups2',
  'libnotify4',
  'libsecret-1-0',
];

/** What a window needs where there is no display. */
const VIRTUAL_DISPLAY_PACKAGES = ['xvfb', 'xauth'];

/** @param {string} name */
function variantsOf(name) {
  return [name, `${name}t64`];
}

/**
 * The packages of `wanted` that are not installed, in the same order.
 *
 * @param {readonly string[]} wanted
 * @param {string} listing lines of "name status", as dpkg-query prints them
 */
export function missingPackages(wanted, listing) {
  const installed = new Set();
  for (const line of listing.split('\n')) {
    const [name, status] = line.split(' ');
    if (status === 'installed') installed.add(name);
  }
  return wanted.filter((name) => !variantsOf(name).some((variant) => installed.has(variant)));
}

/**
 * The names under which apt knows the packages: the plain one where there is such a package, else the `t64` one.
 *
 * @param {readonly string[]} missing
 * @param {string} records what `apt-cache show` prints: paragraphs with a `Package:` line
 */
export function namesToInstall(missing, records) {
  const known = new Set([...records.matchAll(/^Package: (.+)$/gm)].map((match) => match[1]));
  return missing.map((name) => variantsOf(name).find((variant) => known.has(variant)) ?? name);
}

/**
 * Makes sure that the system libraries for a window are there.
 *
 * Quick when they are. Installs what is missing by apt as root, or where sudo asks for no password; elsewhere it
 * throws, with the one command to run. Does nothing on systems without dpkg.
 *
 * @param {{ needsVirtualDisplay: boolean, log?: Log }} options
 */
export function ensureSystemLibraries({ needsVirtualDisplay, log = console.log }) {
  if (process.platform !== 'linux') return;
  ensurePackages(
    [...ELECTRON_PACKAGES, ...(needsVirtualDisplay ? VIRTUAL_DISPLAY_PACKAGES : [])],
    log,
  );
}

/**
 * The same for any Debian packages, such as a tool that a test needs.
 *
 * @param {readonly string[]} wanted
 * @param {Log} [log]
 */
export function ensurePackages(wanted, log = console.log) {
  const listing = listPackages(wanted);
  if (listing === null) return;
  const missing = missingPackages(wanted, listing);
  if (missing.length === 0) return;

  const isRoot = process.getuid?.() === 0;
  if (!isRoot && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status !== 0) {
    const names = namesToInstall(missing, aptRecords(missing)).join(' ');
    throw new Error(
      `These system packages are missing: ${missing.join(', ')}. Install them with: ` +
        `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${names}`,
    );
  }

  const prefix = isRoot ? [] : ['sudo', '-n'];
  log(`Installing missing system packages with apt: ${missing.join(' ')}`);
  const update = apt(prefix, ['update']);
  const names = namesToInstall(missing, aptRecords(missing));
  const install = apt(prefix, ['install', '-y', '--no-install-recommends', ...names]);
  if (install.status !== 0) {
    // A failed update is not fatal by itself: the lists may be recent enough.
    const details = [update, install].filter(({ status }) => status !== 0);
    throw new Error(
      `apt could not install the system packages ${names.join(' ')}:\n` +
        details.map(({ error, stderr }) => error?.message ?? stderr.trim()).join('\n'),
    );
  }
}

/**
 * @param {readonly string[]} names
 * @returns {string | null} null where there is no dpkg
 */
function listPackages(names) {
  const format = '${Package} ${db:Status-Status}\\n';
  // Unknown names make it end with 1, and are simply not in its output.
  const result = spawnSync('dpkg-query', ['-W', '-f', format, ...names.flatMap(variantsOf)], {
    encoding: 'utf8',
  });
  return result.error ? null : result.stdout;
}

/** @param {readonly string[]} names */
function aptRecords(names) {
  const args = ['show', '--no-all-versions', ...names.flatMap(variantsOf)];
  return spawnSync('apt-cache', args, { encoding: 'utf8' }).stdout ?? '';
}

/**
 * @param {readonly string[]} prefix
 * @param {readonly string[]} args
 */
function apt(prefix, args) {
  const command = [
    ...prefix,
    'env',
    'DEBIAN_FRONTEND=noninteractive',
    'apt-get',
    '-qq',
    // Another apt may be at work: wait for it.
    '--option=DPkg::Lock::Timeout=300',
    ...args,
  ];
  const [program = '', ...rest] = command;
  return spawnSync(program, rest, {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}
