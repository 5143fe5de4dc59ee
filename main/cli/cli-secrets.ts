import type { CliIo } from './cli-io.ts';

/** A secret takes its value from the environment variable of this name and its own. */
export const SECRET_PREFIX = 'TIDELINE_SECRET_';

/** Values of secrets by name: standard input goes before the environment. Undefined: there is none. */
export type SecretSource = (name: string) => string | undefined;

/**
 * Secrets that need not stand on the command line, where every user of the computer can read them. `readsStdin` reads
 * `NAME=value` lines; empty lines and those that begin with `#` say nothing.
 */
export async function readSecrets(readsStdin: boolean, io: CliIo): Promise<SecretSource> {
  let text = '';
  if (readsStdin) for await (const chunk of io.stdin) text += String(chunk);
  const lines = text.split(/\r?\n/).filter((line) => /^[^#=]+=/.test(line));
  const secrets = new Map(
    lines.map((line) => [
      line.slice(0, line.indexOf('=')).trim(),
      line.slice(line.indexOf('=') + 1),
    ]),
  );
  return (name) => secrets.get(name) ?? io.env[SECRET_PREFIX + name];
}
