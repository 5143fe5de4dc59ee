import { describe, expect, test } from 'vitest';
import { BARE_ENVIRONMENT } from '../../../main/http/http-environment.ts';
import type { HttpEnvironment } from '../../../main/http/http-environment.ts';
import { isBypassed, parseProxy, toManualRoute } from '../../../main/http/connect/proxy-route.ts';
import { createEnvironmentProxy, parsePacAnswer } from '../../../main/http/connect/system-proxy.ts';
import { createCertificate } from '../../support/certificates.ts';
import { aRequest, collect } from '../../support/collect.ts';
import { startHttpProxy, startSocksProxy } from '../../support/proxies.ts';
import { startScriptedServer } from '../../support/scripted-server.ts';
import { startTlsServer } from '../../support/tls-server.ts';

const authority = createCertificate({ subject: 'Test Root', isAuthority: true });
const certificate = createCertificate({
  subject: 's',
  altNames: ['127.0.0.1', 'a.test'],
  issuer: authority,
});
const tls = { cert: certificate.certificate, key: certificate.key };
const CREDENTIALS = { username: 'me', password: 'p:ä' };

function through(url: string, user = { username: '', password: '' }): HttpEnvironment {
  return {
    ...BARE_ENVIRONMENT,
    trust: { authorities: [authority.certificate], clientCertificates: [] },
    proxy: { kind: 'manual', url, ...user, bypass: [] },
  };
}

describe('through a proxy', () => {
  test.each([
    ['HTTP', () => startHttpProxy({ credentials: CREDENTIALS }), 'http'],
    [
      'HTTPS',
      () =>
        startHttpProxy({
          credentials: CREDENTIALS,
          tls: { certificate: certificate.certificate, key: certificate.key },
        }),
      'https',
    ],
    ['SOCKS5', () => startSocksProxy({ credentials: CREDENTIALS }), 'socks5'],
  ] as const)('%s, with credentials, to http and https', async (_name, start, scheme) => {
    await using proxy = await start();
    await using plain = await startScriptedServer((connection) =>
      connection.write('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nplain'),
    );
    await using secured = await startTlsServer(
      tls,
      () => 'HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret',
    );
    const address = `${scheme}://127.0.0.1:${proxy.port}`;
    const environment = through(address, CREDENTIALS);
    const one = await collect(aRequest(`http://a.test:${plain.port}/x?y=1`), {
      deps: { environment },
    });
    expect([one.end, one.sink.body.toString()]).toEqual([{ kind: 'ended' }, 'plain']);
    const isForwarded = scheme !== 'socks5';
    const target = isForwarded ? `http://a.test:${plain.port}/x?y=1` : '/x?y=1';
    expect(one.sink.sent[0]?.target).toBe(target);
    expect(plain.connections[0]?.request.head).toMatch(/^GET \/x\?y=1 HTTP\/1\.1\r\nhost: a\.test/);
    const open = one.entries.find(({ kind }) => kind === 'open');
    expect(open).toMatchObject({ proxy: address, remoteAddress: `127.0.0.1:${proxy.port}` });

    const other = await collect(aRequest(`https://a.test:${secured.port}/`), {
      deps: { environment },
    });
    expect([other.end, other.sink.body.toString()]).toEqual([{ kind: 'ended' }, 'secret']);
    expect(proxy.asked.at(-1)?.target).toBe(`a.test:${secured.port}`);
    // The credentials are the proxy's alone.
    expect(secured.requests[0]?.text).not.toMatch(/proxy-authorization/i);
    const timings = other.entries.find(({ kind }) => kind === 'open');
    expect(timings).toMatchObject({ timings: { proxyMs: expect.any(Number) as number } });
  });

  test.each([
    [
      'HTTP without credentials',
      () => startHttpProxy({ credentials: CREDENTIALS }),
      'http',
      'proxy-auth',
    ],
    [
      'HTTP that says no',
      () => startHttpProxy({ answer: 'HTTP/1.1 403 Forbidden\r\n\r\n' }),
      'http',
      'proxy-refused',
    ],
    [
      'HTTP that speaks something else',
      () => startHttpProxy({ answer: 'SSH-2.0-x\r\n\r\n' }),
      'http',
      'proxy-refused',
    ],
    [
      'an endless head',
      () => startHttpProxy({ answer: 'x'.repeat(100_000) }),
      'http',
      'proxy-refused',
    ],
    [
      'SOCKS5 without credentials',
      () => startSocksProxy({ credentials: CREDENTIALS }),
      'socks5',
      'proxy-auth',
    ],
    ['SOCKS5 that says no', () => startSocksProxy({ reply: 2 }), 'socks5', 'proxy-refused'],
    ['SOCKS5 that cannot reach it', () => startSocksProxy({ reply: 4 }), 'socks5', 'proxy-refused'],
    [
      'HTTP in place of SOCKS5',
      () => startHttpProxy({ answer: 'HTTP/1.1 400 x\r\n\r\n' }),
      'socks5',
      null,
    ],
  ] as const)('%s is told', async (_name, start, scheme, kind) => {
    await using proxy = await start();
    const run = await collect(
      aRequest('https://a.test/', { transport: { connectTimeoutMs: 1_000 } }),
      { deps: { environment: through(`${scheme}://127.0.0.1:${proxy.port}`) } },
    );
    expect(run.end).toMatchObject({
      kind: 'failed',
      error: { kind: kind ?? 'connect-timeout', afterHeaders: false },
    });
    expect(run.sink.sent).toMatchObject([{ wentOut: false }]);
  });

  test('wrong SOCKS5 credentials, and a proxy that is not there or has a bad certificate', async () => {
    await using socks = await startSocksProxy({ credentials: CREDENTIALS });
    const wrong = { username: 'me', password: 'no' };
    const own = createCertificate({ subject: 'self', altNames: ['127.0.0.1'] });
    await using stranger = await startHttpProxy({ tls: own });
    for (const [environment, kind] of [
      [through(`socks5://127.0.0.1:${socks.port}`, wrong), 'proxy-auth'],
      [through('http://127.0.0.1:1'), 'proxy-unreachable'],
      [through('nonsense://x'), 'proxy-unreachable'],
      [through(`https://127.0.0.1:${stranger.port}`), 'proxy-unreachable'],
    ] as const) {
      const run = await collect(aRequest('http://a.test/'), { deps: { environment } });
      expect(run.end).toMatchObject({ kind: 'failed', error: { kind } });
    }
  });

  test('of the system: the next one where the first is not there', async () => {
    await using proxy = await startHttpProxy();
    await using server = await startScriptedServer((connection) =>
      connection.write('HTTP/1.1 204 No Content\r\n\r\n'),
    );
    const asked: string[] = [];
    const environment: HttpEnvironment = {
      ...BARE_ENVIRONMENT,
      proxy: { kind: 'system' },
      systemProxy: async (url) => {
        asked.push(url.href);
        return parsePacAnswer(`PROXY 127.0.0.1:1; PROXY 127.0.0.1:${proxy.port}; DIRECT`);
      },
    };
    const url = `http://a.test:${server.port}/`;
    const run = await collect(aRequest(url), { deps: { environment } });
    expect(run.end).toEqual({ kind: 'ended' });
    expect(proxy.asked).toHaveLength(1);
    // What runs on this computer needs no proxy.
    await collect(aRequest(server.origin), { deps: { environment } });
    expect(asked).toEqual([url]);
  });
});

describe('which proxy', () => {
  test.each([
    ['proxy.test:3128', { scheme: 'http', host: 'proxy.test', port: 3128 }],
    ['http://proxy.test', { scheme: 'http', host: 'proxy.test', port: 80 }],
    ['https://proxy.test:80', { scheme: 'https', host: 'proxy.test', port: 80 }],
    ['https://proxy.test', { scheme: 'https', port: 443 }],
    [
      'socks5h://u:p%40@[::1]',
      { scheme: 'socks5', host: '::1', port: 1080, username: 'u', password: 'p@' },
    ],
    ['socks4://x', null],
    ['http://', null],
    ['://', null],
  ])('%s', (text, expected) => {
    const parsed = parseProxy(text);
    if (expected === null) expect(parsed).toBeNull();
    else expect(parsed).toMatchObject(expected);
  });

  test.each([
    ['http://example.com/', 'example.com', true],
    ['http://a.example.com/', 'example.com', true],
    ['http://a.example.com/', '*.example.com', true],
    ['http://a.example.com/', '.example.com', true],
    ['http://notexample.com/', 'example.com', false],
    ['http://example.com.evil.test/', 'example.com', false],
    ['https://example.com/', 'example.com:443', true],
    ['https://example.com/', 'example.com:80', false],
    ['http://10.1.2.3/', '10.0.0.0/8', true],
    ['http://11.1.2.3/', '10.0.0.0/8', false],
    ['http://[fd00::1]/', 'fd00::/8', true],
    ['http://127.0.0.1/', '127.0.0.1', true],
    ['http://[::1]/', '[::1]', true],
    ['http://anything/', '*', true],
    ['http://anything/', '', false],
  ])('%s past %s: %s', (url, pattern, expected) => {
    expect(isBypassed(new URL(url), [pattern])).toBe(expected);
  });

  test('a manual one, and the environment', async () => {
    const url = new URL('http://a.test/');
    const manual = { url: 'http://p', username: '', password: '', bypass: ['b.test'] };
    expect(toManualRoute(url, manual)).toMatchObject({ host: 'p' });
    expect(toManualRoute(new URL('http://b.test/'), manual)).toBeNull();
    expect(toManualRoute(url, { ...manual, url: 'x://' })).toBeUndefined();
    const from = (env: Record<string, string>, target: string) =>
      createEnvironmentProxy(env)(new URL(target));
    expect(await from({ HTTPS_PROXY: 'p:1' }, 'https://a/')).toMatchObject([{ port: 1 }]);
    expect(await from({ all_proxy: 'socks5://p' }, 'http://a/')).toMatchObject([
      { scheme: 'socks5' },
    ]);
    expect(await from({ HTTP_PROXY: 'p:1' }, 'http://a/')).toMatchObject([{ port: 1 }]);
    // A web server sets HTTP_PROXY from a field that its client sends.
    expect(await from({ HTTP_PROXY: 'p:1', REQUEST_METHOD: 'GET' }, 'http://a/')).toEqual([null]);
    expect(await from({ http_proxy: 'p:1', NO_PROXY: 'x, a' }, 'http://a/')).toEqual([null]);
  });

  test.each([
    ['DIRECT', [null]],
    ['', [null]],
    ['PROXY a:1;SOCKS b:2; HTTPS c', [{ port: 1 }, { scheme: 'socks5' }, { port: 443 }]],
    ['QUIC x:1; DIRECT', [null]],
  ])('a script’s answer %j', (answer, expected) => {
    expect(parsePacAnswer(answer)).toMatchObject(expected);
  });
});
