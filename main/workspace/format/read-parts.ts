/** Parts that requests, folders and environments have in common. */
import { AUTH_KINDS } from '../../../shared/model/workspace/stored-auth.ts';
import type { AuthValue, StoredAuth } from '../../../shared/model/workspace/stored-auth.ts';
import type { StoredField } from '../../../shared/model/workspace/stored-request.ts';
import type { StoredVariable } from '../../../shared/model/workspace/stored-variable.ts';
import type { FormatError } from '../../../shared/model/workspace/format-error.ts';
import { fail, ok } from '../../../shared/result.ts';
import type { Result } from '../../../shared/result.ts';
import { Cursor, WrongType } from './cursor.ts';
import type { YamlText } from './yaml-text.ts';

/** Runs a reader over a file; a wrong type anywhere becomes an error with its place. */
export function readFile<T>(file: YamlText, read: (root: Cursor) => T): Result<T, FormatError> {
  try {
    return ok(read(Cursor.ofRoot(file)));
  } catch (cause: unknown) {
    if (cause instanceof WrongType) return fail(cause.formatError);
    throw cause;
  }
}

/** The variables of a request, a folder or a collection. The format knows secrets in environments only. */
export function readVariables(list: Cursor, root: Cursor): readonly StoredVariable[] {
  const names = root.get('tideline').get('secrets').list();
  const secretNames = new Set(names.map((name) => name.text()));
  return list.list().map((row) => readVariable(row, secretNames));
}

export function readField(row: Cursor): StoredField {
  return {
    name: row.get('name').text(),
    value: row.get('value').text(),
    isEnabled: row.get('disabled').boolean() !== true,
    description: row.get('description').description(),
  };
}

/** `secretNames`: secrets that the file names elsewhere, see `readSecretNames`. */
export function readVariable(
  row: Cursor,
  secretNames: ReadonlySet<string> = new Set(),
): StoredVariable {
  const isSecret = row.get('secret').boolean() === true || secretNames.has(row.get('name').text());
  return {
    name: row.get('name').text(),
    value: isSecret ? '' : readVariableValue(row.get('value')),
    isSecret,
    isEnabled: row.get('disabled').boolean() !== true,
    description: row.get('description').description(),
  };
}

/** Text, a typed value, or the selected one of several variants. */
function readVariableValue(value: Cursor): string {
  if (value.isMap) return value.get('data').text();
  if (!value.isList) return value.text();
  const variants = value.list();
  const selected =
    variants.find((variant) => variant.get('selected').boolean() === true) ?? variants[0];
  return selected === undefined ? '' : readVariableValue(selected.get('value'));
}

/** The values may stand beside `type`, or in a map named like the type. */
export function readAuth(auth: Cursor, absent: 'none' | 'inherit'): StoredAuth {
  if (auth.isAbsent) return { kind: absent };
  if (!auth.isMap) {
    return { kind: auth.word(['none', 'inherit'] as const, 'none') };
  }
  const type = auth.get('type').word(['none', 'inherit', ...AUTH_KINDS] as const, 'none');
  if (type === 'none' || type === 'inherit') return { kind: type };
  const nested = auth.get(type);
  return { kind: type, values: Object.fromEntries(readValues(nested.isMap ? nested : auth, '')) };
}

function readValues(map: Cursor, prefix: string): [string, AuthValue][] {
  return map.keys().flatMap((key): [string, AuthValue][] => {
    if (prefix === '' && key === 'type') return [];
    const value = map.get(key);
    if (value.isMap) return readValues(value, `${prefix}${key}.`);
    // A list is kept in the file, and is no single value.
    if (value.isList || value.isAbsent) return [];
    // What is written as true or false stays that; text of the same letters is quoted.
    return [[prefix + key, value.isBoolean ? value.boolean() === true : value.text()]];
  });
}
