import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { TlsOptions } from 'node:tls';
import { BARE_ENVIRONMENT } from '../../../main/http/http-environment.ts';
import type { HttpEnvironment } from '../../../main/http/http-environment.ts';
import { findClientCertificate } from '../../../main/http/connect/client-certificate.ts';
import type { ClientCertificate } from '../../../main/http/connect/client-certificate.ts';
import { createTransport } from '../../../main/http/transport.ts';
import { checkPemPair, checkPkcs12 } from '../../../main/http/connect/read-certificate.ts';
import type { NetworkErrorKind } from '../../../shared/model/network-error.ts';
import { createCertificate } from '../../support/certificates.ts';
import type { TestCertificate } from '../../support/certificates.ts';
import { aRequest, collect } from '../../support/collect.ts';
import { PKCS12_BYTES, PKCS12_CERTIFICATE, PKCS12_LOCKED_KEY } from '../../support/pkcs12.ts';
import { startScriptedServer } from '../../support/scripted-server.ts';
import { startTlsServer } from '../../support/tls-server.ts';

const root = createCertificate({ subject: 'Test Root', isAuthority: true });
const middle = createCertificate({ subject: 'Middle', isAuthority: true, issuer: root });
const HERE = { subject: 'server', altNames: ['127.0.0.1'] };
const good = createCertificate({ ...HERE, issuer: root });
const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

function trusting(...clientCertificates: readonly ClientCertificate[]): HttpEnvironment {
  return {
    ...BARE_ENVIRONMENT,
    trust: { authorities: [root.certificate], clientCertificates },
  };
}

const pair = (own: TestCertificate, ...chain: readonly TestCertificate[]): TlsOptions => ({
  cert: [own, ...chain].map(({ certificate }) => certificate).join(''),
  key: own.key,
});

describe('T26: certificates', () => {
  const under = createCertificate({ ...HERE, issuer: middle });
  const cases: readonly (readonly [string, TlsOptions, NetworkErrorKind])[] = [
    [
      'expired',
      pair(createCertificate({ ...HERE, issuer: root, fromDays: -9, toDays: -1 })),
      'tls-expired',
    ],
    [
      'not valid yet',
      pair(createCertificate({ ...HERE, issuer: root, fromDays: 1, toDays: 9 })),
      'tls-expired',
    ],
    [
      'of another host',
      pair(createCertificate({ subject: 's', altNames: ['b.test'], issuer: root })),
      'tls-wrong-host',
    ],
    [
      'with the host as its subject only',
      pair(createCertificate({ subject: '127.0.0.1', altNames: ['b.test'], issuer: root })),
      'tls-wrong-host',
    ],
    ['signed by itself', pair(createCertificate(HERE)), 'tls-untrusted'],
    [
      'of an unknown authority',
      pair(
        createCertificate({
          ...HERE,
          issuer: createCertificate({ subject: 'Other', isAuthority: true }),
        }),
      ),
      'tls-untrusted',
    ],
    [
      'of an authority of the same name',
      pair(
        createCertificate({
          ...HERE,
          issuer: createCertificate({ subject: 'Test Root', isAuthority: true }),
        }),
      ),
      'tls-untrusted',
    ],
    ['without the link between', pair(under), 'tls-untrusted'],
    [
      'with a link that is no authority',
      pair(createCertificate({ ...HERE, issuer: good }), good),
      'tls-untrusted',
    ],
    [
      'over TLS 1.0',
      { ...pair(good), minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' },
      'tls-failed',
    ],
    [
      'over TLS 1.1',
      {
        ...pair(good),
        minVersion: 'TLSv1.1',
        maxVersion: 'TLSv1.1',
        ciphers: 'DEFAULT@SECLEVEL=0',
      },
      'tls-failed',
    ],
  ];

  test.each(cases)('%s fails closed, and nothing is sent', async (_name, options, kind) => {
    await using server = await startTlsServer(options, () => OK);
    const run = await collect(
      aRequest(server.origin, { headers: [{ name: 'X-Secret', value: 'sesame' }] }),
      { deps: { environment: trusting() } },
    );
    expect(run.end).toMatchObject({ kind: 'failed', error: { kind, phase: 'tls' } });
    expect(server.requests).toHaveLength(0);
    expect(run.sink.sent).toMatchObject([{ wentOut: false }]);
    if (run.end.kind === 'failed' && kind !== 'tls-failed') {
      const { certificates } = run.end.error;
      expect(certificates[0]?.fingerprint256).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    }
  });

  test('a chain in any order, down from an own authority, is verified and told', async () => {
    for (const chain of [[middle], [root, middle]]) {
      await using server = await startTlsServer(pair(under, ...chain), () => OK);
      const run = await collect(aRequest(server.origin), { deps: { environment: trusting() } });
      const open = run.entries.find((entry) => entry.kind === 'open');
      expect(open?.tls).toMatchObject({
        version: 'TLSv1.3',
        cipher: expect.stringMatching(/^TLS_/) as string,
        trustProblem: null,
        sentCertificate: false,
      });
      expect(open?.tls?.chain.map(({ subject, isAuthority }) => [subject, isAuthority])).toEqual([
        ['CN=server', false],
        ['CN=Middle', true],
        ['CN=Test Root', true],
      ]);
      expect(open?.tls?.chain[0]).toMatchObject({
        issuer: 'CN=Middle',
        altNames: ['IP Address:127.0.0.1'],
        key: 'EC prime256v1',
      });
      expect(open?.timings.tlsMs).toBeGreaterThan(open?.timings.connectMs ?? 0);
    }
  });

  test('"allow once" is for one origin and one request, is told, and no redirect inherits it', async () => {
    const self = pair(createCertificate(HERE));
    await using other = await startTlsServer(self, () => OK);
    await using server = await startTlsServer(self, (text) =>
      text.startsWith('GET /away')
        ? `HTTP/1.1 302 Go\r\nLocation: ${other.origin}/\r\nContent-Length: 0\r\n\r\n`
        : OK,
    );
    const exceptions = { untrustedOrigins: [server.origin], downgradeOrigins: [] };
    const allowed = await collect(aRequest(server.origin, { exceptions }));
    expect(allowed.end).toEqual({ kind: 'ended' });
    expect(allowed.entries).toContainEqual(
      expect.objectContaining({
        problem: 'certificate-not-verified',
        detail: 'DEPTH_ZERO_SELF_SIGNED_CERT',
      }),
    );
    expect(allowed.entries.find((entry) => entry.kind === 'open')?.tls?.trustProblem).toBe(
      'DEPTH_ZERO_SELF_SIGNED_CERT',
    );
    const next = await collect(aRequest(server.origin));
    expect(next.end).toMatchObject({ error: { kind: 'tls-untrusted' } });
    const away = await collect(aRequest(`${server.origin}/away`, { exceptions }));
    expect(away.end).toMatchObject({ error: { kind: 'tls-untrusted' } });
    expect(other.requests).toHaveLength(0);
    const elsewhere = await collect(aRequest(other.origin, { exceptions }));
    expect(elsewhere.end).toMatchObject({ error: { kind: 'tls-untrusted' } });
  });

  test('a connection that was allowed once is not used again by a request that checks', async () => {
    const transport = createTransport();
    await using server = await startTlsServer(pair(createCertificate(HERE)), () => OK);
    const exceptions = { untrustedOrigins: [server.origin], downgradeOrigins: [] };
    const first = await collect(aRequest(server.origin, { exceptions }), { deps: { transport } });
    const second = await collect(aRequest(server.origin), { deps: { transport } });
    expect(first.end.kind).toBe('ended');
    expect(second.end).toMatchObject({ error: { kind: 'tls-untrusted' } });
  });

  test('a server that speaks no TLS, or nothing', async () => {
    await using plain = await startScriptedServer(() => undefined);
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    const talker = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.write('HTTP/1.1 400 Bad\r\n\r\n');
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => talker.once('listening', resolve));
    const portOf = (server: typeof silent): number => (server.address() as { port: number }).port;
    for (const [port, kind] of [
      [portOf(talker), 'tls-failed'],
      [portOf(silent), 'connect-timeout'],
      [plain.port, 'connect-timeout'],
    ] as const) {
      const run = await collect(
        aRequest(`https://127.0.0.1:${port}/`, { transport: { connectTimeoutMs: 500 } }),
      );
      expect(run.end).toMatchObject({ error: { kind, phase: 'tls' } });
    }
    silent.close();
    talker.close();
  });
});

describe('client certificates', () => {
  const client = createCertificate({ subject: 'the client', issuer: root });
  const wants: TlsOptions = {
    ...pair(good),
    ca: [root.certificate, PKCS12_CERTIFICATE],
    requestCert: true,
  };
  const pem = (host: string): ClientCertificate => ({
    host,
    identity: { kind: 'pem', certificate: client.certificate, key: client.key },
    passphrase: '',
  });

  test.each([
    ['PEM', pem('127.0.0.1'), 'the client'],
    [
      'PKCS12',
      {
        host: '127.0.0.1',
        identity: { kind: 'pkcs12', bytes: PKCS12_BYTES },
        passphrase: 'sesame',
      },
      'pkcs12 client',
    ],
    [
      'PEM with a locked key',
      {
        host: '127.0.0.1',
        identity: { kind: 'pem', certificate: PKCS12_CERTIFICATE, key: PKCS12_LOCKED_KEY },
        passphrase: 'sesame',
      },
      'pkcs12 client',
    ],
  ] as const)('%s', async (_name, certificate, subject) => {
    await using server = await startTlsServer(wants, () => OK);
    const run = await collect(aRequest(server.origin), {
      deps: { environment: trusting(certificate) },
    });
    expect(run.end).toEqual({ kind: 'ended' });
    expect(server.requests[0]?.clientName).toBe(subject);
  });

  test.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'none, and one that is not taken, over %s',
    async (version) => {
      await using server = await startTlsServer(
        { ...wants, minVersion: version, maxVersion: version },
        () => OK,
      );
      const stranger = createCertificate({ subject: 'stranger' });
      for (const certificates of [
        [],
        [
          {
            host: '127.0.0.1',
            identity: { kind: 'pem', certificate: stranger.certificate, key: stranger.key },
            passphrase: '',
          } as const,
        ],
      ]) {
        const run = await collect(aRequest(server.origin), {
          deps: { environment: trusting(...certificates) },
        });
        expect(run.end.kind).toBe('failed');
        // With TLS 1.3 the refusal may be lost behind the reset that follows it.
        if (run.end.kind === 'failed') {
          expect(['client-certificate', 'tls-failed', 'connection-reset']).toContain(
            run.end.error.kind,
          );
        }
        expect(server.requests).toHaveLength(0);
      }
    },
  );

  test('a key that is locked otherwise is told as a failed connection, not thrown', async () => {
    await using server = await startTlsServer(wants, () => OK);
    const run = await collect(aRequest(server.origin), {
      deps: {
        environment: trusting({
          host: '127.0.0.1',
          identity: { kind: 'pkcs12', bytes: PKCS12_BYTES },
          passphrase: 'wrong',
        }),
      },
    });
    expect(run.end).toMatchObject({ kind: 'failed', error: { phase: 'tls' } });
  });

  test.each([
    ['api.test', 443, 'api'],
    ['API.test', 443, 'api'],
    ['api.test', 8443, 'api on 8443'],
    ['x.api.test', 443, 'star'],
    ['y.x.api.test', 443, null],
    ['apixtest', 443, null],
    ['::1', 443, 'v6'],
    ['::1', 8443, 'v6 on 8443'],
    ['other.test', 443, null],
  ])('for %s port %i it is %s', (host, port, expected) => {
    const named = [
      ['api.test', 'api'],
      ['api.test:8443', 'api on 8443'],
      ['*.api.test', 'star'],
      ['[::1]', 'v6'],
      ['[::1]:8443', 'v6 on 8443'],
    ] as const;
    const certificates = named.map(([pattern, name]) => ({ ...pem(pattern), passphrase: name }));
    expect(findClientCertificate(certificates, { host, port })?.passphrase ?? null).toBe(expected);
  });

  test('files are checked when they are added', () => {
    expect(checkPemPair(client.certificate, client.key, '')).toMatchObject({
      ok: true,
      value: { subjects: ['CN=the client'] },
    });
    const problemOf = (result: ReturnType<typeof checkPemPair>): string =>
      result.ok ? 'none' : result.error.problem;
    expect(problemOf(checkPemPair(client.certificate, good.key, ''))).toBe('not-a-pair');
    expect(problemOf(checkPemPair('x', client.key, ''))).toBe('not-a-certificate');
    expect(problemOf(checkPemPair(client.certificate, 'x', ''))).toBe('not-a-key');
    expect(problemOf(checkPemPair(PKCS12_CERTIFICATE, PKCS12_LOCKED_KEY, ''))).toBe(
      'wrong-passphrase',
    );
    expect(problemOf(checkPemPair(PKCS12_CERTIFICATE, PKCS12_LOCKED_KEY, 'sesame'))).toBe('none');
    expect(problemOf(checkPkcs12(PKCS12_BYTES, 'sesame'))).toBe('none');
    expect(problemOf(checkPkcs12(PKCS12_BYTES, 'wrong'))).toBe('wrong-passphrase');
    expect(problemOf(checkPkcs12(Buffer.from('x'), ''))).toBe('not-a-certificate');
  });
});
