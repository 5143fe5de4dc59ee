/** A variable of an environment, a collection, a folder or a request. */
export interface StoredVariable {
  readonly name: string;
  /** Always empty for a secret: its value is never in a workspace file. */
  readonly value: string;
  readonly isSecret: boolean;
  readonly isEnabled: boolean;
  readonly description: string;
}
