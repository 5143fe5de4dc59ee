/** Where the value of a variable comes from. In this order, a later scope wins. */
export const VARIABLE_SCOPES = [
  'global',
  'collection',
  'folder',
  'dot-env',
  'environment',
  'request',
  'run',
  'dynamic',
] as const;

export type VariableScope = (typeof VARIABLE_SCOPES)[number];

/** A variable as a request sees it. */
export interface VariableView {
  readonly name: string;
  readonly scope: VariableScope;
  /** Name of the folder or environment that holds it; empty where the scope says it all. */
  readonly origin: string;
  /** Null for a secret: its value stays in main. */
  readonly value: string | null;
  readonly isSecret: boolean;
  /** A secret that has no value on this computer. */
  readonly isMissing: boolean;
  /** The value holds `{{` itself. It is not expanded again: what it names is sent as it stands. */
  readonly isNested: boolean;
  /** Scopes whose value of the same name is hidden by this one. */
  readonly hides: readonly { readonly scope: VariableScope; readonly origin: string }[];
}
