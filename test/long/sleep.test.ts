import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { startScriptedServer } from '../support/scripted-server.ts';
import type { ScriptedConnection } from '../support/scripted-server.ts';

const CLI = fileURLToPath(new URL('../../out/main/cli.js', import.meta.url));
const STREAMS = 20;
const ASLEEP_MS = 90_000;

test('T62: 20 streams that sleep for 90 s reconnect once each, spread, with the gap told', async () => {
  const open = new Set<ScriptedConnection>();
  const connectsAtMs: number[] = [];
  await using server = await startScriptedServer(async (connection) => {
    connectsAtMs.push(performance.now());
    open.add(connection);
    await connection.openStream();
    await connection.write('id: 1\ndata: a\n\n');
  });
  const lines: { readonly kind: string; readonly problem?: string }[] = [];
  const programs = Array.from({ length: STREAMS }, () =>
    spawn(process.execPath, [CLI, 'send', '--json', '--reconnect', 'on', server.origin]),
  );
  for (const program of programs) {
    createInterface({ input: program.stdout }).on('line', (line) => {
      lines.push(JSON.parse(line) as (typeof lines)[number]);
    });
  }
  const count = (kind: string): number => lines.filter((line) => line.kind === kind).length;
  await expect.poll(() => count('event'), { timeout: 60_000 }).toBe(STREAMS);

  programs.forEach((program) => program.kill('SIGSTOP'));
  await setTimeout(ASLEEP_MS);
  for (const connection of open) connection.end();
  programs.forEach((program) => program.kill('SIGCONT'));

  await expect.poll(() => connectsAtMs.length, { timeout: 30_000 }).toBe(2 * STREAMS);
  const back = connectsAtMs.slice(STREAMS);
  const spreadMs = Math.max(...back) - Math.min(...back);
  console.log('attempts after the sleep are spread over', Math.round(spreadMs), 'ms');
  expect(spreadMs).toBeGreaterThan(1_000);
  expect(lines.filter((line) => line.problem === 'clock-jump')).toHaveLength(STREAMS);
  expect(count('reconnect-wait')).toBe(STREAMS);
  programs.forEach((program) => program.kill());
  await Promise.all(programs.map((program) => once(program, 'close')));
});
