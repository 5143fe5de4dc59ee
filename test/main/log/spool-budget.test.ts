import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cleanSpools, listSpools } from '../../../main/log/spool-budget.ts';

const OLD = 'x-aaaaaaaa-0123456789abc';
const MIDDLE = 'x-bbbbbbbb-0123456789abc';
const NEW = 'x-cccccccc-0123456789abc';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tideline-budget-'));
  for (const [age, name] of [NEW, MIDDLE, OLD].entries()) {
    await mkdir(join(folder, name));
    const path = join(folder, name, 'body.raw');
    await writeFile(path, 'x'.repeat(100));
    await utimes(path, 1_000 - age, 1_000 - age);
  }
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const nothingInUse = (): boolean => false;

test('a spool has the size of what is in it, and changed when its newest file did', async () => {
  await writeFile(join(folder, OLD, 'timeline.jsonl'), 'y'.repeat(23));
  await utimes(join(folder, OLD, 'timeline.jsonl'), 2_000, 2_000);
  const spools = await listSpools(folder);
  expect(spools.find(({ name }) => name === OLD)).toMatchObject({
    sizeBytes: 123,
    changedAtMs: 2_000_000,
  });
});

test('those that changed longest ago go first, and no more than need be', async () => {
  expect(await cleanSpools(folder, 200, nothingInUse)).toEqual({
    keptBytes: 200,
    deletedFolders: 1,
  });
  expect(await readdir(folder)).toEqual([MIDDLE, NEW]);
  expect(await cleanSpools(folder, 200, nothingInUse)).toEqual({
    keptBytes: 200,
    deletedFolders: 0,
  });
});

test('what is in use stays, though the budget is spent', async () => {
  const isInUse = (name: string): boolean => name === OLD || name === NEW;
  expect(await cleanSpools(folder, 0, isInUse)).toEqual({ keptBytes: 200, deletedFolders: 1 });
  expect(await readdir(folder)).toEqual([OLD, NEW]);
});

test('a spool that comes into use while others are deleted stays', async () => {
  const asked: string[] = [];
  // The second one is sent when the first one is looked at.
  const isInUse = (name: string): boolean => asked.push(name) > 1 && name === MIDDLE;
  await cleanSpools(folder, 0, isInUse);
  expect(asked).toEqual([OLD, MIDDLE, NEW]);
  expect(await readdir(folder)).toEqual([MIDDLE]);
});

test('folders and files of another name are never touched', async () => {
  await mkdir(join(folder, 'recordings'));
  await writeFile(join(folder, 'recordings', 'kept.tideline.jsonl'), 'z'.repeat(1_000));
  await writeFile(join(folder, 'notes.txt'), 'z');
  await cleanSpools(folder, 0, nothingInUse);
  expect((await readdir(folder)).sort()).toEqual(['notes.txt', 'recordings']);
});
