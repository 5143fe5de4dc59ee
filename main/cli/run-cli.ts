import { assertNever } from '../../shared/result.ts';
import { Output } from './cli-io.ts';
import type { CliIo } from './cli-io.ts';
import { runCheck } from './check.ts';
import { runDemo } from './demo.ts';
import { EXIT } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import { HELP } from './help.ts';
import { parseCommand } from './parse-command.ts';
import { runSend } from './send.ts';
import { escapeLine } from './escape.ts';
import { VERSION } from './version.ts';

/**
 * Runs one command line (the arguments after `tideline`) to its end and gives the exit code.
 * Leaves no socket, timer or server behind. Sets no process state; `main/cli.ts` does.
 */
export async function runCli(argv: readonly string[], io: CliIo): Promise<ExitCode> {
  // A reader of messages who went away is no reason to fail.
  io.stderr.on('error', () => undefined);
  const parsed = parseCommand(argv);
  if (!parsed.ok) {
    io.stderr.write(`tideline: ${escapeLine(parsed.error.message)}\n`);
    io.stderr.write("'tideline --help' shows what there is.\n");
    return EXIT.usage;
  }
  const command = parsed.value;
  switch (command.kind) {
    case 'send':
      return runSend(command, io);
    case 'check':
      return runCheck(command, io);
    case 'demo':
      return runDemo(command, io);
    case 'version':
      await new Output(io.stdout, io.interrupt).write(`${VERSION}\n`);
      return EXIT.ok;
    case 'help':
      await new Output(command.isAsked ? io.stdout : io.stderr, io.interrupt).write(HELP);
      return command.isAsked ? EXIT.ok : EXIT.usage;
    default:
      return assertNever(command);
  }
}
