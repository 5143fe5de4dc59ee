import { constants } from 'node:http2';
import { describe, expect, test } from 'vitest';
import { BARE_ENVIRONMENT } from '../../../main/http/http-environment.ts';
import { createTransport } from '../../../main/http/transport.ts';
import { createCertificate } from '../../support/certificates.ts';
import { aRequest, collect } from '../../support/collect.ts';
import { startHttp2Server } from '../../support/http2-server.ts';
import { startHttpProxy } from '../../support/proxies.ts';
import { startScriptedServer } from '../../support/scripted-server.ts';
import { startTlsServer } from '../../support/tls-server.ts';

const root = createCertificate({ subject: 'Test Root', isAuthority: true });
const own = createCertificate({ subject: 's', altNames: ['127.0.0.1'], issuer: root });
const client = createCertificate({ subject: 'the client', issuer: root });
const tls = { cert: own.certificate, key: own.key };
const environment = {
  ...BARE_ENVIRONMENT,
  trust: {
    authorities: [root.certificate],
    clientCertificates: [
      {
        host: '127.0.0.1',
        identity: { kind: 'pem', certificate: client.certificate, key: client.key },
        passphrase: '',
      },
    ],
  },
} as const;
const deps = { environment };
const EVENTS = { ':status': 200, 'content-type': 'text/event-stream', 'cache-control': 'no-store' };

describe('HTTP/2', () => {
  test('is agreed on, with a client certificate; the head that is told is the one that came', async () => {
    let clientName = '';
    await using server = await startHttp2Server(
      { ...tls, ca: root.certificate, requestCert: true, rejectUnauthorized: true },
      (stream) => {
        const socket = stream.session?.socket as unknown as {
          getPeerCertificate: () => { subject: { CN: string } };
        };
        clientName = socket.getPeerCertificate().subject.CN;
        stream.respond(EVENTS);
        stream.write('id: 1\ndata: a\n\n');
        stream.end('data: b\n\n');
      },
    );
    const run = await collect(
      aRequest(`${server.origin}/a?b=c`, {
        method: 'POST',
        headers: [
          { name: 'X-Twice', value: '1' },
          { name: 'x-twice', value: '2' },
          { name: 'Cookie', value: 'a=1; b=2' },
        ],
        body: { kind: 'json', text: '{"ä":1}' },
        auth: { kind: 'bearer', token: 'sesame' },
      }),
      { deps },
    );
    expect(run.events.map(({ data }) => data)).toEqual(['a', 'b']);
    expect(clientName).toBe('the client');
    const [request] = server.requests;
    expect(request?.body.toString()).toBe('{"ä":1}');
    const [sent] = run.sink.sent;
    expect(sent?.headers.map(({ name, value }) => [name, value])).toEqual(request?.fields);
    expect(request?.fields.slice(0, 6)).toEqual([
      [':method', 'POST'],
      [':scheme', 'https'],
      [':authority', `127.0.0.1:${server.port}`],
      [':path', '/a?b=c'],
      ['x-twice', '1'],
      ['x-twice', '2'],
    ]);
    expect(request?.fields).toContainEqual(['content-length', '8']);
    const open = run.entries.find((entry) => entry.kind === 'open');
    expect(open).toMatchObject({ httpVersion: 'HTTP/2', tls: { alpn: 'h2' } });
    expect(sent).toMatchObject({ httpVersion: 'HTTP/2', target: '/a?b=c', wentOut: true });
  });

  test('fields of a response keep their order and duplicates; 103 and trailers are told', async () => {
    await using server = await startHttp2Server(tls, (stream) => {
      stream.additionalHeaders({ ':status': 103, link: '</a.css>; rel=preload' });
      stream.respond(
        { ':status': 200, 'x-b': '1', 'set-cookie': ['a=1', 'b=2'], 'x-a': '2' },
        { waitForTrailers: true },
      );
      stream.on('wantTrailers', () => stream.sendTrailers({ 'x-sum': '42' }));
      stream.end('x'.repeat(100_000));
    });
    const run = await collect(aRequest(server.origin), { deps });
    const open = run.entries.find((entry) => entry.kind === 'open');
    expect(open?.informational).toEqual([
      { status: 103, reason: '', headers: [{ name: 'link', value: '</a.css>; rel=preload' }] },
    ]);
    expect(open?.headers.filter(({ name }) => name !== 'date')).toEqual([
      { name: 'x-b', value: '1' },
      { name: 'set-cookie', value: 'a=1' },
      { name: 'set-cookie', value: 'b=2' },
      { name: 'x-a', value: '2' },
    ]);
    expect(run.sink.body).toHaveLength(100_000);
    expect(run.sink.trailers).toEqual([{ name: 'x-sum', value: '42' }]);
  });

  test('can be forced, without TLS by prior knowledge, and be kept out', async () => {
    await using plain = await startHttp2Server(null, (stream) => {
      stream.respond({ ':status': 200 });
      stream.end('h2c');
    });
    const forced = { transport: { httpVersion: '2' } } as const;
    const run = await collect(aRequest(plain.origin, forced));
    expect([run.end, run.sink.body.toString()]).toEqual([{ kind: 'ended' }, 'h2c']);

    await using both = await startHttp2Server({ ...tls, allowHTTP1: true }, (stream) => {
      stream.respond({ ':status': 200 });
      stream.end('h2');
    });
    // The server has no answer for it; that it was asked in the old way is enough.
    const onlyOld = { httpVersion: '1.1', headersTimeoutMs: 300 } as const;
    const kept = await collect(aRequest(both.origin, { transport: onlyOld }), { deps });
    expect(kept.sink.sent[0]?.httpVersion).toBe('HTTP/1.1');

    await using old = await startTlsServer(
      { ...tls, ALPNProtocols: ['http/1.1'] },
      () => 'HTTP/1.1 200 OK\r\n\r\n',
    );
    for (const url of [old.origin, both.origin.replace('https', 'http')]) {
      const refused = await collect(
        aRequest(url, { transport: { httpVersion: '2', headersTimeoutMs: 1_000 } }),
        { deps },
      );
      expect(refused.end.kind).toBe('failed');
    }
    const refused = await collect(aRequest(old.origin, forced), { deps });
    expect(refused.end).toMatchObject({ error: { kind: 'http2-not-spoken' } });
    await using one = await startScriptedServer((connection) =>
      connection.write('HTTP/1.1 400 Bad\r\nContent-Length: 0\r\n\r\n'),
    );
    const wrong = await collect(aRequest(one.origin, forced));
    expect(wrong.end.kind).toBe('failed');
  });

  test('goes through a tunnel of a proxy', async () => {
    await using proxy = await startHttpProxy();
    await using server = await startHttp2Server(tls, (stream) => {
      stream.respond(EVENTS);
      stream.end('data: a\n\n');
    });
    const run = await collect(aRequest(server.origin), {
      deps: {
        environment: {
          ...environment,
          proxy: {
            kind: 'manual',
            url: `http://127.0.0.1:${proxy.port}`,
            username: '',
            password: '',
            bypass: [],
          },
        },
      },
    });
    expect(run.events).toHaveLength(1);
    expect(run.sink.sent[0]?.httpVersion).toBe('HTTP/2');
    expect(proxy.asked).toHaveLength(1);
  });

  test('the session is used again by the next request of the same transport', async () => {
    const transport = createTransport();
    await using server = await startHttp2Server(tls, (stream) => {
      stream.respond({ ':status': 200 });
      stream.end('ok');
    });
    const runs = [];
    for (let count = 0; count < 3; count++) {
      runs.push(await collect(aRequest(server.origin), { deps: { environment, transport } }));
    }
    expect(server.sessions).toHaveLength(1);
    expect(
      runs.map(({ entries }) => entries.find((entry) => entry.kind === 'open')?.isReused),
    ).toEqual([false, true, true]);
    const apart = aRequest(server.origin, { transport: { keepsAlive: false } });
    await collect(apart, { deps: { environment, transport } });
    expect(server.sessions).toHaveLength(2);
  });

  test.each([
    ['a reset before the head', constants.NGHTTP2_INTERNAL_ERROR, false],
    ['a refused stream', constants.NGHTTP2_REFUSED_STREAM, false],
    ['a reset in the content', constants.NGHTTP2_INTERNAL_ERROR, true],
  ] as const)('%s is an error of its own', async (_name, code, hasHead) => {
    await using server = await startHttp2Server(tls, (stream) => {
      if (!hasHead) return stream.close(code);
      stream.respond(EVENTS);
      // Without an end of the stream, which `close` would send first.
      stream.write('data: a\n\n', () => stream.destroy(new Error('broken')));
    });
    const run = await collect(aRequest(server.origin), { deps });
    expect(run.end).toMatchObject({
      kind: 'failed',
      error: { kind: hasHead ? 'body-cut' : 'connection-reset', afterHeaders: hasHead },
    });
    expect(run.events).toHaveLength(hasHead ? 1 : 0);
  });

  test('a connection that goes away in the content is a cut, and GOAWAY in order is an end', async () => {
    await using server = await startHttp2Server(tls, (stream, { fields }) => {
      stream.respond(EVENTS);
      const path = fields.find(([name]) => name === ':path')?.[1];
      stream.write('data: a\n\n', () => {
        if (path === '/cut') server.cut();
        else {
          stream.session?.goaway();
          stream.end('data: b\n\n');
        }
      });
    });
    const cut = await collect(aRequest(`${server.origin}/cut`), { deps });
    expect(cut.end).toMatchObject({ kind: 'failed', error: { afterHeaders: true } });
    const end = await collect(aRequest(`${server.origin}/end`), { deps });
    expect([end.end, end.events.length]).toEqual([{ kind: 'ended' }, 2]);
  });

  test('a header section that is too large, too many informational ones, and silence', async () => {
    await using server = await startHttp2Server(tls, (stream, { fields }) => {
      const path = fields.find(([name]) => name === ':path')?.[1];
      if (path === '/large') {
        stream.respond({ ':status': 200, 'x-large': 'x'.repeat(80 * 1024) });
        stream.end();
      } else if (path === '/flood') {
        for (let count = 0; count < 40; count++) stream.additionalHeaders({ ':status': 103 });
        stream.respond({ ':status': 200 });
        stream.end();
      }
    });
    const large = await collect(aRequest(`${server.origin}/large`), { deps });
    expect(large.end.kind).toBe('failed');
    const flood = await collect(aRequest(`${server.origin}/flood`), { deps });
    expect(flood.end).toMatchObject({ error: { kind: 'protocol-error' } });
    const silent = await collect(
      aRequest(`${server.origin}/silent`, { transport: { headersTimeoutMs: 200 } }),
      { deps },
    );
    expect(silent.end).toMatchObject({ error: { kind: 'headers-timeout' } });
  });

  test('a stream that is stopped ends its connection at once', async () => {
    const abort = new AbortController();
    let isClosed: () => void = () => undefined;
    const closed = new Promise<void>((resolve) => {
      isClosed = resolve;
    });
    await using server = await startHttp2Server(tls, (stream) => {
      stream.on('close', () => isClosed());
      stream.respond(EVENTS);
      stream.write('data: a\n\n');
    });
    const run = await collect(aRequest(server.origin), {
      deps,
      signal: abort.signal,
      onEntry: (entry) => {
        if (entry.kind === 'event') abort.abort();
      },
    });
    expect(run.end).toEqual({ kind: 'stopped' });
    await closed;
  });
});
