import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  electronCacheFolder,
  executableIn,
  resolveElectron,
} from '../../scripts/electron-runtime.mjs';

type Host = NonNullable<NonNullable<Parameters<typeof resolveElectron>[0]>['host']>;

let folder: string;
let electronPackage: string;
let steps: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tideline-runtime-'));
  electronPackage = join(folder, 'node_modules/electron');
  steps = [];
  await write(join(electronPackage, 'package.json'), JSON.stringify({ version: '45.4.1' }));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function write(path: string, content: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

async function installElectron(version: string): Promise<void> {
  await write(join(electronPackage, 'dist', executableIn('linux')), '');
  await write(join(electronPackage, 'dist/version'), version);
  await write(join(electronPackage, 'path.txt'), executableIn('linux'));
}

function find(host: Host): ReturnType<typeof resolveElectron> {
  return resolveElectron({
    log: () => {},
    host: {
      env: {},
      platform: 'linux',
      arch: 'x64',
      electronPackage,
      runOfficialInstaller: async () => {
        steps.push('official');
        return { ok: false, detail: 'unreachable' };
      },
      prepareClosedNetworkElectron: async (cacheFolder) => {
        steps.push('closed network');
        return join(cacheFolder, 'prepared');
      },
      ...host,
    },
  });
}

test('the override comes before everything else', async () => {
  await installElectron('45.4.1');
  const dist = join(folder, 'mine');
  await write(join(dist, executableIn('linux')), '');
  await write(join(dist, 'version'), 'v44.0.1\n');
  expect(await find({ env: { ELECTRON_OVERRIDE_DIST_PATH: dist } })).toMatchObject({
    source: 'override',
    version: '44.0.1',
    executablePath: join(dist, 'electron'),
  });
  expect(steps).toEqual([]);
});

test('an override without an executable is an error, not a reason to look further', async () => {
  await installElectron('45.4.1');
  const env = { ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'nothing') };
  await expect(find({ env })).rejects.toThrow('ELECTRON_OVERRIDE_DIST_PATH');
});

test('an installed Electron is taken without a download', async () => {
  await installElectron('45.4.1');
  expect(await find({})).toMatchObject({ source: 'installed', version: '45.4.1' });
  expect(steps).toEqual([]);
});

test('an Electron that is half unpacked or of another version is not taken', async () => {
  await installElectron('44.0.0');
  expect(await find({})).toMatchObject({ source: 'closed-network' });
  await installElectron('45.4.1');
  await rm(join(electronPackage, 'path.txt'));
  expect(await find({})).toMatchObject({ source: 'closed-network' });
});

test('the official download comes next', async () => {
  const runtime = await find({
    runOfficialInstaller: async () => {
      await installElectron('45.4.1');
      return { ok: true };
    },
  });
  expect(runtime).toMatchObject({ source: 'official-download', version: '45.4.1' });
  expect(steps).toEqual([]);
});

test("the electron package's own installer is run, and why it failed is told", async () => {
  await write(
    join(electronPackage, 'install.js'),
    `console.error('Error: host not found\\n  at some place'); process.exitCode = 1;`,
  );
  const runtime = await resolveElectron({
    log: () => {},
    host: {
      env: { XDG_CACHE_HOME: folder },
      platform: 'linux',
      arch: 'x64',
      electronPackage,
      prepareClosedNetworkElectron: async (cacheFolder) => cacheFolder,
    },
  });
  expect(runtime).toMatchObject({ source: 'closed-network' });
  expect(runtime.reason).toContain('Error: host not found');
  expect(runtime.reason).not.toContain('some place');
});

test('Linux x64 falls back to the Electron out of the registry, in the cache folder', async () => {
  const runtime = await find({ env: { XDG_CACHE_HOME: folder } });
  expect(steps).toEqual(['official', 'closed network']);
  expect(runtime).toMatchObject({
    source: 'closed-network',
    version: '33.2.1',
    executablePath: join(folder, 'tideline/prepared/electron'),
  });
  expect(runtime.reason).toContain('unreachable');
});

test.each([
  ['darwin', 'arm64'],
  ['win32', 'x64'],
  ['linux', 'arm64'],
] as const)('%s %s has no fallback, and the error names the way out', async (platform, arch) => {
  await expect(find({ platform, arch })).rejects.toThrow('ELECTRON_OVERRIDE_DIST_PATH');
  expect(steps).toEqual(['official']);
});

test('one line tells which Electron, from where and why', async () => {
  await installElectron('45.4.1');
  const lines: string[] = [];
  await resolveElectron({
    log: (line) => lines.push(line),
    host: { env: {}, platform: 'linux', arch: 'x64', electronPackage },
  });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('45.4.1');
  expect(lines[0]).toContain(electronPackage);
});

test('the cache folder is outside of the repository', () => {
  expect(electronCacheFolder({ XDG_CACHE_HOME: '' })).toBe(join(homedir(), '.cache/tideline'));
});
