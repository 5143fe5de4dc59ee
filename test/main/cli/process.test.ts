import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDemoServer } from '../../../main/replay/demo-server.ts';
import type { DemoServer } from '../../../main/replay/demo-server.ts';
import { buildProgram } from '../../support/build-program.ts';
import type { BuiltProgram } from '../../support/build-program.ts';

let program: BuiltProgram;
let server: DemoServer;

beforeAll(async () => {
  program = await buildProgram('main/cli.ts');
  server = await startDemoServer();
}, 60_000);
afterAll(async () => {
  await server.close();
  await program[Symbol.asyncDispose]();
});

interface Started {
  readonly child: ChildProcess;
  readonly getOutput: () => string;
  readonly getErrors: () => string;
}

function start(args: readonly string[], stdout: 'pipe' | number = 'pipe'): Started {
  const child = spawn(process.execPath, [program.path, ...args], {
    stdio: ['ignore', stdout, 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout?.on('data', (part: Buffer) => {
    output += part.toString('utf8');
  });
  child.stderr?.on('data', (part: Buffer) => {
    errors += part.toString('utf8');
  });
  return { child, getOutput: () => output, getErrors: () => errors };
}

async function waitForOutput({ child, getOutput }: Started, wanted: string): Promise<void> {
  while (!getOutput().includes(wanted) && child.stdout !== null) await once(child.stdout, 'data');
}

describe('the built program', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s ends it with %i, after the close entry', async (signal, code) => {
    const run = start(['send', `${server.origin}/stocks`, '--json']);
    const closed = once(run.child, 'close');
    await waitForOutput(run, '"kind":"event"');
    run.child.kill(signal);
    expect(await closed).toEqual([code, null]);
    expect(run.getOutput().trimEnd().split('\n').at(-1)).toContain('"by":"user"');
    expect(run.getErrors()).toBe('');
  });

  test('it ends by itself when the reader of its output goes away', async () => {
    const run = start(['send', `${server.origin}/stocks`]);
    const closed = once(run.child, 'close');
    await waitForOutput(run, ' open ');
    run.child.stdout?.destroy();
    expect(await closed).toEqual([0, null]);
    expect(run.getErrors()).toBe('');
  });

  test('a full disk is exit code 4 without a stack trace', async () => {
    if (!existsSync('/dev/full')) return;
    const full = await open('/dev/full', 'w');
    const run = start(['send', `${server.origin}/stocks`], full.fd);
    expect(await once(run.child, 'close')).toEqual([4, null]);
    expect(run.getErrors()).toMatch(/^tideline: .*ENOSPC.*\n$/);
    await full.close();
  });

  test('it keeps nothing alive after an ordinary response', async () => {
    const run = start(['send', `${server.origin}/orders/8421`]);
    expect(await once(run.child, 'close')).toEqual([0, null]);
    expect(JSON.parse(run.getOutput())).toMatchObject({ id: 8421 });
  });

  test('its first line lets a shell start it', async () => {
    const file = await open(program.path);
    const { buffer } = await file.read(Buffer.alloc(20), 0, 20, 0);
    expect(buffer.toString('utf8')).toMatch(/^#!\/usr\/bin\/env node\n?/);
    await file.close();
  });
});
