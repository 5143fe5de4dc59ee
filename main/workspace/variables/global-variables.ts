import { mkdir, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { StoredVariable } from '../../../shared/model/workspace/stored-variable.ts';
import { ifAbsent } from '../files/folder-root.ts';
import { writeAtomically } from '../files/write-atomically.ts';
import type { VariableLayer } from './variable-scopes.ts';

/** Place of the secrets among the global variables. */
export const GLOBAL_PLACE = 'global';

/** Variables of this user that every workspace sees, beneath all others. In the local data folder. */
export class GlobalVariables {
  readonly #path: string;
  #variables: readonly StoredVariable[] | null = null;
  #lastWrite: Promise<unknown> = Promise.resolve();

  constructor(path: string) {
    this.#path = path;
  }

  /** In the user's order. A damaged file is put aside; rejects if one cannot be read. */
  async read(): Promise<readonly StoredVariable[]> {
    if (this.#variables !== null) return this.#variables;
    const text = await readFile(this.#path, 'utf8').catch(ifAbsent(null));
    const variables = text === null ? [] : parse(text);
    if (variables === null) await rename(this.#path, `${this.#path}.bad`);
    this.#variables = variables ?? [];
    return this.#variables;
  }

  /** Values of secrets are left out. Rejects with the system's error; the old ones are in force then. */
  write(variables: readonly StoredVariable[]): Promise<void> {
    const kept = variables.map((each) => (each.isSecret ? { ...each, value: '' } : each));
    const write = this.#lastWrite.then(async () => {
      await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
      const text = JSON.stringify({ version: 1, variables: kept }, null, 2);
      await writeAtomically(this.#path, `${text}\n`);
      this.#variables = kept;
    });
    this.#lastWrite = write.catch(() => undefined);
    return write;
  }

  async readLayer(): Promise<VariableLayer> {
    return { scope: 'global', origin: '', place: GLOBAL_PLACE, variables: await this.read() };
  }
}

function parse(text: string): readonly StoredVariable[] | null {
  try {
    const { variables } = Object(JSON.parse(text)) as { variables?: unknown };
    if (!Array.isArray(variables)) return null;
    return variables.map((each: Partial<StoredVariable>) => ({
      name: String(each?.name ?? ''),
      value: String(each?.value ?? ''),
      isSecret: each?.isSecret === true,
      isEnabled: each?.isEnabled !== false,
      description: String(each?.description ?? ''),
    }));
  } catch {
    return null;
  }
}
