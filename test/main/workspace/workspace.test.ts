import { execFile } from 'node:child_process';
import { chmod, readFile, readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { FolderRoot } from '../../../main/workspace/files/folder-root.ts';
import { hashOf, saveFile } from '../../../main/workspace/files/save-file.ts';
import { writeSample } from '../../../main/workspace/sample.ts';
import { checkWorkspace } from '../../../main/workspace/check-workspace.ts';
import { LocalHistory } from '../../../main/workspace/files/local-history.ts';
import type { Workspace } from '../../../main/workspace/workspace.ts';
import { createStoredRequest } from '../../../shared/model/workspace/stored-request.ts';
import type { ItemId } from '../../../shared/model/workspace/tree.ts';
import { makeFolder, openWorkspace, petStore } from '../../support/workspace-folder.ts';
import type { WorkspaceFolder } from '../../support/workspace-folder.ts';

const run = promisify(execFile);

function openAt(folder: WorkspaceFolder): Promise<Workspace> {
  return openWorkspace(folder.path);
}

function idOf(workspace: Workspace, name: string): ItemId {
  const { tree, environments } = workspace.listing;
  const item = tree.find((each) => each.name === name);
  const environment = environments.find((each) => each.name === name);
  const itemId = item?.itemId ?? environment?.environmentId;
  if (itemId === undefined) throw new Error(`nothing is called ${name}`);
  return itemId;
}

const outline = (workspace: Workspace): readonly string[] =>
  workspace.listing.tree.map(({ kind, name, method }) => `${kind} ${method} ${name}`);

describe('a workspace', () => {
  test('lists what is there, in the order that the files give', async () => {
    await using folder = await makeFolder(petStore('http://x'));
    const workspace = await openAt(folder);
    expect(workspace.listing.name).toBe('Pet store');
    expect(outline(workspace)).toEqual([
      'folder  Pets and more',
      'http GET Get pet',
      'http POST Feed',
    ]);
    expect(workspace.listing.environments.map(({ name }) => name)).toEqual(['Local', 'Staging']);
  });

  test('T42, T43: a change of one field is one line for git, and looking is none', async () => {
    await using folder = await makeFolder(petStore('http://x'));
    const git = async (...args: string[]): Promise<string> => {
      const own = ['-c', 'user.name=t', '-c', 'user.email=t@x', '-C', folder.path];
      return (await run('git', [...own, ...args])).stdout;
    };
    await git('init', '-q');
    await git('add', '-A');
    await git('commit', '-qm', 'start');
    const workspace = await openAt(folder);
    for (const { itemId } of workspace.listing.tree) await workspace.read(itemId);
    await checkWorkspace(workspace.root);
    expect(await git('status', '--porcelain')).toBe('');

    const itemId = idOf(workspace, 'Get pet');
    const read = await workspace.read(itemId);
    if (!read.ok || read.value.content.kind !== 'request') throw new Error('not read');
    const { content, version } = read.value;
    const request = { ...content.request, url: '{{baseUrl}}/pets/:id' };
    const saved = await workspace.save(itemId, version, { kind: 'request', request });
    expect(saved.ok).toBe(true);
    expect(await git('diff', '--numstat')).toBe('1\t1\tPets/Get pet.yml\n');
  });

  test('creates, renames, duplicates, moves and deletes; what is gone can be restored', async () => {
    await using folder = await makeFolder(petStore('http://x'));
    const workspace = await openAt(folder);
    const made = await workspace.create(null, 'folder', 'Orders: new/old', null);
    if (!made.ok) throw new Error('no folder');
    const request = await workspace.create(made.value, 'request', 'CON', null);
    if (!request.ok) throw new Error('no request');
    expect((await readdir(folder.at('Orders- new-old'))).sort()).toEqual([
      'CON-.yml',
      'folder.yml',
    ]);

    expect(await workspace.rename(request.value, 'List orders')).toEqual({ ok: true, value: null });
    expect((await workspace.duplicate(request.value)).ok).toBe(true);
    expect(outline(workspace)).toContain('http GET List orders copy');

    await workspace.move([request.value], null, idOf(workspace, 'Feed'));
    expect(outline(workspace).indexOf('http GET List orders')).toBeLessThan(
      outline(workspace).indexOf('http POST Feed'),
    );
    expect(await readFile(folder.at('List orders.yml'), 'utf8')).toContain('name: List orders');
    // The item is the same one all the way.
    expect(workspace.getPath(request.value)).toBe('List orders.yml');

    await workspace.delete([idOf(workspace, 'Pets and more')]);
    await expect(stat(folder.at('Pets'))).rejects.toThrow();
    const again = await openAt(folder);
    const deleted = await again.listVersions(null);
    expect(deleted.map(({ path }) => path).sort()).toEqual(['Pets/Get pet.yml', 'Pets/folder.yml']);
    for (const { versionId } of deleted) await again.restore(versionId);
    expect(await readFile(folder.at('Pets/Get pet.yml'), 'utf8')).toBe(
      petStore('http://x')['Pets/Get pet.yml'],
    );
  });

  test('a change by somebody else is told and not written over; the version is kept when it is', async () => {
    await using folder = await makeFolder(petStore('http://x'));
    const workspace = await openAt(folder);
    const itemId = idOf(workspace, 'Feed');
    const read = await workspace.read(itemId);
    if (!read.ok || read.value.content.kind !== 'request') throw new Error('not read');
    const { version, content } = read.value;
    const theirs = petStore('http://x')['Feed.yml']?.replace('/feed', '/theirs') ?? '';
    await folder.write('Feed.yml', theirs);
    const change = { kind: 'request' as const, request: { ...content.request, url: '/mine' } };
    expect(await workspace.save(itemId, version, change)).toEqual({
      ok: false,
      error: { kind: 'changed-by-other', version: hashOf(Buffer.from(theirs)) },
    });
    expect(await readFile(folder.at('Feed.yml'), 'utf8')).toBe(theirs);
    expect((await workspace.save(itemId, 'overwrite', change)).ok).toBe(true);
    const [kept] = await workspace.listVersions(itemId);
    const bytes = await workspace.readVersion(kept?.versionId ?? '');
    expect(bytes?.bytes.toString('utf8')).toBe(theirs);
  });

  test('T44: a broken file is listed with its place, is not written over, and its text can be mended', async () => {
    await using folder = await makeFolder({
      ...petStore('http://x'),
      'Broken.yml': 'info:\n  name: B\nhttp:\n  headers: no\n',
    });
    const workspace = await openAt(folder);
    const itemId = idOf(workspace, 'B');
    const read = await workspace.read(itemId);
    expect(read).toMatchObject({
      value: { content: { kind: 'text', error: { problem: 'wrong-type', line: 4 } } },
    });
    const request = createStoredRequest('Over it');
    const refused = await workspace.save(itemId, 'overwrite', { kind: 'request', request });
    expect(refused).toMatchObject({ ok: false, error: { kind: 'format-error' } });
    const text = 'info:\n  name: Mended\nhttp:\n  url: x\n';
    const version = read.ok ? read.value.version : null;
    expect(await workspace.save(itemId, version, { kind: 'text', text })).toMatchObject({
      value: { content: { kind: 'request', request: { name: 'Mended' } } },
    });
  });

  test('the sample is a workspace without a mistake', async () => {
    await using folder = await makeFolder({});
    const workspace = await openAt(folder);
    await workspace.save(null, null, {
      kind: 'collection',
      collection: {
        name: 'Modern Pet Store',
        seq: null,
        headers: [],
        auth: { kind: 'none' },
        variables: [],
        docs: '',
        formatVersion: '1.0.0',
      },
    });
    await writeSample(workspace);
    const { errors, requests } = await checkWorkspace(workspace.root);
    expect([errors, requests]).toEqual([[], 11]);
    expect(workspace.listing.tree.filter(({ kind }) => kind === 'folder')).toHaveLength(5);
  });
});

describe('saving a file', () => {
  const keepNothing = { keep: () => Promise.resolve() };

  test('leaves nothing beside it, keeps the mode, and a lock of a dead writer does not block', async () => {
    await using folder = await makeFolder({ 'a.yml': 'old' });
    await chmod(folder.at('a.yml'), 0o640);
    const root = await FolderRoot.open(folder.path);
    const lock = folder.at('.a.yml.tideline-save');
    await writeFile(lock, 'half');
    await utimes(lock, new Date(0), new Date(0));
    const expected = hashOf(Buffer.from('old'));
    const saved = await saveFile(root, 'a.yml', Buffer.from('new'), { expected, ...keepNothing });
    expect(saved).toEqual({ ok: true, value: hashOf(Buffer.from('new')) });
    expect(await readdir(folder.path)).toEqual(['a.yml']);
    expect((await stat(folder.at('a.yml'))).mode & 0o777).toBe(0o640);
  });

  test('T48: of two writers at the same time one is told, and no edit is lost in silence', async () => {
    await using folder = await makeFolder({ 'a.yml': '0' });
    const root = await FolderRoot.open(folder.path);
    const kept: string[] = [];
    let refused = 0;
    const write = async (writer: string): Promise<void> => {
      for (let edit = 0; edit < 40; edit++) {
        const now = await root.readFile('a.yml');
        const text = `${now.toString('utf8')}\n${writer}${edit}`;
        const saved = await saveFile(root, 'a.yml', Buffer.from(text), {
          expected: hashOf(now),
          keep: async (bytes) => void kept.push(bytes.toString('utf8')),
        });
        if (!saved.ok) {
          refused++;
          edit--;
        }
      }
    };
    await Promise.all([write('a'), write('b')]);
    const lines = (await readFile(folder.at('a.yml'), 'utf8')).split('\n');
    expect(new Set(lines).size).toBe(81);
    expect(lines).toHaveLength(81);
    expect(refused).toBeGreaterThan(0);
    expect(await readdir(folder.path)).toEqual(['a.yml']);
  });

  test('what cannot be kept is not replaced', async () => {
    await using folder = await makeFolder({ 'a.yml': 'old' });
    const root = await FolderRoot.open(folder.path);
    const options = {
      expected: hashOf(Buffer.from('old')),
      keep: () => Promise.reject(new Error('no room')),
    };
    await expect(saveFile(root, 'a.yml', Buffer.from('new'), options)).rejects.toThrow('no room');
    expect(await readdir(folder.path)).toEqual(['a.yml']);
    expect(await readFile(folder.at('a.yml'), 'utf8')).toBe('old');
  });

  test.each(['../out.yml', '/etc/out.yml', 'sub/../../out.yml', 'a\0.yml'])(
    'T30: %j is no place in the folder',
    async (path) => {
      await using folder = await makeFolder({});
      const root = await FolderRoot.open(folder.path);
      await expect(
        saveFile(root, path, Buffer.from('x'), { expected: null, ...keepNothing }),
      ).rejects.toThrow();
      await expect(root.readFile(path)).rejects.toThrow();
    },
  );

  test('T30: a folder that is a link to the outside is not written through', async () => {
    await using outside = await makeFolder({});
    await using folder = await makeFolder({});
    await run('ln', ['-s', outside.path, folder.at('out')]);
    const root = await FolderRoot.open(folder.path);
    await expect(
      saveFile(root, 'out/a.yml', Buffer.from('x'), { expected: null, ...keepNothing }),
    ).rejects.toThrow('leaves the folder');
    expect(await readdir(outside.path)).toEqual([]);
  });
});

describe('local history', () => {
  test('outlives a line that was cut, keeps the same bytes once, and drops only what is old', async () => {
    await using folder = await makeFolder({});
    const place = folder.at('history');
    const history = new LocalHistory(place);
    const bytes = Buffer.from('version');
    await history.keep('a.yml', 'overwritten', bytes);
    await history.keep('b.yml', 'deleted', bytes);
    await writeFile(join(place, 'versions.jsonl'), '{"versionId":"cut', { flag: 'a' });
    const again = new LocalHistory(place);
    await again.keep('a.yml', 'overwritten', Buffer.from('later'));
    expect((await again.list('a.yml')).map(({ sizeBytes }) => sizeBytes)).toEqual([5, 7]);
    expect((await again.list(null)).map(({ path }) => path)).toEqual(['b.yml']);
    expect(await readdir(join(place, 'bytes'))).toHaveLength(2);
    expect(await again.prune(Date.now())).toBe(12);
  });
});
