import { beforeEach, describe, expect, test } from 'vitest';
import { OAuth2Client, createMemoryTokens } from '../../../main/http/auth/oauth2/oauth2-client.ts';
import type { OAuth2Deps } from '../../../main/http/auth/oauth2/oauth2-client.ts';
import { readCallbackUrl } from '../../../main/http/auth/oauth2/loopback-listener.ts';
import { createTokenFetch } from '../../../main/http/auth/oauth2/token-fetch.ts';
import { BARE_ENVIRONMENT } from '../../../main/http/http-environment.ts';
import { createTransport } from '../../../main/http/transport.ts';
import type { AuthorizationPrompt } from '../../../shared/model/http-parts.ts';
import type { OAuth2Settings } from '../../../shared/model/request-auth.ts';
import { startAuthorizationServer } from '../../support/authorization-server.ts';
import { aRequest, collect } from '../../support/collect.ts';
import { startScriptedServer } from '../../support/scripted-server.ts';

const NEVER = new AbortController().signal;
let prompts: (AuthorizationPrompt | null)[] = [];
let opened: string[] = [];
let waits: number[] = [];
beforeEach(() => {
  prompts = [];
  opened = [];
  waits = [];
});

/** A browser that goes where it is sent, and does what the page says. */
async function browse(url: string): Promise<void> {
  opened.push(url);
  const response = await fetch(url);
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(await response.text()).toContain('You can close this page');
}

function createClient(changes: Partial<OAuth2Deps> = {}): OAuth2Client {
  return new OAuth2Client({
    store: createMemoryTokens(),
    fetch: createTokenFetch(createTransport(), BARE_ENVIRONMENT, 'Tideline/test'),
    openBrowser: browse,
    onPrompt: (prompt) => prompts.push(prompt),
    wait: (waitMs) => {
      waits.push(waitMs);
      return Promise.resolve();
    },
    ...changes,
  });
}

type Grant = OAuth2Settings['grant'];

function settingsOf<G extends Grant>(
  origin: string,
  grant: G,
  changes: Partial<Extract<OAuth2Settings, { grant: G }>> = {},
): OAuth2Settings {
  return {
    tokenUrl: `${origin}/token`,
    clientId: 'client',
    clientSecret: 's/cret:',
    clientAuthentication: 'basic',
    scope: 'read write',
    tokenParameters: [],
    placement: 'header',
    placementName: 'Bearer',
    grant,
    username: 'ann',
    password: 'pass',
    authorizationUrl: `${origin}/authorize?tenant=1`,
    callbackUrl: '',
    usesPkce: true,
    authorizationParameters: [],
    deviceUrl: `${origin}/device`,
    ...changes,
  } as unknown as OAuth2Settings;
}

describe('each grant', () => {
  test('client credentials, in a field or in the body, with further parameters', async () => {
    await using server = await startAuthorizationServer();
    const client = createClient();
    for (const clientAuthentication of ['basic', 'body'] as const) {
      const settings = settingsOf(server.origin, 'client-credentials', {
        clientAuthentication,
        tokenParameters: [{ name: 'audience', value: 'api' }],
      });
      expect(await client.fetch(settings, NEVER)).toMatchObject({ ok: true });
    }
    expect(server.questions.map(({ parameters }) => parameters)).toMatchObject([
      { grant_type: 'client_credentials', scope: 'read write', audience: 'api' },
      { grant_type: 'client_credentials', client_id: 'client', client_secret: 's/cret:' },
    ]);
    expect(server.questions[0]?.authorization).toMatch(/^Basic /);
    expect(server.questions[1]?.authorization).toBeNull();
  });

  test('password', async () => {
    await using server = await startAuthorizationServer();
    const client = createClient();
    const settings = settingsOf(server.origin, 'password');
    expect(await client.fetch(settings, NEVER)).toMatchObject({ ok: true });
    expect(await client.getState(settings)).toMatchObject({
      kind: 'token',
      tokenType: 'bearer',
      scope: 'read write',
      canRefresh: true,
    });
    const wrong = settingsOf(server.origin, 'password', { password: 'other' });
    expect(await client.fetch(wrong, NEVER)).toMatchObject({
      ok: false,
      error: { problem: 'refused', code: 'invalid_grant', detail: 'because of invalid_grant' },
    });
  });

  test.each([true, false])('authorization code, PKCE %s', async (usesPkce) => {
    await using server = await startAuthorizationServer();
    const client = createClient();
    const settings = settingsOf(server.origin, 'authorization-code', {
      usesPkce,
      authorizationParameters: [{ name: 'prompt', value: 'login' }],
    });
    expect(await client.fetch(settings, NEVER)).toMatchObject({ ok: true });
    const asked = new URL(opened[0] ?? '').searchParams;
    expect(asked.get('tenant')).toBe('1');
    expect(asked.get('prompt')).toBe('login');
    expect(asked.get('redirect_uri')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/);
    expect(asked.get('code_challenge_method')).toBe(usesPkce ? 'S256' : null);
    expect(server.questions[0]?.parameters['code_verifier'] !== undefined).toBe(usesPkce);
    expect(prompts).toEqual([{ kind: 'browser', url: opened[0] }, null]);
  });

  test('a public client names itself and has no secret', async () => {
    await using server = await startAuthorizationServer();
    const settings = settingsOf(server.origin, 'authorization-code', {
      clientId: 'public',
      clientSecret: '',
    });
    expect(await createClient().fetch(settings, NEVER)).toMatchObject({ ok: true });
    expect(server.questions[0]).toMatchObject({
      parameters: { client_id: 'public' },
      authorization: null,
    });
  });

  test('device code: asks again, more slowly when told so', async () => {
    await using server = await startAuthorizationServer();
    server.deviceAnswers.push('authorization_pending', 'slow_down', 'authorization_pending');
    const settings = settingsOf(server.origin, 'device-code');
    expect(await createClient().fetch(settings, NEVER)).toMatchObject({ ok: true });
    expect(waits).toEqual([1_000, 1_000, 6_000, 6_000]);
    expect(prompts[0]).toMatchObject({
      kind: 'device',
      userCode: 'ABCD-EFGH',
      verificationUrl: 'https://server.example/device',
    });
    server.deviceAnswers.push('access_denied');
    expect(await createClient().fetch(settings, NEVER)).toMatchObject({
      error: { problem: 'refused', code: 'access_denied' },
    });
  });
});

describe('the loopback listener', () => {
  test('turns away another path, host name, state and method, and takes one answer', async () => {
    await using server = await startAuthorizationServer();
    const statuses: number[] = [];
    const client = createClient({
      openBrowser: async (url) => {
        const redirect = new URL(new URL(url).searchParams.get('redirect_uri') ?? '');
        const state = new URL(url).searchParams.get('state') ?? '';
        const { default: http } = await import('node:http');
        const get = (path: string, host = redirect.host, method = 'GET'): Promise<void> =>
          new Promise((resolve) => {
            const { hostname, port } = redirect;
            http
              .request({ hostname, port, path, method, headers: { host } }, (response) => {
                statuses.push(response.statusCode ?? 0);
                response.resume().on('end', resolve);
              })
              .end();
          });
        await get(`/other?state=${state}&code=x`);
        await get('/callback?state=guess&code=x');
        await get('/callback?code=x');
        await get(`/callback?state=${state}&code=x`, 'evil.test');
        await get(`/callback?state=${state}&code=x`, redirect.host, 'POST');
        await browse(url);
        await get(`/callback?state=${state}&code=x`).catch(() => undefined);
      },
    });
    const settings = settingsOf(server.origin, 'authorization-code');
    expect(await client.fetch(settings, NEVER)).toMatchObject({ ok: true });
    expect(statuses).toEqual([404, 400, 400, 400, 400, 400]);
  });

  test('a refusal of the person is told', async () => {
    await using server = await startAuthorizationServer();
    server.nextError = 'access_denied';
    const settings = settingsOf(server.origin, 'authorization-code');
    expect(await createClient().fetch(settings, NEVER)).toMatchObject({
      error: { problem: 'refused', code: 'access_denied' },
    });
  });

  test('the wait ends when it is cancelled, and the port is free again', async () => {
    await using server = await startAuthorizationServer();
    const abort = new AbortController();
    let redirect = '';
    const client = createClient({
      openBrowser: async (url) => {
        redirect = new URL(url).searchParams.get('redirect_uri') ?? '';
        abort.abort();
      },
    });
    const settings = settingsOf(server.origin, 'authorization-code');
    expect(await client.fetch(settings, abort.signal)).toMatchObject({
      error: { problem: 'cancelled' },
    });
    await expect(fetch(redirect)).rejects.toThrow();
    expect(prompts.at(-1)).toBeNull();
  });

  test.each([
    ['', { host: '127.0.0.1', port: 0, path: '/callback' }],
    ['http://localhost:4567/oauth/cb', { host: 'localhost', port: 4567, path: '/oauth/cb' }],
    ['http://[::1]:80/', { host: '::1', port: 80, path: '/' }],
    ['https://localhost/cb', null],
    ['http://example.com/cb', null],
    ['http://127.0.0.1.evil.test/cb', null],
    ['nonsense', null],
  ])('the callback URL %j', (text, place) => {
    expect(readCallbackUrl(text)).toEqual(place);
  });
});

describe('what goes wrong', () => {
  test.each([
    ['a token URL that is missing', { tokenUrl: '' }, 'settings'],
    ['a token URL of another scheme', { tokenUrl: 'file:///etc/passwd' }, 'settings'],
    ['a client that is missing', { clientId: '' }, 'settings'],
    ['a callback somewhere else', { callbackUrl: 'https://evil.test/' }, 'settings'],
    ['no server', { tokenUrl: 'http://127.0.0.1:1/token' }, 'network'],
  ] as const)('%s', async (_name, changes, problem) => {
    await using server = await startAuthorizationServer();
    const settings = settingsOf(server.origin, 'authorization-code', changes);
    expect(await createClient().fetch(settings, NEVER)).toMatchObject({ error: { problem } });
  });

  test.each([
    ['no JSON', 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nhi'],
    [
      'no token',
      'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}',
    ],
    [
      'a redirect',
      'HTTP/1.1 302 Found\r\nLocation: http://evil.test/\r\nContent-Length: 0\r\n\r\n',
    ],
    ['an endless answer', null],
  ])('an answer that is %s', async (_name, bytes) => {
    await using server = await startScriptedServer(async (connection) => {
      if (bytes !== null) return connection.write(bytes);
      await connection.write('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{"a":"');
      for (let sent = 0; sent < 40; sent++) await connection.write('x'.repeat(64 * 1024));
    });
    const settings = settingsOf(server.origin, 'client-credentials');
    const got = await createClient().fetch(settings, NEVER);
    expect(got.ok ? '' : got.error.problem).toMatch(/bad-answer|network/);
    expect(server.connections.length).toBe(1);
  });
});

describe('tokens of requests', () => {
  test('one is had before the first request, and used for the next ones', async () => {
    await using server = await startAuthorizationServer();
    const client = createClient();
    const settings = settingsOf(server.origin, 'client-credentials', { placementName: 'Token' });
    const environment = {
      ...BARE_ENVIRONMENT,
      getToken: (which: OAuth2Settings, signal: AbortSignal) => client.getToken(which, signal),
    };
    const request = aRequest(`${server.origin}/resource`, { auth: { kind: 'oauth2', settings } });
    const runs = await Promise.all(
      [1, 2, 3].map(() => collect(request, { deps: { environment } })),
    );
    expect(runs.map(({ events }) => events.length)).toEqual([1, 1, 1]);
    expect(server.questions).toHaveLength(1);
    const inQuery = settingsOf(server.origin, 'client-credentials', {
      placement: 'query',
      placementName: 'access_token',
    });
    const run = await collect(
      aRequest(`${server.origin}/resource?a=1`, { auth: { kind: 'oauth2', settings: inQuery } }),
      { deps: { environment } },
    );
    expect(run.events).toHaveLength(1);
  });

  test('a token that is about to end is refreshed, and a refresh token is used once', async () => {
    await using server = await startAuthorizationServer();
    server.expiresIn = 20;
    const client = createClient();
    const settings = settingsOf(server.origin, 'authorization-code');
    await client.fetch(settings, NEVER);
    const first = await client.getToken(settings, NEVER);
    const second = await client.getToken(settings, NEVER);
    expect(first.ok && second.ok && first.value !== second.value).toBe(true);
    expect(server.questions.map(({ parameters }) => parameters['grant_type'])).toEqual([
      'authorization_code',
      'refresh_token',
      'refresh_token',
    ]);
    expect(opened).toHaveLength(1);
  });

  test('a refresh that is refused needs a person, unless the grant needs none', async () => {
    await using server = await startAuthorizationServer();
    server.expiresIn = 1;
    const client = createClient();
    const code = settingsOf(server.origin, 'authorization-code');
    await client.fetch(code, NEVER);
    server.nextError = 'invalid_grant';
    expect(await client.getToken(code, NEVER)).toMatchObject({
      ok: false,
      error: { kind: 'no-token' },
    });
    const password = settingsOf(server.origin, 'password');
    await client.fetch(password, NEVER);
    server.nextError = 'invalid_grant';
    expect(await client.getToken(password, NEVER)).toMatchObject({ ok: true });
  });

  test('without a token a request that needs a person is not sent', async () => {
    await using server = await startAuthorizationServer();
    const client = createClient();
    const settings = settingsOf(server.origin, 'authorization-code');
    const run = await collect(
      aRequest(`${server.origin}/resource`, { auth: { kind: 'oauth2', settings } }),
      {
        deps: {
          environment: {
            ...BARE_ENVIRONMENT,
            getToken: (which, signal) => client.getToken(which, signal),
          },
        },
      },
    );
    expect(run.end).toMatchObject({ kind: 'failed', error: { kind: 'auth-failed' } });
    expect(opened).toHaveLength(0);
    expect(server.questions).toHaveLength(0);
  });

  test('what was forgotten is gone; a token is told only when it is asked for', async () => {
    await using server = await startAuthorizationServer();
    const client = createClient();
    const settings = settingsOf(server.origin, 'password');
    await client.fetch(settings, NEVER);
    const token = await client.reveal(settings);
    expect(server.validTokens.has(token ?? '')).toBe(true);
    expect(JSON.stringify(await client.getState(settings))).not.toContain(token);
    await client.forget(settings);
    expect(await client.getState(settings)).toEqual({ kind: 'none' });
  });
});
