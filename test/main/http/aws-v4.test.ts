import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { EMPTY_HASH, readAwsHost, signAwsV4 } from '../../../main/http/auth/aws-v4.ts';
import { aRequest, collect } from '../../support/collect.ts';
import { startScriptedServer } from '../../support/scripted-server.ts';

/** The credentials, place and time of all cases of AWS's published test suite. */
const CREDENTIALS = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  sessionToken: '',
  region: 'us-east-1',
  service: 'service',
};
const AT_MS = Date.UTC(2015, 7, 30, 12, 36, 0);
const UNRESERVED = '-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

interface Case {
  readonly name: string;
  readonly method: string;
  readonly target: string;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string;
  readonly signed: string;
  readonly signature: string;
}

const CASES: readonly Case[] = [
  {
    name: 'get-vanilla',
    method: 'GET',
    target: '/',
    signed: 'host;x-amz-date',
    signature: '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
  },
  {
    name: 'get-vanilla-empty-query-key',
    method: 'GET',
    target: '/?Param1=value1',
    signed: 'host;x-amz-date',
    signature: 'a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb',
  },
  {
    name: 'get-vanilla-query-order-key-case',
    method: 'GET',
    target: '/?Param2=value2&Param1=value1',
    signed: 'host;x-amz-date',
    signature: 'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  },
  {
    name: 'get-vanilla-query-unreserved',
    method: 'GET',
    target: `/?${UNRESERVED}=${UNRESERVED}`,
    signed: 'host;x-amz-date',
    signature: '9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197',
  },
  {
    name: 'get-unreserved',
    method: 'GET',
    target: `/${UNRESERVED}`,
    signed: 'host;x-amz-date',
    signature: '07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f',
  },
  {
    name: 'normalize-path/get-slashes',
    method: 'GET',
    target: '//example//',
    signed: 'host;x-amz-date',
    signature: '9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84',
  },
  {
    name: 'post-vanilla',
    method: 'POST',
    target: '/',
    signed: 'host;x-amz-date',
    signature: '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
  },
  {
    name: 'post-vanilla-query',
    method: 'POST',
    target: '/?Param1=value1',
    signed: 'host;x-amz-date',
    signature: '28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11',
  },
  {
    name: 'post-header-key-sort',
    method: 'POST',
    target: '/',
    headers: [['My-Header1', 'value1']],
    signed: 'host;my-header1;x-amz-date',
    signature: 'c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c',
  },
  {
    name: 'post-header-value-case',
    method: 'POST',
    target: '/',
    headers: [['My-Header1', 'VALUE1']],
    signed: 'host;my-header1;x-amz-date',
    signature: 'cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d',
  },
  {
    name: 'get-header-key-duplicate',
    method: 'GET',
    target: '/',
    headers: [
      ['My-Header1', 'value2'],
      ['My-Header1', 'value2'],
      ['My-Header1', 'value1'],
    ],
    signed: 'host;my-header1;x-amz-date',
    signature: 'c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea',
  },
  {
    name: 'get-header-value-trim',
    method: 'GET',
    target: '/',
    headers: [
      ['My-Header1', ' value1'],
      ['My-Header2', ' "a   b   c"'],
    ],
    signed: 'host;my-header1;my-header2;x-amz-date',
    signature: 'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736',
  },
  {
    name: 'post-x-www-form-urlencoded',
    method: 'POST',
    target: '/',
    headers: [['Content-Type', 'application/x-www-form-urlencoded']],
    body: 'Param1=value1',
    signed: 'content-type;host;x-amz-date',
    signature: 'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
  },
];

test.each(CASES)('AWS test suite: $name', (one) => {
  const fields = signAwsV4(
    {
      method: one.method,
      url: new URL(`https://example.amazonaws.com${one.target}`),
      host: 'example.amazonaws.com',
      headers: (one.headers ?? []).map(([name, value]) => ({ name, value })),
      contentHash:
        one.body === undefined ? EMPTY_HASH : createHash('sha256').update(one.body).digest('hex'),
      atMs: AT_MS,
    },
    CREDENTIALS,
  );
  expect(fields).toEqual([
    { name: 'X-Amz-Date', value: '20150830T123600Z' },
    {
      name: 'Authorization',
      value:
        'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, ' +
        `SignedHeaders=${one.signed}, Signature=${one.signature}`,
    },
  ]);
});

test('region and service are told by the host of an endpoint', () => {
  expect(readAwsHost('abc.execute-api.eu-west-1.amazonaws.com')).toEqual({
    region: 'eu-west-1',
    service: 'execute-api',
  });
  expect(readAwsHost('bucket.s3.us-gov-west-1.amazonaws.com')).toEqual({
    region: 'us-gov-west-1',
    service: 's3',
  });
  expect(readAwsHost('sts.amazonaws.com')).toEqual({ region: '', service: 'sts' });
  expect(readAwsHost('localhost:8080')).toEqual({ region: '', service: '' });
});

test('a request that goes out is signed with its content, its token and its own fields', async () => {
  await using server = await startScriptedServer(async (connection) => {
    await connection.write('HTTP/1.1 204 No Content\r\n\r\n');
  });
  await collect(
    aRequest(`${server.origin}/a%20b/?z=1&a=%2F`, {
      method: 'PUT',
      headers: [{ name: 'X-Amz-Meta', value: 'm' }],
      body: { kind: 'json', text: '{"a":1}' },
      auth: { kind: 'aws-v4', ...CREDENTIALS, sessionToken: 'TOKEN', service: 's3' },
    }),
  );
  const [connection] = server.connections;
  const get = (name: string): string => connection?.getField(name) ?? '';
  expect(get('x-amz-security-token')).toBe('TOKEN');
  const hash = createHash('sha256').update('{"a":1}').digest('hex');
  expect(get('x-amz-content-sha256')).toBe(hash);
  const date = get('x-amz-date');
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date) ?? [];
  const atMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  const expected = signAwsV4(
    {
      method: 'PUT',
      url: new URL(`${server.origin}/a%20b/?z=1&a=%2F`),
      host: get('host'),
      headers: [
        { name: 'Accept', value: '*/*' },
        { name: 'Content-Type', value: 'application/json' },
        { name: 'X-Amz-Meta', value: 'm' },
      ],
      contentHash: hash,
      atMs,
    },
    { ...CREDENTIALS, sessionToken: 'TOKEN', service: 's3' },
  ).at(-1);
  expect(get('authorization')).toBe(expected?.value);
  expect(get('authorization')).toContain(
    'SignedHeaders=accept;content-type;host;x-amz-content-sha256;x-amz-date;x-amz-meta;x-amz-security-token',
  );
});
