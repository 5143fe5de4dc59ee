import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBrotliCompress, createDeflate, createGzip } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createConfinedFiles } from '../../../main/http/body/confined-files.ts';
import { BARE_ENVIRONMENT } from '../../../main/http/http-environment.ts';
import type { HttpEnvironment } from '../../../main/http/http-environment.ts';
import { CookieJar, MEMORY_STORAGE } from '../../../main/http/cookies/cookie-jar.ts';
import type { RequestDefinition } from '../../../shared/model/request.ts';
import type { RequestAuth } from '../../../shared/model/request-auth.ts';
import type { RequestBody } from '../../../shared/model/request-body.ts';
import type { StreamSettings } from '../../../shared/model/stream-settings.ts';
import { createCertificate } from '../../support/certificates.ts';
import { aRequest, collect, skippingClock } from '../../support/collect.ts';
import { startHttp2Server } from '../../support/http2-server.ts';
import { startHttpProxy, startSocksProxy } from '../../support/proxies.ts';
import { startScriptedServer } from '../../support/scripted-server.ts';

const root = createCertificate({ subject: 'Test Root', isAuthority: true });
const own = createCertificate({
  subject: 's',
  altNames: ['127.0.0.1', 'a.test'],
  issuer: root,
});

let folder: string;
let environment: HttpEnvironment;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tideline-streams-'));
  await writeFile(join(folder, 'a.txt'), 'of a file');
  environment = {
    ...BARE_ENVIRONMENT,
    files: createConfinedFiles({ folder, start: folder, isGranted: () => false }),
    trust: { authorities: [root.certificate], clientCertificates: [] },
    getToken: async () => ({ ok: true, value: 'sesame' }),
  };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Asked for again after its end, with the id: what a stream is about. */
const RESUMING: StreamSettings = {
  readAs: 'auto',
  reconnect: 'browser',
  reconnectionTimeMs: 1_000,
  attemptsMax: 3,
  retriesFirstFailure: true,
  lastEventId: null,
  stallAfterMs: null,
};
const CHALLENGE =
  'HTTP/1.1 401 No\r\nWWW-Authenticate: Digest realm="r", nonce="n", qop="auth", algorithm=SHA-256\r\n' +
  'Content-Length: 0\r\n\r\n';

/** A stream of two connections: two events, a cut, and the third one after the right id; then 204. */
async function streamTwice(
  changes: Partial<RequestDefinition>,
  options: {
    readonly environment?: Partial<HttpEnvironment>;
    readonly host?: string;
  } = {},
) {
  let served = 0;
  await using server = await startScriptedServer(async (connection) => {
    const needsAnswer = changes.auth?.kind === 'digest';
    if (needsAnswer && connection.getField('authorization') === null) {
      return connection.write(CHALLENGE);
    }
    served++;
    if (served === 3) return connection.write('HTTP/1.1 204 No Content\r\n\r\n');
    await connection.openStream(['Set-Cookie: seen=1']);
    if (served === 1) {
      await connection.write('id: 1\ndata: a\n\nid: 2\ndata: b\n\ndata: cut');
      // In order: a reset may throw away what was not read yet.
      return connection.end();
    }
    expect(connection.getField('last-event-id')).toBe('2');
    await connection.write('id: 3\ndata: c\n\n');
    connection.end();
  });
  const url = `http://${options.host ?? '127.0.0.1'}:${server.port}/feed`;
  const run = await collect(aRequest(url, { stream: RESUMING, ...changes }), {
    deps: { environment: { ...environment, ...options.environment }, clock: skippingClock() },
  });
  expect(run.events.map(({ data }) => data)).toEqual(['a', 'b', 'c']);
  expect(run.end).toEqual({ kind: 'ended' });
  return server.connections;
}

describe('a stream that is cut and resumed', () => {
  const bodies: readonly (readonly [string, RequestBody])[] = [
    ['no content', { kind: 'none' }],
    ['text', { kind: 'text', text: 'a' }],
    ['JSON', { kind: 'json', text: '{"stream":true}' }],
    ['XML', { kind: 'xml', text: '<a/>' }],
    ['a form', { kind: 'form-urlencoded', fields: [{ name: 'a', value: '1' }] }],
    [
      'multipart with a file',
      {
        kind: 'multipart',
        parts: [
          { kind: 'text', name: 'a', value: '1', contentType: null },
          {
            kind: 'file',
            name: 'f',
            file: { path: 'a.txt' },
            fileName: null,
            contentType: null,
          },
        ],
      },
    ],
    ['a file', { kind: 'file', file: { path: 'a.txt' }, contentType: null }],
    [
      'GraphQL',
      { kind: 'graphql', query: 'subscription { a }', variables: '', operationName: null },
    ],
  ];

  test.each(bodies)('POST with %s: the content goes out each time', async (_name, body) => {
    const connections = await streamTwice({ method: 'POST', body });
    expect(connections).toHaveLength(3);
    const sizes = connections.map(({ request }) => request.body.length);
    expect(new Set(sizes).size).toBe(1);
    expect((sizes[0] ?? 0) > 0).toBe(body.kind !== 'none');
  });

  const auths: readonly (readonly [string, RequestAuth, RegExp])[] = [
    ['basic', { kind: 'basic', username: 'u', password: 'p' }, /^authorization: Basic dTpw$/im],
    ['bearer', { kind: 'bearer', token: 't' }, /^authorization: Bearer t$/im],
    [
      'an API key in a field',
      { kind: 'api-key', name: 'X-Key', value: 'k', placement: 'header' },
      /^x-key: k$/im,
    ],
    [
      'an API key in the query',
      { kind: 'api-key', name: 'key', value: 'k&', placement: 'query' },
      /^GET \/feed\?key=k%26 /,
    ],
    ['digest', { kind: 'digest', username: 'u', password: 'p' }, /^authorization: Digest .*nc=0/im],
    [
      'AWS signatures',
      {
        kind: 'aws-v4',
        accessKeyId: 'K',
        secretAccessKey: 's',
        sessionToken: '',
        region: '',
        service: '',
      },
      /^authorization: AWS4-HMAC-SHA256 Credential=K\/\d{8}\/us-east-1\/execute-api\//im,
    ],
    [
      'OAuth 2',
      {
        kind: 'oauth2',
        settings: {
          grant: 'client-credentials',
          tokenUrl: 'https://x/',
          clientId: 'c',
          clientSecret: '',
          clientAuthentication: 'basic',
          scope: '',
          tokenParameters: [],
          placement: 'header',
          placementName: 'Bearer',
        },
      },
      /^authorization: Bearer sesame$/im,
    ],
  ];

  test.each(auths)('with %s: every attempt authenticates', async (_name, auth, pattern) => {
    const connections = await streamTwice({ auth });
    // The nonce of the first challenge is good for the next attempts.
    expect(connections).toHaveLength(auth.kind === 'digest' ? 4 : 3);
    const answered = auth.kind === 'digest' ? connections.slice(1) : connections;
    for (const { request } of answered) expect(request.head).toMatch(pattern);
    const values = new Set(answered.map((connection) => connection.getField('authorization')));
    if (auth.kind === 'digest') expect(values.size).toBe(3);
  });

  test.each([
    ['an HTTP proxy', 'http', () => startHttpProxy()],
    [
      'an HTTPS proxy',
      'https',
      () => startHttpProxy({ tls: { certificate: own.certificate, key: own.key } }),
    ],
    ['a SOCKS5 proxy', 'socks5', () => startSocksProxy()],
  ] as const)('through %s', async (_name, scheme, start) => {
    await using proxy = await start();
    const url = `${scheme}://127.0.0.1:${proxy.port}`;
    await streamTwice(
      {},
      {
        host: 'a.test',
        environment: { proxy: { kind: 'manual', url, username: '', password: '', bypass: [] } },
      },
    );
    expect(proxy.asked.length).toBeGreaterThanOrEqual(3);
  });

  test('with cookies that the first connection set', async () => {
    const connections = await streamTwice(
      {},
      { environment: { cookies: new CookieJar(MEMORY_STORAGE) } },
    );
    expect(connections.map((connection) => connection.getField('cookie'))).toEqual([
      null,
      'seen=1',
      'seen=1',
    ]);
  });
});

describe('a compressed stream', () => {
  test.each([
    ['gzip', createGzip],
    ['deflate', createDeflate],
    ['br', createBrotliCompress],
  ] as const)('%s: every flush is told at once, on HTTP/1.1 and HTTP/2', async (coding, create) => {
    for (const version of ['1.1', '2'] as const) {
      const seen: (() => void)[] = [];
      const arrived = [1, 2, 3].map(() => new Promise<void>((resolve) => seen.push(resolve)));
      const serve = async (write: (bytes: Buffer) => void, end: () => void): Promise<void> => {
        const encoder = create();
        encoder.on('data', write);
        encoder.on('end', end);
        for (const next of arrived) {
          encoder.write('data: x\n\n');
          await new Promise<void>((resolve) => encoder.flush(() => resolve()));
          await next;
        }
        encoder.end();
      };
      await using old = await startScriptedServer(async (connection) => {
        await connection.openStream([`Content-Encoding: ${coding}`]);
        await serve(
          (bytes) => void connection.write(bytes),
          () => connection.end(),
        );
      });
      await using modern = await startHttp2Server(
        { cert: own.certificate, key: own.key },
        (stream) => {
          stream.respond({
            ':status': 200,
            'content-type': 'text/event-stream',
            'content-encoding': coding,
          });
          void serve(
            (bytes) => void stream.write(bytes),
            () => stream.end(),
          );
        },
      );
      const run = await collect(aRequest(version === '2' ? modern.origin : old.origin), {
        deps: { environment },
        onEntry: (entry) => {
          if (entry.kind === 'event') seen.shift()?.();
        },
      });
      expect([run.events.length, run.end]).toEqual([3, { kind: 'ended' }]);
      expect(run.entries.find((entry) => entry.kind === 'open')?.httpVersion).toBe(
        `HTTP/${version}`,
      );
    }
  });
});

test('a stream over HTTP/2 that is cut is resumed with the id, POST content included', async () => {
  let served = 0;
  const digests: string[] = [];
  await using server = await startHttp2Server(
    { cert: own.certificate, key: own.key },
    (stream, request) => {
      served++;
      digests.push(createHash('sha256').update(request.body).digest('hex'));
      if (served === 3) {
        stream.respond({ ':status': 204 });
        stream.end();
        return;
      }
      stream.respond({ ':status': 200, 'content-type': 'text/event-stream' });
      if (served === 1) {
        stream.write('id: 1\ndata: a\n\n', () => stream.destroy(new Error('cut')));
        return;
      }
      expect(request.fields).toContainEqual(['last-event-id', '1']);
      stream.end('id: 2\ndata: b\n\n');
    },
  );
  const run = await collect(
    aRequest(server.origin, {
      method: 'POST',
      body: { kind: 'json', text: '{"stream":true}' },
      stream: RESUMING,
    }),
    { deps: { environment, clock: skippingClock() } },
  );
  expect(run.events.map(({ data }) => data)).toEqual(['a', 'b']);
  expect(new Set(digests).size).toBe(1);
});
