import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDemoServer } from '../../../main/replay/demo-server.ts';
import type { DemoServer } from '../../../main/replay/demo-server.ts';
import { sendRaw } from './demo-support.ts';

let server: DemoServer;
beforeAll(async () => {
  server = await startDemoServer();
});
afterAll(() => server.close());

interface Case {
  readonly name: string;
  /** Header lines; `PORT` stands for the port of the server. */
  readonly lines: readonly string[];
  readonly status: 200 | 201 | 204 | 400 | 403 | 404 | 405 | 421;
  readonly start?: string;
}

const OWN = 'Host: 127.0.0.1:PORT';
const host = (value: string, status: Case['status']): Case => ({
  name: `Host ${value}`,
  lines: [`Host: ${value}`],
  status,
});
const extra = (line: string, status: Case['status'], start = 'GET /pets HTTP/1.1'): Case => ({
  name: `${start} with ${line}`,
  lines: [OWN, line],
  status,
  start,
});

const CASES: readonly Case[] = [
  host('127.0.0.1:PORT', 200),
  host('localhost:PORT', 200),
  host('LOCALHOST:PORT', 200),
  host('[::1]:PORT', 200),
  host('127.0.0.1', 421),
  host('localhost', 421),
  host('127.0.0.1:1', 421),
  host('localhost:0PORT', 421),
  host('localhost.:PORT', 421),
  host('evil.test', 421),
  host('evil.test:PORT', 421),
  host('127.0.0.1.evil.test:PORT', 421),
  host('localhost.evil.test:PORT', 421),
  host('evil.localhost:PORT', 421),
  host('0.0.0.0:PORT', 421),
  host('127.0.0.2:PORT', 421),
  host('127.1:PORT', 421),
  host('2130706433:PORT', 421),
  host('::1:PORT', 421),
  host('[::]:PORT', 421),
  host('[::ffff:127.0.0.1]:PORT', 421),
  host('user@127.0.0.1:PORT', 421),
  host('127.0.0.1:PORT/', 421),
  host('127.0.0.1:PORT, 127.0.0.1:PORT', 421),
  host('', 421),
  { name: 'no Host', lines: [], status: 421 },
  { name: 'no Host in HTTP/1.0', lines: [], status: 421, start: 'GET /pets HTTP/1.0' },
  { name: 'Host twice, both right', lines: [OWN, OWN], status: 421 },
  { name: 'Host twice, second wrong', lines: [OWN, 'Host: evil.test'], status: 421 },
  { name: 'Host twice, first wrong', lines: ['host: evil.test', OWN], status: 421 },
  extra('Accept: */*', 421, 'GET http://evil.test/pets HTTP/1.1'),
  extra('Accept: */*', 421, 'GET http://127.0.0.1:PORT/pets HTTP/1.1'),
  extra('Accept: */*', 421, 'OPTIONS * HTTP/1.1'),
  extra('Origin: null', 403),
  extra('Origin: http://127.0.0.1:PORT', 403),
  extra('Origin: https://evil.test', 403),
  extra('Origin:', 403),
  extra('Origin: https://evil.test', 403, 'OPTIONS /pets HTTP/1.1'),
  extra('Origin: https://evil.test', 403, 'DELETE /pets/7741 HTTP/1.1'),
  extra('Origin: https://evil.test', 403, 'GET /news HTTP/1.1'),
  extra('Sec-Fetch-Site: cross-site', 403),
  extra('Sec-Fetch-Site: Cross-Site', 403),
  extra('Sec-Fetch-Site: none', 200),
  extra('Sec-Fetch-Site: same-origin', 200),
  extra('Access-Control-Request-Private-Network: true', 405, 'OPTIONS /pets HTTP/1.1'),
  extra('Accept: */*', 204, 'DELETE /pets/7741 HTTP/1.1'),
  extra('Content-Length: 0', 201, 'POST /orders HTTP/1.1'),
  extra('Accept: */*', 404, 'GET /%2e%2e/etc/passwd HTTP/1.1'),
];

describe('who may ask the demo server', () => {
  test.each(CASES)('$name -> $status', async ({ lines, status, start = 'GET /pets HTTP/1.1' }) => {
    const head = [start, ...lines, 'Connection: close', '', ''].join('\r\n');
    const answer = await sendRaw(server.port, head.replaceAll('PORT', String(server.port)));
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).not.toMatch(/access-control|private-network/i);
    if (status !== 200) expect(answer).not.toContain('Biscuit');
    else expect(answer).toContain('Biscuit');
  });

  test('the table has at least the forty combinations asked for', () => {
    expect(CASES.length).toBeGreaterThanOrEqual(40);
  });

  test('a refused client is disconnected although it asked to stay', async () => {
    const head = 'GET /pets HTTP/1.1\r\nHost: evil.test\r\nConnection: keep-alive\r\n\r\n';
    expect(await sendRaw(server.port, head)).toMatch(
      /^HTTP\/1\.1 421 [^]*\r\nConnection: close\r\n/,
    );
  });

  test('an answered request brings no CORS field', async () => {
    const response = await fetch(`${server.origin}/pets`);
    const names = [...response.headers.keys()].filter((name) => name.startsWith('access-control'));
    expect(names).toEqual([]);
    await response.text();
  });
});
