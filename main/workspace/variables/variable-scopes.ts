import type { StoredVariable } from '../../../shared/model/workspace/stored-variable.ts';
import { VARIABLE_SCOPES } from '../../../shared/model/workspace/variable-view.ts';
import type { VariableScope, VariableView } from '../../../shared/model/workspace/variable-view.ts';
import { DYNAMIC_NAMES, getDynamicValue } from '../../../shared/template/expand.ts';
import type { DynamicSource } from '../../../shared/template/expand.ts';

/** Variables of one place. */
export interface VariableLayer {
  readonly scope: VariableScope;
  /** Name of the folder or environment, for people. */
  readonly origin: string;
  /** What declares the variables, such as `folder:Pets`: a secret's value is kept for its place and name. */
  readonly place: string;
  readonly variables: readonly StoredVariable[];
}

/** Values of secrets on this computer, by the origin that declares them and their name. */
export type SecretLookup = (layer: VariableLayer, name: string) => string | undefined;

interface Found {
  readonly layer: VariableLayer;
  readonly variable: StoredVariable;
}

/**
 * The variables that a request sees. A later scope wins over an earlier one, and within a scope the later
 * layer: a folder deeper down, an environment over the one that it extends.
 */
export class VariableScopes {
  readonly #found = new Map<string, Found[]>();
  readonly #getSecret: SecretLookup;
  readonly #dynamic: DynamicSource;
  readonly #madeOnce = new Map<string, string>();

  constructor(layers: readonly VariableLayer[], getSecret: SecretLookup, dynamic: DynamicSource) {
    this.#getSecret = getSecret;
    this.#dynamic = dynamic;
    const order = (layer: VariableLayer): number => VARIABLE_SCOPES.indexOf(layer.scope);
    for (const layer of layers.toSorted((one, other) => order(one) - order(other))) {
      for (const variable of layer.variables) {
        if (!variable.isEnabled || variable.name === '') continue;
        const found = this.#found.get(variable.name) ?? [];
        found.push({ layer, variable });
        this.#found.set(variable.name, found);
      }
    }
  }

  /** The value of a name; undefined where it has none. A dynamic value is the same throughout one request. */
  getValue(name: string): string | undefined {
    const found = this.#findInForce(name);
    if (found !== null) return this.#getValueOf(found);
    if (this.#found.has(name)) return undefined;
    const made = this.#madeOnce.get(name) ?? getDynamicValue(name, this.#dynamic);
    if (made !== undefined) this.#madeOnce.set(name, made);
    return made;
  }

  /** Whether the value of a name is not to be shown: a secret's, or one out of a `.env` file. */
  isSecret(name: string): boolean {
    return this.getSecretLayer(name) !== null;
  }

  /** Where the secret of a name comes from; null for what is no secret. */
  getSecretLayer(name: string): VariableLayer | null {
    const found = this.#findInForce(name) ?? this.#found.get(name)?.at(-1);
    if (found === undefined) return null;
    return found.variable.isSecret || found.layer.scope === 'dot-env' ? found.layer : null;
  }

  /** A secret without a value on this computer leaves the word to the scope beneath it. */
  #findInForce(name: string): Found | null {
    const found = this.#found.get(name) ?? [];
    return found.findLast((each) => this.#getValueOf(each) !== undefined) ?? null;
  }

  #getValueOf({ layer, variable }: Found): string | undefined {
    return variable.isSecret ? this.#getSecret(layer, variable.name) : variable.value;
  }

  /** Everything for people to look at, in order of the names. Values of secrets are left out. */
  toViews(): readonly VariableView[] {
    const views = [...this.#found].map(([name, found]): VariableView => {
      const inForce = this.#findInForce(name) ?? (found.at(-1) as Found);
      const { layer, variable } = inForce;
      const isSecret = this.isSecret(name);
      const own = this.#getValueOf(inForce);
      return {
        name,
        scope: layer.scope,
        origin: layer.origin,
        value: isSecret ? null : variable.value,
        isSecret,
        isMissing: own === undefined,
        isNested: own?.includes('{{') ?? false,
        hides: found
          .filter((hidden) => hidden !== inForce)
          .map((hidden) => ({ scope: hidden.layer.scope, origin: hidden.layer.origin })),
      };
    });
    const dynamic = DYNAMIC_NAMES.filter((name) => !this.#found.has(name)).map(
      (name): VariableView => ({
        name,
        scope: 'dynamic',
        origin: '',
        value: '',
        isSecret: false,
        isMissing: false,
        isNested: false,
        hides: [],
      }),
    );
    return [...views, ...dynamic].sort((one, other) => (one.name < other.name ? -1 : 1));
  }
}
