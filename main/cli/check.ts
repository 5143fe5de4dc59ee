import { checkWorkspace } from '../workspace/check-workspace.ts';
import { FolderRoot } from '../workspace/files/folder-root.ts';
import { Output } from './cli-io.ts';
import type { CliIo } from './cli-io.ts';
import type { CheckCommand } from './command.ts';
import { escapeLine } from './escape.ts';
import { EXIT } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import { toFileErrorText, toShownPath } from './request-file.ts';

/** `tideline check`: one line per mistake on stdout, the sum on stderr. Exits with 1 when there is one. */
export async function runCheck({ folder }: CheckCommand, io: CliIo): Promise<ExitCode> {
  let root: FolderRoot;
  try {
    root = await FolderRoot.open(folder);
  } catch (cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    io.stderr.write(`tideline: ${escapeLine(reason)}\n`);
    return EXIT.usage;
  }
  const { requests, environments, errors } = await checkWorkspace(root);
  const output = new Output(io.stdout, io.interrupt);
  for (const { path, error } of errors) {
    const line = toFileErrorText({ path: toShownPath(root, path), error });
    await output.write(`${escapeLine(line)}\n`);
  }
  const formatCount = (count: number, word: string): string =>
    `${count} ${word}${count === 1 ? '' : 's'}`;
  const counted = [
    formatCount(requests, 'request'),
    formatCount(environments, 'environment'),
    formatCount(errors.length, 'mistake'),
  ];
  io.stderr.write(`${counted.join(', ')}\n`);
  if (output.failed.aborted) return EXIT.output;
  return errors.length === 0 ? EXIT.ok : EXIT.httpStatus;
}
