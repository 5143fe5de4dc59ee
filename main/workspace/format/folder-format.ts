/** Folders (`folder.yml`) and the collection (`opencollection.yml`): what they hand down to requests. */
import type { FormatError } from '../../../shared/model/workspace/format-error.ts';
import type {
  StoredCollection,
  StoredFolder,
} from '../../../shared/model/workspace/stored-folder.ts';
import { fail } from '../../../shared/result.ts';
import type { Result } from '../../../shared/result.ts';
import type { Cursor } from './cursor.ts';
import { readAuth, readField, readFile, readVariables } from './read-parts.ts';
import {
  hasNestedAuth,
  listOrNothing,
  orNothing,
  toWantedAuth,
  toWantedField,
  toWantedSecrets,
  toWantedVariables,
} from './write-parts.ts';
import type { WantedMap } from './wanted.ts';
import type { YamlText } from './yaml-text.ts';

/** The newest version of the format that is known here; a new collection names it. */
export const FORMAT_VERSION = '1.0.0';

export function readFolder(file: YamlText): Result<StoredFolder, FormatError> {
  return readFile(file, (root) => readDefaults(root, 'inherit'));
}

export function readCollection(file: YamlText): Result<StoredCollection, FormatError> {
  const read = readFile(file, (root) => ({
    ...readDefaults(root, 'none'),
    formatVersion: root.get('opencollection').text(),
  }));
  if (!read.ok) return read;
  const major = Number.parseInt(read.value.formatVersion, 10);
  if (major > Number.parseInt(FORMAT_VERSION, 10)) {
    return fail({
      kind: 'format-error',
      problem: 'future-version',
      line: null,
      column: null,
      detail: `Version ${read.value.formatVersion} of the format; up to ${FORMAT_VERSION} is known.`,
    });
  }
  return read;
}

export function toWantedFolder(
  folder: StoredFolder,
  was: StoredFolder | null,
  file: YamlText | null,
): WantedMap {
  return {
    info: {
      ...(was === null && { type: 'folder' }),
      ...(was?.name !== folder.name && { name: folder.name }),
      ...(was?.seq !== folder.seq && { seq: folder.seq ?? undefined }),
    },
    ...toWantedDefaults(folder, was, file, 'inherit'),
  };
}

export function toWantedCollection(
  collection: StoredCollection,
  was: StoredCollection | null,
  file: YamlText | null,
): WantedMap {
  return {
    ...(was === null && { opencollection: FORMAT_VERSION }),
    info: { ...(was?.name !== collection.name && { name: collection.name }) },
    ...toWantedDefaults(collection, was, file, 'none'),
  };
}

function readDefaults(root: Cursor, absentAuth: 'none' | 'inherit'): StoredFolder {
  const info = root.get('info');
  const defaults = root.get('request');
  return {
    name: info.get('name').text(),
    seq: info.get('seq').number(),
    headers: defaults.get('headers').list().map(readField),
    auth: readAuth(defaults.get('auth'), absentAuth),
    variables: readVariables(defaults.get('variables'), root),
    docs: root.get('docs').description(),
  };
}

function toWantedDefaults(
  folder: StoredFolder,
  was: StoredFolder | null,
  file: YamlText | null,
  absentAuth: 'none' | 'inherit',
): WantedMap {
  const changed = (key: keyof StoredFolder): boolean =>
    was === null || JSON.stringify(was[key]) !== JSON.stringify(folder[key]);
  const isNested = hasNestedAuth(file, ['request', 'auth']);
  return {
    request: {
      ...(changed('headers') && { headers: listOrNothing(folder.headers.map(toWantedField)) }),
      ...(changed('auth') && {
        auth: toWantedAuth(folder.auth, was?.auth ?? null, isNested, absentAuth),
      }),
      ...(changed('variables') && {
        variables: toWantedVariables(folder.variables),
      }),
    },
    ...(changed('docs') && { docs: orNothing(folder.docs) }),
    ...(changed('variables') && { tideline: { secrets: toWantedSecrets(folder.variables) } }),
  };
}
