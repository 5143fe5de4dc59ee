import { once } from 'node:events';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createConfinedFiles } from '../../../main/http/body/confined-files.ts';
import { BARE_ENVIRONMENT } from '../../../main/http/http-environment.ts';
import type { HttpEnvironment } from '../../../main/http/http-environment.ts';
import { findInvalidField } from '../../../shared/model/request.ts';
import type { RequestDefinition } from '../../../shared/model/request.ts';
import type { RequestBody } from '../../../shared/model/request-body.ts';
import { aRequest, collect } from '../../support/collect.ts';
import { startScriptedServer } from '../../support/scripted-server.ts';

let folder: string;
let environment: HttpEnvironment;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tideline-bodies-'));
  await writeFile(join(folder, 'a.bin'), Buffer.from([0, 1, 2, 255, 254, 13, 10]));
  await writeFile(join(folder, 'note.txt'), 'zwei\nZeilen');
  await writeFile(join(folder, 'empty.json'), '');
  environment = {
    ...BARE_ENVIRONMENT,
    files: createConfinedFiles({ folder, start: folder, isGranted: () => false }),
  };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Sends a request to a server that keeps its bytes. */
async function send(changes: Partial<RequestDefinition>) {
  await using server = await startScriptedServer(async (connection) => {
    await connection.write('HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n');
    connection.end();
  });
  const run = await collect(aRequest(server.origin, { method: 'POST', ...changes }), {
    deps: { environment },
  });
  return { run, received: server.connections[0] };
}

const BOUNDARY = { name: 'Content-Type', value: 'multipart/form-data; boundary=cut' };

describe('the bytes of each body', () => {
  const cases: readonly (readonly [
    name: string,
    body: RequestBody,
    type: string | null,
    bytes: string,
  ])[] = [
    ['none', { kind: 'none' }, null, ''],
    ['text', { kind: 'text', text: 'größer\n' }, 'text/plain;charset=UTF-8', 'größer\n'],
    ['json', { kind: 'json', text: '{"a": 1.0}' }, 'application/json', '{"a": 1.0}'],
    ['xml', { kind: 'xml', text: '<a/>' }, 'application/xml', '<a/>'],
    [
      'form-urlencoded',
      {
        kind: 'form-urlencoded',
        fields: [
          { name: 'a b', value: 'ü&=+' },
          { name: 'a b', value: '' },
          { name: '*-._', value: '~' },
        ],
      },
      'application/x-www-form-urlencoded',
      'a+b=%C3%BC%26%3D%2B&a+b=&*-._=%7E',
    ],
    [
      'graphql with everything',
      {
        kind: 'graphql',
        query: 'query A { a }\nquery B { b }',
        variables: ' {"big": 12345678901234567890} ',
        operationName: 'B',
      },
      'application/json',
      '{"query":"query A { a }\\nquery B { b }","operationName":"B","variables":{"big": 12345678901234567890}}',
    ],
    [
      'graphql with a query only',
      { kind: 'graphql', query: '{ a }', variables: '', operationName: null },
      'application/json',
      '{"query":"{ a }"}',
    ],
    [
      'a file, its type by its name',
      { kind: 'file', file: { path: 'note.txt' }, contentType: null },
      'text/plain',
      'zwei\nZeilen',
    ],
    [
      'an empty file',
      { kind: 'file', file: { path: 'empty.json' }, contentType: null },
      'application/json',
      '',
    ],
    [
      'a file of a type that is told',
      { kind: 'file', file: { path: 'note.txt' }, contentType: 'application/x-note' },
      'application/x-note',
      'zwei\nZeilen',
    ],
  ];

  test.each(cases)('%s', async (_name, body, type, bytes) => {
    const { run, received } = await send({ body });
    expect(run.end).toEqual({ kind: 'ended' });
    expect(received?.getField('content-type')).toBe(type);
    expect(received?.request.body.toString('utf8')).toBe(bytes);
    expect(received?.getField('content-length')).toBe(String(Buffer.byteLength(bytes)));
    expect(received?.getField('transfer-encoding')).toBeNull();
    expect(run.sink.sent[0]?.bodyBytes).toBe(Buffer.byteLength(bytes));
  });

  test('multipart: parts in order, several files of one field, types and names', async () => {
    const { received } = await send({
      headers: [BOUNDARY],
      body: {
        kind: 'multipart',
        parts: [
          { kind: 'text', name: 'a"b\r\nc', value: 'x\ny', contentType: null },
          { kind: 'text', name: 'meta', value: '{}', contentType: 'application/json' },
          {
            kind: 'file',
            name: 'files',
            file: { path: 'a.bin' },
            fileName: null,
            contentType: null,
          },
          {
            kind: 'file',
            name: 'files',
            file: { path: 'note.txt' },
            fileName: 'Grüße "1".txt',
            contentType: 'text/x-note',
          },
        ],
      },
    });
    const expected = Buffer.concat([
      Buffer.from(
        '--cut\r\nContent-Disposition: form-data; name="a%22b%0D%0Ac"\r\n\r\nx\ny\r\n' +
          '--cut\r\nContent-Disposition: form-data; name="meta"\r\n' +
          'Content-Type: application/json\r\n\r\n{}\r\n' +
          '--cut\r\nContent-Disposition: form-data; name="files"; filename="a.bin"\r\n' +
          'Content-Type: application/octet-stream\r\n\r\n',
      ),
      Buffer.from([0, 1, 2, 255, 254, 13, 10]),
      Buffer.from(
        '\r\n--cut\r\nContent-Disposition: form-data; name="files"; filename="Grüße %221%22.txt"\r\n' +
          'Content-Type: text/x-note\r\n\r\nzwei\nZeilen\r\n--cut--\r\n',
      ),
    ]);
    expect(received?.request.body.equals(expected)).toBe(true);
    expect(received?.getField('content-type')).toBe(BOUNDARY.value);
    expect(received?.getField('content-length')).toBe(String(expected.length));
  });

  test('multipart brings a boundary of its own, also for a type without one', async () => {
    const parts = [{ kind: 'text', name: 'a', value: '1', contentType: null }] as const;
    const body = { kind: 'multipart', parts } as const;
    const boundaries = new Set<string>();
    for (const headers of [[], [{ name: 'Content-Type', value: 'multipart/mixed' }]]) {
      const { received } = await send({ headers, body });
      const type = received?.getField('content-type') ?? '';
      const [, name, boundary = ''] = /^multipart\/(.*?); boundary=(.*)$/.exec(type) ?? [];
      expect(name).toBe(headers.length === 0 ? 'form-data' : 'mixed');
      expect(received?.request.body.toString()).toMatch(new RegExp(`^--${boundary}\r\n`));
      boundaries.add(boundary);
    }
    expect(boundaries.size).toBe(2);
  });

  test('the Content-Type that the user set stays', async () => {
    const { received } = await send({
      headers: [{ name: 'content-TYPE', value: 'application/vnd.x+json' }],
      body: { kind: 'json', text: '{}' },
    });
    expect(received?.request.head).toContain('content-TYPE: application/vnd.x+json');
    expect(received?.request.head).not.toContain('application/json');
  });

  test.each(['GET', 'DELETE'])('%s carries content as well', async (method) => {
    const { received } = await send({ method, body: { kind: 'json', text: '{"a":1}' } });
    expect(received?.request.body.toString()).toBe('{"a":1}');
  });

  test('fields that are not wanted are not added', async () => {
    const { received } = await send({
      omittedFields: ['user-agent', 'Accept', 'CONTENT-TYPE'],
      body: { kind: 'json', text: '{}' },
    });
    expect(received?.request.head).not.toMatch(/user-agent|accept:|content-type/i);
  });

  test('the head that is told is the one that the server read', async () => {
    const { run, received } = await send({
      headers: [
        { name: 'X-a', value: '1' },
        { name: 'x-A', value: '2' },
      ],
      body: { kind: 'file', file: { path: 'a.bin' }, contentType: null },
    });
    const [sent] = run.sink.sent;
    const lines = sent?.headers.map(({ name, value }) => `${name}: ${value}`) ?? [];
    expect([`${sent?.method} ${sent?.target} ${sent?.httpVersion}`, ...lines].join('\r\n')).toBe(
      received?.request.head,
    );
    expect(sent?.wentOut).toBe(true);
  });
});

describe('files of a body', () => {
  test('GraphQL variables have to be an object of JSON', () => {
    const body = { kind: 'graphql', query: '{a}', variables: '[1]', operationName: null } as const;
    expect(findInvalidField(aRequest('http://a/', { body }))).toMatchObject({
      field: 'body',
      problem: 'not-json',
    });
  });

  test('a file that cannot be read is told, and nothing is sent', async () => {
    const { run, received } = await send({
      body: { kind: 'file', file: { path: 'gone.bin' }, contentType: null },
    });
    expect(run.end).toMatchObject({
      kind: 'failed',
      error: { kind: 'file-refused', code: 'missing', phase: 'prepare' },
    });
    expect(received).toBeUndefined();
  });

  test('a file that becomes shorter on the way is told', async () => {
    const path = join(folder, 'shrinks.bin');
    const sizeBytes = 32 * 1024 * 1024;
    await writeFile(path, '');
    await truncate(path, sizeBytes);
    await using server = await startScriptedServer(() => undefined);
    const running = collect(
      aRequest(server.origin, {
        method: 'POST',
        body: { kind: 'file', file: { path }, contentType: null },
      }),
      {
        deps: {
          environment: {
            ...environment,
            files: {
              // Cut as soon as it is open and its size taken.
              open: async (name) => {
                const opened = await environment.files.open(name);
                await truncate(path, 1024);
                return opened;
              },
            },
          },
        },
      },
    );
    expect((await running).end).toMatchObject({
      kind: 'failed',
      error: { kind: 'file-refused' },
    });
  });

  test('a large file is never in memory as a whole', async () => {
    const path = join(folder, 'large.bin');
    const mib = 1024 * 1024;
    await writeFile(path, '');
    await truncate(path, 256 * mib);
    let receivedBytes = 0;
    const server = createServer((request, response) => {
      request.on('data', (bytes: Buffer) => (receivedBytes += bytes.length));
      request.on('end', () => response.end());
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const base = process.memoryUsage.rss();
    let peak = base;
    const sampler = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 5);
    const run = await collect(
      aRequest(`http://127.0.0.1:${port}/`, {
        method: 'POST',
        body: { kind: 'file', file: { path }, contentType: null },
      }),
      { deps: { environment } },
    );
    clearInterval(sampler);
    server.close();
    expect(run.end).toEqual({ kind: 'ended' });
    expect(receivedBytes).toBe(256 * mib);
    // Both sides are in this process.
    expect((peak - base) / mib).toBeLessThan(128);
  });
});
