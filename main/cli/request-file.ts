import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import type { FormatError } from '../../shared/model/workspace/format-error.ts';
import type { RequestDefinition } from '../../shared/model/request.ts';
import { fail, ok } from '../../shared/result.ts';
import type { Result } from '../../shared/result.ts';
import { findWorkspace, readRequestInPlace } from '../workspace/read-workspace.ts';
import type { FileError } from '../workspace/read-workspace.ts';
import type { FolderRoot } from '../workspace/files/folder-root.ts';
import { readDotEnv } from '../workspace/variables/dot-env.ts';
import { resolveRequest } from '../workspace/variables/resolve-request.ts';
import { VariableScopes } from '../workspace/variables/variable-scopes.ts';
import type { VariableLayer } from '../workspace/variables/variable-scopes.ts';
import type { CliIo } from './cli-io.ts';
import type { FileSource, SendCommand } from './command.ts';
import { readData } from './read-data.ts';
import { checkRequest, toStreamSettings } from './to-request.ts';

/** A secret variable takes its value from the environment variable of this name and its own. */
const SECRET_PREFIX = 'TIDELINE_SECRET_';

interface RequestFile {
  readonly request: RequestDefinition;
  readonly secretValues: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * Makes the request of `send FILE`: the file, what it inherits, its variables, and what the command line
 * changes. The error is one sentence that names the file or the variables; nothing has been sent then.
 */
export async function readRequestFile(
  source: FileSource,
  command: SendCommand,
  io: CliIo,
): Promise<Result<RequestFile, string>> {
  const isThere = await stat(source.path).then(
    () => true,
    () => false,
  );
  if (!isThere) return fail(`the file '${source.path}' cannot be read: there is no such file`);
  const root = await findWorkspace(source.path);
  const path = root.toRelative(resolve(source.path));
  const read = await readRequestInPlace(root, path, source.environment);
  if (!read.ok) return fail(toFileErrorText(read.error));
  const { request: stored, above, layers, dotEnvPaths } = read.value;

  const dotEnv = source.readsDotEnv ? await readDotEnvLayers(root, dotEnvPaths) : ok([]);
  if (!dotEnv.ok) return dotEnv;
  const secrets = await readSecrets(source, io);
  const run: VariableLayer = {
    scope: 'run',
    origin: '',
    place: 'run',
    variables: source.variables.map((variable) => ({
      ...variable,
      isSecret: false,
      isEnabled: true,
      description: '',
    })),
  };
  const scopes = new VariableScopes(
    [...layers, ...dotEnv.value, run],
    (_layer, name) => secrets.get(name) ?? io.env[SECRET_PREFIX + name],
    { nowMs: Date.now, random: Math.random, uuid: randomUUID },
  );
  const resolved = resolveRequest(
    stored,
    above,
    scopes,
    toStreamSettings({ ...stored.stream, ...command.stream }),
  );
  if (!resolved.ok) {
    return fail(`${source.path}: ${resolved.error.what} cannot be sent yet`);
  }
  const { unresolved, nested } = resolved.value;
  if (unresolved.length > 0 && !source.allowsUnresolved) {
    const names = unresolved.map((name) => `{{${name}}}`).join(', ');
    const hint = unresolved.some((name) => scopes.isSecret(name))
      ? `; a secret comes from ${SECRET_PREFIX}NAME or --secrets-stdin`
      : '';
    return fail(
      `${source.path}: ${names} ${unresolved.length === 1 ? 'has' : 'have'} no value${hint}`,
    );
  }
  const request = await withCommand(resolved.value.request, command);
  if (!request.ok) return request;
  const checked = checkRequest(request.value);
  if (!checked.ok) return checked;
  return ok({
    request: checked.value,
    secretValues: resolved.value.hides,
    warnings: nested.map(
      (name) => `the value of {{${name}}} holds '{{', which is sent as it stands`,
    ),
  });
}

/** The command line's method, fields and data take the place of the file's. */
async function withCommand(
  request: RequestDefinition,
  command: SendCommand,
): Promise<Result<RequestDefinition, string>> {
  const data = command.data === null ? null : await readData(command.data);
  if (data !== null && !data.ok) return data;
  const names = new Set(command.headers.map(({ name }) => name.toLowerCase()));
  return ok({
    ...request,
    method: command.method ?? request.method,
    headers: [
      ...request.headers.filter(({ name }) => !names.has(name.toLowerCase())),
      ...command.headers,
    ],
    ...(data !== null && { body: { kind: 'text' as const, text: data.value.text } }),
  });
}

async function readDotEnvLayers(
  root: FolderRoot,
  paths: readonly string[],
): Promise<Result<readonly VariableLayer[], string>> {
  const layers: VariableLayer[] = [];
  for (const path of paths) {
    const bytes = await root.readBytes(path);
    if (!bytes.ok) return fail(toFileErrorText({ path, error: bytes.error }));
    const variables = readDotEnv(bytes.value.toString('utf8'));
    layers.push({ scope: 'dot-env', origin: path, place: `dot-env:${path}`, variables });
  }
  return ok(layers);
}

/** `NAME=value` lines; empty lines and those that begin with `#` say nothing. */
async function readSecrets(
  { readsSecrets }: FileSource,
  io: CliIo,
): Promise<ReadonlyMap<string, string>> {
  if (!readsSecrets) return new Map();
  let text = '';
  for await (const chunk of io.stdin) text += String(chunk);
  const lines = text.split(/\r?\n/).filter((line) => /^[^#=]+=/.test(line));
  return new Map(
    lines.map((line) => [
      line.slice(0, line.indexOf('=')).trim(),
      line.slice(line.indexOf('=') + 1),
    ]),
  );
}

/** `path:line:column: what is wrong`, as compilers write it. */
export function toFileErrorText({ path, error }: FileError): string {
  return `${toPlace(path, error)}: ${error.detail}`;
}

function toPlace(path: string, { line, column }: FormatError): string {
  if (line === null) return path;
  return column === null ? `${path}:${line}` : `${path}:${line}:${column}`;
}

/** A path as people see it from where they are. */
export function toShownPath(root: FolderRoot, path: string): string {
  return relative(process.cwd(), root.toAbsolute(path)) || '.';
}
