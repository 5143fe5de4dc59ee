import { execFile } from 'node:child_process';
import {
  chmod,
  cp,
  mkdir,
  readFile,
  readdir,
  readlink,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { Workspace } from '../../../main/workspace/workspace.ts';
import type { ItemId } from '../../../shared/model/workspace/tree.ts';
import { makeFolder, openWorkspace, petStore } from '../../support/workspace-folder.ts';

const run = promisify(execFile);

function idOf(workspace: Workspace, path: string): ItemId {
  const found = workspace.listing.tree.find((item) => item.path === path);
  if (found === undefined) throw new Error(`nothing is at ${path}`);
  return found.itemId;
}

const aRequest = (name: string, seq: number): string =>
  `info:\n  name: ${name}\n  type: http\n  seq: ${seq}\nhttp:\n  url: http://x/${name}\n`;

/** Files and their content, by path. */
async function readTree(folder: string): Promise<Readonly<Record<string, string>>> {
  const tree: Record<string, string> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = `${entry.parentPath}/${entry.name}`;
    const name = path.slice(folder.length + 1);
    if (entry.isSymbolicLink()) tree[name] = `-> ${await readlink(path)}`;
    else tree[name] = entry.isDirectory() ? '' : await readFile(path, 'utf8');
  }
  return tree;
}

describe('actions on items', () => {
  test('a folder is duplicated with everything in it, under names of its own', async () => {
    await using folder = await makeFolder({
      ...petStore('http://x'),
      'Pets/Deep/Other.yml': aRequest('Other', 1),
      'Pets/notes.txt': 'as it is',
    });
    const workspace = await openWorkspace(folder.path);
    const copied = await workspace.duplicate(idOf(workspace, 'Pets'));
    expect(copied.ok && workspace.getPath(copied.value)).toBe('Pets copy');
    const tree = await readTree(folder.path);
    expect(tree['Pets copy/Get pet.yml']).toBe(tree['Pets/Get pet.yml']);
    expect(tree['Pets copy/Deep/Other.yml']).toBe(aRequest('Other', 1));
    expect(tree['Pets copy/notes.txt']).toBe('as it is');
    expect(tree['Pets copy/folder.yml']).toContain('name: Pets copy');
  });

  test('a move numbers only the siblings that have to give way', async () => {
    const files = Object.fromEntries(
      ['a', 'b', 'c', 'd', 'e', 'f'].map((name, at) => [`${name}.yml`, aRequest(name, at + 1)]),
    );
    await using folder = await makeFolder(files);
    const workspace = await openWorkspace(folder.path);
    const ids = (name: string): ItemId => idOf(workspace, `${name}.yml`);
    expect(await workspace.move([ids('d')], null, ids('b'))).toEqual({ ok: true, value: null });
    const order = (): string => workspace.listing.tree.map(({ name }) => name).join('');
    expect(order()).toBe('adbcef');
    const changed = Object.entries(await readTree(folder.path)).filter(
      ([path, text]) => text !== files[path],
    );
    expect(changed.map(([path]) => path).sort()).toEqual(['b.yml', 'c.yml', 'd.yml']);
    await workspace.move([ids('a'), ids('f')], null, null);
    expect(order()).toBe('dbceaf');
  });

  test('what comes to stand in the way meanwhile is not written over, and all is as it was', async () => {
    await using folder = await makeFolder({
      ...petStore('http://x'),
      'Other/Second.yml': aRequest('Second', 1),
    });
    const workspace = await openWorkspace(folder.path);
    const before = await readTree(folder.path);
    // The folder cannot be entered by its new name: the move's second step fails.
    await mkdir(folder.at('Closed'));
    await workspace.scan();
    await chmod(folder.at('Closed'), 0o500);
    const isRoot = process.getuid?.() === 0;
    const ids = [idOf(workspace, 'Feed.yml'), idOf(workspace, 'Other/Second.yml')];
    if (!isRoot) {
      await expect(workspace.move(ids, idOf(workspace, 'Closed'), null)).rejects.toMatchObject({
        code: 'EACCES',
      });
      const { Closed: _closed, ...after } = await readTree(folder.path);
      expect(after).toEqual(before);
    }
    await chmod(folder.at('Closed'), 0o700);
    // Somebody deletes a file that is about to go: the others are put back, or all were gone before.
    const deleting = workspace.delete([idOf(workspace, 'Pets'), idOf(workspace, 'Feed.yml')]);
    await rm(folder.at('Pets/folder.yml'), { force: true });
    const done = await deleting.catch((cause: unknown) => cause);
    const { Closed: _closed, ...left } = await readTree(folder.path);
    const { 'Pets/folder.yml': _gone, ...asItWas } = before;
    const isOther = ([path]: readonly [string, unknown]): boolean =>
      !/^(Pets|Feed\.yml)/.test(path);
    const allGone = Object.fromEntries(Object.entries(before).filter(isOther));
    const isDone = typeof done === 'object' && done !== null && 'ok' in done && done.ok === true;
    expect(left).toEqual(isDone ? allGone : asItWas);
  });

  test('links in a deleted folder go as links; a long name and a file of another kind are no trouble', async () => {
    await using outside = await makeFolder({ 'keep.txt': 'stays' });
    const long = `${'x'.repeat(250)}.yml`;
    await using folder = await makeFolder({
      'Folder/a.yml': aRequest('a', 1),
      [`Folder/${long}`]: aRequest('long', 2),
      'Folder/data.bin': 'x'.repeat(100),
    });
    await symlink(outside.at('keep.txt'), folder.at('Folder/link.yml'));
    await symlink(outside.path, folder.at('Folder/out'));
    const workspace = await openWorkspace(folder.path);
    const itemId = idOf(workspace, `Folder/${long}`);
    const read = await workspace.read(itemId);
    if (!read.ok || read.value.content.kind !== 'request') throw new Error('not read');
    const request = { ...read.value.content.request, url: '/changed' };
    const saved = await workspace.save(itemId, read.value.version, { kind: 'request', request });
    expect(saved.ok).toBe(true);
    expect(await workspace.delete([idOf(workspace, 'Folder')])).toEqual({ ok: true, value: null });
    expect(await readTree(folder.path)).toEqual({});
    expect(await readFile(outside.at('keep.txt'), 'utf8')).toBe('stays');
    expect((await workspace.listVersions(null)).map(({ path }) => path).sort()).toEqual([
      'Folder/a.yml',
      'Folder/data.bin',
      `Folder/${long}`,
    ]);
  });
});

describe('what others rename on disk', () => {
  test('keeps its ids: files, folders with all in them, and what git moves by its content', async () => {
    await using folder = await makeFolder({
      ...petStore('http://x'),
      'Pets/Deep/Other.yml': aRequest('Other', 1),
      'Orders/List.yml': aRequest('List', 1),
      'Orders/Get.yml': aRequest('Get', 2),
    });
    const workspace = await openWorkspace(folder.path);
    const at = (path: string): string | null => workspace.getPath(idOf(workspace, path));
    const ids = Object.fromEntries(
      workspace.listing.tree.map(({ path, itemId }) => [path, itemId]),
    );
    await rename(folder.at('Feed.yml'), folder.at('Pets/Fed.yml'));
    await rename(folder.at('Pets'), folder.at('Animals'));
    // As a checkout does it: another file with the same bytes.
    await cp(folder.at('Orders'), folder.at('Shop'), { recursive: true });
    await rm(folder.at('Orders'), { recursive: true });
    await workspace.scan();
    expect(at('Animals/Deep/Other.yml')).toBe('Animals/Deep/Other.yml');
    const now = (path: string): string | null => workspace.getPath(ids[path] as ItemId);
    expect(now('Pets')).toBe('Animals');
    expect(now('Pets/Deep')).toBe('Animals/Deep');
    expect(now('Pets/Get pet.yml')).toBe('Animals/Get pet.yml');
    expect(now('Feed.yml')).toBe('Animals/Fed.yml');
    expect(now('Orders/List.yml')).toBe('Shop/List.yml');
    expect(now('Orders/Get.yml')).toBe('Shop/Get.yml');
  });

  test('another file that takes over a path or a number is another item', async () => {
    await using folder = await makeFolder({ 'a.yml': aRequest('a', 1), 'b.yml': aRequest('b', 2) });
    const workspace = await openWorkspace(folder.path);
    const gone = idOf(workspace, 'a.yml');
    await rm(folder.at('a.yml'));
    await writeFile(folder.at('c.yml'), aRequest('c', 3));
    await workspace.scan();
    expect(idOf(workspace, 'c.yml')).not.toBe(gone);
    // Two files with the same bytes: which one it was is not known.
    await cp(folder.at('b.yml'), folder.at('d.yml'));
    await cp(folder.at('b.yml'), folder.at('e.yml'));
    const before = idOf(workspace, 'b.yml');
    await rm(folder.at('b.yml'));
    await workspace.scan();
    expect([idOf(workspace, 'd.yml'), idOf(workspace, 'e.yml')]).not.toContain(before);
  });

  test('T51: a rename that changes only the case is one', async () => {
    await using folder = await makeFolder({ 'Feed.yml': aRequest('Feed', 1) });
    const workspace = await openWorkspace(folder.path);
    const itemId = idOf(workspace, 'Feed.yml');
    await rename(folder.at('Feed.yml'), folder.at('feed.yml'));
    await workspace.scan();
    expect(workspace.getPath(itemId)).toBe('feed.yml');
    expect(await workspace.rename(itemId, 'FEED')).toEqual({ ok: true, value: null });
    expect(await readdir(folder.path)).toEqual(['FEED.yml']);
  });
});

test('looking through a workspace does not change it, also where a lock of a living writer is', async () => {
  await using folder = await makeFolder({ 'a.yml': aRequest('a', 1) });
  await run('touch', [folder.at('.a.yml.tideline-save')]);
  await openWorkspace(folder.path);
  expect((await stat(folder.at('.a.yml.tideline-save'))).isFile()).toBe(true);
  await run('touch', ['-d', '1 minute ago', folder.at('.a.yml.tideline-save')]);
  await openWorkspace(folder.path);
  expect(await readdir(folder.path)).toEqual(['a.yml']);
});
