import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SettingsStore } from '../../../main/ipc/settings-store.ts';
import { DEFAULT_SETTINGS } from '../../../shared/model/settings.ts';
import type { Settings } from '../../../shared/model/settings.ts';

const LIGHT: Settings = { ...DEFAULT_SETTINGS, theme: 'light', requestWidth: 500 };

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tideline-settings-'));
  path = join(folder, 'settings.json');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test('without a file the defaults are read, and nothing is written', async () => {
  expect(await new SettingsStore(path).read()).toEqual(DEFAULT_SETTINGS);
  expect(await readdir(folder)).toEqual([]);
});

test('what was written is read by the next start, from a file for the user alone', async () => {
  await new SettingsStore(path).write(LIGHT);
  expect(await new SettingsStore(path).read()).toEqual(LIGHT);
  expect(await readdir(folder)).toEqual(['settings.json']);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('of many writes at once the last one stays, and no temporary file', async () => {
  const store = new SettingsStore(path);
  const widths = Array.from({ length: 30 }, (_, index) => 300 + index);
  await Promise.all(widths.map((requestWidth) => store.write({ ...LIGHT, requestWidth })));
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ ...LIGHT, requestWidth: 329 });
  expect(await readdir(folder)).toEqual(['settings.json']);
});

test('a file that is half there gives the defaults and is kept aside', async () => {
  await writeFile(path, '{"theme": "li');
  const store = new SettingsStore(path);
  expect(await store.read()).toEqual(DEFAULT_SETTINGS);
  expect(await readFile(`${path}.bad`, 'utf8')).toBe('{"theme": "li');
  await store.write(LIGHT);
  expect((await readdir(folder)).sort()).toEqual(['settings.json', 'settings.json.bad']);
});

test('a damaged file is also kept aside when the first thing is a write', async () => {
  await writeFile(path, 'not json');
  await new SettingsStore(path).write(LIGHT);
  expect(await readFile(`${path}.bad`, 'utf8')).toBe('not json');
  expect(await new SettingsStore(path).read()).toEqual(LIGHT);
});

test.each(['null', '[]', '"x"', '7', ''])('the file %j gives the defaults', async (text) => {
  await writeFile(path, text);
  expect(await new SettingsStore(path).read()).toEqual(DEFAULT_SETTINGS);
});

test('one value that is not understood costs only itself', async () => {
  await writeFile(path, JSON.stringify({ ...LIGHT, layout: 'upside-down' }));
  expect(await new SettingsStore(path).read()).toEqual({ ...LIGHT, layout: 'side' });
  expect(await readdir(folder)).toEqual(['settings.json.bad']);
});

test('a file of an older version, without a value that came later, is no damage', async () => {
  await writeFile(path, JSON.stringify({ theme: 'light' }));
  expect(await new SettingsStore(path).read()).toEqual({ ...DEFAULT_SETTINGS, theme: 'light' });
  expect(await readdir(folder)).toEqual(['settings.json']);
});

test('a write that fails rejects with its cause, and the next one can succeed', async () => {
  const missing = join(folder, 'missing');
  const store = new SettingsStore(join(missing, 'settings.json'));
  await expect(store.write(LIGHT)).rejects.toMatchObject({ code: 'ENOENT' });
  const later = new SettingsStore(path);
  await later.write(LIGHT);
  expect(await later.read()).toEqual(LIGHT);
});

test.each([
  ['a theme', '{"theme":"light"}', 'light'],
  ['no such theme', '{"theme":"pink"}', 'dark'],
  ['no theme', '{}', 'dark'],
  ['no object', 'null', 'dark'],
  ['no JSON', '{', 'dark'],
])('the theme comes before the settings are read in full: %s', async (_name, text, theme) => {
  await writeFile(path, text);
  const store = new SettingsStore(path);
  expect(await store.readTheme()).toBe(theme);
  // Nothing is put aside for it; that is for `read` to do.
  expect(await readdir(folder)).toEqual(['settings.json']);
  await store.write(LIGHT);
  expect(await store.readTheme()).toBe('light');
});

test('without a file the theme is the default', async () => {
  expect(await new SettingsStore(path).readTheme()).toBe('dark');
});
