import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable, Writable } from 'node:stream';
import { runCli } from '../../../main/cli/run-cli.ts';
import { WORKER_PATH } from '../../support/build-worker.ts';
import type { CliStream } from '../../../main/cli/cli-io.ts';

export interface RunOptions {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly interrupt?: AbortSignal;
  /** Called with everything printed so far, after each write. */
  readonly onOutput?: (stdout: string) => void;
  /** Code of the error that every write to stdout ends in, once this many were taken. */
  readonly stdoutFailure?: { readonly code: string; readonly afterWrites: number };
}

export interface RunResult {
  readonly code: number;
  readonly stdout: string;
  readonly stdoutBytes: Buffer;
  readonly stderr: string;
}

/** Runs a command line inside this process, with streams that collect. */
export async function cli(argv: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  let writes = 0;
  const stdout = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      const failure = options.stdoutFailure;
      if (failure !== undefined && writes++ >= failure.afterWrites) {
        done(Object.assign(new Error(failure.code), { code: failure.code }));
        return;
      }
      out.push(Buffer.from(chunk));
      done();
      options.onOutput?.(Buffer.concat(out).toString('utf8'));
    },
  });
  const stderr = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      err.push(Buffer.from(chunk));
      done();
    },
  });
  const { isTTY = false, columns = 100 } = options;
  const code = await runCli(argv, {
    stdout: Object.assign(stdout, isTTY ? { isTTY, columns } : {}) as CliStream,
    stderr,
    stdin: Readable.from([options.stdin ?? '']),
    env: options.env ?? {},
    queryWorkerPath: WORKER_PATH,
    interrupt: options.interrupt ?? new AbortController().signal,
  });
  const stdoutBytes = Buffer.concat(out);
  return {
    code,
    stdout: stdoutBytes.toString('utf8'),
    stdoutBytes,
    stderr: Buffer.concat(err).toString('utf8'),
  };
}

export interface JsonLine {
  readonly kind: string;
  readonly seq: number;
  readonly atMs: number;
  readonly [field: string]: unknown;
}

/** Parses NDJSON; throws on a line that is no JSON and on a missing last line end. */
export function parseLines(stdout: string): readonly JsonLine[] {
  if (stdout === '') return [];
  if (!stdout.endsWith('\n')) throw new Error('the last line is not complete');
  return stdout
    .slice(0, -1)
    .split('\n')
    .map((line) => JSON.parse(line) as JsonLine);
}

export function eventLines(stdout: string): readonly JsonLine[] {
  return parseLines(stdout).filter((line) => line.kind === 'event');
}

/** Serves an event stream of these blocks, in one piece, while `visit` runs. */
export async function withBlocks<T>(
  blocks: string,
  visit: (url: string) => Promise<T>,
): Promise<T> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.end(blocks);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await visit(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
