import { getFieldValue } from '../../shared/model/header-field.ts';
import { findInvalidField } from '../../shared/model/request.ts';
import type { InvalidRequest, RequestDefinition } from '../../shared/model/request.ts';
import { fail, ok } from '../../shared/result.ts';
import type { Result } from '../../shared/result.ts';
import { DEFAULT_STREAM_SETTINGS } from '../../shared/model/stream-settings.ts';
import type { StreamSettings } from '../../shared/model/stream-settings.ts';
import { getDefaultMethod } from './apply-flags.ts';
import type { SendCommand } from './command.ts';
import { readData } from './read-data.ts';

const OPTIONS: Readonly<Record<InvalidRequest['field'], string>> = {
  method: '-X',
  url: 'URL',
  headers: '-H',
  body: '-d',
};

const PROBLEMS: Readonly<Record<InvalidRequest['problem'], string>> = {
  empty: 'is empty',
  'too-long': 'is too long',
  'not-a-token': 'has a character that is not allowed there',
  'not-a-url': 'is not a URL',
  'scheme-not-supported': 'is not a scheme that can be sent; use http or https',
  'forbidden-character': 'has a character in its value that cannot be sent',
  'too-many': 'are too many header fields',
  'method-not-supported': 'is not a method that can be sent',
  'set-by-the-connection': 'belongs to the connection and cannot be set',
  'length-mismatch': 'is not the length of the data',
  'not-json': 'is no JSON object',
};

/**
 * Builds the request of a `send` command, reading `-d @FILE`; it is not checked yet. The error is one sentence that names
 * the argument; nothing has been sent then.
 */
export async function toRequest(command: SendCommand): Promise<Result<RequestDefinition, string>> {
  const data = command.data === null ? null : await readData(command.data);
  if (data !== null && !data.ok) return data;
  const headers = [...command.headers];
  if (data !== null && getFieldValue(headers, 'content-type') === null) {
    headers.push({ name: 'Content-Type', value: data.value.contentType });
  }
  const request: RequestDefinition = {
    method: command.method ?? getDefaultMethod(command.http, data !== null),
    url: command.url,
    headers,
    body: data === null ? { kind: 'none' } : { kind: 'text', text: data.value.text },
    stream: toStreamSettings(command.stream),
  };
  return ok(request);
}

/** Settings in force in a terminal, which has `--idle`: a stall is told where a person can look at it. */
export function toStreamSettings(given: Partial<StreamSettings>): StreamSettings {
  return { ...DEFAULT_STREAM_SETTINGS, stallAfterMs: null, ...given };
}

/** A request that can be sent, or one sentence that tells why not. */
export function checkRequest(request: RequestDefinition): Result<RequestDefinition, string> {
  const invalid = findInvalidField(request);
  if (invalid === null) return ok(request);
  const subject = invalid.detail === '' ? 'it' : `'${invalid.detail}'`;
  return fail(`${OPTIONS[invalid.field]}: ${subject} ${PROBLEMS[invalid.problem]}`);
}
