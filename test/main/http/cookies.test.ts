import { describe, expect, test } from 'vitest';
import { CookieJar, MEMORY_STORAGE } from '../../../main/http/cookies/cookie-jar.ts';
import { BARE_ENVIRONMENT } from '../../../main/http/http-environment.ts';
import { COOKIES_MAX, COOKIE_CHARS_MAX } from '../../../shared/limits.ts';
import { aRequest, collect } from '../../support/collect.ts';
import { startScriptedServer } from '../../support/scripted-server.ts';

const at = (url: string): URL => new URL(url);

describe('the jar', () => {
  test.each([
    ['the host only, unless a domain is named', 'a=1', 'http://a.test/', 'http://b.a.test/', null],
    [
      'a domain and what is under it',
      'a=1; Domain=a.test',
      'http://a.test/',
      'http://b.a.test/',
      'a=1',
    ],
    ['no domain above', 'a=1; Domain=test', 'http://a.test/', 'http://b.test/', null],
    ['no other domain', 'a=1; Domain=b.test', 'http://a.test/', 'http://b.test/', null],
    ['its path and what is under it', 'a=1; Path=/x', 'http://a.test/', 'http://a.test/x/y', 'a=1'],
    ['no path beside it', 'a=1; Path=/x', 'http://a.test/', 'http://a.test/xy', null],
    ['secure ones over https', 'a=1; Secure', 'https://a.test/', 'https://a.test/', 'a=1'],
    ['secure ones not over http', 'a=1; Secure', 'https://a.test/', 'http://a.test/', null],
    ['every port of a host', 'a=1', 'http://a.test:1/', 'http://a.test:2/', 'a=1'],
    ['nothing that has ended', 'a=1; Max-Age=0', 'http://a.test/', 'http://a.test/', null],
    [
      'a name with the host prefix as its rules say',
      '__Host-a=1',
      'http://a.test/',
      'http://a.test/',
      null,
    ],
  ])('%s', async (_name, cookie, from, to, expected) => {
    const jar = new CookieJar(MEMORY_STORAGE);
    await jar.take(at(from), [cookie]);
    expect(await jar.getField(at(to))).toBe(expected);
  });

  test('what is too long, or no cookie, is refused with its name', async () => {
    const jar = new CookieJar(MEMORY_STORAGE);
    const refused = await jar.take(at('http://a.test/'), [
      `long=${'x'.repeat(COOKIE_CHARS_MAX)}`,
      'evil=1; Domain=b.test',
      'good=1',
    ]);
    expect(refused.map((words) => words.split(':')[0])).toEqual(['long', 'evil']);
    expect((await jar.list()).map(({ name }) => name)).toEqual(['good']);
  });

  test('has an end to it, and a text that cannot be read is an empty one', async () => {
    let kept = 'not JSON';
    const storage = {
      read: async () => kept,
      write: async (text: string) => void (kept = text),
    };
    const jar = new CookieJar(storage);
    expect(await jar.list()).toEqual([]);
    const values = Array.from({ length: COOKIES_MAX + 5 }, (_, index) => `c${index}=1; Max-Age=60`);
    await jar.take(at('http://a.test/'), values);
    expect(await jar.list()).toHaveLength(COOKIES_MAX);
    await jar.flush();
    expect(await new CookieJar(storage).list()).toHaveLength(COOKIES_MAX);
  });
});

test('what was kept is there from the first request on, and is read once', async () => {
  let kept = '';
  const first = new CookieJar({
    read: async () => kept,
    write: async (text) => void (kept = text),
  });
  expect(await first.getField(at('http://a.test/'))).toBeNull();
  await first.take(at('http://a.test/'), ['a=1; Max-Age=60']);
  expect(await first.getField(at('http://a.test/'))).toBe('a=1');
  await first.flush();
  let reads = 0;
  const read = async (): Promise<string> => (reads++, kept);
  const second = new CookieJar({ ...MEMORY_STORAGE, read });
  expect(await second.getField(at('http://a.test/'))).toBe('a=1');
  expect(await second.getField(at('http://b.test/'))).toBeNull();
  expect(reads).toBe(1);
});

test('a cookie of a redirect goes with the next request to its host, and to no other', async () => {
  await using other = await startScriptedServer((connection) =>
    connection.write('HTTP/1.1 204 No Content\r\n\r\n'),
  );
  await using server = await startScriptedServer((connection, index) =>
    connection.write(
      index === 0
        ? 'HTTP/1.1 302 Go\r\nSet-Cookie: session=1\r\nSet-Cookie: bad=1; Domain=x.test\r\nLocation: /in\r\nContent-Length: 0\r\n\r\n'
        : `HTTP/1.1 302 Go\r\nLocation: http://localhost:${other.port}/\r\nContent-Length: 0\r\n\r\n`,
    ),
  );
  const environment = { ...BARE_ENVIRONMENT, cookies: new CookieJar(MEMORY_STORAGE) };
  const run = await collect(
    aRequest(server.origin, { headers: [{ name: 'Cookie', value: 'own=1; session=mine' }] }),
    { deps: { environment } },
  );
  expect(server.connections.map((connection) => connection.getField('cookie'))).toEqual([
    'own=1; session=mine',
    // The user's own goes before the jar's of the same name.
    'own=1; session=mine',
  ]);
  expect(other.connections[0]?.getField('cookie')).toBeNull();
  expect(run.entries).toContainEqual(
    expect.objectContaining({
      problem: 'cookie-refused',
      detail: expect.stringMatching(/^bad:/) as string,
    }),
  );
  const next = await collect(aRequest(`${server.origin}/next`), { deps: { environment } });
  expect(next.sink.sent[0]?.headers).toContainEqual({ name: 'Cookie', value: 'session=1' });
});
