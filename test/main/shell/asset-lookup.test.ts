import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findAsset } from '../../../main/shell/asset-lookup.ts';

let base: string;
let folder: string;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'tideline-assets-'));
  folder = join(base, 'renderer');
  await mkdir(join(folder, 'assets.js'), { recursive: true });
  await mkdir(join(base, 'renderer-other'));
  await writeFile(join(folder, 'index.html'), '<!doctype html>');
  await writeFile(join(folder, 'a b.css'), '');
  await writeFile(join(folder, 'notes.txt'), '');
  await writeFile(join(base, 'secret.json'), '{}');
  await writeFile(join(base, 'renderer-other', 'secret.json'), '{}');
  await symlink(join(base, 'secret.json'), join(folder, 'link.json'));
  await symlink(join(folder, 'index.html'), join(folder, 'inside.html'));
  await symlink('/dev/zero', join(folder, 'zero.js'));
});

afterAll(() => rm(base, { recursive: true, force: true }));

test.each([
  ['/', 'text/html; charset=utf-8'],
  ['/index.html', 'text/html; charset=utf-8'],
  ['/inside.html', 'text/html; charset=utf-8'],
  ['/a%20b.css', 'text/css; charset=utf-8'],
])('%s is served as %s', async (path, contentType) => {
  expect(await findAsset(folder, path)).toMatchObject({ contentType });
});

test.each([
  '/missing.html',
  '/notes.txt',
  '/assets.js',
  '/link.json',
  '/zero.js',
  '/../secret.json',
  '/%2e%2e/secret.json',
  '/%2e%2e%2fsecret.json',
  '/..%5csecret.json',
  '/../renderer-other/secret.json',
  '/index.html%00.css',
  '/%ff.css',
  '//etc/passwd',
  '/index.html/',
])('%s is not served', async (path) => {
  expect(await findAsset(folder, path)).toBeNull();
});
