import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readdir } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { ensurePackages } from '../../scripts/system-libraries.mjs';
import { buildProgram } from './build-program.ts';
import type { BuiltProgram } from './build-program.ts';
import type { DriverAnswer } from './workspace-driver.ts';

/** The system calls on files that an action makes, and that can fail or be the last one. */
const FILE_CALLS = [
  'openat', 'read', 'pread64', 'write', 'writev', 'pwrite64', 'fsync', 'fdatasync', 'rename', 'unlink',
  'link', 'mkdir', 'rmdir', 'fchmod', 'statx', 'getdents64', 'readlink', 'symlink', 'close',
] as const; // prettier-ignore

/** A call of the action: the nth of its name since the action began. */
export interface FileCall {
  readonly name: string;
  readonly when: number;
  /** Thread that made it, by its place among the threads of the program. */
  readonly thread: number;
  /** As strace writes it, with the paths of the files. */
  readonly text: string;
}

/** What strace does to the driver. */
export type Injection =
  | { readonly kind: 'kill'; readonly call: FileCall }
  | {
      readonly kind: 'fail';
      readonly call: Pick<FileCall, 'name' | 'when' | 'thread'>;
      readonly errno: string;
      /** From this call on, and not only once. */
      readonly goesOn: boolean;
    };

/** The program of `workspace-driver.ts`, bundled for plain Node. */
export type DriverProgram = BuiltProgram;

/** Bundles the driver. Makes sure that strace is there: installs it where that is allowed, else throws. */
export function buildDriver(): Promise<DriverProgram> {
  if (process.platform === 'linux' && spawnSync('strace', ['-V']).error) ensurePackages(['strace']);
  return buildProgram('test/support/workspace-driver.ts');
}

/** Longest wait for anything, in milliseconds; a lock of a dead writer takes three seconds. */
const WAIT_MS_MAX = 12_000;

async function within<T>(what: string, promise: Promise<T>, waitMs = WAIT_MS_MAX): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: nothing for ${waitMs} ms`)), waitMs);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** A running driver, which has opened its workspace. */
export class Driver implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  #strace: ChildProcess | null = null;
  stderr = '';

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.stderr?.on('data', (chunk: Buffer) => (this.stderr += chunk.toString('utf8')));
    // A driver that was killed takes no line any more.
    child.stdin?.on('error', () => undefined);
    if (child.stdout === null) throw new Error('no stdout');
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  /** `command` stands before node, such as `prlimit --nofile=64`. */
  static async start(
    program: DriverProgram,
    action: string,
    workspace: string,
    data: string,
    options: { readonly command?: readonly string[]; readonly uid?: number } = {},
  ): Promise<Driver> {
    const words = [
      ...(options.command ?? []),
      process.execPath,
      program.path,
      action,
      workspace,
      data,
    ];
    const [file = '', ...args] = words;
    const child = spawn(file, args, {
      // One thread makes the order of the calls the same each time.
      env: { ...process.env, UV_THREADPOOL_SIZE: '1', UV_USE_IO_URING: '0' },
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(options.uid !== undefined && { uid: options.uid, gid: options.uid }),
    });
    const driver = new Driver(child);
    const first = await within('start', driver.#lines.next());
    if (first.value !== 'ready') throw new Error(`the driver did not start: ${driver.stderr}`);
    return driver;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Does the action; null: the driver was killed before it said how it went. */
  async act(line = '', waitMs = WAIT_MS_MAX): Promise<DriverAnswer | null> {
    this.#child.stdin?.write(`${line}\n`);
    for (;;) {
      const next = await within('answer', this.#lines.next(), waitMs);
      if (next.done === true) return null;
      if (next.value !== 'changed') return JSON.parse(next.value) as DriverAnswer;
    }
  }

  /** Asks for answers without end, and gives them until the driver is no more. */
  async *actForEver(line: string): AsyncGenerator<DriverAnswer, void> {
    this.#child.stdin?.write(`${line}\n`);
    for (;;) {
      const next = await within('answer', this.#lines.next());
      if (next.done === true) return;
      yield JSON.parse(next.value) as DriverAnswer;
    }
  }

  /** Resolves when the driver says that the folder changed. */
  async waitForChange(): Promise<void> {
    for (;;) {
      const next = await this.#lines.next();
      if (next.done === true) throw new Error(`the driver ended: ${this.stderr}`);
      if (next.value === 'changed') return;
    }
  }

  /** Lets strace make a call of the next action fail, or kill the driver there. */
  async inject(injection: Injection): Promise<void> {
    const { call } = injection;
    const what =
      injection.kind === 'kill'
        ? `signal=KILL:when=${call.when}`
        : `error=${injection.errno}:when=${call.when}${injection.goesOn ? '+' : ''}`;
    const threads = await this.listThreads();
    // The other threads wake each other by calls of the same names, which must not fail.
    await this.#attach(threads[call.thread] ?? this.pid, [
      '-o',
      '/dev/null',
      '-e',
      `trace=${call.name}`,
      '-e',
      `inject=${call.name}:${what}`,
    ]);
  }

  /** Writes the calls on files of what follows to a file. */
  async trace(path: string): Promise<void> {
    await this.#attach(this.pid, [
      '-f',
      '-y',
      '-s',
      '64',
      '-o',
      path,
      '-e',
      `trace=${FILE_CALLS.join(',')}`,
    ]);
  }

  /** Ids of the threads, in the order in which they were made: the same in every run. */
  async listThreads(): Promise<readonly number[]> {
    const names = await readdir(`/proc/${this.pid}/task`);
    return names.map(Number).sort((one, other) => one - other);
  }

  /** Takes strace away; the driver goes on without it. */
  async detach(): Promise<void> {
    const strace = this.#strace;
    this.#strace = null;
    if (strace === null || strace.exitCode !== null || strace.signalCode !== null) return;
    const ended = once(strace, 'exit');
    strace.kill('SIGINT');
    await within('end of strace', ended);
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await within('end', ended);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    await this.detach();
  }

  async #attach(id: number, args: readonly string[]): Promise<void> {
    const strace = spawn('strace', ['-p', String(id), ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#strace = strace;
    const said = await within(
      'strace',
      new Promise<string>((resolve) => {
        let text = '';
        strace.stderr.on('data', (chunk: Buffer) => {
          text += chunk.toString('utf8');
          if (/Process \d+ attached/.test(text)) resolve(text);
        });
        strace.once('exit', () => resolve(text));
      }),
    );
    if (!said.includes('attached')) throw new Error(`strace did not attach: ${said}`);
  }
}

/** The calls on files in a trace, in order, but for those between threads and to the terminal. */
export async function readTrace(
  path: string,
  threads: readonly number[],
): Promise<readonly FileCall[]> {
  const counts = new Map<string, number>();
  const calls: FileCall[] = [];
  const unfinished = new Map<string, string>();
  for (const line of (await readFile(path, 'utf8')).split('\n')) {
    const [, thread = '', rest = ''] = /^(\d+) +(.*)$/.exec(line) ?? [];
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest);
    if (rest.endsWith('<unfinished ...>')) {
      unfinished.set(thread, rest.slice(0, -'<unfinished ...>'.length));
      continue;
    }
    const text = resumed === null ? rest : (unfinished.get(thread) ?? '') + (resumed[1] ?? '');
    const name = /^(\w+)\(/.exec(text)?.[1];
    if (name === undefined) continue;
    // Each thread counts for itself; files are the business of one thread alone.
    const key = `${thread} ${name}`;
    const when = (counts.get(key) ?? 0) + 1;
    counts.set(key, when);
    if (!/^\w+\(\d+<(anon_inode|pipe|socket|UNIX|\/dev)/.test(text))
      calls.push({ name, when, thread: threads.indexOf(Number(thread)), text });
  }
  return calls;
}
