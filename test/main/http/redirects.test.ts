import { describe, expect, test } from 'vitest';
import { BARE_ENVIRONMENT } from '../../../main/http/http-environment.ts';
import type { HttpEnvironment } from '../../../main/http/http-environment.ts';
import { toBasicValue } from '../../../main/http/auth/authenticator.ts';
import type { RequestDefinition } from '../../../shared/model/request.ts';
import type { RequestBody } from '../../../shared/model/request-body.ts';
import { createCertificate } from '../../support/certificates.ts';
import { aRequest, collect } from '../../support/collect.ts';
import { startScriptedServer } from '../../support/scripted-server.ts';
import { startTlsServer } from '../../support/tls-server.ts';

const SECRET = 'sesame-öffne-dich&=%';
const STATUSES = [301, 302, 303, 307, 308] as const;
const START = 'http://api.test/start';

/** Where a redirect leads, and whether that is another origin. */
const PLACES = [
  ['the same origin', '/next', false],
  ['the same origin, as a whole URL', 'http://api.test:80/next', false],
  ['another port', 'http://api.test:8080/next', true],
  ['another host', 'http://evil.test/next', true],
  ['a host under it', 'http://sub.api.test/next', true],
  ['a host that its name begins', 'http://api.test.evil.test/next', true],
  ['userinfo of another host', 'http://u:p@evil.test/next', true],
  ['userinfo that looks like the host', 'http://api.test@evil.test/next', true],
  ['a URL without a scheme', '//evil.test/next', true],
] as const;

/** Where a secret stands in the request, and how it looks on the wire. */
const CARRIERS: readonly (readonly [string, Partial<RequestDefinition>])[] = [
  ['Authorization', { headers: [{ name: 'Authorization', value: `Own ${toValue()}` }] }],
  ['Cookie', { headers: [{ name: 'Cookie', value: `a=${toValue()}` }] }],
  ['Proxy-Authorization', { headers: [{ name: 'proxy-authorization', value: toValue() }] }],
  ['a field with a secret', { headers: [{ name: 'X-Api-Key', value: `k-${toValue()}` }] }],
  ['basic auth', { auth: { kind: 'basic', username: 'u', password: SECRET } }],
  ['bearer auth', { auth: { kind: 'bearer', token: toValue() } }],
  [
    'an API key in a field',
    { auth: { kind: 'api-key', name: 'X-Other', value: toValue(), placement: 'header' } },
  ],
  [
    'an API key in the query',
    { auth: { kind: 'api-key', name: 'key', value: SECRET, placement: 'query' } },
  ],
  ['the query', { url: `${START}?key=${encodeURIComponent(SECRET)}` }],
];

const BODIES: readonly (readonly [string, RequestBody])[] = [
  ['text', { kind: 'text', text: `a ${SECRET} b` }],
  ['JSON', { kind: 'json', text: JSON.stringify({ a: SECRET }) }],
  ['a form', { kind: 'form-urlencoded', fields: [{ name: 'a', value: SECRET }] }],
  [
    'a multipart part',
    {
      kind: 'multipart',
      parts: [{ kind: 'text', name: 'a', value: SECRET, contentType: null }],
    },
  ],
];

/** Header fields are octets. */
function toValue(): string {
  return Buffer.from(SECRET, 'utf8').toString('latin1');
}

/** Every way in which the secret can be written; the wire may hold none of them. */
const FORMS = [
  SECRET,
  toValue(),
  encodeURIComponent(SECRET),
  new URLSearchParams([['a', SECRET]]).toString().slice(2),
  toBasicValue('u', SECRET).slice('Basic '.length),
  'sesame',
];
const SECRETS = [SECRET, toValue(), toBasicValue('u', SECRET).slice(6)];

/** Sends a request whose first answer is a redirect. A proxy stands for all hosts, and keeps the raw bytes. */
async function follow(changes: Partial<RequestDefinition>, status: number, location: string) {
  await using proxy = await startScriptedServer((connection) =>
    connection.write(
      connection.request.head.includes('/start')
        ? `HTTP/1.1 ${status} Go\r\nLocation: ${location}\r\nContent-Length: 0\r\n\r\n`
        : 'HTTP/1.1 204 No Content\r\n\r\n',
    ),
  );
  const environment: HttpEnvironment = {
    ...BARE_ENVIRONMENT,
    proxy: { kind: 'manual', url: proxy.origin, username: '', password: '', bypass: [] },
    secrets: SECRETS,
  };
  const run = await collect(aRequest(START, { method: 'POST', ...changes }), {
    deps: { environment },
  });
  const [first, second] = proxy.connections.map(
    ({ request }) => request.head + request.body.toString('latin1'),
  );
  const opens = run.entries.filter((entry) => entry.kind === 'open');
  return { run, first: first ?? '', second, redirect: opens[0]?.redirect ?? null };
}

const leaks = (text: string): boolean =>
  FORMS.some((form) => text.includes(form) || text.includes(toLatin1(form)));
const toLatin1 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

describe('T18: what belongs to one origin stays there', () => {
  describe.each(PLACES)('%s', (_place, location, isOther) => {
    test.each(CARRIERS)('%s', async (_carrier, changes) => {
      for (const status of STATUSES) {
        const { first, second, redirect } = await follow(changes, status, location);
        expect(leaks(first)).toBe(true);
        expect(second).toBeDefined();
        expect(redirect).toMatchObject({ refusal: null });
        if (isOther) expect(leaks(second ?? '')).toBe(false);
        // The query is the server's to repeat; everything else goes along.
        else if (!('url' in changes)) expect(leaks(second ?? '')).toBe(true);
        expect(second).not.toMatch(/u:p@|api\.test@/);
      }
    });

    test.each(BODIES)('%s with a secret', async (_carrier, body) => {
      for (const status of STATUSES) {
        const { run, second, redirect } = await follow({ body }, status, location);
        const keepsBody = status >= 307;
        if (isOther && keepsBody) {
          expect(second).toBeUndefined();
          expect(redirect).toMatchObject({ refusal: 'secret-in-body' });
          expect(run.entries).toContainEqual(
            expect.objectContaining({ problem: 'redirect-stopped', detail: 'secret-in-body' }),
          );
          expect(run.end).toEqual({ kind: 'ended' });
        } else {
          expect(second).toBeDefined();
          expect(leaks(second ?? '')).toBe(keepsBody);
        }
      }
    });

    test('a place that repeats the secret in its address', async () => {
      const base = new URL(location, START).href;
      const to = `${base}?again=${encodeURIComponent(SECRET)}`;
      for (const status of STATUSES) {
        const { second, redirect } = await follow({}, status, to);
        expect(second === undefined).toBe(isOther);
        expect(redirect?.refusal).toBe(isOther ? 'secret-in-url' : null);
      }
    });
  });

  test('what was left behind does not come back with a redirect home', async () => {
    await using proxy = await startScriptedServer((connection) => {
      const { head } = connection.request;
      const to = head.includes('/start')
        ? 'http://evil.test/hop'
        : head.includes('/hop')
          ? 'http://api.test/home'
          : null;
      return connection.write(
        to === null
          ? 'HTTP/1.1 204 No Content\r\n\r\n'
          : `HTTP/1.1 302 Go\r\nLocation: ${to}\r\nContent-Length: 0\r\n\r\n`,
      );
    });
    await collect(aRequest(START, { auth: { kind: 'basic', username: 'u', password: SECRET } }), {
      deps: {
        environment: {
          ...BARE_ENVIRONMENT,
          proxy: { kind: 'manual', url: proxy.origin, username: '', password: '', bypass: [] },
        },
      },
    });
    const heads = proxy.connections.map(({ request }) => request.head);
    expect(heads.map((head) => /^authorization:/im.test(head))).toEqual([true, false, false]);
  });

  test('names of the fields that were left out are told', async () => {
    const headers = [
      { name: 'Cookie', value: 'a=b' },
      { name: 'X-Plain', value: '1' },
      { name: 'X-Api-Key', value: toValue() },
    ];
    const { redirect } = await follow({ headers }, 302, 'http://evil.test/');
    expect(redirect).toEqual({
      to: 'http://evil.test/',
      refusal: null,
      dropped: ['Cookie', 'X-Api-Key'],
    });
  });
});

describe('from https', () => {
  const authority = createCertificate({ subject: 'Test Root', isAuthority: true });
  const server = createCertificate({
    subject: 'server',
    altNames: ['127.0.0.1'],
    issuer: authority,
  });
  const client = createCertificate({ subject: 'the client', issuer: authority });
  const options = {
    cert: server.certificate,
    key: server.key,
    ca: authority.certificate,
    requestCert: true,
    rejectUnauthorized: false,
  };
  const trust = {
    authorities: [authority.certificate],
    clientCertificates: [
      {
        host: '127.0.0.1',
        identity: { kind: 'pem', certificate: client.certificate, key: client.key },
        passphrase: '',
      },
    ],
  } as const;
  const environment: HttpEnvironment = { ...BARE_ENVIRONMENT, trust };

  test('down to http a redirect stops, with a question', async () => {
    await using plain = await startScriptedServer((connection) =>
      connection.write('HTTP/1.1 204 No Content\r\n\r\n'),
    );
    for (const status of STATUSES) {
      await using secure = await startTlsServer(
        options,
        () =>
          `HTTP/1.1 ${status} Go\r\nLocation: ${plain.origin}/next\r\nContent-Length: 0\r\n\r\n`,
      );
      const run = await collect(aRequest(secure.origin), { deps: { environment } });
      expect(run.entries.find(({ kind }) => kind === 'open')).toMatchObject({
        redirect: { to: `${plain.origin}/next`, refusal: 'downgrade' },
      });
      expect(plain.connections).toHaveLength(0);
    }
    await using secure = await startTlsServer(
      options,
      () => `HTTP/1.1 302 Go\r\nLocation: ${plain.origin}/next\r\nContent-Length: 0\r\n\r\n`,
    );
    const allowed = await collect(
      aRequest(secure.origin, {
        auth: { kind: 'bearer', token: 'sesame' },
        exceptions: { untrustedOrigins: [], downgradeOrigins: [plain.origin] },
      }),
      { deps: { environment } },
    );
    expect(allowed.end).toEqual({ kind: 'ended' });
    expect(plain.connections).toHaveLength(1);
    expect(plain.connections[0]?.request.head).not.toContain('sesame');
  });

  test('a client certificate goes to its origin only', async () => {
    await using other = await startTlsServer(options, () => 'HTTP/1.1 204 No Content\r\n\r\n');
    for (const status of STATUSES) {
      await using secure = await startTlsServer(options, (text) =>
        text.includes('/start')
          ? `HTTP/1.1 ${status} Go\r\nLocation: /home\r\nContent-Length: 0\r\n\r\n`
          : `HTTP/1.1 ${status} Go\r\nLocation: ${other.origin}/\r\nContent-Length: 0\r\n\r\n`,
      );
      const run = await collect(aRequest(`${secure.origin}/start`), { deps: { environment } });
      expect(run.end).toEqual({ kind: 'ended' });
      expect(secure.requests.map(({ clientName }) => clientName)).toEqual([
        'the client',
        'the client',
      ]);
    }
    expect(other.requests.map(({ clientName }) => clientName)).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
  });
});

describe('methods and content', () => {
  const body = { kind: 'json', text: '{"a":1}' } as const;

  test.each([
    [301, 'POST', 'GET'],
    [302, 'POST', 'GET'],
    [303, 'POST', 'GET'],
    [307, 'POST', 'POST'],
    [308, 'POST', 'POST'],
    [301, 'PUT', 'PUT'],
    [302, 'PATCH', 'PATCH'],
    [303, 'PUT', 'GET'],
    [303, 'DELETE', 'GET'],
    [303, 'HEAD', 'HEAD'],
    [301, 'HEAD', 'HEAD'],
    [303, 'GET', 'GET'],
  ] as const)('%i after %s asks with %s', async (status, method, next) => {
    const own = /GET|HEAD/.test(method) ? ({ kind: 'none' } as const) : body;
    const { second } = await follow({ method, body: own }, status, '/next');
    expect(second?.split(' ')[0]).toBe(next);
    const hasBody = own.kind !== 'none' && next !== 'GET';
    expect(second?.includes('{"a":1}')).toBe(hasBody);
    expect(/^content-type:/im.test(second ?? '')).toBe(hasBody);
  });

  test('method and content stay on every status where that is set', async () => {
    for (const status of STATUSES) {
      const transport = { redirectMethod: 'keep' } as const;
      const { second } = await follow({ method: 'POST', body, transport }, status, '/next');
      expect(second).toMatch(/^POST [^]*\{"a":1\}$/);
    }
  });

  test.each([
    [
      'not followed where that is switched off',
      { followsRedirects: false },
      '/next',
      'switched-off',
    ],
    ['no usable Location', {}, 'http://[', 'no-location'],
    ['another scheme', {}, 'file:///etc/passwd', 'scheme'],
    ['a script', {}, 'javascript:alert(1)', 'scheme'],
  ] as const)('%s', async (_name, transport, location, refusal) => {
    const { run, second, redirect } = await follow({ transport }, 302, location);
    expect(second).toBeUndefined();
    expect(redirect?.refusal).toBe(refusal);
    expect(run.end).toEqual({ kind: 'ended' });
  });

  test.each([300, 304, 305, 306, 200, 201])('%i with a Location is none', async (status) => {
    const { second, redirect } = await follow({}, status, '/next');
    expect(second).toBeUndefined();
    expect(redirect).toBeNull();
  });

  test('as many are followed as are set, and the one more is an error with its address', async () => {
    for (const redirectsMax of [0, 1, 3]) {
      await using server = await startScriptedServer((connection) =>
        connection.write('HTTP/1.1 302 Go\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n'),
      );
      const run = await collect(aRequest(server.origin, { transport: { redirectsMax } }));
      expect(server.connections).toHaveLength(redirectsMax + 1);
      expect(run.end).toMatchObject({ kind: 'failed', error: { kind: 'too-many-redirects' } });
      expect(run.sink.sent).toHaveLength(redirectsMax + 1);
    }
  });

  test('the fragment goes along, and userinfo of the URL is basic authentication', async () => {
    await using server = await startScriptedServer((connection, index) =>
      connection.write(
        index === 0
          ? 'HTTP/1.1 302 Go\r\nLocation: next?a#\r\nContent-Length: 0\r\n\r\n'
          : 'HTTP/1.1 204 No Content\r\n\r\n',
      ),
    );
    await collect(aRequest(`http://u:p%40@127.0.0.1:${server.port}/a/b#part`));
    const heads = server.connections.map(({ request }) => request.head);
    expect(heads.map((head) => head.split(' ')[1])).toEqual(['/a/b', '/a/next?a']);
    expect(heads.every((head) => head.includes(toBasicValue('u', 'p@')))).toBe(true);
  });
});
