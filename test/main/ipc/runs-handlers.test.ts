import { readFile, readdir, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test, vi } from 'vitest';
import type { ExchangeId } from '../../../shared/model/ids.ts';
import { createStoredRequest } from '../../../shared/model/workspace/stored-request.ts';
import type { StoredRequest } from '../../../shared/model/workspace/stored-request.ts';
import { SECRET_MARK } from '../../../shared/template/hide-secrets.ts';
import { WINDOW, startEngine } from '../../support/start-engine.ts';
import { makeFolder, petStore } from '../../support/workspace-folder.ts';

const SECRET = 'canary/4711 x';

async function startServer(answer: string, type: string) {
  const seen: string[] = [];
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
    request.on('end', () => {
      seen.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''} ${body}`);
      response.writeHead(201, { 'content-type': type });
      response.end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const dispose = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
  };
  return { origin, seen, [Symbol.asyncDispose]: dispose };
}

test('an exchange is in the history after a restart; it can be opened and sent again, and deleted', async () => {
  await using server = await startServer('data: one\n\ndata: two\n\n', 'text/event-stream');
  await using data = await makeFolder({});
  await using folder = await makeFolder(petStore(server.origin));
  const first = await startEngine(data, folder);
  const state = await first.room.getState();
  const environmentId = state?.environments.find(({ name }) => name === 'Local')?.environmentId;
  const itemId = state?.tree.find(({ name }) => name === 'Get pet')?.itemId;
  if (environmentId === undefined || itemId === undefined) throw new Error('no item');
  await first.workspace['workspace:select-environment']({ environmentId }, WINDOW);
  await first.workspace['secrets:write']({ environmentId, name: 'token', value: SECRET }, WINDOW);
  const read = await first.workspace['item:read']({ itemId }, WINDOW);
  if (!read.ok || read.value.content.kind !== 'request') throw new Error('no request');
  const stored = read.value.content.request;
  const request = {
    ...stored,
    method: 'POST',
    params: [],
    url: '{{baseUrl}}/pets?key={{token}}&look={{petId}}',
    body: { kind: 'json', text: '{"t":"{{token}}","u":"{{$uuid}}"}' } as const,
  };
  const input = { itemId, request, allowsUnresolved: false, allowsNewHost: false };
  const sent = await first.workspace['request:send'](input, WINDOW);
  if (!sent.ok) throw new Error(sent.error.kind);
  const before = await first.settle(sent.value);
  await first.close();

  // The program starts again, and the file says something else by now.
  await folder.write('Pets/Get pet.yml', 'info:\n  name: Get pet\nhttp:\n  url: http://other/\n');
  const second = await startEngine(data, folder);
  const [run] = await second.list();
  expect(run).toMatchObject({
    exchangeId: sent.value,
    name: 'Get pet',
    itemPath: 'Pets/Get pet.yml',
    environment: 'Local',
    method: 'POST',
    url: `${server.origin}/pets?key=•••••&look=7/7`,
    state: { kind: 'ended' },
    status: 201,
    sizeBytes: 22,
    events: 2,
    shape: 'event-stream',
    hasSpool: true,
  });
  const exchangeId = sent.value;
  const opened = await second.handlers['runs:open']({ exchangeId }, WINDOW);
  if (!opened.ok) throw new Error(opened.error.kind);
  expect(opened.value.counters).toMatchObject({
    events: 2,
    rows: before.counters.rows,
    bodyBytes: 22,
    wireBytes: 22,
  });
  expect(opened.value).toMatchObject({
    state: { kind: 'closed', end: { kind: 'ended' } },
    head: { status: 201 },
    shape: 'event-stream',
  });
  const page = await second.exchanges.readPage(WINDOW, { exchangeId, fromRow: 0, toRow: 10 });
  expect(page.ok && page.value.rows.map(({ kind }) => kind)).toContain('event');
  const body = await second.exchanges.readBody(WINDOW, { exchangeId, offset: 0, length: 99 });
  expect(body.ok && Buffer.from(body.value.bytes).toString()).toBe('data: one\n\ndata: two\n\n');
  const summary = await second.exchanges.getSummary(WINDOW, exchangeId);
  expect(summary.ok && summary.value.sent[0]?.target).toBe('/pets?key=•••••&look=7/7');
  await second.exchanges.readAs(WINDOW, { exchangeId, shape: 'text' });
  expect((await second.settle(exchangeId)).shape).toBe('text');
  expect(await second.handlers['runs:open']({ exchangeId }, 2)).toMatchObject({
    error: { kind: 'run-in-use' },
  });

  // As it was sent: the same values, the same uuid, the secret looked up anew.
  const shown = await second.handlers['runs:request']({ exchangeId }, WINDOW);
  expect(JSON.stringify(shown)).not.toContain('4711');
  expect(shown).toMatchObject({ ok: true, value: { shown: { method: 'POST' } } });
  const again = await second.handlers['runs:send']({ exchangeId, allowsNewHost: false }, WINDOW);
  if (!again.ok) throw new Error(again.error.kind);
  await second.settle(again.value);
  expect(server.seen).toHaveLength(2);
  expect(server.seen[1]).toBe(server.seen[0]);
  expect(server.seen[0]).toContain(SECRET);
  await second.workspace['secrets:write'](
    { environmentId: await idOfLocal(), name: 'token', value: null },
    WINDOW,
  );
  expect(await second.handlers['runs:send']({ exchangeId, allowsNewHost: false }, WINDOW)).toEqual({
    ok: false,
    error: { kind: 'unresolved-variables', names: ['token'] },
  });

  for (const name of await readdir(data.path, { recursive: true })) {
    const text = await readFile(data.at(name), 'latin1').catch(() => '');
    expect({ name, hasSecret: text.includes('4711') }).toEqual({ name, hasSecret: false });
  }
  expect(await second.handlers['runs:delete']({ exchangeIds: [exchangeId] }, WINDOW)).toEqual({
    ok: true,
    value: { deleted: 1 },
  });
  expect((await second.list()).map((each) => each.exchangeId)).toEqual([again.value]);
  await second.close();
  expect(await readdir(data.at('spools'))).toEqual([again.value]);

  async function idOfLocal() {
    const local = await second.room.getState();
    const found = local?.environments.find(({ name }) => name === 'Local')?.environmentId;
    if (found === undefined) throw new Error('no environment');
    return found;
  }
});

test('a run that is changed has its secrets as placeholders, and no mark goes out', async () => {
  await using server = await startServer('ok', 'text/plain');
  await using data = await makeFolder({});
  await using folder = await makeFolder({
    ...petStore(server.origin),
    'opencollection.yml':
      'opencollection: 1.0.0\ninfo:\n  name: Pets\nrequest:\n  headers:\n    - name: X-Above\n      value: "{{token}}"\n',
  });
  const engine = await startEngine(data, folder);
  const environmentId = await engine.itemIdOf('Local');
  await engine.workspace['workspace:select-environment']({ environmentId }, WINDOW);
  await engine.workspace['secrets:write']({ environmentId, name: 'token', value: SECRET }, WINDOW);
  const row = { isEnabled: true, description: '' };
  const request: StoredRequest = {
    ...createStoredRequest('Everything'),
    method: 'POST',
    url: '{{baseUrl}}/pets/:id?key={{token}}&sign={{sign}}&flag',
    params: [{ kind: 'path', name: 'id', value: '{{token}}', ...row }],
    headers: [{ name: 'X-Own', value: 'a {{token}}', ...row }],
    auth: { kind: 'bearer', values: { token: '{{token}}' } },
    body: { kind: 'json', text: '{"t":"{{token}}","s":"{{sign}}"}' },
    variables: [{ name: 'sign', value: 'a&b=c', isSecret: false, ...row }],
  };
  const input = { itemId: null, request, allowsUnresolved: false, allowsNewHost: false };
  const sent = await engine.workspace['request:send'](input, WINDOW);
  if (!sent.ok) throw new Error(JSON.stringify(sent.error));
  await engine.settle(sent.value);
  const run = await engine.handlers['runs:request']({ exchangeId: sent.value }, WINDOW);
  if (!run.ok || run.value.stored === null) throw new Error('no request');
  const { stored } = run.value;
  expect(JSON.stringify(stored)).not.toContain(SECRET_MARK);
  expect(JSON.stringify(stored)).not.toMatch(/[0-9a-f]{32}/);
  expect(stored).toMatchObject({
    url: `${server.origin}/pets/:id?key={{token}}&sign=a%26b%3Dc&flag`,
    params: [{ kind: 'path', name: 'id', value: '{{token}}' }],
    headers: [
      { name: 'X-Above', value: '{{token}}' },
      { name: 'X-Own', value: 'a {{token}}' },
    ],
    auth: { kind: 'bearer', values: { token: '{{token}}' } },
    body: { kind: 'json', text: '{"t":"{{token}}","s":"a&b=c"}' },
    variables: [],
  });
  // Unchanged it is the same request; the secret is the one of now.
  const again = await engine.workspace['request:send']({ ...input, request: stored }, WINDOW);
  if (!again.ok) throw new Error(JSON.stringify(again.error));
  await engine.settle(again.value);
  expect(server.seen[1]).toBe(server.seen[0]);
  expect(server.seen[0]).toContain(`Bearer ${SECRET}`);
  await engine.close();
});

test('the history is searched and paged, tells what is live, interrupted or gone, and is cleared by rule', async () => {
  await using server = await startServer('x'.repeat(1000), 'text/plain');
  await using data = await makeFolder({});
  await using folder = await makeFolder({});
  const engine = await startEngine(data, folder);
  const ids: ExchangeId[] = [];
  for (const path of ['/cats', '/dogs', '/cats/2']) {
    const request = {
      method: 'GET',
      url: server.origin + path,
      headers: [],
      body: { kind: 'none' } as const,
    };
    const sent = await engine.exchanges.send(WINDOW, request);
    if (!sent.ok) throw new Error(sent.error.kind);
    ids.push(sent.value);
    await engine.settle(sent.value);
  }
  expect((await engine.list('CATS get 201')).map(({ url }) => url)).toEqual([
    `${server.origin}/cats/2`,
    `${server.origin}/cats`,
  ]);
  const page = await engine.handlers['runs:list'](
    { search: '', beforeId: ids[2] ?? null, count: 1 },
    WINDOW,
  );
  expect(page).toMatchObject({
    value: { runs: [{ exchangeId: ids[1] }], matches: 3, hasMore: true },
  });

  await engine.exchanges.releaseWindow(WINDOW);
  await rm(data.at(`spools/${ids[0]}`), { recursive: true });
  expect((await engine.list()).map(({ hasSpool }) => hasSpool)).toEqual([true, true, false]);
  expect(await engine.handlers['runs:open']({ exchangeId: ids[0] as ExchangeId }, WINDOW)).toEqual({
    ok: false,
    error: { kind: 'unknown-run', missing: 'spool' },
  });

  const [size = 0] = await engine.exchanges.measureSpools(ids.slice(2));
  expect(size).toBeGreaterThan(1000);
  const cleared = await engine.handlers['runs:clear']({ kind: 'larger-than', bytes: size }, WINDOW);
  expect(cleared).toMatchObject({ ok: true });
  expect((await engine.list()).map(({ exchangeId }) => exchangeId)).toEqual([ids[2]]);
  expect(await engine.handlers['runs:clear']({ kind: 'older-than', days: 1 }, WINDOW)).toEqual({
    ok: true,
    value: { deleted: 0 },
  });
  expect(await engine.handlers['runs:clear']({ kind: 'all' }, WINDOW)).toMatchObject({
    value: { deleted: 1 },
  });
  expect(await readdir(data.at('spools'))).toEqual([]);
  await engine.close();
});

test('one that was running when the program went away is interrupted, and opens as far as it came', async () => {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: one\n\ndata: tw');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await using data = await makeFolder({});
  await using folder = await makeFolder({});
  const first = await startEngine(data, folder);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const request = { method: 'GET', url, headers: [], body: { kind: 'none' } as const };
  const sent = await first.exchanges.send(WINDOW, request);
  if (!sent.ok) throw new Error(sent.error.kind);
  const exchangeId = sent.value;
  await vi.waitFor(async () => {
    const body = await readFile(data.at(`spools/${exchangeId}/body.raw`), 'utf8');
    expect(body).toContain('tw');
  });
  expect((await first.list())[0]?.state).toEqual({ kind: 'live' });
  expect(await first.handlers['runs:delete']({ exchangeIds: [exchangeId] }, WINDOW)).toMatchObject({
    value: { deleted: 0 },
  });
  // The other engine looks at the same files, as after a crash; the first one writes nothing meanwhile.
  const second = await startEngine(data, folder);
  expect((await second.list())[0]?.state).toEqual({ kind: 'interrupted' });
  const opened = await second.handlers['runs:open']({ exchangeId }, WINDOW);
  expect(opened).toMatchObject({
    value: { state: { kind: 'closed', end: { kind: 'interrupted' } }, counters: { events: 1 } },
  });
  await second.close();
  await first.close();
  server.closeAllConnections();
  server.close();
});
