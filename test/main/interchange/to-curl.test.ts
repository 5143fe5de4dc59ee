import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createConfinedFiles } from '../../../main/http/body/confined-files.ts';
import { BARE_ENVIRONMENT } from '../../../main/http/http-environment.ts';
import { toCurl } from '../../../main/interchange/to-curl.ts';
import type { RequestDefinition } from '../../../shared/model/request.ts';
import { aRequest, collect } from '../../support/collect.ts';
import { startScriptedServer } from '../../support/scripted-server.ts';
import type { ScriptedConnection } from '../../support/scripted-server.ts';

const run = promisify(execFile);
const hasCurl = ((): boolean => {
  try {
    execFileSync('curl', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tideline-curl-'));
  await writeFile(join(folder, "it's a;file.txt"), 'of a file');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const NASTY = `a'b"c$HOME \`id\` \\ & | ; \n ü @x <y`;

/** What matters of a request on the wire: fields that every client writes in its own way are left out. */
function toWire(connection: ScriptedConnection | undefined) {
  if (connection === undefined) throw new Error('nothing came');
  const { head, body } = connection.request;
  const [line = '', ...fields] = head.split('\r\n');
  const boundary = /boundary=(\S+)/.exec(head)?.[1] ?? '\n';
  const own = fields
    .map((field) => field.replaceAll(boundary, 'B'))
    .filter(
      (field) =>
        !/^(host|connection|accept|user-agent|accept-encoding|content-length):/i.test(field),
    )
    .map((field) => field.replace(/^[^:]*/, (name) => name.toLowerCase()).trim())
    .sort();
  return { line, own, body: body.toString('utf8').replaceAll(boundary, 'B') };
}

const requests: readonly (readonly [string, () => Partial<RequestDefinition>])[] = [
  ['GET', () => ({})],
  ['DELETE', () => ({ method: 'DELETE' })],
  [
    'fields with every sign of a shell',
    () => ({ headers: [{ name: 'X-Nasty', value: NASTY.replace(/[\nü]/g, '') }] }),
  ],
  ['an empty field', () => ({ headers: [{ name: 'X-Empty', value: '' }] })],
  ['JSON', () => ({ method: 'POST', body: { kind: 'json', text: JSON.stringify({ a: NASTY }) } })],
  ['text that begins with @', () => ({ method: 'PUT', body: { kind: 'text', text: `@${NASTY}` } })],
  ['XML', () => ({ method: 'POST', body: { kind: 'xml', text: '<a b="c">\'</a>' } })],
  [
    'a form',
    () => ({
      method: 'POST',
      body: {
        kind: 'form-urlencoded',
        fields: [
          { name: 'a b', value: NASTY },
          { name: 'c', value: '' },
        ],
      },
    }),
  ],
  [
    'GraphQL',
    () => ({
      method: 'POST',
      body: {
        kind: 'graphql',
        query: 'query A { a(b: "c") }',
        variables: '{"n": 1.0}',
        operationName: 'A',
      },
    }),
  ],
  [
    'multipart',
    () => ({
      method: 'POST',
      body: {
        kind: 'multipart',
        parts: [
          { kind: 'text', name: 'a', value: `@${NASTY.replace('\n', '')}`, contentType: null },
          { kind: 'text', name: 'j', value: '{"a":"b"}', contentType: 'application/json' },
          {
            kind: 'file',
            name: 'f',
            file: { path: join(folder, "it's a;file.txt") },
            fileName: 'other.txt',
            contentType: 'text/x-a',
          },
        ],
      },
    }),
  ],
  [
    'a file',
    () => ({
      method: 'POST',
      body: {
        kind: 'file',
        file: { path: join(folder, "it's a;file.txt") },
        contentType: 'text/x-a',
      },
    }),
  ],
  ['basic', () => ({ auth: { kind: 'basic', username: 'u', password: `p'"$` } })],
  ['bearer', () => ({ auth: { kind: 'bearer', token: 't' } })],
  [
    'an API key in the query',
    () => ({ auth: { kind: 'api-key', name: 'k', value: 'a&b', placement: 'query' } }),
  ],
];

describe.runIf(hasCurl)('run by a shell, cURL sends the same', () => {
  test.each(requests)('%s', async (_name, changes) => {
    await using server = await startScriptedServer((connection) =>
      connection.write('HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n'),
    );
    const request = aRequest(`${server.origin}/a/b?c=d%20e`, changes());
    await run('sh', ['-c', `${toCurl(request)} -s`]);
    const files = createConfinedFiles({ folder, start: folder, isGranted: () => false });
    await collect(request, { deps: { environment: { ...BARE_ENVIRONMENT, files } } });
    const [byCurl, byTideline] = server.connections;
    expect(toWire(byCurl)).toEqual(toWire(byTideline));
  });
});

test('placeholders stay readable, and options say how it is sent', () => {
  const text = toCurl({
    ...aRequest('https://a.test/{{path}}?k={{key}}#part'),
    auth: { kind: 'digest', username: 'u', password: '{{password}}' },
    transport: {
      httpVersion: '2',
      redirectsMax: 3,
      connectTimeoutMs: 2_500,
      proxy: { kind: 'manual', url: 'socks5://p:1', username: 'u', password: 'p', bypass: [] },
    },
    exceptions: { untrustedOrigins: ['https://a.test'], downgradeOrigins: [] },
  });
  expect(text.split(' \\\n  ')).toEqual([
    'curl -N',
    "'https://a.test/{{path}}?k={{key}}'",
    '--digest',
    "-u 'u:{{password}}'",
    '--compressed',
    '-L',
    '--max-redirs 3',
    '--http2',
    '-k',
    '--connect-timeout 2.5',
    '-x socks5://p:1',
  ]);
});
