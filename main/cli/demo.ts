import type { DemoRequest } from '../../shared/model/demo.ts';
import type { DemoServer } from '../replay/demo-server.ts';
import type { CliIo } from './cli-io.ts';
import { Output } from './cli-io.ts';
import type { DemoCommand } from './command.ts';
import { EXIT, toSignalExitCode } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import { DEFAULT_SEND_OPTIONS, sendRequest } from './send.ts';

const METHOD_COLUMNS = 6;
const URL_COLUMNS = 48;

/**
 * `tideline demo`: serves the demo endpoints until a signal, or with `--play` streams the first
 * featured one through the engine and ends.
 */
export async function runDemo(command: DemoCommand, io: CliIo): Promise<ExitCode> {
  // Loaded only here, so that `send` starts without it.
  const { listDemoRequests, startDemoServer } = await import('../replay/index.ts');
  let server: DemoServer;
  try {
    server = await startDemoServer({ port: command.port });
  } catch (cause: unknown) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    io.stderr.write(`tideline: port ${command.port} cannot be taken (${code})\n`);
    return EXIT.network;
  }
  try {
    const demos = listDemoRequests(server.origin);
    if (!command.play) return await serve(server, demos, io);
    const featured = demos.find((demo) => demo.isFeatured);
    if (featured === undefined) throw new Error('no demo is featured');
    const options = { ...DEFAULT_SEND_OPTIONS, json: command.json };
    return await sendRequest(featured.request, options, io);
  } finally {
    await server.close();
  }
}

async function serve(
  server: DemoServer,
  demos: readonly DemoRequest[],
  io: CliIo,
): Promise<ExitCode> {
  const output = new Output(io.stdout, io.interrupt);
  await output.write(toText(server, demos));
  if (!io.interrupt.aborted) {
    await new Promise((resolve) => io.interrupt.addEventListener('abort', resolve));
  }
  return toSignalExitCode(io.interrupt);
}

function toText({ origin }: DemoServer, demos: readonly DemoRequest[]): string {
  const rows = demos.map(({ request, title, extent }) => {
    const words = extent === '' ? title : `${title} (${extent})`;
    return `  ${request.method.padEnd(METHOD_COLUMNS)} ${request.url.padEnd(URL_COLUMNS)} ${words}\n`;
  });
  return (
    `Demo endpoints at ${origin}, on this computer only. Ctrl-C ends them.\n\n${rows.join('')}\n` +
    `Try it:  tideline send ${origin}/news --max-events 5\n`
  );
}
