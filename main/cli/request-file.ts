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
import { SECRET_PREFIX } from './cli-secrets.ts';
import type { SecretSource } from './cli-secrets.ts';
import type { FileSource, SendCommand } from './command.ts';
import { readData } from './read-data.ts';
import { toStreamSettings } from './to-request.ts';

interface RequestFile {
  /** Not checked yet. */
  readonly request: RequestDefinition;
  /** Real path of the workspace. */
  readonly folder: string;
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
  getSecret: SecretSource,
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
    (_layer, name) => getSecret(name),
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
  return ok({
    request: request.value,
    folder: root.path,
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
