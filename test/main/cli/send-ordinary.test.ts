import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cli, parseLines } from './cli-support.ts';

interface Seen {
  readonly method: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly rawHeaders: readonly string[];
  readonly body: string;
}

let server: Server;
let origin: string;
let folder: string;
let seen: Seen[] = [];
/** What the server answers next. */
let answer: { status: number; type: string | null; parts: readonly (string | Buffer)[] };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tideline-cli-'));
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { method, headers, rawHeaders } = request;
      seen.push({ method, headers, rawHeaders, body: Buffer.concat(parts).toString('utf8') });
      response.writeHead(
        answer.status,
        answer.type === null ? {} : { 'Content-Type': answer.type },
      );
      const rest = [...answer.parts];
      const next = (): void => {
        const part = rest.shift();
        if (part === undefined) response.end();
        else response.write(part, () => setImmediate(next));
      };
      next();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  seen = [];
  answer = { status: 200, type: 'application/json', parts: ['{"a":1}'] };
});

describe('an ordinary response', () => {
  test('its body is printed byte for byte into a pipe, and nothing else', async () => {
    const bytes = Buffer.concat([randomBytes(200_000), Buffer.from('\r\n\u001b[31m')]);
    answer = { status: 200, type: 'application/octet-stream', parts: [bytes] };
    const run = await cli(['send', origin]);
    expect(run.code).toBe(0);
    expect(run.stdoutBytes.equals(bytes)).toBe(true);
    expect(run.stderr).toBe('');
  });

  test('on a terminal its control characters are escaped, its lines stay', async () => {
    answer = { status: 200, type: 'text/plain', parts: ['a\r', '\nb\u001b[2J\rc\n', 'd'] };
    const run = await cli(['send', origin], { isTTY: true });
    expect(run.stdout).toBe('a\nb\\x1b[2J\\rc\nd');
  });

  test('a character that two chunks share is whole on a terminal', async () => {
    const euro = Buffer.from('€');
    answer = { status: 200, type: 'text/plain', parts: [euro.subarray(0, 1), euro.subarray(1)] };
    expect((await cli(['send', origin], { isTTY: true })).stdout).toBe('€');
  });

  test('other content is not poured into a terminal', async () => {
    answer = { status: 200, type: 'image/png', parts: [Buffer.from([0x89, 0x50, 0, 1])] };
    const run = await cli(['send', origin], { isTTY: true });
    expect(run.stdout).toContain('4 bytes of image/png');
    expect(run.stdout).not.toContain('\u0000');
  });

  test('--include prints the head first', async () => {
    const run = await cli(['send', origin, '--include']);
    expect(run.stdout).toMatch(
      /^HTTP\/1\.1 200 OK\nContent-Type: application\/json\n[^]*\n\n\{"a":1\}$/,
    );
  });

  test('with --json it comes as body lines between open and close', async () => {
    const run = await cli(['send', origin, '--json']);
    const lines = parseLines(run.stdout);
    expect(lines.map((line) => line.kind)).toEqual(['connecting', 'open', 'body', 'close']);
    expect(lines.map((line) => line.seq)).toEqual([0, 1, 2, 3]);
    expect(lines[1]).toMatchObject({ accepted: false, status: 200 });
    expect(lines[2]).toMatchObject({ text: '{"a":1}' });
  });

  test('with --json the body lines give every byte back', async () => {
    const parts = [Buffer.from('é').subarray(0, 1), Buffer.from('é').subarray(1), randomBytes(999)];
    const cut = Buffer.from('€').subarray(0, 2);
    answer = { status: 200, type: 'text/plain', parts: [...parts, cut] };
    const run = await cli(['send', origin, '--json']);
    const bodies = parseLines(run.stdout).filter((line) => line.kind === 'body');
    const bytes = bodies.map(({ text, base64 }) =>
      typeof text === 'string' ? Buffer.from(text) : Buffer.from(String(base64), 'base64'),
    );
    expect(Buffer.concat(bytes).equals(Buffer.concat([...parts, cut]))).toBe(true);
  });

  test.each([
    [200, 0],
    [399, 0],
    [400, 1],
    [503, 1],
  ])('--fail with status %i exits with %i and still prints the body', async (status, code) => {
    answer = { ...answer, status };
    const run = await cli(['send', origin, '--fail']);
    expect([run.code, run.stdout]).toEqual([code, '{"a":1}']);
    expect((await cli(['send', origin])).code).toBe(0);
  });
});

describe('the request', () => {
  test('-d means POST unless -X says otherwise', async () => {
    await cli(['send', origin, '-d', 'a=1']);
    await cli(['send', origin, '-d', 'a=1', '-X', 'PUT']);
    await cli(['send', origin]);
    expect(seen.map((request) => [request.method, request.body])).toEqual([
      ['POST', 'a=1'],
      ['PUT', 'a=1'],
      ['GET', ''],
    ]);
  });

  test.each([
    ['{"a":[1]}', 'application/json'],
    [' [1] ', 'application/json'],
    ['{"a":', 'application/x-www-form-urlencoded'],
    ['a=1&b=2', 'application/x-www-form-urlencoded'],
    ['12', 'application/x-www-form-urlencoded'],
    ['', 'application/x-www-form-urlencoded'],
  ])('-d %j is sent as %s', async (data, type) => {
    await cli(['send', origin, '-d', data]);
    expect(seen[0]).toMatchObject({ body: data, headers: { 'content-type': type } });
  });

  test('a Content-Type of the user wins and stands once', async () => {
    await cli(['send', origin, '-d', '{}', '-H', 'content-type: text/csv']);
    const types = seen[0]?.rawHeaders.filter((name) => name.toLowerCase() === 'content-type');
    expect(types).toHaveLength(1);
    expect(seen[0]?.headers['content-type']).toBe('text/csv');
  });

  test('header fields keep their order, case and duplicates', async () => {
    await cli(['send', origin, '-H', 'X-b: 1', '-H', 'X-A: 2', '-H', 'x-B: 3']);
    const raw = seen[0]?.rawHeaders ?? [];
    const own = raw.filter((_, index) => /^x-/i.test(raw[index - (index % 2)] ?? ''));
    expect(own).toEqual(['X-b', '1', 'X-A', '2', 'x-B', '3']);
  });

  test('-d @FILE sends the file as it is', async () => {
    const file = join(folder, 'a b.json');
    await writeFile(file, '\ufeff{"é": 1}\r\n');
    await cli(['send', origin, '-d', `@${file}`]);
    expect(seen[0]?.body).toBe('\ufeff{"é": 1}\r\n');
  });

  test('a file that cannot be sent is named, and nothing is sent', async () => {
    const binary = join(folder, 'binary');
    await writeFile(binary, Buffer.from([0xff, 0xfe]));
    for (const name of [join(folder, 'missing.json'), folder, binary]) {
      const run = await cli(['send', origin, '-d', `@${name}`]);
      expect([run.code, run.stdout]).toEqual([2, '']);
      expect(run.stderr).toContain(name);
    }
    expect(seen).toEqual([]);
  });

  test.each([
    [['::'], 'URL'],
    [['ftp://h/'], 'URL'],
    [['http://h/', '-X', 'GE T'], '-X'],
    [['http://h/', '-X', 'CONNECT'], '-X'],
    [['http://h/', '-H', 'Bad Name: x'], '-H'],
    [['http://h/', '-H', 'X: a\nb'], '-H'],
    [['http://h/', '-H', 'Connection: close'], '-H'],
  ])('%j is told at %s before anything is sent', async (args, option) => {
    const run = await cli(['send', ...args]);
    expect(run.code).toBe(2);
    expect(run.stdout).toBe('');
    expect(run.stderr).toContain(`${option}:`);
    expect(run.stderr.trimEnd()).not.toContain('\n');
  });
});

describe('failures', () => {
  test('a refused connection is exit code 3, a sentence, the code and a next step', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const people = await cli(['send', `http://127.0.0.1:${port}/`]);
    expect([people.code, people.stdout]).toEqual([3, '']);
    expect(people.stderr).toMatch(/^tideline: .+\n {2}ECONNREFUSED .+\n {2}.+\n$/);
    const json = await cli(['send', `http://127.0.0.1:${port}/`, '--json']);
    expect(json.code).toBe(3);
    expect(parseLines(json.stdout)[1]).toMatchObject({
      kind: 'error',
      errorKind: 'connection-refused',
      code: 'ECONNREFUSED',
      fatal: true,
    });
  });

  test('an unknown command and no command are usage errors', async () => {
    const unknown = await cli(['watch', '\u001b[31m']);
    expect([unknown.code, unknown.stdout]).toEqual([2, '']);
    const none = await cli([]);
    expect([none.code, none.stdout]).toEqual([2, '']);
    expect(none.stderr).toContain('Usage');
  });

  test('--help and --version print to stdout', async () => {
    const help = await cli(['--help']);
    expect([help.code, help.stderr]).toEqual([0, '']);
    for (const line of help.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
    const version = await cli(['--version']);
    expect([version.code, version.stderr]).toEqual([0, '']);
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
