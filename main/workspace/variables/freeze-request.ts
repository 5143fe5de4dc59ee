import { randomBytes } from 'node:crypto';
import type { StoredFolder } from '../../../shared/model/workspace/stored-folder.ts';
import type { StoredRequest } from '../../../shared/model/workspace/stored-request.ts';
import type { VariableScope } from '../../../shared/model/workspace/variable-view.ts';
import { expand } from '../../../shared/template/expand.ts';
import type { ValueSource } from './resolve-request.ts';
import type { VariableScopes } from './variable-scopes.ts';

/** A secret that a frozen request takes in; its value is looked up when it is sent. */
export interface FrozenSecret {
  /** Stands between the braces. */
  readonly mark: string;
  readonly name: string;
  readonly scope: VariableScope;
  /** What declares it, see `VariableLayer`. */
  readonly place: string;
}

/** A request as it was sent, but for its secrets. */
export interface FrozenRequest {
  readonly request: StoredRequest;
  /** What it inherits. */
  readonly above: readonly StoredFolder[];
  /** Values of that time, by their marks. */
  readonly values: Readonly<Record<string, string>>;
  readonly secrets: readonly FrozenSecret[];
}

/**
 * A request with what it inherits, in which every placeholder that has a value is a mark: sent again through
 * `resolveRequest` with `toMarkSource` it is the same request, whatever became of the variables. Marks hold
 * random digits, so that no value is taken for one.
 */
export function freezeRequest(
  stored: StoredRequest,
  above: readonly StoredFolder[],
  scopes: VariableScopes,
): FrozenRequest {
  const nonce = randomBytes(16).toString('hex');
  const marks = new Map<string, string>();
  const values: Record<string, string> = {};
  const secrets: FrozenSecret[] = [];
  const toMark = (name: string): string | undefined => {
    const value = scopes.getValue(name);
    if (value === undefined) return undefined;
    let mark = marks.get(name);
    if (mark === undefined) {
      mark = `${marks.size}-${nonce}`;
      marks.set(name, mark);
      const layer = scopes.getSecretLayer(name);
      if (layer === null) values[mark] = value;
      else secrets.push({ mark, name, scope: layer.scope, place: layer.place });
    }
    return `{{${mark}}}`;
  };
  const freeze = (text: string): string => expand(text, toMark).text;
  const request: StoredRequest = {
    ...mapTexts(stored, freeze),
    // Neither is sent.
    docs: '',
    variables: [],
    kept: { scripts: '', assertions: '', actions: '', examples: '', app: '' },
  };
  const handedDown = above.map(({ headers, auth }): StoredFolder => {
    const empty = { name: '', seq: null, variables: [], docs: '' };
    return { ...empty, headers: mapTexts(headers, freeze), auth: mapTexts(auth, freeze) };
  });
  return { request, above: handedDown, values, secrets };
}

/** The values of a frozen request's marks. Nothing else in it is a placeholder any more. */
export function toMarkSource(
  { values, secrets }: FrozenRequest,
  getSecret: (secret: FrozenSecret) => string | undefined,
): ValueSource {
  const all = new Map<string, string | undefined>(Object.entries(values));
  for (const secret of secrets) all.set(secret.mark, getSecret(secret));
  const hidden = new Set(secrets.map(({ mark }) => mark));
  return { getValue: (mark) => all.get(mark), isSecret: (mark) => hidden.has(mark) };
}

/** The same value with every text in it changed. */
export function mapTexts<T>(value: T, change: (text: string) => string): T {
  if (typeof value === 'string') return change(value) as T;
  if (Array.isArray(value)) return value.map((each: unknown) => mapTexts(each, change)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, part]: [string, unknown]) => [
    key,
    mapTexts(part, change),
  ]);
  return Object.fromEntries(entries) as T;
}
