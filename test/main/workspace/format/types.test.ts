// Everything that is written has the types that the format publishes, checked by the compiler itself.
import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { writeContent } from '../../../../main/workspace/item-files.ts';
import { AUTH_KINDS } from '../../../../shared/model/workspace/stored-auth.ts';
import type { StoredAuth } from '../../../../shared/model/workspace/stored-auth.ts';
import type { ItemChange } from '../../../../shared/model/workspace/item-content.ts';
import { createStoredRequest } from '../../../../shared/model/workspace/stored-request.ts';
import type { StoredRequest } from '../../../../shared/model/workspace/stored-request.ts';
import { RandomRequests } from '../../../support/random-request.ts';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
const FOLDER = join(ROOT, 'out/format-types');
const RANDOM_COUNT = 150;
const run = promisify(execFile);

const IMPORTS = `import type { OpenCollection } from '@opencollection/types';
import type { Folder } from '@opencollection/types/collection/item';
import type { Environment } from '@opencollection/types/config/environments';
import type { GraphQLRequest } from '@opencollection/types/requests/graphql';
import type { HttpRequest } from '@opencollection/types/requests/http';
`;

/** A value of each kind of authentication, with every key that the format has for it. */
const AUTHS: Readonly<
  Record<(typeof AUTH_KINDS)[number], Readonly<Record<string, string | boolean>>>
> = {
  basic: { username: 'u', password: 'p' },
  bearer: { token: 't' },
  apikey: { key: 'k', value: 'v', placement: 'query' },
  digest: { username: 'u', password: 'p' },
  ntlm: { username: 'u', password: 'p', domain: 'd' },
  wsse: { username: 'u', password: 'p' },
  awsv4: {
    accessKeyId: 'a',
    secretAccessKey: 's',
    sessionToken: 't',
    service: 's3',
    region: 'eu',
    profileName: 'p',
  },
  oauth1: {
    consumerKey: 'k',
    consumerSecret: 's',
    accessToken: 't',
    accessTokenSecret: 'ts',
    callbackUrl: 'oob',
    verifier: 'v',
    signatureMethod: 'RSA-SHA256',
    'privateKey.type': 'file',
    'privateKey.value': 'key.pem',
    timestamp: '1',
    nonce: 'n',
    version: '1.0',
    realm: 'r',
    placement: 'header',
    includeBodyHash: true,
  },
  oauth2: {
    flow: 'authorization_code',
    authorizationUrl: 'http://a',
    accessTokenUrl: 'http://t',
    refreshTokenUrl: 'http://r',
    callbackUrl: 'http://c',
    'credentials.clientId': 'i',
    'credentials.clientSecret': 's',
    'credentials.placement': 'body',
    scope: 'a b',
    state: 's',
    'pkce.disabled': false,
    'pkce.method': 'S256',
    'tokenConfig.id': 'x',
    'tokenConfig.placement.header': 'Bearer',
    'tokenConfig.source': 'access_token',
    'settings.autoFetchToken': true,
    'settings.autoRefreshToken': false,
  },
};

function listChanges(): readonly (readonly [string, ItemChange])[] {
  const random = new RandomRequests(14);
  const requests: StoredRequest[] = Array.from({ length: RANDOM_COUNT }, () => random.request());
  for (const kind of AUTH_KINDS) {
    const auth: StoredAuth = { kind, values: AUTHS[kind] };
    requests.push({ ...createStoredRequest(kind), auth });
  }
  const graphql: StoredRequest = {
    ...createStoredRequest('Query'),
    kind: 'graphql',
    method: 'POST',
    body: { kind: 'graphql', query: '{ pets { name } }', variables: '{"a":1}', operationName: '' },
  };
  const { headers, auth, variables, docs } = random.request();
  const plain = variables.map((each) => ({ ...each, isSecret: false }));
  const folder = { name: 'Pets', seq: 2, headers, auth, variables: plain, docs };
  const environment = {
    name: 'Local',
    color: '#2f9e44',
    description: 'Where it runs',
    variables,
    extends: 'Base',
    dotEnvPath: '.env',
  };
  return [
    ...requests.map((request) => ['HttpRequest', { kind: 'request', request }] as const),
    ['GraphQLRequest', { kind: 'request', request: graphql }],
    ['Folder', { kind: 'folder', folder }],
    [
      'OpenCollection',
      { kind: 'collection', collection: { ...folder, seq: null, formatVersion: '1.0.0' } },
    ],
    ['Environment', { kind: 'environment', environment }],
  ];
}

/** The compiler's findings for values of the format's types. */
async function check(values: readonly (readonly [string, unknown])[]): Promise<string> {
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  const lines = values.map(
    ([type, value], index) =>
      `export const v${index}: ${type} = ${JSON.stringify(value, null, 1)};\n`,
  );
  await writeFile(join(FOLDER, 'values.ts'), IMPORTS + lines.join(''));
  const compilerOptions = {
    strict: true,
    noEmit: true,
    module: 'esnext',
    moduleResolution: 'bundler',
    types: [],
    skipLibCheck: true,
  };
  await writeFile(
    join(FOLDER, 'tsconfig.json'),
    JSON.stringify({ compilerOptions, files: ['values.ts'] }),
  );
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  return run(process.execPath, [tsc, '-p', FOLDER]).then(
    () => '',
    (cause: unknown) => String((cause as { stdout?: string }).stdout ?? cause),
  );
}

test('what is written has the types of the format, and nothing beside them but the one key of our own', async () => {
  const values = listChanges().map(([type, change]) => {
    const written = writeContent(change, null);
    if (!written.ok) throw new Error(`${type}: ${written.error.detail}\n${JSON.stringify(change)}`);
    const { tideline: _own, ...value } = parse(written.value) as Record<string, unknown>;
    return [type, value] as const;
  });
  expect(await check(values)).toBe('');
  // The check itself finds what is wrong.
  const wrong = {
    info: { name: 'x', type: 'http' },
    http: { method: 'GET', headers: [{ key: 'a' }] },
  };
  expect(await check([['HttpRequest', wrong]])).toMatch(/error TS/);
}, 60_000);
