import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { warmUp } from '../../../main/ipc/warm-up.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tideline-warm-up-test-'));
  vi.stubEnv('TMPDIR', folder);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

test('the engine reads its pretended stream to the end and leaves nothing behind', async () => {
  await warmUp();
  expect(await readdir(folder)).toStrictEqual([]);
});

test('without room for temporary files it says so', async () => {
  vi.stubEnv('TMPDIR', join(folder, 'missing'));
  await expect(warmUp()).rejects.toThrow(/ENOENT/);
});
