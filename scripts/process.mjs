// Starting other programs from the scripts.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const PROJECT = fileURLToPath(new URL('..', import.meta.url));

/**
 * The script behind a program of an installed package, to be run by node. It is the one that npx would take, without a
 * shell and on every platform.
 *
 * @param {string} packageName
 * @param {string} program
 */
export function programOf(packageName, program = packageName) {
  const folder = join(PROJECT, 'node_modules', packageName);
  /** @type {{ bin?: string | Record<string, string> }} */
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const script = typeof manifest.bin === 'string' ? manifest.bin : manifest.bin?.[program];
  if (script === undefined)
    throw new Error(`The package ${packageName} has no program ${program}.`);
  return join(folder, script);
}

/** Whether a window can be shown. */
export function hasDisplay() {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** Whether Chromium's sandbox has to be off: it refuses to start for root on Linux. */
export function isRootOnLinux() {
  return process.platform === 'linux' && process.getuid?.() === 0;
}

/**
 * Runs a program in the project's folder, with our output, and gives its exit code. A signal counts as 128 and its
 * number, as in a shell.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, stdin?: 'inherit' | 'ignore' }} [options]
 * @returns {Promise<number>}
 */
export function run(program, args, { env = process.env, stdin = 'inherit' } = {}) {
  return new Promise((done, fail) => {
    const child = spawn(program, args, {
      cwd: PROJECT,
      env,
      stdio: [stdin, 'inherit', 'inherit'],
    });
    /** @param {NodeJS.Signals} signal */
    const pass = (signal) => {
      // Ctrl-C in a terminal reaches the child as well, and Chromium quits hard on the second one.
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      child.kill(signal);
    };
    /** @type {NodeJS.Signals[]} */
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, pass);
    const release = () => {
      for (const signal of signals) process.off(signal, pass);
    };
    child.once('error', (cause) => {
      release();
      fail(cause);
    });
    child.once('close', (code, signal) => {
      release();
      done(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}
