import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { warmUp } from '../../../main/ipc/warm-up.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tideline-warm-up-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('the engine reads its pretended streams to the end and leaves nothing behind', async () => {
  const own = join(folder, 'warm-up');
  // An app that ended on the way.
  await mkdir(own);
  await writeFile(join(own, 'body.raw'), 'half of it');
  expect(await warmUp(own)).toBe(153_000);
  expect(await readdir(folder)).toStrictEqual([]);
});

test('it listens no longer than it reads', async () => {
  const countServers = (): number =>
    process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap').length;
  const before = countServers();
  await warmUp(join(folder, 'warm-up'));
  await expect.poll(countServers).toBe(before);
});

test('without room for its files it says so', async () => {
  const file = join(folder, 'file');
  await writeFile(file, '');
  await expect(warmUp(join(file, 'warm-up'))).rejects.toThrow();
});
