import { readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test, vi } from 'vitest';
import { LiveExchanges } from '../../../main/ipc/live-exchanges.ts';
import { StoredRequests } from '../../../main/ipc/stored-requests.ts';
import { createWorkspaceHandlers } from '../../../main/ipc/workspace-handlers.ts';
import { WorkspaceRoom } from '../../../main/ipc/workspace-room.ts';
import { SecretVault, toSecretKey } from '../../../main/workspace/secrets/secret-vault.ts';
import { FileGrants } from '../../../main/workspace/variables/file-grants.ts';
import { GlobalVariables } from '../../../main/workspace/variables/global-variables.ts';
import type { ExchangeProgress } from '../../../shared/ipc/contract.ts';
import { createStoredRequest } from '../../../shared/model/workspace/stored-request.ts';
import type { StoredRequest } from '../../../shared/model/workspace/stored-request.ts';
import type { ItemId } from '../../../shared/model/workspace/tree.ts';
import { makeFolder, petStore } from '../../support/workspace-folder.ts';

const SECRET = 'canary/4711 x';

/** A room over a real folder, a vault without a keyring, and the real engine. */
async function openRoom(origin: string) {
  const data = await makeFolder({});
  const folder = await makeFolder(petStore(origin));
  const pushes: ExchangeProgress[] = [];
  const exchanges = new LiveExchanges({
    spoolsFolder: data.at('spools'),
    userAgent: 'Tideline/test',
    push: (_windowId, progress) => pushes.push(progress),
  });
  const room = new WorkspaceRoom(data.at('workspaces'), () => undefined);
  const noKeyring = {
    getProblem: () => 'none',
    encrypt: () => Buffer.alloc(0),
    decrypt: () => '',
  };
  const vault = new SecretVault(data.at('secrets.json'), noKeyring);
  const handlers = createWorkspaceHandlers({
    host: { askFolder: async () => folder.path },
    room,
    vault,
    stored: new StoredRequests({
      room,
      vault,
      globals: new GlobalVariables(data.at('globals.json')),
      grants: new FileGrants(data.at('grants.json')),
      getDemoOrigin: async () => 'http://127.0.0.1:1',
    }),
    findObstacle: async () => null,
    getExchanges: async () => exchanges,
  });
  await handlers['workspace:open']({ recentId: null }, 1);
  const state = await room.getState();
  if (state === null) throw new Error('no workspace');
  const idOf = (name: string): ItemId => {
    const item = state.tree.find((each) => each.name === name)?.itemId;
    const environment = state.environments.find((each) => each.name === name)?.environmentId;
    if (item === undefined && environment === undefined) throw new Error(`no ${name}`);
    return (item ?? environment) as ItemId;
  };
  const readRequest = async (name: string): Promise<StoredRequest> => {
    const read = await handlers['item:read']({ itemId: idOf(name) }, 1);
    if (!read.ok || read.value.content.kind !== 'request') throw new Error('no request');
    return read.value.content.request;
  };
  const dispose = async (): Promise<void> => {
    await room.close();
    await exchanges.releaseWindow(1);
    await folder[Symbol.asyncDispose]();
    await data[Symbol.asyncDispose]();
  };
  return {
    [Symbol.asyncDispose]: dispose,
    data,
    folder,
    room,
    vault,
    handlers,
    exchanges,
    pushes,
    idOf,
    readRequest,
  };
}

test('a stored request is sent with its secret, which is kept and shown nowhere', async () => {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.headers.authorization} ${request.url}`);
    response.end('ok');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await using opened = await openRoom(origin);
  const { handlers, idOf, pushes, data, exchanges, readRequest } = opened;
  const itemId = idOf('Get pet');
  const stored = await readRequest('Get pet');
  const request = { ...stored, url: `${stored.url}&key={{token}}`, params: [] };
  const input = { itemId, request, allowsUnresolved: false, allowsNewHost: false };

  expect(await handlers['request:send'](input, 1)).toMatchObject({
    error: { kind: 'unresolved-variables' },
  });
  await handlers['workspace:select-environment']({ environmentId: idOf('Local') }, 1);
  expect(await handlers['request:send'](input, 1)).toEqual({
    ok: false,
    error: { kind: 'unresolved-variables', names: ['token'] },
  });
  await handlers['secrets:use-session'](null, 1);
  await handlers['secrets:write'](
    { environmentId: idOf('Local'), name: 'token', value: SECRET },
    1,
  );
  const environmentId = idOf('Local');
  expect(await handlers['secrets:names']({ environmentId }, 1)).toEqual({
    ok: true,
    value: ['token'],
  });

  const sent = await handlers['request:send'](input, 1);
  if (!sent.ok) throw new Error(sent.error.kind);
  await vi.waitFor(() => expect(pushes.at(-1)?.state.kind).toBe('closed'));
  expect(seen).toEqual([`Bearer ${SECRET} /pets/:id?old=1&key=${encodeURI(SECRET)}`]);

  // What the window can ask for, and what is on disk.
  const summary = await exchanges.getSummary(1, sent.value);
  const page = await exchanges.readPage(1, { exchangeId: sent.value, fromRow: 0, toRow: 10 });
  const views = await handlers['variables:view']({ itemId, request }, 1);
  const spool = await readFile(data.at(`spools/${sent.value}/timeline.jsonl`), 'utf8');
  for (const text of [JSON.stringify([pushes, summary, page, views]), spool]) {
    for (const form of [SECRET, encodeURIComponent(SECRET), encodeURI(SECRET)]) {
      expect(text).not.toContain(form);
    }
    expect(text).not.toContain('4711');
  }
  expect(JSON.stringify(views)).toContain('"name":"token"');

  // It belongs to where it was first used; another place asks.
  const elsewhere = { ...request, url: 'http://localhost:9/?key={{token}}' };
  expect(await handlers['request:send']({ ...input, request: elsewhere }, 1)).toEqual({
    ok: false,
    error: { kind: 'new-host', secrets: ['token'], origin: 'http://localhost:9' },
  });
  server.closeAllConnections();
  server.close();
});

test('secrets follow an environment to another name, however it gets it', async () => {
  await using opened = await openRoom('http://x');
  const { handlers, idOf } = opened;
  const environmentId = idOf('Local');
  await handlers['secrets:use-session'](null, 1);
  await handlers['secrets:write']({ environmentId, name: 'token', value: SECRET }, 1);
  const namesOf = async (itemId: ItemId) => {
    const names = await handlers['secrets:names']({ environmentId: itemId }, 1);
    return names.ok ? names.value : names.error.kind;
  };
  const saveAs = async (name: string) => {
    const read = await handlers['item:read']({ itemId: environmentId }, 1);
    if (!read.ok || read.value.content.kind !== 'environment') throw new Error('no environment');
    const { version, content } = read.value;
    const environment = { ...content.environment, name };
    const change = { kind: 'environment', environment } as const;
    expect(
      await handlers['item:save']({ itemId: environmentId, version, change }, 1),
    ).toMatchObject({ ok: true });
  };
  await saveAs('Edited');
  expect(await namesOf(environmentId)).toEqual(['token']);
  await handlers['item:rename']({ itemId: environmentId, name: 'Renamed' }, 1);
  expect(await namesOf(environmentId)).toEqual(['token']);
  // Without a name it is called as its file is.
  await saveAs('');
  expect(await namesOf(environmentId)).toEqual(['token']);

  // A copy declares the secret and has no value; it is none of the first one's under another name.
  const copy = await handlers['item:duplicate']({ itemId: environmentId }, 1);
  if (!copy.ok) throw new Error(copy.error.kind);
  expect(await namesOf(copy.value)).toEqual([]);
  await handlers['secrets:write']({ environmentId: copy.value, name: 'token', value: 'other' }, 1);
  // Under the copy's name it sees the copy's value, takes nothing away, and leaves with its own again.
  await handlers['item:rename']({ itemId: environmentId, name: 'Renamed copy' }, 1);
  await handlers['item:rename']({ itemId: environmentId, name: 'Renamed' }, 1);
  const { root } = (await opened.room.current())?.workspace ?? {};
  const valueAt = (name: string) =>
    opened.vault.get(toSecretKey(root?.path ?? '', `environment:${name}`, 'token'));
  expect([valueAt('Renamed'), valueAt('Renamed copy')]).toEqual([SECRET, 'other']);

  // A version with the old name brings that name back, and the values with it.
  await saveAs('Later');
  const versions = await handlers['history:versions']({ itemId: environmentId }, 1);
  const versionId = versions.ok ? versions.value[0]?.versionId : undefined;
  if (versionId === undefined) throw new Error('no version');
  expect(await handlers['history:restore']({ versionId }, 1)).toMatchObject({ ok: true });
  expect((await opened.room.getState())?.environments.map(({ name }) => name)).toContain('Renamed');
  expect(await namesOf(environmentId)).toEqual(['token']);
});

test('the query goes out as it is written; what a variable brings into it is encoded', async () => {
  const seen: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    seen.push(request.url);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await using opened = await openRoom(origin);
  const { handlers, room } = opened;
  const param = { kind: 'query', isEnabled: true, description: '' } as const;
  const variable = { isSecret: false, isEnabled: true, description: '' };
  const send = async (part: Partial<StoredRequest>): Promise<void> => {
    const request = {
      ...createStoredRequest('q'),
      variables: [
        { name: 'sign', value: 'a&b=c', ...variable },
        { name: 'more', value: 'k=1&l=2', ...variable },
      ],
      ...part,
    };
    const input = { itemId: null, request, allowsUnresolved: true, allowsNewHost: false };
    const before = seen.length;
    expect(await handlers['request:send'](input, 1)).toMatchObject({ ok: true });
    await vi.waitFor(() => expect(seen.length).toBe(before + 1));
  };
  const url = `${origin}/p?q=%7e+x&flag&v={{sign}}`;
  await send({ url });
  const table = [
    { ...param, name: 'q', value: '%7e+x' },
    { ...param, name: 'flag', value: '' },
    { ...param, name: 'v', value: '{{sign}}' },
  ];
  await send({ url, params: table });
  await send({ url: `${origin}/p?old=1`, params: table });
  await send({ url: `${origin}/p?{{more}}` });
  // Without a workspace there is nothing to inherit, and the request is made all the same.
  await room.close();
  await send({ url });
  expect(seen).toEqual([
    '/p?q=%7e+x&flag&v=a%26b%3Dc',
    '/p?q=%7e+x&flag&v=a%26b%3Dc',
    '/p?q=%7e+x&flag=&v=a%26b%3Dc',
    '/p?k=1&l=2',
    '/p?q=%7e+x&flag&v=a%26b%3Dc',
  ]);
  server.closeAllConnections();
  server.close();
});

test('drafts, tabs and the environment are there again after a restart', async () => {
  await using opened = await openRoom('http://x');
  const { handlers, idOf, data, room, readRequest } = opened;
  const itemId = idOf('Feed');
  const request = { ...(await readRequest('Feed')), url: '/edited' };
  await handlers['workspace:select-environment']({ environmentId: idOf('Staging') }, 1);
  await handlers['draft:save'](
    { draftKey: 'd1', itemId, version: null, change: { kind: 'request', request } },
    1,
  );
  await handlers['session:write'](
    {
      tabs: [{ draftKey: 'd1', itemId, isPreview: false, isPinned: true }],
      active: 0,
      collapsed: [idOf('Pets and more')],
    },
    1,
  );
  await room.close();

  const again = new WorkspaceRoom(data.at('workspaces'), () => undefined);
  const state = await again.getState();
  const staging = state?.environments.find(({ name }) => name === 'Staging');
  expect(state?.selectedEnvironmentId).toBe(staging?.environmentId);
  const open = await again.current();
  const [draft] = (await open?.drafts.list()) ?? [];
  expect(draft).toMatchObject({
    draftKey: 'd1',
    path: 'Feed.yml',
    change: { request: { url: '/edited' } },
  });
  expect((await open?.drafts.readSession())?.collapsed).toEqual(['Pets']);
  await again.close();
});

test('T51: what another program writes, replaces or takes away is seen', async () => {
  await using opened = await openRoom('http://x');
  const { room, folder } = opened;
  const names = async () => (await room.getState())?.tree.map(({ name }) => name).sort();
  await folder.write('New.yml', 'info:\n  name: New one\nhttp:\n  url: x\n');
  await vi.waitFor(async () => expect(await names()).toContain('New one'), { timeout: 5_000 });
  await folder.write('New.yml', 'info:\n  name: Other\nhttp:\n  url: x\n');
  await vi.waitFor(async () => expect(await names()).toContain('Other'), { timeout: 5_000 });
  await rm(folder.at('Pets'), { recursive: true });
  await vi.waitFor(async () => expect(await names()).toEqual(['Feed', 'Other']), {
    timeout: 5_000,
  });
});
