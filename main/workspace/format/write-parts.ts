import { isMap } from 'yaml';
import type { StoredAuth } from '../../../shared/model/workspace/stored-auth.ts';
import type { StoredField } from '../../../shared/model/workspace/stored-request.ts';
import type { StoredVariable } from '../../../shared/model/workspace/stored-variable.ts';
import type { Wanted, WantedMap } from './wanted.ts';
import type { YamlText } from './yaml-text.ts';

/** Text that has no key when it is empty. */
export function orNothing(text: string): string | undefined {
  return text === '' ? undefined : text;
}

/** A list that has no key when it is empty. */
export function listOrNothing(list: readonly Wanted[]): readonly Wanted[] | undefined {
  return list.length === 0 ? undefined : list;
}

export function toWantedField({ name, value, isEnabled, description }: StoredField): WantedMap {
  return {
    name,
    value,
    description: orNothing(description),
    disabled: isEnabled ? undefined : true,
  };
}

/** Variables of a request, a folder or a collection; `toWantedSecrets` says which are secret. */
export function toWantedVariables(
  variables: readonly StoredVariable[],
): readonly Wanted[] | undefined {
  return listOrNothing(
    variables.map((variable) => ({
      ...toWantedVariable({ ...variable, isSecret: false }),
      value: variable.isSecret ? '' : variable.value,
    })),
  );
}

/** Names of the secrets, for the key `tideline:`; the format has no word for them outside environments. */
export function toWantedSecrets(
  variables: readonly StoredVariable[],
): readonly Wanted[] | undefined {
  const names = variables.filter(({ isSecret }) => isSecret).map(({ name }) => name);
  return listOrNothing([...new Set(names)]);
}

/** A variable of an environment. A secret is written without its value. */
export function toWantedVariable(variable: StoredVariable): WantedMap {
  const { name, value, isSecret, isEnabled, description } = variable;
  return {
    secret: isSecret ? true : undefined,
    name,
    value: isSecret ? undefined : value,
    description: orNothing(description),
    disabled: isEnabled ? undefined : true,
  };
}

/**
 * `was` is what the file has now: keys that are gone are removed, and with another kind all of them.
 * `isNested`: the file has its values in a map named like the kind. `absent`: what no key means.
 */
export function toWantedAuth(
  auth: StoredAuth,
  was: StoredAuth | null,
  isNested: boolean,
  absent: 'none' | 'inherit',
): Wanted | undefined {
  if (auth.kind === absent) return undefined;
  if (auth.kind === 'none' || auth.kind === 'inherit') return auth.kind;
  const old = was !== null && 'values' in was ? Object.keys(was.values) : [];
  const values = nest([
    ...old.map((key): [string, undefined] => [key, undefined]),
    ...Object.entries(auth.values),
  ]);
  const isSameKind = was?.kind === auth.kind;
  if (isNested && isSameKind) return { type: auth.kind, [auth.kind]: values };
  const stale = isNested && was !== null ? { [was.kind]: undefined } : {};
  return { type: auth.kind, ...stale, ...values };
}

/** Whether a file has the values of its auth in a map named like the kind, as Bruno also writes it. */
export function hasNestedAuth(file: YamlText | null, path: readonly string[]): boolean {
  const auth = file?.doc.getIn(path);
  if (!isMap(auth)) return false;
  const type = auth.get('type');
  return typeof type === 'string' && isMap(auth.get(type));
}

function nest(entries: readonly (readonly [string, Wanted | undefined])[]): WantedMap {
  const root: Record<string, Wanted | undefined> = {};
  for (const [path, value] of entries) {
    const keys = path.split('.');
    const last = keys.pop() ?? path;
    let map = root;
    for (const key of keys) {
      const inner = (map[key] ?? {}) as Record<string, Wanted | undefined>;
      map[key] = inner;
      map = inner;
    }
    map[last] = value;
  }
  return root;
}
