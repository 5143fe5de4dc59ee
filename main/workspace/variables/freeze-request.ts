import { randomBytes } from 'node:crypto';
import type { StoredFolder } from '../../../shared/model/workspace/stored-folder.ts';
import type { StoredAuth } from '../../../shared/model/workspace/stored-auth.ts';
import type {
  StoredBody,
  StoredField,
  StoredPart,
  StoredRequest,
} from '../../../shared/model/workspace/stored-request.ts';
import { createStoredRequest } from '../../../shared/model/workspace/stored-request.ts';
import type { VariableScope } from '../../../shared/model/workspace/variable-view.ts';
import { expand } from '../../../shared/template/expand.ts';
import { findAuth, mergeFields, splitUrl, toQuery } from './resolve-request.ts';
import type { ValueSource } from './resolve-request.ts';
import type { VariableScopes } from './variable-scopes.ts';

/** A place in a frozen request where a secret goes in. */
export interface FrozenSecret {
  /** Stands between the braces; cannot be typed by anybody who does not know it. */
  readonly mark: string;
  readonly name: string;
  readonly scope: VariableScope;
  /** Name of the folder or environment that declares it, path of the `.env` file. */
  readonly origin: string;
}

/** A request as it was sent, but for its secrets. */
export interface FrozenRequest {
  readonly request: StoredRequest;
  readonly secrets: readonly FrozenSecret[];
}

/**
 * A request with everything that it inherits, every placeholder replaced by the value of now, and marks in
 * place of the secrets: sent again through `resolveRequest` it is the same request, whatever became of the
 * variables. The marks hold random digits, so that a value that looks like one is not taken for it.
 */
export function freezeRequest(
  stored: StoredRequest,
  above: readonly StoredFolder[],
  scopes: VariableScopes,
): FrozenRequest {
  const nonce = randomBytes(16).toString('hex');
  const secrets = new Map<string, FrozenSecret>();
  const toMark = (name: string): string | undefined => {
    const layer = scopes.getSecretLayer(name);
    if (layer === null) return undefined;
    const known = secrets.get(name);
    const mark = known?.mark ?? `secret-${secrets.size}-${nonce}`;
    secrets.set(name, { mark, name, scope: layer.scope, origin: layer.origin });
    return `{{${mark}}}`;
  };
  const fill = (text: string): string =>
    expand(text, (name) => {
      const value = scopes.getValue(name);
      return value === undefined ? undefined : (toMark(name) ?? value);
    }).text;
  const fillField = <T extends StoredField>(field: T): T => ({
    ...field,
    name: fill(field.name),
    value: fill(field.value),
    description: '',
  });
  const headers = mergeFields([...above.map((folder) => folder.headers), stored.headers], fill);
  // The query goes into the URL as it is sent: a value that was put into it is encoded there and then.
  const { target, hash } = splitUrl(stored.url);
  const query = toQuery(stored.url, stored.params, fill);
  const request: StoredRequest = {
    ...createStoredRequest(stored.name),
    kind: stored.kind,
    method: fill(stored.method),
    url: fill(target) + (query === '' ? '' : `?${query}`) + fill(hash),
    params: stored.params.filter(({ kind }) => kind === 'path').map(fillField),
    headers: headers.map((field) => ({ ...field, isEnabled: true, description: '' })),
    body: fillBody(stored.body, fill, fillField),
    auth: fillAuth(findAuth(stored.auth, above), fill),
    settings: stored.settings,
    transport: stored.transport,
  };
  return { request, secrets: [...secrets.values()] };
}

/** The values of a frozen request's marks. Nothing else in it is a placeholder any more. */
export function toMarkSource(
  secrets: readonly FrozenSecret[],
  getValue: (secret: FrozenSecret) => string | undefined,
): ValueSource {
  const values = new Map(secrets.map((secret) => [secret.mark, getValue(secret)]));
  return {
    getValue: (mark) => values.get(mark),
    isSecret: (mark) => values.has(mark),
  };
}

function fillAuth(auth: StoredAuth, fill: (text: string) => string): StoredAuth {
  if (auth.kind === 'none' || auth.kind === 'inherit') return { kind: 'none' };
  const values = Object.entries(auth.values).map(([key, value]) => [
    key,
    typeof value === 'string' ? fill(value) : value,
  ]);
  return { kind: auth.kind, values: Object.fromEntries(values) as typeof auth.values };
}

function fillPart(part: StoredPart, fill: (text: string) => string): StoredPart {
  const filled = {
    name: fill(part.name),
    contentType: fill(part.contentType),
    isEnabled: part.isEnabled,
    description: '',
  };
  return part.kind === 'text'
    ? { ...filled, kind: part.kind, value: fill(part.value) }
    : { ...filled, kind: part.kind, paths: part.paths.map(fill) };
}

function fillBody(
  body: StoredBody,
  fill: (text: string) => string,
  fillField: <T extends StoredField>(field: T) => T,
): StoredBody {
  switch (body.kind) {
    case 'json':
    case 'text':
    case 'xml':
    case 'sparql':
      return { kind: body.kind, text: fill(body.text) };
    case 'form-urlencoded':
      return { kind: body.kind, fields: body.fields.map(fillField) };
    case 'graphql':
      return {
        kind: body.kind,
        query: fill(body.query),
        variables: fill(body.variables),
        operationName: fill(body.operationName),
      };
    case 'multipart-form':
      return { kind: body.kind, parts: body.parts.map((part) => fillPart(part, fill)) };
    case 'file':
      return {
        kind: body.kind,
        files: body.files.map(({ path, contentType, isSelected }) => ({
          path: fill(path),
          contentType: fill(contentType),
          isSelected,
        })),
      };
    case 'none':
      return body;
  }
}
