import { describe, expect, test } from 'vitest';
import { parseCommand } from '../../../main/cli/parse-command.ts';
import { parseCount, parseDuration, parseHeaderField } from '../../../main/cli/parse-values.ts';

const NO_FLAGS = {
  body: null,
  auth: null,
  login: false,
  cookie: null,
  cookieJar: null,
  authorities: null,
  certificate: null,
  proxy: null,
  proxyUser: null,
  noProxy: null,
  allowedFiles: [],
  readsSecrets: false,
  transport: {},
};

describe('the command line', () => {
  test('everything that send takes', () => {
    const argv = ['send', '-X', 'PUT', 'http://h/', '-H', 'A: 1', '--header', 'a:2', '-d', 'x=1'];
    const rules = ['--until', 'done', '--max-events', '5', '--for', '10s', '--idle', '500ms'];
    expect(parseCommand([...argv, ...rules, '--json', '-i', '--fail'])).toEqual({
      ok: true,
      value: {
        kind: 'send',
        url: 'http://h/',
        method: 'PUT',
        headers: [
          { name: 'A', value: '1' },
          { name: 'a', value: '2' },
        ],
        data: 'x=1',
        json: true,
        include: true,
        fail: true,
        filter: null,
        stats: false,
        rules: { until: 'done', maxEvents: 5, forMs: 10_000, idleMs: 500 },
        file: null,
        stream: {},
        http: NO_FLAGS,
      },
    });
  });

  test('send alone with a URL sets nothing', () => {
    expect(parseCommand(['send', 'h'])).toMatchObject({
      value: {
        method: null,
        headers: [],
        data: null,
        json: false,
        include: false,
        fail: false,
        rules: { until: null, maxEvents: null, forMs: null, idleMs: null },
      },
    });
  });

  test('a request out of a file, and what its variables are to be', () => {
    const argv = ['send', 'a/b.yml', '--env', 'Local', '--var', 'a=1=2', '--var', 'b='];
    expect(parseCommand([...argv, '--secrets-stdin', '--reconnect', 'browser'])).toMatchObject({
      value: {
        url: '',
        file: {
          path: 'a/b.yml',
          environment: 'Local',
          variables: [
            { name: 'a', value: '1=2' },
            { name: 'b', value: '' },
          ],
          readsDotEnv: false,
          allowsUnresolved: false,
        },
        stream: { reconnect: 'browser' },
        http: { ...NO_FLAGS, readsSecrets: true },
      },
    });
    expect(parseCommand(['check', 'folder'])).toEqual({
      ok: true,
      value: { kind: 'check', folder: 'folder' },
    });
  });

  test('demo, with and without its options', () => {
    const demo = { kind: 'demo', port: 0, play: false, json: false };
    expect(parseCommand(['demo'])).toEqual({ ok: true, value: demo });
    expect(parseCommand(['demo', '--port', '4000'])).toMatchObject({ value: { port: 4000 } });
    expect(parseCommand(['demo', '--play', '--json'])).toMatchObject({
      value: { play: true, json: true },
    });
  });

  test.each([
    [['--help'], { kind: 'help', isAsked: true }],
    [['-h'], { kind: 'help', isAsked: true }],
    [['send', '--help'], { kind: 'help', isAsked: true }],
    [['demo', '-h'], { kind: 'help', isAsked: true }],
    [[], { kind: 'help', isAsked: false }],
    [['--version'], { kind: 'version' }],
  ])('%j', (argv, value) => {
    expect(parseCommand(argv)).toEqual({ ok: true, value });
  });

  test.each([
    [['sned', 'h'], 'sned'],
    [['send'], 'URL'],
    [['send', 'a', 'b'], 'b'],
    [['send', 'h', '--nope'], '--nope'],
    [['send', 'h', '-H', 'no colon'], '-H'],
    [['send', 'h', '-d', 'a', '-d', 'b'], '-d'],
    [['send', 'h', '-X', 'GET', '--request', 'PUT'], '--request'],
    [['send', 'h', '--json=1'], '--json'],
    [['send', 'h', '--for'], '--for'],
    [['send', 'h', '--for', '10'], '--for'],
    [['send', 'h', '--for', '0s'], '--for'],
    [['send', 'h', '--for', '9999h'], '--for'],
    [['send', 'h', '--idle', 'soon'], '--idle'],
    [['send', 'h', '--max-events', '0'], '--max-events'],
    [['send', 'h', '--max-events', '1.5'], '--max-events'],
    [['send', 'h', '--max-events=-3'], '--max-events'],
    [['send', 'h', '--until', ''], '--until'],
    [['demo', 'x'], 'x'],
    [['demo', '--port', '65536'], '--port'],
    [['demo', '--port', 'x'], '--port'],
    [['demo', '--json'], '--json'],
  ])('%j is refused with the name of what is wrong', (argv, name) => {
    const parsed = parseCommand(argv);
    expect(parsed).toMatchObject({ ok: false, error: { kind: 'usage-error' } });
    expect(parsed.ok ? '' : parsed.error.message).toContain(name);
    expect(parsed.ok ? '' : parsed.error.message).not.toContain('\n');
  });
});

describe('values', () => {
  test.each([
    ['500ms', 500],
    ['10s', 10_000],
    ['1.5s', 1500],
    ['2m', 120_000],
    ['1h', 3_600_000],
  ])('%s is %i ms', (text, ms) => expect(parseDuration(text)).toEqual({ ok: true, value: ms }));

  test.each(['', '5', 's', '-1s', '1 s', '1d', '0ms', 'Infinitys', '1e3s'])(
    '%j is no time',
    (text) => expect(parseDuration(text).ok).toBe(false),
  );

  test('a header field keeps its case, loses outer spaces and may be empty', () => {
    expect(parseHeaderField('X-A:  b: c ')).toMatchObject({
      value: { name: 'X-A', value: 'b: c' },
    });
    expect(parseHeaderField('X-A:')).toMatchObject({ value: { name: 'X-A', value: '' } });
  });

  test('a count has bounds', () => {
    expect(parseCount('7', 1, 9)).toEqual({ ok: true, value: 7 });
    expect(parseCount('10', 1, 9).ok).toBe(false);
    expect(parseCount('٣', 1, 9).ok).toBe(false);
  });
});

test('how the answer is read and asked for again', () => {
  const argv = 'send h --reconnect on --retry 500 --last-event-id 7 --as ndjson'.split(' ');
  expect(parseCommand(argv)).toMatchObject({
    value: {
      stream: {
        readAs: 'ndjson',
        reconnect: 'on',
        reconnectionTimeMs: 500,
        lastEventId: '7',
      },
    },
  });
});

test.each(['--reconnect maybe', '--retry soon', '--as xml', '--as __proto__'])(
  '%s is wrong usage',
  (option) => {
    expect(parseCommand(['send', 'h', ...option.split(' ')])).toMatchObject({ ok: false });
  },
);
