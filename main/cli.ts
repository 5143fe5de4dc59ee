#!/usr/bin/env node
/** Terminal entry: the arguments, the standard streams and the signals of this process. No logic. */
import { runCli } from './cli/run-cli.ts';

const interrupt = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // The second one does not wait for a server or a reader that does not answer.
    if (interrupt.signal.aborted) process.exit(signal === 'SIGTERM' ? 143 : 130);
    interrupt.abort(signal);
  });
}

process.exitCode = await runCli(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  stdin: process.stdin,
  env: process.env,
  interrupt: interrupt.signal,
});
