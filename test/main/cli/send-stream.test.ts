import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDemoServer } from '../../../main/replay/demo-server.ts';
import type { DemoServer } from '../../../main/replay/demo-server.ts';
import { instantClock } from '../replay/demo-support.ts';
import { cli, eventLines, parseLines, withBlocks } from './cli-support.ts';

let quick: DemoServer;
let paced: DemoServer;
beforeAll(async () => {
  quick = await startDemoServer({ clock: instantClock() });
  paced = await startDemoServer();
});
afterAll(() => Promise.all([quick.close(), paced.close()]));

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  connecting: ['attempt', 'method', 'url', 'lastEventId'],
  open: [
    'attempt',
    'status',
    'reason',
    'accepted',
    'shape',
    'httpVersion',
    'tlsVersion',
    'remoteAddress',
    'headers',
    'timings',
    'informational',
    'tls',
    'proxy',
    'isReused',
    'redirect',
  ],
  event: ['type', 'data', 'lastEventId'],
  comment: ['text'],
  retry: ['ms'],
  problem: ['problem', 'line', 'detail', 'offset'],
  close: ['by', 'willReconnect', 'rule', 'refusal'],
  error: ['errorKind', 'code', 'detail', 'fatal', 'afterHeaders', 'phase', 'addresses'],
};

describe('NDJSON', () => {
  test('every line has kind, seq and atMs first, and the documented fields', async () => {
    const runs = [
      await cli(['send', `${quick.origin}/orders/live`, '--json']),
      await cli(['send', `${quick.origin}/broken`, '--json']),
    ];
    const lines = runs.flatMap((run) => parseLines(run.stdout));
    expect(new Set(lines.map((line) => line.kind))).toEqual(new Set(Object.keys(FIELDS)));
    for (const line of lines) {
      const names = Object.keys(line);
      expect(names.slice(0, 3)).toEqual(['kind', 'seq', 'atMs']);
      expect(line.atMs).toBeGreaterThanOrEqual(0);
      const optional = line.kind === 'event' ? ['id', 'isTruncated'] : [];
      const own = names.slice(3).filter((name) => !optional.includes(name));
      expect(own).toEqual(FIELDS[line.kind]);
    }
    for (const run of runs) {
      const seqs = parseLines(run.stdout).map((line) => line.seq);
      expect(seqs).toEqual(seqs.map((_, index) => index));
    }
  });

  test('every event of the chat demo is there, and nothing else', async () => {
    const url = `${quick.origin}/v1/chat/completions`;
    const run = await cli(['send', url, '-d', '{"stream":true}', '--json']);
    const events = eventLines(run.stdout);
    expect([run.code, run.stderr, events.length]).toEqual([0, '', 214]);
    expect(events.at(-1)?.['data']).toBe('[DONE]');
    expect(parseLines(run.stdout).at(-1)).toMatchObject({
      kind: 'close',
      by: 'server',
      rule: null,
    });
  });

  test('id is there when the block had one, lastEventId always', async () => {
    const blocks = 'id: 7\ndata: a\n\ndata: b\n\nid\ndata: c\n\n';
    const run = await withBlocks(blocks, (url) => cli(['send', url, '--json']));
    const ids = eventLines(run.stdout).map((line) => [line['id'], line['lastEventId']]);
    expect(ids).toEqual([
      ['7', '7'],
      [undefined, '7'],
      ['', ''],
    ]);
  });

  test('a broken stream ends with its problem and exit code 0', async () => {
    const run = await cli(['send', `${quick.origin}/broken`, '--json']);
    expect([run.code, eventLines(run.stdout).length]).toEqual([0, 31]);
    expect(parseLines(run.stdout).at(-2)).toMatchObject({ problem: 'unfinished-event' });
    // eslint-disable-next-line no-control-regex
    expect(run.stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  });

  test('a cut connection is an error, a close by network and exit code 3', async () => {
    const run = await cli(['send', `${quick.origin}/orders/live`, '--json']);
    expect(run.code).toBe(3);
    expect(eventLines(run.stdout)).toHaveLength(40);
    expect(parseLines(run.stdout).slice(-2)).toMatchObject([
      { kind: 'error', fatal: true, afterHeaders: true },
      { kind: 'close', by: 'network', willReconnect: false },
    ]);
    expect(run.stderr).toMatch(/^tideline: /);
  });

  test('the rest of the order feed comes with Last-Event-ID', async () => {
    const argv = ['send', `${quick.origin}/orders/live`, '-H', 'Last-Event-ID: 40', '--json'];
    const run = await cli(argv);
    expect([run.code, eventLines(run.stdout).length]).toEqual([0, 44]);
    expect(parseLines(run.stdout)[0]).toMatchObject({ kind: 'connecting', lastEventId: '40' });
  });

  test('lines are there while the stream is still open', async () => {
    const user = new AbortController();
    let sawEvent = false;
    const run = await cli(['send', `${paced.origin}/news`, '--json'], {
      interrupt: user.signal,
      onOutput: (stdout) => {
        if (!stdout.includes('"kind":"event"')) return;
        sawEvent = true;
        user.abort('SIGINT');
      },
    });
    expect(sawEvent).toBe(true);
    expect(run.code).toBe(130);
  });
});

describe('rules', () => {
  const last = (stdout: string): unknown => parseLines(stdout).at(-1);

  test.each([1, 5, 100])('--max-events %i prints exactly that many', async (count) => {
    const argv = ['send', `${quick.origin}/stocks`, '--json', '--max-events', String(count)];
    const run = await cli(argv);
    expect([run.code, eventLines(run.stdout).length]).toEqual([0, count]);
    expect(last(run.stdout)).toMatchObject({ kind: 'close', by: 'rule', rule: 'max-events' });
    expect(parseLines(run.stdout).map((line) => line.seq)).toEqual(
      Array.from({ length: count + 3 }, (_, index) => index),
    );
  });

  test('what stands after the rule in the same chunk is not printed', async () => {
    const blocks = 'data: 1\n\ndata: 2\n\n: c\n\ndata: 3\n\ndata: 4\n\n';
    const run = await withBlocks(blocks, (url) =>
      cli(['send', url, '--json', '--max-events', '2']),
    );
    const kinds = parseLines(run.stdout).map((line) => line.kind);
    expect(kinds).toEqual(['connecting', 'open', 'problem', 'event', 'event', 'close']);
    expect(last(run.stdout)).toMatchObject({ seq: 5, by: 'rule' });
  });

  test('more events than there are is an ordinary end', async () => {
    const run = await withBlocks('data: 1\n\n', (url) =>
      cli(['send', url, '--json', '--max-events', '2', '--until', 'x']),
    );
    expect(last(run.stdout)).toMatchObject({ by: 'server', rule: null });
  });

  test('--until ends after the first event of the type, which is printed', async () => {
    const argv = ['send', `${quick.origin}/orders/live`, '--json', '--until', 'order.shipped'];
    const run = await cli(argv);
    const types = eventLines(run.stdout).map((line) => line['type']);
    expect(run.code).toBe(0);
    expect(types.filter((type) => type === 'order.shipped')).toHaveLength(1);
    expect(types.at(-1)).toBe('order.shipped');
    expect(last(run.stdout)).toMatchObject({ by: 'rule', rule: 'until' });
  });

  test('--for ends a stream that goes on', async () => {
    const run = await cli(['send', `${paced.origin}/news`, '--json', '--for', '700ms']);
    expect(run.code).toBe(0);
    expect(eventLines(run.stdout).length).toBeGreaterThan(0);
    expect(last(run.stdout)).toMatchObject({ by: 'rule', rule: 'for' });
    expect(parseLines(run.stdout).at(-1)?.atMs).toBeGreaterThan(650);
  });

  test('--for also counts the time without an answer', async () => {
    const server = createServer(() => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const run = await cli(['send', `http://127.0.0.1:${port}/`, '--json', '--for', '200ms']);
    expect([run.code, parseLines(run.stdout).map((line) => line.kind)]).toEqual([
      0,
      ['connecting', 'close'],
    ]);
    server.closeAllConnections();
    server.close();
  });

  test('--idle ends when nothing arrives', async () => {
    const run = await cli(['send', `${paced.origin}/status`, '--json', '--idle', '900ms']);
    expect(run.code).toBe(0);
    expect(eventLines(run.stdout)).toHaveLength(1);
    expect(last(run.stdout)).toMatchObject({ by: 'rule', rule: 'idle' });
  });

  test('--idle does not end a stream that goes on', async () => {
    const argv = [
      'send',
      `${paced.origin}/stocks`,
      '--json',
      '--idle',
      '2s',
      '--max-events',
      '150',
    ];
    const run = await cli(argv);
    expect(last(run.stdout)).toMatchObject({ rule: 'max-events' });
  });
});

describe('the user and the reader of stdout', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])('%s closes the connection, prints the close entry and exits with %i', async (signal, code) => {
    const user = new AbortController();
    const run = await cli(['send', `${paced.origin}/stocks`, '--json'], {
      interrupt: user.signal,
      onOutput: (stdout) => {
        if (stdout.includes('"kind":"event"')) user.abort(signal);
      },
    });
    expect(run.code).toBe(code);
    expect(parseLines(run.stdout).at(-1)).toMatchObject({ kind: 'close', by: 'user' });
  });

  test('a reader who goes away ends the run in silence', async () => {
    const run = await cli(['send', `${paced.origin}/stocks`, '--json'], {
      stdoutFailure: { code: 'EPIPE', afterWrites: 3 },
    });
    expect([run.code, run.stderr, parseLines(run.stdout).length]).toEqual([0, '', 3]);
  });

  test('a full disk is told, with exit code 4', async () => {
    const run = await cli(['send', `${paced.origin}/stocks`], {
      stdoutFailure: { code: 'ENOSPC', afterWrites: 1 },
    });
    expect(run.code).toBe(4);
    expect(run.stderr).toContain('ENOSPC');
  });
});
