import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createConfinedFiles } from '../../../main/http/body/confined-files.ts';

let base: string;
let folder: string;
beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'tideline-confined-')));
  folder = join(base, 'workspace');
  await mkdir(join(folder, 'sub'), { recursive: true });
  await writeFile(join(folder, 'sub', 'in.txt'), 'inside');
  await writeFile(join(base, 'out.txt'), 'outside');
});
afterEach(() => rm(base, { recursive: true, force: true }));

/** Kind of refusal, or the text of the file. */
async function read(path: string, granted: readonly string[] = []): Promise<string> {
  const files = createConfinedFiles({
    folder,
    start: folder,
    isGranted: (real) => granted.includes(real),
  });
  const opened = await files.open(path);
  if (!opened.ok) return opened.error.kind;
  let text = '';
  for await (const bytes of opened.value.read()) text += Buffer.from(bytes).toString();
  await opened.value.close();
  return text;
}

describe('T30: paths of files', () => {
  test('in the workspace, relative or absolute, are read', async () => {
    expect(await read('sub/in.txt')).toBe('inside');
    expect(await read('./sub/../sub/in.txt')).toBe('inside');
    expect(await read(join(folder, 'sub', 'in.txt'))).toBe('inside');
  });

  test.each([
    ['..', '../out.txt'],
    ['.. further in', 'sub/../../out.txt'],
    ['an absolute path', '/etc/hostname'],
    ['the environment of the process', '/proc/self/environ'],
    ['a file that is not there', '../gone.txt'],
    ['a name that begins like the folder', '../workspace-other/a.txt'],
  ])('%s is refused until it is allowed', async (_name, path) => {
    await mkdir(join(base, 'workspace-other'));
    await writeFile(join(base, 'workspace-other', 'a.txt'), 'a');
    expect(await read(path)).toBe('not-granted');
  });

  test('a link that leads out is refused, one that stays is followed', async () => {
    await symlink(join(base, 'out.txt'), join(folder, 'link-out'));
    await symlink('sub/in.txt', join(folder, 'link-in'));
    await symlink('..', join(folder, 'up'));
    expect(await read('link-out')).toBe('not-granted');
    expect(await read('up/out.txt')).toBe('not-granted');
    expect(await read('link-in')).toBe('inside');
  });

  test('an allowed file is read, and no other in its folder', async () => {
    const granted = [join(base, 'out.txt')];
    await writeFile(join(base, 'other.txt'), 'other');
    expect(await read('../out.txt', granted)).toBe('outside');
    expect(await read(join(base, 'out.txt'), granted)).toBe('outside');
    expect(await read('../other.txt', granted)).toBe('not-granted');
  });

  test('an allowed file that becomes a link is refused', async () => {
    const path = join(base, 'out.txt');
    await rm(path);
    await symlink('/etc/hostname', path);
    expect(await read(path, [path])).toBe('not-granted');
  });

  test('no link that is put there between check and opening leads out', async () => {
    const place = join(folder, 'race.txt');
    const link = join(base, 'link');
    for (let round = 0; round < 200; round++) {
      await rm(place, { force: true });
      await writeFile(place, 'inside');
      await symlink(join(base, 'out.txt'), link);
      const swapping = rename(link, place);
      const text = await read('race.txt');
      await swapping;
      expect(['inside', 'not-granted', 'missing']).toContain(text);
    }
  });

  test('a folder, a pipe and a device are no files, and are not waited for', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    expect(await read('sub')).toBe('no-file');
    expect(await read('pipe')).toBe('no-file');
    expect(await read('/dev/zero', ['/dev/zero'])).toBe('no-file');
  });

  test.each(['', 'gone.txt', 'sub/in.txt/more', 'a\0b'])('%j is missing', async (path) => {
    expect(await read(path)).toBe('missing');
  });

  test('without a workspace only what was allowed is read', async () => {
    const files = createConfinedFiles({
      folder: null,
      start: base,
      isGranted: (real) => real === join(base, 'out.txt'),
    });
    expect((await files.open('out.txt')).ok).toBe(true);
    expect(await files.open('workspace/sub/in.txt')).toMatchObject({
      ok: false,
      error: { kind: 'not-granted' },
    });
  });
});
