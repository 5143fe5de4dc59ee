import { expect, test } from 'vitest';
import { EXIT } from '../../../main/cli/exit-codes.ts';
import { cli, parseLines, withBlocks } from './cli-support.ts';

const BLOCKS = [
  'id: 1\nevent: tick\ndata: {"price":5}\n\n',
  ': beat\n\n',
  'id: 2\nevent: note\ndata: hello\n\n',
  'id: 3\nevent: tick\ndata: {"price":15}\n\n',
].join('');

test('--filter prints only what matches, and numbers count all events', async () => {
  const run = await withBlocks(BLOCKS, (url) =>
    cli(['send', url, '--filter', 'type:tick $.price > 10']),
  );
  const rows = run.stdout.trimEnd().split('\n');
  expect(run.code).toBe(EXIT.ok);
  expect(rows.length).toBe(2);
  expect(rows[1]).toMatch(/ 3 +tick +3 +\{"price":15\}$/);
});

test('--filter keeps the lines of --json numbered without a hole', async () => {
  const run = await withBlocks(BLOCKS, (url) =>
    cli(['send', url, '--json', '--filter', '/hello|beat/']),
  );
  expect(parseLines(run.stdout)).toMatchObject([
    { kind: 'comment', seq: 0, text: 'beat' },
    { kind: 'event', seq: 1, data: 'hello' },
  ]);
});

test('T28: a filter that takes for ever ends the run after a second of work', async () => {
  const before = process.cpuUsage();
  const run = await withBlocks(`data: ${'a'.repeat(40)}!\n\n`, (url) =>
    cli(['send', url, '--filter', '/(a+)+$/']),
  );
  expect(run.code).toBe(EXIT.filter);
  expect(run.stderr).toContain('too long');
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000).toBeLessThan(1500);
});

test.each([
  ['number:5', "at ':' (character 7), expected one of = != < <= > >="],
  ['$.', 'expected a JSONPath (a name or * goes after the dot)'],
])('--filter %s is refused with its place and what goes there', async (query, words) => {
  const run = await cli(['send', 'http://127.0.0.1:9/', '--filter', query]);
  expect(run.code).toBe(EXIT.usage);
  expect(run.stderr).toContain(words);
});

test('a wrong filter is refused with its place, and nothing is sent', async () => {
  const run = await cli(['send', 'http://127.0.0.1:9/', '--filter', 'type:tick gap>2']);
  expect(run.code).toBe(EXIT.usage);
  expect(run.stderr).toContain("at '2' (character 15)");
});

test('--stats prints figures at the end, as text and as one line of JSON', async () => {
  const text = await withBlocks(BLOCKS, (url) => cli(['send', url, '--stats']));
  expect(text.stdout).toMatch(/\nevents +3/);
  expect(text.stdout).toMatch(/\ntype +tick +2 events \(67 %\), 23 B, JSON \d+ %/);
  const json = await withBlocks(BLOCKS, (url) => cli(['send', url, '--stats', '--json']));
  const lines = parseLines(json.stdout);
  expect(lines.at(-1)).toMatchObject({
    kind: 'stats',
    seq: lines.length - 1,
    events: 3,
    comments: 1,
    size: { count: 3, minimum: 5, maximum: 12 },
    types: [
      { type: 'tick', events: 2, json: { looked: 2 } },
      { type: 'note', events: 1 },
    ],
    connections: [{ attempt: 1, closedBy: 'server', events: 3 }],
  });
});

test('--stats escapes what the server named', async () => {
  const run = await withBlocks('event: \u001b[31mred\ndata: x\n\n', (url) =>
    cli(['send', url, '--stats']),
  );
  expect(run.stdout).not.toContain('\u001b');
});
