import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { parseChallenges } from '../../../main/http/auth/challenge.ts';
import { DigestSession, answerDigest, chooseDigest } from '../../../main/http/auth/digest.ts';
import { aRequest, collect } from '../../support/collect.ts';
import { startScriptedServer } from '../../support/scripted-server.ts';

const toParameters = (value: string): Readonly<Record<string, string>> =>
  Object.fromEntries(parseChallenges([value])[0]?.parameters ?? []);

function choose(...values: readonly string[]) {
  const found = chooseDigest(parseChallenges(values));
  if (found === null) throw new Error('no digest challenge');
  return found;
}

describe('challenges', () => {
  test('commas part challenges and parameters alike', () => {
    expect(
      parseChallenges([
        'Basic realm="a, \\"b\\"", Negotiate, Bearer abc==, Digest nonce=1 , qop="auth,auth-int"',
        'NTLM',
      ]).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]),
    ).toEqual([
      ['basic', { realm: 'a, "b"' }],
      ['negotiate', {}],
      ['bearer', {}],
      ['digest', { nonce: '1', qop: 'auth,auth-int' }],
      ['ntlm', {}],
    ]);
  });

  test('the first of two parameters of one name counts', () => {
    expect(toParameters('Digest realm="a", realm="b"')).toEqual({ realm: 'a' });
  });

  test.each(['', ',,,', '=', '"', 'Digest realm="'])('%j ends without a fault', (value) => {
    expect(Array.isArray(parseChallenges([value]))).toBe(true);
  });

  test('of several the strongest is answered, and only one that can be', () => {
    const md5 = 'Digest realm="a", nonce="1", qop="auth", algorithm=MD5';
    const sha = 'Digest realm="a", nonce="2", qop="auth", algorithm=SHA-256';
    expect(choose(md5, sha).parameters.get('nonce')).toBe('2');
    expect(
      chooseDigest(parseChallenges(['Digest realm="a", nonce="1", qop="auth-int"'])),
    ).toBeNull();
    expect(chooseDigest(parseChallenges(['Digest realm="a", nonce="1", algorithm=X']))).toBeNull();
    expect(chooseDigest(parseChallenges(['Basic realm="a"']))).toBeNull();
  });
});

describe('RFC 7616, section 3.9', () => {
  const mufasa = { username: 'Mufasa', password: 'Circle of Life' };
  const first = {
    method: 'GET',
    uri: '/dir/index.html',
    cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
    nonceCount: 1,
  };
  const offer = (algorithm: string): string =>
    `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm}, ` +
    'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", ' +
    'opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"';

  test.each([
    ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
    ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
  ])('%s', (algorithm, response) => {
    const value = answerDigest(choose(offer(algorithm)), mufasa, first);
    expect(toParameters(value)).toEqual({
      username: 'Mufasa',
      realm: 'http-auth@example.org',
      uri: '/dir/index.html',
      algorithm,
      nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
      nc: '00000001',
      cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
      qop: 'auth',
      response,
      opaque: 'FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS',
    });
    // Neither the count nor the choice of the protection may be in quotes.
    expect(value).toMatch(/qop=auth, nc=00000001,/);
  });

  test('SHA-512-256 with a hidden user', () => {
    const challenge = choose(
      'Digest realm="api@example.org", qop="auth", algorithm=SHA-512-256, ' +
        'nonce="5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK", ' +
        'opaque="HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS", charset=UTF-8, userhash=true',
    );
    const parameters = toParameters(
      answerDigest(
        challenge,
        { username: 'Jäsøn Doe', password: 'Secret, or not?' },
        {
          method: 'GET',
          uri: '/doe.json',
          cnonce: 'NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v',
          nonceCount: 1,
        },
      ),
    );
    expect(parameters['userhash']).toBe('true');
    // The corrected values: those that are printed come of SHA-512 cut in half, which is another function.
    expect(parameters['username']).toBe(
      '793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b',
    );
    expect(parameters['response']).toBe(
      '3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5',
    );
  });
});

test('RFC 2069: a challenge without qop', () => {
  const challenge = choose(
    'Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"',
  );
  const value = answerDigest(
    challenge,
    { username: 'Mufasa', password: 'CircleOfLife' },
    { method: 'GET', uri: '/dir/index.html', cnonce: 'x', nonceCount: 1 },
  );
  // The value of erratum 749, which corrects the one that is printed.
  expect(toParameters(value)['response']).toBe('1949323746fe6a43ef61f9606e7febea');
  expect(value).not.toMatch(/qop|cnonce|nc=/);
});

test('a name beyond ASCII has its own form, and quotes are escaped', () => {
  const challenge = choose('Digest realm="a\\"b", nonce="1", qop="auth"');
  const request = { method: 'GET', uri: '/"', cnonce: 'c', nonceCount: 255 };
  const value = answerDigest(challenge, { username: "Zoë's", password: 'p' }, request);
  expect(value).toContain("username*=UTF-8''Zo%C3%AB%27s");
  expect(value).toContain('realm="a\\"b"');
  expect(value).toContain('nc=000000ff');
});

describe('over the wire', () => {
  const auth = { kind: 'digest', username: 'u', password: 'p' } as const;
  const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
  const challenge = (nonce: string, more = ''): string =>
    `HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Digest realm="r", nonce="${nonce}", qop="auth"${more}\r\n` +
    'Content-Length: 0\r\n\r\n';

  /** Whether the answer is the right one for this nonce and count. */
  function isRight(field: string | null, nonce: string, nc: string, method: string): boolean {
    const { cnonce, response, uri } = toParameters(field ?? '');
    const a2 = md5(`${method}:${uri}`);
    return response === md5(`${md5('u:r:p')}:${nonce}:${nc}:${cnonce}:auth:${a2}`);
  }

  test('the challenge is a hop of its own, and the content goes out again with the answer', async () => {
    await using server = await startScriptedServer(async (connection, index) => {
      if (index === 0) return connection.write(challenge('n1'));
      await connection.openStream();
      await connection.write('data: in\n\n');
      connection.end();
    });
    const run = await collect(
      aRequest(`${server.origin}/a?b=c`, {
        method: 'POST',
        body: { kind: 'json', text: '{"a":1}' },
        auth,
      }),
    );
    expect(run.events).toMatchObject([{ data: 'in' }]);
    expect(run.entries.map(({ kind }) => kind).slice(0, 5)).toEqual([
      'connecting',
      'open',
      'close',
      'connecting',
      'open',
    ]);
    expect(run.entries[2]).toMatchObject({ kind: 'close', rule: 'challenge', willReconnect: true });
    expect(run.sink.sent).toHaveLength(2);
    expect(server.connections.map(({ request }) => request.body.toString())).toEqual([
      '{"a":1}',
      '{"a":1}',
    ]);
    expect(server.connections[0]?.getField('authorization')).toBeNull();
    const field = server.connections[1]?.getField('authorization') ?? null;
    expect(isRight(field, 'n1', '00000001', 'POST')).toBe(true);
    expect(toParameters(field ?? '')['uri']).toBe('/a?b=c');
  });

  test('a reconnection uses the nonce again with the next count, and a stale one is replaced', async () => {
    await using server = await startScriptedServer(async (connection, index) => {
      if (index === 0) return connection.write(challenge('n1'));
      if (index === 3) return connection.write(challenge('n2', ', stale=TRUE'));
      if (index === 5) return connection.write('HTTP/1.1 204 No Content\r\n\r\n');
      await connection.openStream(['Content-Length: 25']);
      await connection.write('retry: 1\nid: 1\ndata: a\n\n\n');
    });
    const run = await collect(
      aRequest(server.origin, {
        auth,
        stream: {
          readAs: 'auto',
          reconnect: 'browser',
          reconnectionTimeMs: null,
          attemptsMax: 1,
          retriesFirstFailure: true,
          lastEventId: null,
          stallAfterMs: null,
        },
      }),
    );
    expect(run.events).toHaveLength(3);
    const fields = server.connections.map((connection) => connection.getField('authorization'));
    expect(isRight(fields[1] ?? null, 'n1', '00000001', 'GET')).toBe(true);
    expect(isRight(fields[2] ?? null, 'n1', '00000002', 'GET')).toBe(true);
    expect(isRight(fields[3] ?? null, 'n1', '00000003', 'GET')).toBe(true);
    expect(isRight(fields[4] ?? null, 'n2', '00000001', 'GET')).toBe(true);
    expect(isRight(fields[5] ?? null, 'n2', '00000002', 'GET')).toBe(true);
  });

  test('wrong credentials are shown after one answer, and a nonce that is always stale after two', async () => {
    for (const [more, requests] of [
      ['', 2],
      [', stale=true', 3],
    ] as const) {
      await using server = await startScriptedServer((connection, index) =>
        connection.write(challenge(`n${index}`, more)),
      );
      const run = await collect(aRequest(server.origin, { auth }));
      expect(server.connections).toHaveLength(requests);
      expect(run.end).toEqual({ kind: 'ended' });
      expect(run.entries.findLast(({ kind }) => kind === 'open')).toMatchObject({ status: 401 });
    }
  });

  test("the user's own Authorization field is not replaced", async () => {
    await using server = await startScriptedServer((connection) =>
      connection.write(challenge('n1')),
    );
    await collect(
      aRequest(server.origin, { auth, headers: [{ name: 'authorization', value: 'Own x' }] }),
    );
    expect(server.connections).toHaveLength(1);
    expect(server.connections[0]?.getField('authorization')).toBe('Own x');
  });

  test('counts start anew with another nonce', () => {
    const session = new DigestSession({ username: 'u', password: 'p' }, () => 'c');
    expect(session.getField('GET', '/')).toBeNull();
    expect(session.takeResponse(401, ['Digest realm="r", nonce="a", qop="auth"'], false)).toBe(
      true,
    );
    expect(session.getField('GET', '/')).toContain('nc=00000001');
    expect(session.getField('GET', '/')).toContain('nc=00000002');
    session.takeResponse(200, [], true);
    const stale = ['Digest realm="r", nonce="b", qop="auth", stale=true'];
    expect(session.takeResponse(401, stale, true)).toBe(true);
    expect(session.getField('GET', '/')).toMatch(/nonce="b".*nc=00000001/);
  });
});
