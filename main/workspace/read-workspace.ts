/** A workspace as the terminal reads it: the folder that a request's file belongs to, and what is in it. */
import { realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { FormatError } from '../../shared/model/workspace/format-error.ts';
import type { StoredEnvironment } from '../../shared/model/workspace/stored-environment.ts';
import type { StoredFolder } from '../../shared/model/workspace/stored-folder.ts';
import type { StoredRequest } from '../../shared/model/workspace/stored-request.ts';
import type { StoredVariable } from '../../shared/model/workspace/stored-variable.ts';
import { fail, ok } from '../../shared/result.ts';
import type { Result } from '../../shared/result.ts';
import { FolderRoot } from './files/folder-root.ts';
import {
  COLLECTION_FILE,
  ENVIRONMENTS_FOLDER,
  FOLDER_FILE,
  scanFolder,
} from './files/scan-folder.ts';
import { readEnvironment } from './format/environment-format.ts';
import { readCollection, readFolder } from './format/folder-format.ts';
import { readRequest } from './format/request-format.ts';
import { readYamlBytes } from './format/yaml-text.ts';
import type { YamlText } from './format/yaml-text.ts';
import type { VariableLayer } from './variables/variable-scopes.ts';

/** An error of a file, with its path for people. */
export interface FileError {
  readonly path: string;
  readonly error: FormatError;
}

/** Everything that stands above a request, and its own variables. */
export interface RequestContext {
  /** The collection first, then the folders down to the request. */
  readonly above: readonly StoredFolder[];
  readonly layers: readonly VariableLayer[];
  /** `.env` files that the environments name, relative to the workspace. Not read yet: that needs a grant. */
  readonly dotEnvPaths: readonly string[];
}

export interface RequestInPlace extends RequestContext {
  readonly request: StoredRequest;
}

/** Reads one file of a workspace with one of the format's readers. */
export async function readWorkspaceFile<T>(
  root: FolderRoot,
  path: string,
  read: (file: YamlText) => Result<T, FormatError>,
): Promise<Result<T, FileError>> {
  const bytes = await root.readBytes(path);
  if (!bytes.ok) return fail({ path, error: bytes.error });
  const file = readYamlBytes(bytes.value);
  if (!file.ok) return fail({ path, error: file.error });
  const value = read(file.value);
  return value.ok ? value : fail({ path, error: value.error });
}

/** The folder with `opencollection.yml` at or above a path; the path's own folder where there is none. */
export async function findWorkspace(path: string): Promise<FolderRoot> {
  const start = dirname(await realpath(resolve(path)));
  for (let folder = start; ; folder = dirname(folder)) {
    if (await exists(join(folder, COLLECTION_FILE))) return FolderRoot.open(folder);
    if (dirname(folder) === folder) return FolderRoot.open(start);
  }
}

/** Reads a request and what it inherits. `environment` is the name of one in `environments/`, null for none. */
export async function readRequestInPlace(
  root: FolderRoot,
  path: string,
  environment: string | null,
): Promise<Result<RequestInPlace, FileError>> {
  const request = await readWorkspaceFile(root, path, readRequest);
  if (!request.ok) return request;
  const context = await readContext(root, path, environment, request.value.variables);
  return context.ok ? ok({ request: request.value, ...context.value }) : context;
}

/** Reads what a request at a path inherits, whether or not it is in a file yet. */
export async function readContext(
  root: FolderRoot,
  path: string,
  environment: string | null,
  variables: readonly StoredVariable[],
): Promise<Result<RequestContext, FileError>> {
  const above: StoredFolder[] = [];
  const layers: VariableLayer[] = [];
  const dotEnvPaths: string[] = [];
  for (const place of toPlaces(path)) {
    if (!(await exists(root.toAbsolute(place)))) continue;
    const isCollection = place === COLLECTION_FILE;
    const folder = await readWorkspaceFile(root, place, isCollection ? readCollection : readFolder);
    if (!folder.ok) return folder;
    above.push(folder.value);
    const scope = isCollection ? 'collection' : 'folder';
    layers.push({
      scope,
      origin: folder.value.name,
      place: toPlace(place),
      variables: folder.value.variables,
    });
  }
  if (environment !== null) {
    const chain = await readEnvironmentChain(root, environment);
    if (!chain.ok) return chain;
    for (const { name, variables: own, dotEnvPath } of chain.value) {
      layers.push({
        scope: 'environment',
        origin: name,
        place: toEnvironmentPlace(name),
        variables: own,
      });
      if (dotEnvPath !== '') dotEnvPaths.push(dotEnvPath);
    }
  }
  layers.push({ scope: 'request', origin: '', place: toPlace(path), variables });
  return ok({ above, layers, dotEnvPaths });
}

/** An environment after those that it extends; one that extends itself is an error. */
async function readEnvironmentChain(
  root: FolderRoot,
  name: string,
): Promise<Result<readonly StoredEnvironment[], FileError>> {
  const chain: StoredEnvironment[] = [];
  const seen = new Set<string>();
  for (let next = name; next !== '';) {
    const found = await findEnvironment(root, next);
    if (!found.ok) return found;
    const { path, environment } = found.value;
    if (seen.has(path)) {
      return fail({ path, error: wrong(`The environment extends itself through ${next}.`) });
    }
    seen.add(path);
    chain.unshift(environment);
    next = environment.extends;
  }
  return ok(chain);
}

async function findEnvironment(
  root: FolderRoot,
  name: string,
): Promise<Result<{ path: string; environment: StoredEnvironment }, FileError>> {
  const { environments } = await scanFolder(root);
  const names: string[] = [];
  for (const path of environments) {
    const fileName = path.slice(ENVIRONMENTS_FOLDER.length + 1).replace(/\.ya?ml$/i, '');
    const environment = await readWorkspaceFile(root, path, readEnvironment);
    const ownName = environment.ok ? environment.value.name || fileName : fileName;
    if (ownName !== name && fileName !== name) {
      names.push(ownName);
      continue;
    }
    if (!environment.ok) return environment;
    return ok({ path, environment: { ...environment.value, name: ownName } });
  }
  const known = names.length === 0 ? 'there is none' : `there are ${names.join(', ')}`;
  return fail({
    path: ENVIRONMENTS_FOLDER,
    error: wrong(`No environment is called ${name}; ${known}.`),
  });
}

/** Place of what a file declares, where it is no environment. */
export function toPlace(path: string): string {
  if (path === COLLECTION_FILE) return 'collection';
  const folder = path.endsWith(`/${FOLDER_FILE}`) ? path.slice(0, -FOLDER_FILE.length - 1) : null;
  return folder === null ? `request:${path}` : `folder:${folder}`;
}

/** Environments are known by their names, as those that extend them know them. */
export function toEnvironmentPlace(name: string): string {
  return `environment:${name}`;
}

/** Files above a request's, outermost first. */
function toPlaces(path: string): readonly string[] {
  const folders = path.split('/').slice(0, -1);
  return [
    COLLECTION_FILE,
    ...folders.map((_, index) => `${folders.slice(0, index + 1).join('/')}/${FOLDER_FILE}`),
  ];
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function wrong(detail: string): FormatError {
  return { kind: 'format-error', problem: 'wrong-type', line: null, column: null, detail };
}
