import { isDeepStrictEqual } from 'node:util';
import type { FormatError } from '../../../shared/model/workspace/format-error.ts';
import { fail, ok } from '../../../shared/result.ts';
import type { Result } from '../../../shared/result.ts';
import { renderYaml } from './render-yaml.ts';
import { editYaml, rewriteYaml } from './yaml-edit.ts';
import type { WantedMap } from './wanted.ts';
import { readYaml } from './yaml-text.ts';
import type { YamlText } from './yaml-text.ts';

/** How one kind of file is read and written. */
export interface FileFormat<T> {
  readonly read: (file: YamlText) => Result<T, FormatError>;
  readonly toWanted: (value: T, was: T | null, file: YamlText | null) => WantedMap;
}

/**
 * Text of a file with `value` in it. `original` is the text as it is now, null for a new file; only the lines
 * that have to change do. The result was read back, and says the same as `value`; what cannot be written so
 * is refused, and so is a file that cannot be read.
 */
export function writeText<T>(
  format: FileFormat<T>,
  value: T,
  original: string | null,
): Result<string, FormatError> {
  if (original === null || original.trim() === '') {
    return verify(format, value, renderYaml(format.toWanted(value, null, null)));
  }
  const file = readYaml(original);
  if (!file.ok) return file;
  const was = format.read(file.value);
  if (!was.ok) return was;
  const wanted = format.toWanted(value, was.value, file.value);
  const edited = editYaml(original, wanted);
  const verified = edited === null ? null : verify(format, value, edited);
  if (verified?.ok === true) return verified;
  console.log(
    'FALLBACK',
    edited === null,
    JSON.stringify(wanted).slice(0, 300),
    '\n<<<',
    original.slice(0, 1500),
    '\n>>>',
    edited?.slice(0, 1500),
  );
  // Where single lines cannot be edited, the document is: comments, order and unknown keys stay, layout may not.
  return verify(format, value, rewriteYaml(original, wanted));
}

/** What is shown of a file, and never written, is left out of the comparison. */
function saysSame(one: unknown, other: unknown): boolean {
  const toComparable = (value: unknown): unknown => ({ ...(value as object), kept: null });
  return isDeepStrictEqual(toComparable(one), toComparable(other));
}

function verify<T>(format: FileFormat<T>, value: T, text: string): Result<string, FormatError> {
  const file = readYaml(text);
  if (!file.ok) return file;
  const read = format.read(file.value);
  if (!read.ok) return read;
  if (isWellFormed(text) && saysSame(read.value, value)) return ok(text);
  return fail({
    kind: 'format-error',
    problem: 'not-text',
    line: null,
    column: null,
    detail: 'The file would not say the same when it is read again, so it is not written.',
  });
}

/** A lone surrogate has no UTF-8. */
function isWellFormed(text: string): boolean {
  return Buffer.from(text).toString() === text;
}
