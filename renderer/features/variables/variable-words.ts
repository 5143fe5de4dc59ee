import type { VariableScope, VariableView } from '../../../shared/model/workspace/variable-view.ts';

const SCOPE_WORDS: Readonly<Record<VariableScope, string>> = {
  global: 'the globals',
  collection: 'the collection',
  folder: 'the folder',
  'dot-env': 'the .env file',
  environment: 'the environment',
  request: 'this request',
  run: 'this run',
  dynamic: 'Tideline',
};

/** Where a variable comes from, such as `the environment Local`. */
export function toScopeText(scope: VariableScope, origin: string): string {
  return origin === '' ? SCOPE_WORDS[scope] : `${SCOPE_WORDS[scope]} ${origin}`;
}

/** The value as far as it is shown. A secret's is not. */
export function toValueText(view: VariableView): string {
  if (view.isMissing) return view.isSecret ? 'a secret without a value here' : 'no value';
  if (view.isSecret) return 'a secret';
  if (view.scope === 'dynamic') return 'made anew with each Send';
  return view.value === '' || view.value === null ? 'empty' : view.value;
}

/** What a value with placeholders of its own does, which people may expect otherwise; null for any other value. */
export function toNestedText({ isNested }: VariableView): string | null {
  return isNested ? 'holds {{ itself, which is sent as it stands' : null;
}

/** Where the value of a name comes from, in one line; `undefined`: there is no such variable. */
export function describeVariable(name: string, view: VariableView | undefined): string {
  if (view === undefined) return `${name} has no value`;
  const value = toValueText(view);
  if (view.scope === 'dynamic') return `${name}: ${value}`;
  const from = `from ${toScopeText(view.scope, view.origin)}`;
  const hidden = view.hides.map(({ scope, origin }) => toScopeText(scope, origin));
  const over = hidden.length === 0 ? '' : `, over ${hidden.join(' and ')}`;
  const nested = toNestedText(view);
  return `${name} = ${value}, ${from}${over}${nested === null ? '' : `; it ${nested}`}`;
}

/** Whether a placeholder of this name stays as typed. Nothing is said while the variables are not known. */
export function isUnresolved(
  name: string,
  variables: ReadonlyMap<string, VariableView> | null,
): boolean {
  return variables !== null && (variables.get(name)?.isMissing ?? true);
}
