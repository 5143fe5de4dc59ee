import type { StoredVariable } from './stored-variable.ts';

/** A file of the folder `environments/`. */
export interface StoredEnvironment {
  readonly name: string;
  /** CSS hex colour such as `#2f9e44`; empty: none. */
  readonly color: string;
  readonly description: string;
  readonly variables: readonly StoredVariable[];
  /** Name of the environment whose variables stand beneath these; empty: none. */
  readonly extends: string;
  /** Path of a `.env` file, as written; empty: none. Read only with the user's grant. */
  readonly dotEnvPath: string;
}
