import { execFile } from 'node:child_process';
import { symlink } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeFolder, petStore } from '../../support/workspace-folder.ts';
import type { WorkspaceFolder } from '../../support/workspace-folder.ts';
import { cli, parseLines } from './cli-support.ts';

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

let seen: Seen[] = [];
const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (part: string) => (body += part));
  request.on('end', () => {
    const { method = '', url = '', headers } = request;
    seen.push({ method, url, headers, body });
    response.end('ok');
  });
});
let folder: WorkspaceFolder;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  folder = await makeFolder(petStore(`http://127.0.0.1:${port}`));
});
beforeEach(() => (seen = []));
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await folder[Symbol.asyncDispose]();
});

const SECRET = 'sekret-4711';
const WITH_SECRET = { env: { TIDELINE_SECRET_token: SECRET } };

describe('tideline send FILE', () => {
  test('sends what the file, its folder, the collection and the environment say', async () => {
    const run = await cli(['send', folder.at('Pets/Get pet.yml'), '--env', 'Local'], WITH_SECRET);
    expect([run.code, run.stderr, run.stdout]).toEqual([0, '', 'ok']);
    expect(seen).toHaveLength(1);
    expect(seen[0]?.url).toBe('/pets/7%2F7?store=harbour%20%26%20co');
    expect(seen[0]?.headers).toMatchObject({
      'x-team': 'pets',
      'x-level': 'folder',
      'x-seen': 'folder',
      authorization: `Bearer ${SECRET}`,
    });
  });

  test('an environment wins over folders, --var over everything, and options over the file', async () => {
    const file = folder.at('Pets/Get pet.yml');
    await cli(['send', file, '--env', 'Staging'], WITH_SECRET);
    await cli(['send', file, '--env', 'Staging', '--var', 'level=mine'], WITH_SECRET);
    await cli(['send', file, '--env', 'Local', '-X', 'PUT', '-H', 'X-Seen: me'], WITH_SECRET);
    expect(seen.map(({ method, headers }) => [method, headers['x-seen']])).toEqual([
      ['GET', 'staging'],
      ['GET', 'mine'],
      ['PUT', 'me'],
    ]);
  });

  test('a dynamic value is made once for a request', async () => {
    await cli(['send', folder.at('Feed.yml'), '--env', 'Local']);
    const { id, again } = JSON.parse(seen[0]?.body ?? '{}') as Record<string, string>;
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(again).toBe(id);
    expect(seen[0]?.headers['content-type']).toBe('application/json');
    expect(seen[0]?.headers.authorization).toBeUndefined();
  });

  test('secrets come from standard input too, and are printed nowhere', async () => {
    await folder.write(
      'Secret.yml',
      'info:\n  name: S\nhttp:\n  url: "{{baseUrl}}/s?key={{token}}"\n  auth: inherit\n',
    );
    const run = await cli(
      ['send', folder.at('Secret.yml'), '--env', 'Local', '--secrets-stdin', '--json'],
      { stdin: `# mine\ntoken=${SECRET}=\n` },
    );
    expect(seen[0]?.url).toBe(`/s?key=${SECRET}%3D`);
    expect(run.stdout + run.stderr).not.toContain(SECRET);
    expect(parseLines(run.stdout)[0]?.['url']).toContain('/s?key=•••••');
  });

  test('a name without a value is told, and nothing is sent', async () => {
    const file = folder.at('Pets/Get pet.yml');
    const run = await cli(['send', file, '--env', 'Local']);
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain('{{token}} has no value');
    expect(run.stderr).toContain('TIDELINE_SECRET_NAME');
    expect(seen).toHaveLength(0);
    await cli(['send', file, '--env', 'Local', '--allow-unresolved']);
    expect(seen[0]?.headers.authorization).toBe('Bearer {{token}}');
  });

  test('a value is not expanded again, and that is told', async () => {
    const run = await cli([
      'send',
      folder.at('Feed.yml'),
      '--var',
      `baseUrl=http://127.0.0.1:${(server.address() as AddressInfo).port}/{{x}}`,
    ]);
    expect(run.stderr).toContain("{{baseUrl}} holds '{{'");
    expect(seen[0]?.url).toBe('/%7B%7Bx%7D%7D/feed');
  });

  test('a .env file is read when that was granted', async () => {
    await folder.write('.env', 'export token="from env"\nOTHER=1 # why\n');
    await folder.write(
      'environments/Dotted.yml',
      'name: Dotted\nextends: Local\ndotEnvFilePath: .env\n',
    );
    const args = ['send', folder.at('Pets/Get pet.yml'), '--env', 'Dotted'];
    expect((await cli(args)).code).toBe(2);
    await cli([...args, '--dot-env']);
    expect(seen[0]?.headers.authorization).toBe('Bearer from env');
  });

  test.each([
    [['send', 'nothing.yml'], 'there is no such file'],
    [['send', 'http://x/', '--env', 'Local'], '--env is for a request out of a file'],
  ])('%j', async (argv, message) => {
    const run = await cli(argv);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(message);
  });

  test('an unknown environment names those that there are', async () => {
    const run = await cli(['send', folder.at('Feed.yml'), '--env', 'Prod']);
    expect(run.stderr).toContain('No environment is called Prod; there are');
    expect(run.stderr).toContain('Local');
  });

  test('a broken file is named with its line', async () => {
    await folder.write('Broken.yml', 'info:\n  name: B\nhttp:\n  url: x\n  headers: no\n');
    const run = await cli(['send', folder.at('Broken.yml')]);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('Broken.yml:5:12: http.headers should be a list');
  });
});

describe('tideline check', () => {
  test('says nothing of a good workspace', async () => {
    await using good = await makeFolder(petStore('http://x'));
    const run = await cli(['check', good.path]);
    expect([run.code, run.stdout]).toEqual([0, '']);
    expect(run.stderr).toBe('2 requests, 2 environments, 0 mistakes\n');
  });

  test('T29, T44: names each mistake by file and line, and neither hangs nor writes', async () => {
    await using bad = await makeFolder({
      ...petStore('http://x'),
      'a/cut.yml': 'info:\n  name: "x\n',
      'a/conflict.yml': 'info:\n<<<<<<< HEAD\n  name: x\n=======\n  name: y\n>>>>>>> z\n',
      'a/empty.yml': '',
      'a/binary.yml': 'info:\0',
      'a/folder.yml': 'info: [\n',
      'environments/Bad.yml': 'name: Bad\nextends: Nowhere\n',
      'a\nb.yml': 'info:\n  name: ok\nhttp:\n  url: x\n',
    });
    await promisify(execFile)('mkfifo', [bad.at('a/pipe.yml')]);
    await symlink('/etc/passwd', bad.at('a/passwd.yml'));
    await symlink('/etc', bad.at('etc'));
    const before = await promisify(execFile)('ls', ['-lAR', '--time-style=full-iso', bad.path]);
    const run = await cli(['check', bad.path]);
    expect(run.code).toBe(1);
    for (const place of [
      'a/binary.yml:1:',
      'a/conflict.yml:2:',
      'a/cut.yml:3:',
      'a/empty.yml: The file is empty',
      'a/folder.yml:2:',
      'a/passwd.yml: ',
      'a/pipe.yml: A pipe',
      'environments/Bad.yml: It extends Nowhere',
    ]) {
      expect(run.stdout).toContain(place);
    }
    expect(run.stdout).not.toContain('root:');
    expect(run.stderr).toBe('3 requests, 3 environments, 8 mistakes\n');
    const after = await promisify(execFile)('ls', ['-lAR', '--time-style=full-iso', bad.path]);
    expect(after.stdout).toBe(before.stdout);
  });
});
