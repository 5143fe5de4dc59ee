import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCertificate } from '../../support/certificates.ts';
import { startAuthorizationServer } from '../../support/authorization-server.ts';
import { startScriptedServer } from '../../support/scripted-server.ts';
import type { ScriptedConnection } from '../../support/scripted-server.ts';
import { startTlsServer } from '../../support/tls-server.ts';
import { makeFolder } from '../../support/workspace-folder.ts';
import { cli, parseLines } from './cli-support.ts';
import type { RunOptions } from './cli-support.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tideline-cli-'));
  await writeFile(join(folder, 'a.json'), '{"a":1}');
  await writeFile(join(folder, 'b.txt'), 'zwei');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs `send` against a server that keeps what it reads and answers with `ok`. */
async function send(
  args: (origin: string) => readonly string[],
  options: RunOptions = {},
  answer = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
) {
  await using server = await startScriptedServer((connection) => connection.write(answer));
  const run = await cli(['send', ...args(server.origin)], options);
  return { run, received: server.connections };
}

const first = (received: readonly ScriptedConnection[]): ScriptedConnection => {
  const [connection] = received;
  if (connection === undefined) throw new Error('nothing was sent');
  return connection;
};

describe('content', () => {
  test('-F sends parts and files in order, POST by itself', async () => {
    const { run, received } = await send((origin) => [
      origin,
      '-F',
      'a=1;type=text/x-one',
      '--form-string',
      'b=@not;type=x',
      '-F',
      `c=@${folder}/a.json,"${folder}/b.txt";type=text/csv;filename="n;1.csv"`,
      '-F',
      `d=<${folder}/b.txt`,
      '-F',
      'e="q;type=z"',
    ]);
    expect([run.code, run.stderr, run.stdout]).toEqual([0, '', 'ok']);
    const { request } = first(received);
    expect(request.head).toMatch(/^POST /);
    const [, boundary = ''] = /boundary=(.*)/.exec(request.head) ?? [];
    const file =
      'Content-Disposition: form-data; name="c"; filename="n;1.csv"\r\nContent-Type: text/csv';
    expect(request.body.toString().split(`--${boundary.trim()}`)).toEqual([
      '',
      '\r\nContent-Disposition: form-data; name="a"\r\nContent-Type: text/x-one\r\n\r\n1\r\n',
      '\r\nContent-Disposition: form-data; name="b"\r\n\r\n@not;type=x\r\n',
      `\r\n${file}\r\n\r\n{"a":1}\r\n`,
      `\r\n${file}\r\n\r\nzwei\r\n`,
      '\r\nContent-Disposition: form-data; name="d"\r\n\r\nzwei\r\n',
      '\r\nContent-Disposition: form-data; name="e"\r\n\r\nq;type=z\r\n',
      '--\r\n',
    ]);
  });

  test('--data-binary and -T send a file as it is', async () => {
    const binary = await send((origin) => [origin, '--data-binary', `@${folder}/b.txt`]);
    expect(first(binary.received).request.body.toString()).toBe('zwei');
    expect(first(binary.received).getField('content-type')).toBe(
      'application/x-www-form-urlencoded',
    );
    const upload = await send((origin) => [origin, '-T', `${folder}/a.json`]);
    expect(first(upload.received).request.head).toMatch(/^PUT /);
    expect(first(upload.received).getField('content-type')).toBe('application/json');
    const missing = await send((origin) => [origin, '-T', `${folder}/gone`]);
    expect(missing.run.code).toBe(3);
    expect(missing.run.stderr).toContain('A file of the body cannot be sent');
    expect(missing.received).toHaveLength(0);
  });

  test('--graphql with its variables and operation', async () => {
    const { received } = await send((origin) => [
      origin,
      '--graphql',
      'query B { b }',
      '--variables',
      `@${folder}/a.json`,
      '--operation',
      'B',
    ]);
    expect(JSON.parse(first(received).request.body.toString())).toEqual({
      query: 'query B { b }',
      operationName: 'B',
      variables: { a: 1 },
    });
    const wrong = await send((origin) => [origin, '--graphql', '{a}', '--variables', '[1]']);
    expect([wrong.run.code, wrong.run.stderr]).toEqual([
      2,
      "tideline: -d: '[1]' is no JSON object\n",
    ]);
  });

  test.each([
    [['-d', 'a', '-F', 'b=1'], 'one content each'],
    [['--variables', '{}'], 'need --graphql'],
    [['--digest'], 'need --user'],
    [['--oauth2-bearer', 'a', '-u', 'b:c'], 'two ways'],
    [['--http1.1', '--http2'], 'two versions'],
    [['--key', 'a'], 'need --cert'],
    [['--max-redirs', 'x'], '--max-redirs'],
    [['--proxy', 'ftp://x'], 'no address of a proxy'],
    [['--cacert', '/nonexistent'], 'cannot be read'],
    [['-F', 'novalue'], 'is not name=value'],
    [['-u', 'name'], "the secret 'password'"],
    [['--allow-file', 'x'], 'is for a request out of a file'],
  ])('%j is wrong usage', async (args, sentence) => {
    const { run, received } = await send((origin) => [origin, ...args]);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(sentence);
    expect(received).toHaveLength(0);
  });
});

describe('secrets', () => {
  test('come from the environment or standard input, and are printed nowhere', async () => {
    const basic = Buffer.from('me:sesame').toString('base64');
    for (const [args, options] of [
      [['-u', 'me'], { env: { TIDELINE_SECRET_password: 'sesame' } }],
      [['-u', 'me', '--secrets-stdin'], { stdin: '# mine\npassword=sesame\n' }],
    ] as const) {
      const { run, received } = await send((origin) => [origin, '--json', ...args], options);
      expect(first(received).getField('authorization')).toBe(`Basic ${basic}`);
      expect(run.stdout + run.stderr).not.toMatch(/sesame|bWU6/);
    }
    const { received } = await send((origin) => [origin, '--oauth2-bearer', '-'], {
      env: { TIDELINE_SECRET_token: 'sesame' },
    });
    expect(first(received).getField('authorization')).toBe('Bearer sesame');
  });

  test('digest and AWS signatures', async () => {
    const challenge =
      'HTTP/1.1 401 No\r\nWWW-Authenticate: Digest realm="r", nonce="n", qop="auth"\r\nContent-Length: 0\r\n\r\n';
    const digest = await send((origin) => [origin, '-u', 'me:p', '--digest', '-f'], {}, challenge);
    expect(digest.received[1]?.getField('authorization')).toContain('Digest username="me"');
    expect(digest.run.code).toBe(1);
    const aws = await send((origin) => [
      origin,
      '-u',
      'KEY:s',
      '--aws-sigv4',
      'aws:amz:eu-west-1:sqs',
    ]);
    expect(first(aws.received).getField('authorization')).toMatch(
      /Credential=KEY\/\d{8}\/eu-west-1\/sqs\/aws4_request/,
    );
  });

  test('a token for a file’s OAuth 2 settings, with a person only where --login says so', async () => {
    await using server = await startAuthorizationServer();
    const toFile = (flow: string): string =>
      `info:\n  name: T\n  type: http\nhttp:\n  method: GET\n  url: ${server.origin}/resource\n  auth:\n` +
      `    type: oauth2\n    flow: ${flow}\n    accessTokenUrl: ${server.origin}/token\n` +
      `    deviceAuthorizationUrl: ${server.origin}/device\n` +
      '    credentials:\n      clientId: client\n      clientSecret: "s/cret:"\n';
    await using workspace = await makeFolder({
      'opencollection.yml': 'opencollection: 1.0.0\ninfo:\n  name: T\n',
      'machine.yml': toFile('client_credentials'),
      'device.yml': toFile('device_code'),
    });
    const machine = await cli(['send', workspace.at('machine.yml'), '--json']);
    expect(parseLines(machine.stdout).map(({ kind }) => kind)).toContain('event');
    const refused = await cli(['send', workspace.at('device.yml')]);
    expect(refused.code).toBe(3);
    expect(refused.stderr).toContain('--login asks for one');
    const device = await cli(['send', workspace.at('device.yml'), '--login', '--json']);
    expect(device.stderr).toContain('open https://server.example/device and enter ABCD-EFGH');
    expect(parseLines(device.stdout).map(({ kind }) => kind)).toContain('event');
    const token = [...server.validTokens].at(-1) ?? '';
    expect(device.stdout).not.toContain(token);
  });
});

describe('the connection', () => {
  const authority = createCertificate({ subject: 'Test Root', isAuthority: true });
  const own = createCertificate({ subject: 's', altNames: ['127.0.0.1'], issuer: authority });
  const client = createCertificate({ subject: 'the client', issuer: authority });

  test('--cacert, --cert and --insecure', async () => {
    await using server = await startTlsServer(
      {
        cert: own.certificate,
        key: own.key,
        ca: authority.certificate,
        requestCert: true,
        rejectUnauthorized: false,
      },
      () => 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
    );
    await writeFile(join(folder, 'root.pem'), authority.certificate);
    await writeFile(join(folder, 'both.pem'), client.certificate + client.key);
    const untrusted = await cli(['send', server.origin]);
    expect(untrusted.code).toBe(3);
    expect(untrusted.stderr).toContain('--cacert');
    const trusted = await cli(['send', server.origin, '--cacert', join(folder, 'root.pem')]);
    expect([trusted.code, trusted.stdout]).toEqual([0, 'ok']);
    const withCert = ['--cacert', join(folder, 'root.pem'), '--cert', join(folder, 'both.pem')];
    expect((await cli(['send', server.origin, ...withCert])).code).toBe(0);
    expect(server.requests.map(({ clientName }) => clientName)).toEqual([null, 'the client']);
    const insecure = await cli(['send', server.origin, '-k', '--json']);
    expect(insecure.code).toBe(0);
    expect(insecure.stderr).toContain('certificates are not checked');
    expect(insecure.stdout).toContain('certificate-not-verified');
  });

  test('--proxy, --noproxy and the environment', async () => {
    await using proxy = await startScriptedServer((connection) =>
      connection.write('HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nvia'),
    );
    const url = 'http://a.test/';
    const flag = ['--proxy', proxy.origin, '--proxy-user', 'me'];
    const env = { TIDELINE_SECRET_proxy_password: 'p' };
    expect((await cli(['send', url, ...flag], { env })).stdout).toBe('via');
    expect(proxy.connections[0]?.getField('proxy-authorization')).toBe(
      `Basic ${Buffer.from('me:p').toString('base64')}`,
    );
    expect((await cli(['send', url], { env: { http_proxy: proxy.origin } })).stdout).toBe('via');
    const bypassed = { env: { http_proxy: proxy.origin, no_proxy: 'a.test' } };
    expect((await cli(['send', 'http://a.test:1/', '--connect-timeout', '2'], bypassed)).code).toBe(
      3,
    );
    expect(
      (await cli(['send', url, '--noproxy', '*', '--connect-timeout', '2'], { env: bypassed.env }))
        .code,
    ).toBe(3);
    expect(proxy.connections).toHaveLength(2);
  });

  test('redirects, versions, coding and keep-alive as told', async () => {
    const redirect = 'HTTP/1.1 302 Go\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n';
    const stopped = await send((origin) => [origin, '--no-location'], {}, redirect);
    expect([stopped.run.code, stopped.received.length]).toEqual([0, 1]);
    const limited = await send((origin) => [origin, '--max-redirs', '2'], {}, redirect);
    expect([limited.run.code, limited.received.length]).toEqual([3, 3]);
    const kept = await send(
      (origin) => [origin, '-d', 'a=1', '--keep-method', '--max-redirs', '1'],
      {},
      redirect,
    );
    expect(kept.received[1]?.request.head).toMatch(/^POST /);
    const raw = await send((origin) => [origin, '--raw', '--no-keepalive']);
    expect(first(raw.received).getField('accept-encoding')).toBeNull();
    expect(first(raw.received).getField('connection')).toBe('close');
  });

  test('a cookie jar is read and written, for the user alone', async () => {
    const jar = join(folder, 'jar.json');
    const answer = 'HTTP/1.1 200 OK\r\nSet-Cookie: a=1; Max-Age=60\r\nContent-Length: 2\r\n\r\nok';
    await send((origin) => [origin, '-c', jar], {}, answer);
    expect((await stat(jar)).mode & 0o777).toBe(0o600);
    expect(await readFile(jar, 'utf8')).toContain('"key":"a"');
    const again = await send((origin) => [origin, '-c', jar, '-b', 'b=2'], {}, answer);
    expect(first(again.received).getField('cookie')).toBe('b=2; a=1');
    const nowhere = await send((origin) => [origin, '-c', '/nonexistent/jar'], {}, answer);
    expect(nowhere.run.stderr).toContain('--cookie-jar');
  });
});

describe('files of a request out of a workspace', () => {
  test('stay in it unless they are allowed', async () => {
    await using server = await startScriptedServer((connection) =>
      connection.write('HTTP/1.1 204 No Content\r\n\r\n'),
    );
    await using workspace = await makeFolder({
      'opencollection.yml': 'opencollection: 1.0.0\ninfo:\n  name: T\n',
      'in.txt': 'inside',
      'up.yml':
        `info:\n  name: Up\n  type: http\nhttp:\n  method: POST\n  url: ${server.origin}\n  body:\n` +
        `    type: multipart-form\n    data:\n      - name: f\n        type: file\n        value:\n` +
        `          - in.txt\n          - ${folder}/b.txt\n`,
    });
    const refused = await cli(['send', workspace.at('up.yml')]);
    expect(refused.code).toBe(3);
    expect(refused.stderr).toContain('--allow-file');
    expect(server.connections).toHaveLength(0);
    const allowed = await cli(['send', workspace.at('up.yml'), '--allow-file', `${folder}/b.txt`]);
    expect(allowed.code).toBe(0);
    expect(server.connections[0]?.request.body.toString()).toMatch(/inside[^]*zwei/);
  });
});
