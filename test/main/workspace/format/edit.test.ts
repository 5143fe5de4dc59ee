import type { HttpRequest } from '@opencollection/types/requests/http';
import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';
import {
  readEnvironment,
  toWantedEnvironment,
} from '../../../../main/workspace/format/environment-format.ts';
import {
  readCollection,
  readFolder,
  toWantedCollection,
  toWantedFolder,
} from '../../../../main/workspace/format/folder-format.ts';
import { readRequest, toWantedRequest } from '../../../../main/workspace/format/request-format.ts';
import { writeText } from '../../../../main/workspace/format/write-text.ts';
import type { FileFormat } from '../../../../main/workspace/format/write-text.ts';
import { readYaml } from '../../../../main/workspace/format/yaml-text.ts';
import { createStoredRequest } from '../../../../shared/model/workspace/stored-request.ts';
import type { StoredRequest } from '../../../../shared/model/workspace/stored-request.ts';

const REQUEST = { read: readRequest, toWanted: toWantedRequest };
const FOLDER = { read: readFolder, toWanted: toWantedFolder };
const COLLECTION = { read: readCollection, toWanted: toWantedCollection };
const ENVIRONMENT = { read: readEnvironment, toWanted: toWantedEnvironment };

/** A request as Bruno 3 writes it, with what people and other tools add by hand. */
const BY_HAND = `# kept by the API team
info:
  name: Create order   # shown in the tree
  type: http
  seq: 3
  x-owner: payments

http:
  method: POST
  url: "{{baseUrl}}/orders"
  headers:
  - name: Accept
    value: application/json
  - name: X-Trace
    value: '1'
    disabled: true
    # why: too loud
    x-note: keep me
  # the last one
  - {name: X-Flow, value: b}
  body:
    type: json
    data: |-
      {
        "pet": "{{petId}}"
      }
  auth:
      type: bearer
      token: "{{token}}"

runtime:
  scripts:
    - type: tests
      code: |
        test('ok', () => {});

settings:
  encodeUrl: true

docs: |
  Makes an order.
`;

function read<T>(format: FileFormat<T>, text: string): T {
  const file = readYaml(text);
  if (!file.ok) throw new Error(file.error.detail);
  const value = format.read(file.value);
  if (!value.ok) throw new Error(value.error.detail);
  return value.value;
}

function edit<T>(
  format: FileFormat<T>,
  text: string,
  change: (value: NoInfer<T>) => NoInfer<T>,
): string {
  const written = writeText(format, change(read(format, text)), text);
  if (!written.ok) throw new Error(written.error.detail);
  return written.value;
}

/** Lines that are only in the one, then those only in the other, as \`-\` and \`+\`. */
function diff(before: string, after: string): readonly string[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const minus = old.filter((line) => !now.includes(line)).map((line) => `-${line}`);
  const plus = now.filter((line) => !old.includes(line)).map((line) => `+${line}`);
  return [...minus, ...plus];
}

describe('T42: an edit changes its lines and no others', () => {
  const cases: readonly [string, (request: StoredRequest) => StoredRequest, readonly string[]][] = [
    [
      'the URL keeps its quotes',
      (request) => ({ ...request, url: '{{baseUrl}}/carts' }),
      ['-  url: "{{baseUrl}}/orders"', '+  url: "{{baseUrl}}/carts"'],
    ],
    [
      'the name keeps its comment',
      (request) => ({ ...request, name: 'Make order' }),
      ['-  name: Create order   # shown in the tree', '+  name: Make order   # shown in the tree'],
    ],
    [
      'one header of several',
      (request) => ({
        ...request,
        headers: request.headers.map((row) =>
          row.name === 'X-Trace' ? { ...row, value: '2' } : row,
        ),
      }),
      ["-    value: '1'", "+    value: '2'"],
    ],
    [
      'a header is switched on',
      (request) => ({
        ...request,
        headers: request.headers.map((row) => ({ ...row, isEnabled: true })),
      }),
      ['-    disabled: true'],
    ],
    [
      'a header is added, at the indentation of the others',
      (request) => ({
        ...request,
        headers: [
          ...request.headers,
          { name: 'X-New', value: 'n', isEnabled: true, description: '' },
        ],
      }),
      ['+  - name: X-New', '+    value: n'],
    ],
    [
      'a header in flow style',
      (request) => ({
        ...request,
        headers: request.headers.map((row) =>
          row.name === 'X-Flow' ? { ...row, value: 'c' } : row,
        ),
      }),
      ['-  - {name: X-Flow, value: b}', '+  - { "name": "X-Flow", "value": "c" }'],
    ],
    [
      'a line of a body',
      (request) => ({ ...request, body: { kind: 'json', text: '{\n  "pet": 7\n}' } }),
      ['-        "pet": "{{petId}}"', '+        "pet": 7'],
    ],
    [
      'a token, deeper indented than the rest',
      (request) => ({ ...request, auth: { kind: 'bearer', values: { token: 'x' } } }),
      ['-      token: "{{token}}"', '+      token: "x"'],
    ],
    [
      'stream settings come under a key of their own',
      (request) => ({ ...request, stream: { reconnect: 'browser' } }),
      ['+tideline:', '+  stream:', '+    reconnect: browser'],
    ],
    [
      'documentation goes, and the key with it',
      (request) => ({ ...request, docs: '' }),
      ['-docs: |', '-  Makes an order.'],
    ],
  ];
  test.each(cases)('%s', (_name, change, expected) => {
    expect(diff(BY_HAND, edit(REQUEST, BY_HAND, change))).toEqual(expected);
    const crlf = BY_HAND.replaceAll('\n', '\r\n');
    const edited = edit(REQUEST, crlf, change);
    expect(edited.replaceAll('\r\n', '')).not.toContain('\n');
    expect(diff(BY_HAND, edited.replaceAll('\r\n', '\n'))).toEqual(expected);
  });

  test('headers that change places keep their comments and unknown keys', () => {
    const edited = edit(REQUEST, BY_HAND, (request) => ({
      ...request,
      headers: request.headers.toReversed(),
    }));
    expect(edited).toContain('    # why: too loud\n    x-note: keep me\n');
    expect(edited).toContain('  - {name: X-Flow, value: b}\n');
    expect(read(REQUEST, edited).headers.map(({ name }) => name)).toEqual([
      'X-Flow',
      'X-Trace',
      'Accept',
    ]);
  });

  test('a typed description, a typed variable and the other variants stay what they are', () => {
    const text = `name: Local
variables:
  - name: a
    value: { type: number, data: "1" }
    description:
      content: first
      type: text/markdown
  - name: b
    value:
      - title: one
        value: x
      - title: two
        selected: true
        value: y
`;
    const edited = edit(ENVIRONMENT, text, (environment) => ({
      ...environment,
      variables: environment.variables.map((variable) => ({
        ...variable,
        value: `${variable.value}!`,
        description: variable.description === '' ? '' : 'second',
      })),
    }));
    expect(parse(edited)).toMatchObject({
      variables: [
        { value: { type: 'number', data: '1!' }, description: { content: 'second' } },
        { value: [{ value: 'x' }, { selected: true, value: 'y!' }] },
      ],
    });
  });

  test('only the selected one of several bodies is changed', () => {
    const text = `info:
  name: Two bodies
http:
  method: POST
  url: x
  body:
    - title: small
      body:
        type: json
        data: "{}"
    - title: large
      selected: true
      body:
        type: json
        data: "[1]"
`;
    const edited = edit<StoredRequest>(REQUEST, text, (request) => ({
      ...request,
      body: { kind: 'json', text: '[2]' },
    }));
    expect(diff(text, edited)).toEqual(['-        data: "[1]"', '+        data: "[2]"']);
  });

  test('auth in a map of its own name stays there', () => {
    const text =
      'info:\n  name: A\nhttp:\n  url: x\n  auth:\n    type: basic\n    basic:\n      username: u\n      password: p\n';
    const edited = edit<StoredRequest>(REQUEST, text, (request) => ({
      ...request,
      auth: { kind: 'basic', values: { username: 'v', password: 'p' } },
    }));
    expect(diff(text, edited)).toEqual(['-      username: u', '+      username: v']);
  });
});

test('a new request is a valid OpenCollection file', () => {
  const written = writeText(
    REQUEST,
    {
      ...createStoredRequest('Live feed'),
      seq: 1,
      url: '{{baseUrl}}/feed',
      headers: [{ name: 'Accept', value: 'text/event-stream', isEnabled: true, description: '' }],
      body: { kind: 'json', text: '{}' },
    },
    null,
  );
  const expected: HttpRequest = {
    info: { name: 'Live feed', type: 'http', seq: 1 },
    http: {
      method: 'GET',
      url: '{{baseUrl}}/feed',
      headers: [{ name: 'Accept', value: 'text/event-stream' }],
      body: { type: 'json', data: '{}' },
      auth: 'inherit',
    },
  };
  expect(written.ok && parse(written.value)).toEqual(expected);
});

test('a folder, a collection and an environment come back as they were written', () => {
  const variables = [
    { name: 'a', value: '1.0', isSecret: false, isEnabled: true, description: '' },
    { name: 'key', value: '', isSecret: true, isEnabled: true, description: '' },
  ];
  const folder = {
    name: 'Pets',
    seq: 2,
    headers: [{ name: 'X-Store', value: 'n', isEnabled: false, description: 'why' }],
    auth: { kind: 'bearer' as const, values: { token: '{{key}}' } },
    variables,
    docs: 'Docs',
  };
  const environment = {
    name: 'Local',
    color: '#2f9e44',
    description: '',
    variables,
    extends: '',
    dotEnvPath: '.env',
  };
  const texts = [
    writeText(FOLDER, folder, null),
    writeText(COLLECTION, { ...folder, seq: null, formatVersion: '1.0.0' }, null),
    writeText(ENVIRONMENT, environment, null),
  ].map((written) => (written.ok ? written.value : ''));
  expect(read(FOLDER, texts[0] ?? '')).toEqual(folder);
  expect(read(COLLECTION, texts[1] ?? '')).toMatchObject({ name: 'Pets', formatVersion: '1.0.0' });
  expect(read(ENVIRONMENT, texts[2] ?? '')).toEqual(environment);
});

describe('T44, T31: a file that cannot be read is refused with its place', () => {
  const deep = `a: ${'['.repeat(5_000)}${']'.repeat(5_000)}`;
  const bomb = [
    'a0: &a0 [x, x, x, x, x, x, x, x, x, x]',
    ...Array.from({ length: 9 }, (_, index) => {
      const row = Array.from({ length: 10 }, () => `*a${index}`).join(', ');
      return `a${index + 1}: &a${index + 1} [${row}]`;
    }),
  ].join('\n');
  test.each([
    ['no YAML', 'info:\n  name: "open\n', 'syntax', 3],
    ['a tab as indentation', 'info:\n\tname: x\n', 'syntax', 2],
    [
      'conflict markers',
      'a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> x\n',
      'conflict-markers',
      2,
    ],
    ['nothing', '\n\n', 'empty', null],
    ['U+0000', 'info: \0\n', 'not-text', 1],
    ['nesting', deep, 'syntax', 1],
    ['aliases that multiply', bomb, 'too-complex', null],
    ['a wrong type', 'info:\n  name: A\nhttp:\n  url: x\n  headers: none\n', 'wrong-type', 5],
    ['a list at the root', '- a\n', 'wrong-type', 1],
    ['a key twice', 'info:\n  name: a\n  name: b\n', 'syntax', 3],
  ])('%s', (_name, text, problem, line) => {
    const file = readYaml(text);
    const value = file.ok ? readRequest(file.value) : file;
    expect(value).toMatchObject({ ok: false, error: { problem, line } });
  });

  test('a version from the future', () => {
    const file = readYaml('opencollection: 2.0.0\ninfo:\n  name: A\n');
    expect(file.ok && readCollection(file.value)).toMatchObject({
      ok: false,
      error: { problem: 'future-version' },
    });
  });

  test('keys with a meaning in JavaScript are keys like others', () => {
    const text = '__proto__:\n  polluted: 1\nconstructor: 2\ninfo:\n  name: A\nhttp:\n  url: x\n';
    const edited = edit<StoredRequest>(REQUEST, text, (request) => ({ ...request, url: 'y' }));
    expect(diff(text, edited)).toEqual(['-  url: x', '+  url: y']);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});
