// Real system calls that fail or are the last one, by strace. The long versions are in test/long.
import { execFile, spawnSync } from 'node:child_process';
import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACTIONS, isChange, readTree } from '../../support/crash-points.ts';
import { Driver, buildDriver, readTrace } from '../../support/driver.ts';
import type { DriverProgram } from '../../support/driver.ts';
import { runCrashLoop, runFaultLoop } from '../../support/fault-loops.ts';
import { makeFolder, petStore } from '../../support/workspace-folder.ts';
import type { WorkspaceFolder } from '../../support/workspace-folder.ts';

const TIMEOUT_MS = 180_000;
const NOBODY = 65_534;
const FREE_BYTES = [0, 1, 511, 4095];
const isRoot = process.getuid?.() === 0;
const run = promisify(execFile);

/** What the driver shows after it looked through the workspace. */
interface Shown {
  readonly items: readonly {
    readonly path: string;
    readonly kind: string;
    readonly detail?: string;
  }[];
  readonly notices: readonly { readonly kind: string }[];
}

describe.runIf(process.platform === 'linux')('a disk and a system that fail', () => {
  let program: DriverProgram;
  beforeAll(async () => {
    program = await buildDriver();
  }, TIMEOUT_MS);
  afterAll(() => program[Symbol.asyncDispose]());

  test(
    'T34: killed at a call of any action, the workspace is as before or after it, and nothing is lost',
    async () => {
      const { points, faults } = await runCrashLoop(
        program,
        ACTIONS,
        (call, index) => isChange(call) && index % 7 === 0,
      );
      console.info(`T34: ${points} crash points, lost or torn: ${faults.length}`);
      expect(faults).toEqual([]);
      expect(points).toBeGreaterThan(40);
    },
    TIMEOUT_MS,
  );

  test(
    'T35: a call that fails is told with its file, changes nothing, and the next save works',
    async () => {
      const chooses = (_call: unknown, index: number): boolean => index % 23 === 3;
      const { points, faults } = await runFaultLoop(program, ACTIONS, chooses, 1);
      console.info(`T35: ${points} faults, not handled: ${faults.length}`);
      expect(faults).toEqual([]);
      expect(points).toBeGreaterThan(60);
    },
    TIMEOUT_MS,
  );

  test('T36: a save is made beside the file, flushed, compared, renamed, and the folder flushed', async () => {
    await using folder = await makeFolder(petStore('http://x'));
    const trace = `${folder.path}.trace`;
    await using driver = await Driver.start(program, 'save', folder.path, `${folder.path}.local`);
    await driver.trace(trace);
    expect((await driver.act())?.ok).toBe(true);
    const threads = await driver.listThreads();
    await driver.detach();
    const texts = (await readTrace(trace, threads)).map(({ text }) => text);
    await rm(trace);
    const lock = `${folder.at('Pets/.Get pet.yml.tideline-save')}`;
    const place = folder.at('Pets/Get pet.yml');
    const renamed = texts.findIndex((text) => text.startsWith(`rename("${lock}", "${place}")`));
    const steps = [
      texts.findIndex(
        (text) =>
          text.startsWith('openat(') && text.includes(`"${lock}"`) && text.includes('O_EXCL'),
      ),
      texts.findIndex((text) => text.startsWith('write(') && text.includes(`<${lock}>`)),
      texts.findIndex((text) => text.startsWith('fsync(') && text.includes(`<${lock}>`)),
      // The version that goes is on the disk before it goes.
      texts.findIndex((text) => text.startsWith('fsync(') && text.includes('/versions.jsonl>')),
      texts
        .slice(0, renamed)
        .findLastIndex((text) => text.startsWith('read(') && text.includes(`<${place}>`)),
      renamed,
      texts.findLastIndex(
        (text) => text.startsWith('fsync(') && text.includes(`<${folder.at('Pets')}>`),
      ),
    ];
    expect(steps).not.toContain(-1);
    expect(steps).toEqual(steps.toSorted((one, other) => one - other));
    const emptied = texts.filter(
      (text) => text.includes('O_TRUNC') && !text.includes('O_EXCL') && text.includes(folder.path),
    );
    expect(emptied).toEqual([]);
  });

  test(
    'T40: a file or folder that cannot be read while opening is shown as such; the others work',
    async () => {
      await using folder = await makeFolder(manyRequests(40));
      const before = await readTree(folder.path);
      const trace = `${folder.path}.trace`;
      await using driver = await Driver.start(program, 'open', folder.path, `${folder.path}.local`);
      await driver.trace(trace);
      const whole = (await driver.act())?.shown as Shown;
      expect(whole.items).toHaveLength(44);
      const threads = await driver.listThreads();
      await driver.detach();
      const calls = (await readTrace(trace, threads)).filter(
        ({ name, text }) =>
          ['openat', 'read', 'getdents64', 'statx'].includes(name) && text.includes(folder.path),
      );
      await rm(trace);
      let points = 0;
      for (const call of calls.filter((_call, index) => index % 17 === 0)) {
        await using again = await Driver.start(
          program,
          'look',
          folder.path,
          `${folder.path}.local`,
        );
        await again.inject({ kind: 'fail', call, errno: 'EIO', goesOn: false });
        const shown = (await again.act())?.shown as Shown;
        await again.detach();
        points++;
        const isTold =
          shown.notices.length > 0 ||
          shown.items.some(({ detail }) => detail?.includes('EIO') === true);
        // A call whose failure takes nothing away need not be told.
        const isWhole = JSON.stringify(shown) === JSON.stringify(whole);
        expect({ call: call.text, isHandled: isTold || isWhole }).toMatchObject({
          isHandled: true,
        });
        expect(shown.items.filter(({ kind }) => kind === 'http').length).toBeGreaterThanOrEqual(
          shown.notices.length > 0 ? 0 : 39,
        );
      }
      console.info(`T40: ${points} faults while opening`);
      expect(points).toBeGreaterThan(10);
      expect(await readTree(folder.path)).toEqual(before);
    },
    TIMEOUT_MS,
  );

  test.runIf(isRoot && canMount())(
    'T37: a full disk refuses a save clearly, and the same program saves when there is room',
    async () => {
      await using disk = await mountSmallDisk();
      const { path } = disk;
      await using elsewhere = await makeFolder({});
      const file = join(path, 'Pets/Get pet.yml');
      for (const free of FREE_BYTES) {
        const before = await readFile(file, 'utf8');
        await using driver = await Driver.start(program, 'save', path, elsewhere.at('data'));
        await fillDisk(path, free);
        const refused = await driver.act(`save ${free}`);
        expect(refused).toMatchObject({ ok: false, code: 'ENOSPC' });
        expect(refused?.detail).toContain('Get pet.yml');
        expect(await readFile(file, 'utf8')).toBe(before);
        expect((await readdir(join(path, 'Pets'))).sort()).toEqual(['Get pet.yml', 'folder.yml']);
        await rm(join(path, '.fill'));
        expect(await driver.act(`save ${free}`)).toMatchObject({ ok: true });
        expect(await readFile(file, 'utf8')).toContain(`/saved/${free}`);
      }
      // Room for bytes and none for names.
      await using driver = await Driver.start(program, 'save', path, elsewhere.at('data'));
      const names = await useUpNames(path);
      expect(await driver.act('save 7')).toMatchObject({ ok: false, code: 'ENOSPC' });
      await rm(names, { recursive: true });
      expect(await driver.act('save 7')).toMatchObject({ ok: true });
    },
    TIMEOUT_MS,
  );

  test('T39: what the user may not write is told, and left with its mode', async () => {
    await using folder = await makeFolder(petStore('http://x'));
    await using data = await makeFolder({});
    if (isRoot) await giveTo(folder, data);
    const options = isRoot ? { uid: NOBODY } : {};
    await using driver = await Driver.start(
      program,
      'save',
      folder.path,
      data.at('local'),
      options,
    );
    const file = folder.at('Pets/Get pet.yml');
    const before = await readFile(file, 'utf8');
    await chmod(folder.at('Pets'), 0o555);
    const refused = await driver.act();
    expect(refused).toMatchObject({ ok: false, code: 'EACCES' });
    expect(refused?.detail).toContain('Get pet.yml');
    expect(await readFile(file, 'utf8')).toBe(before);
    expect((await stat(folder.at('Pets'))).mode & 0o777).toBe(0o555);
    await chmod(folder.at('Pets'), 0o755);
    // A file that is read-only in a folder that is not.
    await chmod(file, 0o444);
    expect(await driver.act('save 5')).toMatchObject({ ok: false, code: 'EACCES' });
    expect((await stat(file)).mode & 0o777).toBe(0o444);
    expect(await readFile(file, 'utf8')).toBe(before);
    // One that may not even be read is broken, and stays.
    await chmod(file, 0o000);
    const shown = (await driver.act('look'))?.shown as Shown;
    expect(shown.items.find(({ path }) => path === 'Pets/Get pet.yml')).toMatchObject({
      kind: 'broken',
      detail: expect.stringContaining('EACCES') as string,
    });
    expect((await driver.act('save 6'))?.ok).toBe(false);
    await chmod(file, 0o644);
    expect((await driver.act('save 7'))?.ok).toBe(true);
  });

  test('T52: with 64 open files at most a large workspace is listed in full', async () => {
    await using folder = await makeFolder(manyRequests(400));
    const command = ['prlimit', '--nofile=64'];
    await using driver = await Driver.start(program, 'look', folder.path, `${folder.path}.local`, {
      command,
    });
    const shown = (await driver.act())?.shown as Shown;
    expect(shown.items.filter(({ kind }) => kind === 'http')).toHaveLength(400);
    expect(shown.notices).toEqual([]);
  });

  test(
    'T52: where the system has no watches left, the folder is looked at all the same',
    async () => {
      await using folder = await makeFolder(manyRequests(5));
      const command = ['strace', '-f', '-o', '/dev/null', '-e', 'trace=inotify_add_watch'];
      const inject = ['-e', 'inject=inotify_add_watch:error=ENOSPC'];
      await using driver = await Driver.start(
        program,
        'watch',
        folder.path,
        `${folder.path}.local`,
        {
          command: [...command, ...inject],
        },
      );
      await driver.waitForChange();
      const problem = await driver.act('problem');
      expect(problem?.shown).toContain('ENOSPC');
      await folder.write('Folder 0/New.yml', 'info:\n  name: New\nhttp:\n  url: x\n');
      await driver.waitForChange();
    },
    TIMEOUT_MS,
  );
});

function manyRequests(count: number): Readonly<Record<string, string>> {
  const files: Record<string, string> = { 'opencollection.yml': 'info:\n  name: Many\n' };
  for (let number = 0; number < count; number++) {
    const text = `info:\n  name: R${number}\n  type: http\nhttp:\n  method: GET\n  url: http://x/${number}\n`;
    files[`Folder ${number % 4}/R${number}.yml`] = text;
  }
  return files;
}

function canMount(): boolean {
  if (process.platform !== 'linux') return false;
  const tried = spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']);
  const isAllowed = tried.status === 0;
  if (!isAllowed) console.info('T37 is not run: this system does not let a test mount a disk.');
  return isAllowed;
}

async function mountSmallDisk() {
  const path = await mkdtemp(join(tmpdir(), 'tideline-disk-'));
  await run('mount', ['-t', 'tmpfs', '-o', 'size=1m,nr_inodes=64', 'tmpfs', path]);
  for (const [name, text] of Object.entries(petStore('http://x'))) {
    await run('mkdir', ['-p', join(path, name, '..')]);
    await writeFile(join(path, name), text);
  }
  const dispose = async (): Promise<void> => {
    await run('umount', [path]);
    await rm(path, { recursive: true });
  };
  return { path, [Symbol.asyncDispose]: dispose };
}

/** Leaves as many bytes as asked for, as far as the disk gives them out in pages. */
async function fillDisk(path: string, free: number): Promise<void> {
  const fill = join(path, '.fill');
  await run('sh', ['-c', `cat /dev/zero > '${fill}' 2>/dev/null || true`]);
  const { size } = await stat(fill);
  await truncate(fill, size - free);
}

async function useUpNames(path: string): Promise<string> {
  const folder = join(path, '.names');
  await mkdir(folder);
  for (let name = 0; ; name++) {
    const isMade = await writeFile(join(folder, String(name)), '').then(
      () => true,
      () => false,
    );
    if (!isMade) return folder;
  }
}

async function giveTo(...folders: readonly WorkspaceFolder[]): Promise<void> {
  for (const { path } of folders) {
    await chown(path, NOBODY, NOBODY);
    for (const name of await readdir(path, { recursive: true })) {
      await chown(join(path, name), NOBODY, NOBODY);
    }
  }
}
