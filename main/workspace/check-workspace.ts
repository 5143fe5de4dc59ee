import { readEnvironment } from './format/environment-format.ts';
import { readCollection, readFolder } from './format/folder-format.ts';
import { readRequest } from './format/request-format.ts';
import type { FolderRoot } from './files/folder-root.ts';
import { COLLECTION_FILE, FOLDER_FILE, scanFolder } from './files/scan-folder.ts';
import { readWorkspaceFile } from './read-workspace.ts';
import type { FileError } from './read-workspace.ts';

/** Everything that was looked at, and what is wrong with it. */
export interface WorkspaceCheck {
  readonly requests: number;
  readonly environments: number;
  /** In order of the paths. */
  readonly errors: readonly FileError[];
}

/** Reads every file of a workspace and names each that cannot be used, with its place. Writes nothing. */
export async function checkWorkspace(root: FolderRoot): Promise<WorkspaceCheck> {
  const found = await scanFolder(root);
  const errors: FileError[] = [];
  const note = (read: { ok: true } | { ok: false; error: FileError }): void => {
    if (!read.ok) errors.push(read.error);
  };
  note(await readWorkspaceFile(root, COLLECTION_FILE, readCollection));
  let requests = 0;
  for (const item of found.items) {
    if (item.isFolder) {
      if (item.error !== null || item.name !== '') {
        note(await readWorkspaceFile(root, `${item.path}/${FOLDER_FILE}`, readFolder));
      }
    } else if (item.kind === 'broken' && item.error !== null) {
      errors.push({ path: item.path, error: item.error });
    } else if (item.kind !== 'other') {
      requests++;
      note(await readWorkspaceFile(root, item.path, readRequest));
    }
  }
  const names = new Map<string, string>();
  const wanted: { path: string; name: string }[] = [];
  for (const path of found.environments) {
    const environment = await readWorkspaceFile(root, path, readEnvironment);
    note(environment);
    if (!environment.ok) continue;
    const { name, extends: base } = environment.value;
    names.set(name, path);
    if (base !== '') wanted.push({ path, name: base });
  }
  for (const { path, name } of wanted) {
    if (!names.has(name)) errors.push(problem(path, `It extends ${name}, which does not exist.`));
  }
  for (const { path, detail } of found.unreadable) errors.push(problem(path || '.', detail));
  if (found.isCut) errors.push(problem('.', 'The folder holds more than is read.'));
  errors.sort((one, other) => (one.path < other.path ? -1 : 1));
  return { requests, environments: found.environments.length, errors };
}

function problem(path: string, detail: string): FileError {
  const error = { kind: 'format-error', problem: 'wrong-type', line: null, column: null } as const;
  return { path, error: { ...error, detail } };
}
