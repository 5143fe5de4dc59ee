import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { createHttpHandlers } from '../../../main/ipc/http-handlers.ts';
import { HttpRoom } from '../../../main/ipc/http/http-room.ts';
import { LiveExchanges } from '../../../main/ipc/live-exchanges.ts';
import { FileGrants } from '../../../main/workspace/variables/file-grants.ts';
import { GlobalVariables } from '../../../main/workspace/variables/global-variables.ts';
import { StoredRequests } from '../../../main/ipc/stored-requests.ts';
import { createWorkspaceHandlers } from '../../../main/ipc/workspace-handlers.ts';
import { WorkspaceRoom } from '../../../main/ipc/workspace-room.ts';
import { SecretVault } from '../../../main/workspace/secrets/secret-vault.ts';
import type { ExchangeProgress, ExchangeSummary } from '../../../shared/ipc/contract.ts';
import type { AuthorizationPrompt, Cookie } from '../../../shared/model/http-parts.ts';
import type { ExchangeId } from '../../../shared/model/ids.ts';
import { createStoredRequest } from '../../../shared/model/workspace/stored-request.ts';
import type { StoredRequest } from '../../../shared/model/workspace/stored-request.ts';
import { startAuthorizationServer } from '../../support/authorization-server.ts';
import { createCertificate } from '../../support/certificates.ts';
import { startScriptedServer } from '../../support/scripted-server.ts';
import { startTlsServer } from '../../support/tls-server.ts';
import { makeFolder } from '../../support/workspace-folder.ts';

const WINDOW = 1;
let copied: string[] = [];
let prompts: (AuthorizationPrompt | null)[] = [];
beforeEach(() => {
  copied = [];
  prompts = [];
});

/** The handlers over real folders and the real engine; the dialogs give what `answers` has. */
async function openRoom() {
  const data = await makeFolder({});
  const folder = await makeFolder({
    'opencollection.yml': 'opencollection: 1.0.0\ninfo:\n  name: Test\n',
    'environments/local.yml':
      'name: local\nvariables:\n  - name: clientSecret\n    secret: true\n  - name: token\n    secret: true\n',
    'in.txt': 'inside',
  });
  const answers: (readonly string[] | null)[] = [];
  const pushes: ExchangeProgress[] = [];
  const keyring = {
    getProblem: () => null,
    encrypt: (text: string) => Buffer.from(text).map((byte) => byte ^ 0x55) as Buffer,
    decrypt: (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ 0x55)).toString('utf8'),
  };
  const host = {
    askFolder: async () => folder.path,
    askFiles: async () => answers.shift() ?? null,
    writeClipboard: async (text: string) => void copied.push(text),
    resolveProxy: async () => 'DIRECT',
    openExternal: async (url: string) => void (await fetch(url)),
  };
  const open = () => {
    const vault = new SecretVault(data.at('secrets.json'), keyring);
    const room = new WorkspaceRoom(data.at('workspaces'), () => undefined);
    const http = new HttpRoom({
      folder: data.at('http'),
      vault,
      host,
      userAgent: 'Tideline/test',
      onPrompt: (prompt) => prompts.push(prompt),
    });
    const stored = new StoredRequests({
      room,
      vault,
      globals: new GlobalVariables(data.at('globals.json')),
      grants: new FileGrants(data.at('grants.json')),
      getDemoOrigin: async () => 'http://127.0.0.1:1',
    });
    const exchanges = new LiveExchanges({
      spoolsFolder: data.at('spools'),
      userAgent: 'Tideline/test',
      push: (_windowId, progress) => pushes.push(progress),
      getEnvironment: (...place) => http.getEnvironment(...place),
    });
    const workspace = createWorkspaceHandlers({
      host,
      room,
      vault,
      stored,
      findObstacle: (...request) => http.findObstacle(...request),
      getExchanges: async () => exchanges,
    });
    const handlers = createHttpHandlers({ host, http, room, vault, stored });
    return { vault, room, exchanges, workspace, handlers };
  };
  const first = open();
  await first.workspace['workspace:open']({ recentId: null }, WINDOW);
  /** Sends a request and waits for its end. */
  const send = async (request: Partial<StoredRequest>): Promise<ExchangeSummary> => {
    const sent = await first.workspace['request:send'](
      {
        itemId: null,
        request: { ...createStoredRequest('Test'), ...request },
        allowsUnresolved: false,
        allowsNewHost: false,
      },
      WINDOW,
    );
    if (!sent.ok) throw new Error(JSON.stringify(sent.error));
    await settle(sent.value);
    const summary = await first.exchanges.getSummary(WINDOW, sent.value);
    if (!summary.ok) throw new Error(summary.error.kind);
    return summary.value;
  };
  const settle = (exchangeId: ExchangeId): Promise<void> =>
    vi.waitFor(() => {
      const last = pushes.findLast((push) => push.exchangeId === exchangeId);
      expect(last?.state.kind).toBe('closed');
    });
  return {
    ...first,
    data,
    folder,
    answers,
    send,
    /** The same program after a restart. */
    reopen: open,
    [Symbol.asyncDispose]: async () => {
      await first.room.close();
      await first.exchanges.releaseWindow(WINDOW);
      await folder[Symbol.asyncDispose]();
      await data[Symbol.asyncDispose]();
    },
  };
}

describe('cookies', () => {
  const cookie: Cookie = {
    name: 'lang',
    value: 'de',
    domain: '127.0.0.1',
    isHostOnly: true,
    path: '/',
    isSecure: false,
    isHttpOnly: false,
    sameSite: null,
    expiresAtMs: Date.UTC(2099, 0, 1),
  };

  test('of responses are kept for the workspace, sent again, shown, deleted; the file is the user’s alone', async () => {
    await using opened = await openRoom();
    await using server = await startScriptedServer((connection, index) =>
      connection.write(
        'HTTP/1.1 204 No Content\r\n' +
          (index === 0
            ? 'Set-Cookie: session=abc; HttpOnly; Path=/\r\nSet-Cookie: keep=1; Max-Age=3600\r\n' +
              'Set-Cookie: bad=1; Domain=example.com\r\n'
            : '') +
          '\r\n',
      ),
    );
    const { handlers } = opened;
    await handlers['cookies:set'](cookie, WINDOW);
    await opened.send({ url: server.origin });
    await opened.send({ url: server.origin });
    expect(server.connections.map((connection) => connection.getField('cookie'))).toEqual([
      'lang=de',
      'lang=de; session=abc; keep=1',
    ]);
    const listed = await handlers['cookies:list'](null, WINDOW);
    if (!listed.ok) throw new Error('no cookies');
    expect(listed.value.map(({ name }) => name)).toEqual(['keep', 'lang', 'session']);
    expect(listed.value[2]).toMatchObject({ isHttpOnly: true, expiresAtMs: null });

    const [file = ''] = await readdir(opened.data.at('http/cookies'));
    const { mode } = await stat(opened.data.at(`http/cookies/${file}`));
    expect(mode & 0o777).toBe(0o600);
    const again = opened.reopen();
    const kept = await again.handlers['cookies:list'](null, WINDOW);
    expect(kept.ok && kept.value.map(({ name }) => name)).toEqual(['keep', 'lang']);

    await handlers['cookies:delete'](cookie, WINDOW);
    await handlers['cookies:clear']({ domain: '127.0.0.1' }, WINDOW);
    expect(await handlers['cookies:list'](null, WINDOW)).toEqual({ ok: true, value: [] });
  });

  test('are neither sent nor kept where they are switched off', async () => {
    await using opened = await openRoom();
    await using server = await startScriptedServer((connection) =>
      connection.write('HTTP/1.1 204 No Content\r\nSet-Cookie: a=1\r\n\r\n'),
    );
    await opened.handlers['cookies:set'](cookie, WINDOW);
    await opened.send({ url: server.origin, transport: { usesCookies: false } });
    expect(server.connections[0]?.getField('cookie')).toBeNull();
    const listed = await opened.handlers['cookies:list'](null, WINDOW);
    expect(listed.ok && listed.value.length).toBe(1);
  });

  test('that no server could set are refused', async () => {
    await using opened = await openRoom();
    for (const wrong of [
      { ...cookie, domain: 'com', isHostOnly: false },
      { ...cookie, name: '', value: '' },
    ]) {
      expect(await opened.handlers['cookies:set'](wrong, WINDOW)).toMatchObject({
        error: { kind: 'cookie-refused' },
      });
    }
  });
});

describe('files of bodies', () => {
  test('the dialog is the grant, which is kept outside the workspace', async () => {
    await using opened = await openRoom();
    await using server = await startScriptedServer((connection) =>
      connection.write('HTTP/1.1 204 No Content\r\n\r\n'),
    );
    const { handlers, workspace, answers, folder, data } = opened;
    const outside = data.at('out.txt');
    await writeFile(outside, 'outside');
    const request = {
      method: 'POST',
      url: server.origin,
      body: {
        kind: 'multipart-form',
        parts: [
          {
            kind: 'file',
            name: 'f',
            paths: ['in.txt', outside],
            isEnabled: true,
            description: '',
            contentType: '',
          },
        ],
      },
    } as const;
    expect(
      await workspace['request:send'](
        {
          itemId: null,
          request: { ...createStoredRequest('Test'), ...request },
          allowsUnresolved: false,
          allowsNewHost: false,
        },
        WINDOW,
      ),
    ).toEqual({
      ok: false,
      error: {
        kind: 'file-refused',
        files: [{ path: outside, name: 'out.txt', kind: 'not-granted' }],
      },
    });
    expect(server.connections).toHaveLength(0);

    answers.push([outside, folder.at('in.txt')]);
    const chosen = await handlers['files:choose']({ allowsSeveral: true }, WINDOW);
    expect(chosen).toEqual({
      ok: true,
      value: [
        { path: outside, name: 'out.txt', kind: 'readable', sizeBytes: 7 },
        { path: 'in.txt', name: 'in.txt', kind: 'readable', sizeBytes: 6 },
      ],
    });
    await opened.send(request);
    expect(server.connections[0]?.request.body.toString()).toMatch(/inside[^]*outside/);
    const grants = await readFile(data.at('http/files.json'), 'utf8');
    expect(JSON.parse(grants)).toEqual({
      version: 1,
      grants: [{ workspace: folder.path, file: outside }],
    });
    expect((await readdir(folder.path)).sort()).toEqual([
      'environments',
      'in.txt',
      'opencollection.yml',
    ]);
    expect(await handlers['files:choose']({ allowsSeveral: true }, WINDOW)).toEqual({
      ok: true,
      value: null,
    });
    await mkdir(folder.at('sub'));
    expect(
      await handlers['files:look']({ paths: ['sub', 'gone', '/etc/hostname'] }, WINDOW),
    ).toMatchObject({ value: [{ kind: 'no-file' }, { kind: 'missing' }, { kind: 'not-granted' }] });
  });
});

describe('certificates', () => {
  test('of an authority and of the client are taken from a dialog, and used', async () => {
    await using opened = await openRoom();
    const { handlers, answers, data } = opened;
    const authority = createCertificate({ subject: 'Test Root', isAuthority: true });
    const server = createCertificate({
      subject: 's',
      altNames: ['127.0.0.1'],
      issuer: authority,
    });
    const client = createCertificate({ subject: 'the client', issuer: authority });
    await using secure = await startTlsServer(
      {
        cert: server.certificate,
        key: server.key,
        ca: authority.certificate,
        requestCert: true,
      },
      () => 'HTTP/1.1 204 No Content\r\n\r\n',
    );
    await writeFile(data.at('root.pem'), authority.certificate);
    await writeFile(data.at('client.pem'), client.certificate);
    await writeFile(data.at('client.key'), client.key);
    await writeFile(data.at('other.key'), server.key);

    expect((await opened.send({ url: secure.origin })).state).toMatchObject({
      end: { kind: 'failed', error: { kind: 'tls-untrusted' } },
    });
    answers.push([data.at('root.pem')], [data.at('client.key'), data.at('client.pem')]);
    expect(await handlers['certificates:add-authority'](null, WINDOW)).toMatchObject({
      ok: true,
      value: { subjects: ['CN=Test Root'], fileName: 'root.pem' },
    });
    const added = await handlers['certificates:add-client'](
      { host: '127.0.0.1', form: 'pem', passphrase: '' },
      WINDOW,
    );
    expect(added).toMatchObject({ ok: true, value: { subject: 'CN=the client', form: 'pem' } });
    const summary = await opened.send({ url: secure.origin });
    expect(summary.state).toMatchObject({ end: { kind: 'ended' } });
    expect(summary.responses[0]?.tls).toMatchObject({ trustProblem: null, sentCertificate: true });
    expect(secure.requests.at(-1)?.clientName).toBe('the client');

    const listed = await opened.reopen().handlers['certificates:list'](null, WINDOW);
    expect(JSON.stringify(listed)).not.toContain(data.path);
    if (!listed.ok || !added.ok || added.value === null) throw new Error('nothing was kept');
    expect(listed.value).toMatchObject({ clients: [added.value], authorities: [{}] });
    const { certificateId } = added.value;
    await handlers['certificates:remove']({ certificateId }, WINDOW);
    expect(await handlers['certificates:list'](null, WINDOW)).toMatchObject({
      value: { clients: [] },
    });

    answers.push([data.at('client.pem'), data.at('other.key')], [data.at('client.key')]);
    const input = { host: 'a', form: 'pem', passphrase: '' } as const;
    expect(await handlers['certificates:add-client'](input, WINDOW)).toMatchObject({
      error: { kind: 'certificate-refused', problem: 'not-a-pair' },
    });
    expect(await handlers['certificates:add-authority'](null, WINDOW)).toMatchObject({
      error: { kind: 'certificate-refused', problem: 'not-a-certificate' },
    });
  });
});

describe('the proxy of the program', () => {
  test('is used by requests, and its password comes back nowhere', async () => {
    await using opened = await openRoom();
    await using proxy = await startScriptedServer((connection) =>
      connection.write('HTTP/1.1 204 No Content\r\n\r\n'),
    );
    const { handlers } = opened;
    expect(await handlers['proxy:read'](null, WINDOW)).toMatchObject({ value: { kind: 'system' } });
    const written = await handlers['proxy:write'](
      { kind: 'manual', url: proxy.origin, username: 'me', password: 'sesame', bypass: ['b.test'] },
      WINDOW,
    );
    expect(written).toEqual({
      ok: true,
      value: {
        kind: 'manual',
        url: proxy.origin,
        username: 'me',
        hasPassword: true,
        bypass: ['b.test'],
      },
    });
    const summary = await opened.send({ url: 'http://a.test/x' });
    expect(proxy.connections[0]?.request.head).toContain('GET http://a.test/x HTTP/1.1');
    const credentials = Buffer.from('me:sesame').toString('base64');
    expect(proxy.connections[0]?.getField('proxy-authorization')).toBe(`Basic ${credentials}`);
    expect(JSON.stringify(summary)).not.toContain(credentials);
    expect(summary.responses[0]?.proxy).toBe(proxy.origin);
    await expect(readFile(opened.data.at('http/proxy.json'), 'utf8')).resolves.not.toContain(
      'sesame',
    );
    await opened.send({ url: 'http://127.0.0.1:1/', transport: { bypassesProxy: true } });
    expect(proxy.connections).toHaveLength(1);
  });
});

describe('tokens', () => {
  const toRequest = (origin: string, secret: string): StoredRequest => ({
    ...createStoredRequest('Token'),
    url: `${origin}/resource`,
    stream: { reconnect: 'off' },
    auth: {
      kind: 'oauth2',
      values: {
        flow: 'authorization_code',
        authorizationUrl: `${origin}/authorize`,
        accessTokenUrl: `${origin}/token`,
        'credentials.clientId': 'client',
        'credentials.clientSecret': secret,
      },
    },
  });

  test('are had with the browser, shown with their end, used, hidden, revealed and forgotten', async () => {
    await using opened = await openRoom();
    await using server = await startAuthorizationServer();
    const { handlers, workspace } = opened;
    const request = toRequest(server.origin, 's/cret:');
    const input = { itemId: null, request };
    expect(
      await workspace['request:send'](
        { ...input, allowsUnresolved: false, allowsNewHost: false },
        WINDOW,
      ),
    ).toEqual({ ok: false, error: { kind: 'needs-token' } });
    expect(await handlers['tokens:state'](input, WINDOW)).toEqual({
      ok: true,
      value: { kind: 'none' },
    });
    const fetched = await handlers['tokens:fetch'](input, WINDOW);
    expect(fetched).toMatchObject({ ok: true, value: { kind: 'token', canRefresh: true } });
    expect(prompts.map((prompt) => prompt?.kind ?? null)).toEqual(['browser', null]);
    const summary = await opened.send(request);
    expect(summary.state).toMatchObject({ end: { kind: 'ended' } });
    const revealed = await handlers['tokens:reveal'](input, WINDOW);
    const token = revealed.ok ? (revealed.value?.token ?? '') : '';
    expect(server.validTokens.has(token)).toBe(true);
    expect(JSON.stringify([summary, fetched])).not.toContain(token);
    for (const name of await readdir(opened.data.path, { recursive: true })) {
      const text = await readFile(join(opened.data.path, name), 'latin1').catch(() => '');
      expect(text.includes(token)).toBe(false);
    }
    const again = opened.reopen();
    expect(await again.handlers['tokens:state'](input, WINDOW)).toMatchObject({
      value: { kind: 'token' },
    });
    await handlers['tokens:forget'](input, WINDOW);
    expect(await handlers['tokens:reveal'](input, WINDOW)).toEqual({ ok: true, value: null });
  });

  test('a request without such settings has none', async () => {
    await using opened = await openRoom();
    const input = { itemId: null, request: createStoredRequest('Plain') };
    expect(await opened.handlers['tokens:state'](input, WINDOW)).toMatchObject({
      error: { kind: 'invalid-input' },
    });
  });
});

test('copy as cURL leaves secrets as placeholders unless they are asked for', async () => {
  await using opened = await openRoom();
  const { handlers, workspace } = opened;
  const state = await workspace['workspace:current'](null, WINDOW);
  const environment = state.ok ? state.value?.environments[0] : undefined;
  if (environment === undefined) throw new Error('no environment');
  const { environmentId } = environment;
  await workspace['workspace:select-environment']({ environmentId }, WINDOW);
  await workspace['secrets:write']({ environmentId, name: 'token', value: "sesame'open" }, WINDOW);
  const request = {
    ...createStoredRequest('Copy'),
    url: 'https://a.test/x?k={{token}}',
    auth: { kind: 'bearer', values: { token: '{{token}}' } } as const,
  };
  const input = { itemId: null, request };
  await handlers['request:copy-curl']({ ...input, withSecrets: false }, WINDOW);
  await handlers['request:copy-curl']({ ...input, withSecrets: true }, WINDOW);
  expect(copied[0]).not.toContain('sesame');
  expect(copied[0]).toContain("-H 'Authorization: Bearer {{token}}'");
  expect(copied[0]).toContain("'https://a.test/x?k={{token}}'");
  expect(copied[1]).toContain("Bearer sesame'\\''open");
});
