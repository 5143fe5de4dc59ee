import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createHandlers } from '../../main/ipc/handlers.ts';
import type { HandlerDeps } from '../../main/ipc/handlers.ts';
import { INVOCATION_CHANNELS, PUSH_CHANNELS } from '../../shared/ipc/contract.ts';
import { VALIDATORS } from '../../shared/ipc/validators.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

const preload = await readFile(join(PROJECT, 'main/shell/preload.cts'), 'utf8');
const channels = [...INVOCATION_CHANNELS].sort();

/** `exchange:send` is `exchangeSend` on the bridge. */
function toBridgeName(channel: string): string {
  return channel.replace(/[:-](.)/g, (_match, letter: string) => letter.toUpperCase());
}

test('every channel has a validator and a handler, and neither has more', () => {
  expect(Object.keys(VALIDATORS).sort()).toEqual(channels);
  const handlers = createHandlers({ host: {}, settings: {} } as unknown as HandlerDeps);
  expect(Object.keys(handlers).sort()).toEqual(channels);
});

test('the preload invokes every channel under its own name, with one input, and no other', () => {
  const bridged = [
    ...preload.matchAll(/^ {2}(\w+): \(input\) => ipcRenderer\.invoke\('([^']+)', input\),$/gm),
  ].map(([, name, channel]) => [name, channel]);
  expect(bridged).toEqual(INVOCATION_CHANNELS.map((channel) => [toBridgeName(channel), channel]));
  expect(preload.match(/ipcRenderer\.invoke/g)?.length).toBe(INVOCATION_CHANNELS.length);
});

test('the preload listens to every push and to nothing else', () => {
  const heard = [...preload.matchAll(/^ {2}(\w+): listenTo\('([^']+)'\),$/gm)].map(
    ([, name, channel]) => [name, channel],
  );
  expect(heard).toEqual(PUSH_CHANNELS.map((channel) => [toBridgeName(`on:${channel}`), channel]));
  expect(preload.match(/ipcRenderer\.on\(/g)?.length).toBe(1);
  expect(preload).not.toMatch(/ipcRenderer\.(send|sendSync|sendToHost|postMessage|once)\b/);
  // The object itself never leaves the preload.
  expect(preload).not.toMatch(/exposeInMainWorld\([^)]*ipcRenderer/);
});

test('the page reaches the bridge at one place, and calls only what is on it', async () => {
  const names = new Set([
    ...INVOCATION_CHANNELS.map(toBridgeName),
    ...PUSH_CHANNELS.map((channel) => toBridgeName(`on:${toBridgeName(channel)}`)),
  ]);
  const doors: string[] = [];
  const unknown: string[] = [];
  for (const name of await readdir(join(PROJECT, 'renderer'), { recursive: true })) {
    if (!/\.tsx?$/.test(name)) continue;
    const text = await readFile(join(PROJECT, 'renderer', name), 'utf8');
    if (/\b(window|globalThis)\.tideline\b/.test(text)) doors.push(name);
    for (const [, member = ''] of text.matchAll(/\b(?:tideline|api|bridge)\.([a-zA-Z]\w*)\(/g)) {
      if (!names.has(member)) unknown.push(`${name}: ${member}`);
    }
    expect({ name, usesIpc: /\bipcRenderer\b|from 'electron'/.test(text) }).toEqual({
      name,
      usesIpc: false,
    });
  }
  expect(doors.length).toBe(1);
  expect(unknown).toEqual([]);
});
