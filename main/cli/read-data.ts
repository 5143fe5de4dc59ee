import { isUtf8 } from 'node:buffer';
import { readFile, stat } from 'node:fs/promises';
import { REQUEST_BODY_BYTES_MAX } from '../../shared/limits.ts';
import { fail, ok } from '../../shared/result.ts';
import type { Result } from '../../shared/result.ts';

/** Content of a request with the Content-Type that it brings. */
export interface RequestData {
  readonly text: string;
  readonly contentType: 'application/json' | 'application/x-www-form-urlencoded';
}

/**
 * Reads the value of `-d`: the text itself, or after `@` the file, byte for byte. JSON objects and
 * arrays are sent as JSON, everything else as a form. The error is one sentence naming the file.
 */
export async function readData(data: string): Promise<Result<RequestData, string>> {
  const text = data.startsWith('@') ? await readTextFile(data.slice(1)) : ok(data);
  if (!text.ok) return text;
  const contentType = isJsonDocument(text.value)
    ? 'application/json'
    : 'application/x-www-form-urlencoded';
  return ok({ text: text.value, contentType });
}

/** Text of a file of at most 64 MiB; the error is one sentence naming it. */
export async function readTextFile(path: string): Promise<Result<string, string>> {
  if (path === '') return fail('@ needs the name of a file');
  try {
    const { size } = await stat(path);
    const bytes = size > REQUEST_BODY_BYTES_MAX ? null : await readFile(path);
    if (bytes === null || bytes.length > REQUEST_BODY_BYTES_MAX) {
      return fail(`the file '${path}' is larger than 64 MiB`);
    }
    if (!isUtf8(bytes)) return fail(`the file '${path}' is not UTF-8 text`);
    return ok(bytes.toString('utf8'));
  } catch (cause: unknown) {
    return fail(`the file '${path}' cannot be read: ${toReason(cause)}`);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder',
};

function toReason(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  const reason = REASONS[code];
  return reason === undefined ? code : `${reason} (${code})`;
}

function isJsonDocument(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
