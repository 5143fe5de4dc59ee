import type { FormatError } from '../../shared/model/workspace/format-error.ts';
import type { ItemChange, ItemContent } from '../../shared/model/workspace/item-content.ts';
import { fail, ok } from '../../shared/result.ts';
import type { Result } from '../../shared/result.ts';
import { COLLECTION_FILE, ENVIRONMENTS_FOLDER, FOLDER_FILE } from './files/scan-folder.ts';
import { readEnvironment, toWantedEnvironment } from './format/environment-format.ts';
import {
  readCollection,
  readFolder,
  toWantedCollection,
  toWantedFolder,
} from './format/folder-format.ts';
import { readItemHead } from './format/item-head.ts';
import { readRequest, toWantedRequest } from './format/request-format.ts';
import { writeText } from './format/write-text.ts';
import { readYamlBytes } from './format/yaml-text.ts';
import type { YamlText } from './format/yaml-text.ts';

const REQUEST = { read: readRequest, toWanted: toWantedRequest };
const FOLDER = { read: readFolder, toWanted: toWantedFolder };
const COLLECTION = { read: readCollection, toWanted: toWantedCollection };
const ENVIRONMENT = { read: readEnvironment, toWanted: toWantedEnvironment };

/** What a file at this place holds. */
export function getKindAt(path: string): Exclude<ItemContent['kind'], 'text'> {
  if (path === COLLECTION_FILE) return 'collection';
  if (path.startsWith(`${ENVIRONMENTS_FOLDER}/`)) return 'environment';
  return path === FOLDER_FILE || path.endsWith(`/${FOLDER_FILE}`) ? 'folder' : 'request';
}

/** What is in a file, by where it stands. A file that cannot be read is its text and what is wrong with it. */
export function readContent(path: string, bytes: Buffer): ItemContent {
  const text = isText(bytes) ? bytes.toString('utf8') : null;
  const broken = (error: FormatError | null): ItemContent => ({ kind: 'text', text, error });
  const file = readYamlBytes(bytes);
  if (!file.ok) return broken(file.error);
  const read = readByPath(path, file.value, bytes);
  if (read === null) return broken(null);
  return read.ok ? read.value : broken(read.error);
}

function readByPath(
  path: string,
  file: YamlText,
  bytes: Buffer,
): Result<ItemContent, FormatError> | null {
  switch (getKindAt(path)) {
    case 'collection':
      return map(readCollection(file), (collection) => ({ kind: 'collection', collection }));
    case 'environment':
      return map(readEnvironment(file), (environment) => ({ kind: 'environment', environment }));
    case 'folder':
      return map(readFolder(file), (folder) => ({ kind: 'folder', folder }));
    case 'request': {
      const head = readItemHead(bytes);
      if (head.error !== null) return fail(head.error);
      if (head.kind === 'other') return null;
      return map(readRequest(file), (request) => ({ kind: 'request', request }));
    }
  }
}

/**
 * Text of a file with a change in it; `original` null for a new file. A file that cannot be read is not written
 * over but by the raw editor's text.
 */
export function writeContent(
  change: ItemChange,
  bytes: Buffer | null,
): Result<string, FormatError> {
  if (change.kind === 'text') return ok(change.text);
  const file = bytes === null ? null : readYamlBytes(bytes);
  if (file?.ok === false) return file;
  const original = bytes?.toString('utf8') ?? null;
  switch (change.kind) {
    case 'request':
      return writeText(REQUEST, change.request, original);
    case 'folder':
      return writeText(FOLDER, change.folder, original);
    case 'collection':
      return writeText(COLLECTION, change.collection, original);
    case 'environment':
      return writeText(ENVIRONMENT, change.environment, original);
  }
}

function isText(bytes: Buffer): boolean {
  return !bytes.includes(0) && Buffer.from(bytes.toString('utf8')).equals(bytes);
}

function map<T, U>(
  result: Result<T, FormatError>,
  change: (value: T) => U,
): Result<U, FormatError> {
  return result.ok ? ok(change(result.value)) : result;
}
