// T68 and T69 as far as no window is needed: secrets in every place of a request, and a look at all that is kept.
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test, vi } from 'vitest';
import { createStoredRequest } from '../../../shared/model/workspace/stored-request.ts';
import type { StoredBody, StoredRequest } from '../../../shared/model/workspace/stored-request.ts';
import { CANARIES, findLeaks, findLeaksIn } from '../../support/leak-scan.ts';
import { WINDOW, startEngine } from '../../support/start-engine.ts';
import { makeFolder } from '../../support/workspace-folder.ts';
import { cli } from '../cli/cli-support.ts';

const NAMES = CANARIES.map((_, index) => `s${index}`);
/** Every third place of a secret. */
const PLACES_STEP = 3;
const field = { isEnabled: true, description: '' };

async function startServer() {
  let received = '';
  const server = createServer((request, response) => {
    received += `${request.url}\n${request.rawHeaders.join('\n')}\n`;
    request.on('data', (chunk: Buffer) => (received += chunk.toString('utf8')));
    request.on('end', () => response.end('ok'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const dispose = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
  };
  return { origin, getReceived: () => received, [Symbol.asyncDispose]: dispose };
}

/** A request with one secret in each place that a request has. */
function listRequests(name: string, canary: string): readonly StoredRequest[] {
  const value = `{{${name}}}`;
  const empty = { ...createStoredRequest('Leaky'), method: 'POST' };
  const bodies: readonly StoredBody[] = [
    { kind: 'json', text: `{"a":"${value}"}` },
    { kind: 'text', text: value },
    { kind: 'form-urlencoded', fields: [{ ...field, name: 'f', value }] },
    {
      kind: 'multipart-form',
      parts: [{ ...field, kind: 'text', name: 'p', value, contentType: '' }],
    },
    { kind: 'graphql', query: `{ a(b: "${value}") }`, variables: '{}', operationName: '' },
  ];
  const isFieldValue = /^[\x20-\x7e]+$/.test(canary);
  return [
    { ...empty, url: `{{baseUrl}}/url/${value}?q=${value}#${value}` },
    { ...empty, url: '{{baseUrl}}/:p', params: [{ ...field, kind: 'path', name: 'p', value }] },
    { ...empty, url: '{{baseUrl}}/', params: [{ ...field, kind: 'query', name: value, value }] },
    {
      ...empty,
      url: '{{baseUrl}}/',
      auth: { kind: 'basic', values: { username: value, password: value } },
    },
    {
      ...empty,
      url: '{{baseUrl}}/',
      auth: { kind: 'apikey', values: { key: 'k', value, placement: 'query' } },
    },
    ...(isFieldValue
      ? [
          {
            ...empty,
            url: '{{baseUrl}}/',
            headers: [{ ...field, name: 'X-Key', value: `a ${value}` }],
          },
          {
            ...empty,
            url: '{{baseUrl}}/',
            auth: { kind: 'bearer', values: { token: value } },
          } as const,
        ]
      : []),
    ...bodies.map((body) => ({ ...empty, url: '{{baseUrl}}/', body })),
    // Nothing listens there.
    { ...empty, url: `http://127.0.0.1:1/${value}` },
  ];
}

test('T68: secrets in every place of a request are in no file, no answer and no log', async () => {
  await using server = await startServer();
  await using data = await makeFolder({});
  const secrets = NAMES.map((name) => `  - secret: true\n    name: ${name}\n`).join('');
  await using folder = await makeFolder({
    'opencollection.yml': 'opencollection: 1.0.0\ninfo:\n  name: Leaky\n',
    'environments/Local.yml': `name: Local\nvariables:\n  - name: baseUrl\n    value: ${server.origin}\n${secrets}`,
  });
  const logged: unknown[][] = [];
  const spies = (['log', 'info', 'warn', 'error'] as const).map((name) =>
    vi.spyOn(console, name).mockImplementation((...words: unknown[]) => void logged.push(words)),
  );
  const engine = await startEngine(data, folder);
  const environmentId = await engine.itemIdOf('Local');
  await engine.workspace['workspace:select-environment']({ environmentId }, WINDOW);
  for (const [index, name] of NAMES.entries()) {
    const value = CANARIES[index] ?? '';
    await engine.workspace['secrets:write']({ environmentId, name, value }, WINDOW);
  }
  const answers: unknown[] = [];
  let sent = 0;
  for (const [index, name] of NAMES.entries()) {
    for (const [place, request] of listRequests(name, CANARIES[index] ?? '').entries()) {
      // Each secret in some of the places, each place with some of the secrets.
      if ((place + index) % PLACES_STEP !== 0) continue;
      const input = { itemId: null, request, allowsUnresolved: false, allowsNewHost: true };
      const answer = await engine.workspace['request:send'](input, WINDOW);
      if (!answer.ok)
        throw new Error(`${JSON.stringify(answer.error)} for ${JSON.stringify(request)}`);
      const exchangeId = answer.value;
      answers.push(await engine.settle(exchangeId));
      sent++;
      answers.push(await engine.exchanges.getSummary(WINDOW, exchangeId));
      answers.push(await engine.exchanges.readPage(WINDOW, { exchangeId, fromRow: 0, toRow: 9 }));
      answers.push(await engine.handlers['runs:request']({ exchangeId }, WINDOW));
      await engine.workspace['draft:save'](
        { draftKey: 'd', itemId: null, version: null, change: { kind: 'request', request } },
        WINDOW,
      );
    }
    const request = createStoredRequest('x');
    answers.push(await engine.workspace['variables:view']({ itemId: null, request }, WINDOW));
  }
  answers.push(await engine.list());
  answers.push(await engine.workspace['workspace:current'](null, WINDOW));
  await engine.close();
  spies.forEach((spy) => spy.mockRestore());

  // They did go out, so that there was something to hide.
  expect(findLeaks(server.getReceived()).length).toBe(CANARIES.length);
  expect(findLeaks(JSON.stringify(answers))).toEqual([]);
  expect(findLeaks(JSON.stringify(logged.flat().map(String)))).toEqual([]);
  expect(await findLeaksIn(data.path)).toEqual([]);
  expect(await findLeaksIn(folder.path)).toEqual([]);
  console.info(`T68: ${sent} requests with ${CANARIES.length} secrets, found: 0`);

  // T69: only the user may read any of it, whatever the umask was.
  for (const name of ['secrets.json', 'runs.jsonl', 'spools']) {
    expect((await stat(data.at(name))).mode & 0o077).toBe(0);
  }
}, 120_000);

test('T68: the terminal prints no secret, and takes none from its command line', async () => {
  await using server = await startServer();
  const secrets = NAMES.map((name) => `  - secret: true\n    name: ${name}\n`).join('');
  const query = NAMES.map(
    (name) => `    - name: ${name}\n      value: "{{${name}}}"\n      type: query\n`,
  ).join('');
  await using folder = await makeFolder({
    'opencollection.yml': 'opencollection: 1.0.0\ninfo:\n  name: Leaky\n',
    'environments/Local.yml': `name: Local\nvariables:\n  - name: baseUrl\n    value: ${server.origin}\n${secrets}`,
    'Leaky.yml': `info:\n  name: Leaky\nhttp:\n  method: GET\n  url: "{{baseUrl}}/"\n  params:\n${query}`,
    'Refused.yml': `info:\n  name: Refused\nhttp:\n  method: GET\n  url: "http://127.0.0.1:1/"\n  params:\n${query}`,
  });
  const env = Object.fromEntries(
    NAMES.map((name, index) => [`TIDELINE_SECRET_${name}`, CANARIES[index] ?? '']),
  );
  const stdin = NAMES.map((name, index) => `${name}=${CANARIES[index]}`).join('\n');
  for (const file of ['Leaky.yml', 'Refused.yml']) {
    for (const options of [['--include'], ['--json'], []]) {
      const args = ['send', folder.at(file), '--env', 'Local', ...options];
      const byEnv = await cli(args, { env });
      const byStdin = await cli([...args, '--secrets-stdin'], { stdin });
      for (const { stdout, stderr } of [byEnv, byStdin])
        expect(findLeaks(stdout + stderr)).toEqual([]);
    }
  }
  expect(findLeaks(server.getReceived()).length).toBe(CANARIES.length);
  // There is no option that a secret could be given by; what is asked for is told by name only.
  const missing = await cli(['send', folder.at('Leaky.yml'), '--env', 'Local']);
  expect(missing.stderr).toMatch(/s0/);
});
