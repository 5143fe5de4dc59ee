import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDemoServer } from '../../../main/replay/demo-server.ts';
import type { DemoServer } from '../../../main/replay/demo-server.ts';
import { instantClock } from '../replay/demo-support.ts';
import { cli, withBlocks } from './cli-support.ts';

let quick: DemoServer;
beforeAll(async () => {
  quick = await startDemoServer({ clock: instantClock() });
});
afterAll(() => quick.close());

describe('for people', () => {
  test('rows have aligned columns and numbers', async () => {
    const run = await cli(['send', `${quick.origin}/orders/live`, '--max-events', '12']);
    const rows = run.stdout.trimEnd().split('\n');
    expect(rows[0]).toMatch(/^ +time +gap +# {2}type +id +data$/);
    const events = rows.filter((row) => /^.{19}[ \d]{3}\d {2}order\./.test(row));
    expect(events).toHaveLength(12);
    const dataColumn = rows[0]?.indexOf('data') ?? 0;
    for (const row of events) expect(row.slice(dataColumn - 1, dataColumn + 1)).toBe(' {');
    expect(rows.at(-1)).toMatch(/ · {2}close .* ended by --max-events$/);
  });

  test('no colour and no cut rows in a pipe', async () => {
    const run = await cli(['send', `${quick.origin}/news`, '--max-events', '3']);
    expect(run.stdout).not.toContain('\u001b');
    expect(run.stdout).toMatch(/"words":\d+\}$/m);
  });

  test('on a terminal rows have colour and its width, whatever they say', async () => {
    const url = `${quick.origin}/news`;
    const run = await cli(['send', url, '--max-events', '3'], { isTTY: true, columns: 80 });
    expect(run.stdout).toContain('\u001b[');
    // eslint-disable-next-line no-control-regex
    const plain = run.stdout.replace(/\u001b\[\d+m/g, '');
    for (const row of plain.split('\n')) expect(Array.from(row).length).toBeLessThanOrEqual(80);
    expect(plain).toContain('…');
  });

  test.each([{ NO_COLOR: '1' }, { TERM: 'dumb' }])('%j means no colour', async (env) => {
    const run = await cli(['send', `${quick.origin}/news`, '--max-events', '1'], {
      isTTY: true,
      env,
    });
    expect(run.stdout).not.toContain('\u001b');
  });

  test('hostile bytes are escaped in type, id, data and comment', async () => {
    const evil = '\u001b]52;c;aGk=\u0007\u202e\u009b';
    const blocks = `: ${evil}\nevent: ${evil}\nid: ${evil}\ndata: ${evil}\n\n`;
    const run = await withBlocks(blocks, (url) =>
      cli(['send', url], { isTTY: true, columns: 200 }),
    );
    // eslint-disable-next-line no-control-regex
    const plain = run.stdout.replace(/\u001b\[\d+m/g, '');
    // eslint-disable-next-line no-control-regex
    expect(plain).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(plain).toContain('\\x1b]52;c;aGk=\\x07\\u202e\\x9b');
  });

  test('a chat chunk shows its delta', async () => {
    const url = `${quick.origin}/v1/chat/completions`;
    const run = await cli(['send', url, '-d', '{}'], {
      isTTY: true,
      columns: 80,
      env: { NO_COLOR: '1' },
    });
    expect(run.stdout).toMatch(/ 2 {2}message +delta\.reasoning_content "The"$/m);
    expect(run.stdout).toMatch(/ delta\.content " question:"$/m);
    expect(run.stdout).toMatch(/ \[DONE\]$/m);
  });
});
