import type { StoredToken, TokenStore } from '../../http/auth/oauth2/oauth2-client.ts';
import type { SecretVault } from '../../workspace/secrets/secret-vault.ts';

/** Texts that are secret, in the vault; where there is none to be had, until the program ends. */
export class VaultWords {
  readonly #vault: Pick<SecretVault, 'load' | 'get' | 'set'>;
  readonly #memory = new Map<string, string | null>();

  constructor(vault: Pick<SecretVault, 'load' | 'get' | 'set'>) {
    this.#vault = vault;
  }

  async read(key: string): Promise<string | null> {
    const known = this.#memory.get(key);
    if (known !== undefined) return known;
    await this.#vault.load();
    return this.#vault.get(key) ?? null;
  }

  /** Null forgets it. */
  async write(key: string, text: string | null): Promise<void> {
    this.#memory.set(key, text);
    // Without a keyring and a passphrase nothing is written, and never in clear.
    await this.#vault.set(key, text).catch(() => undefined);
  }
}

/** Tokens among them. */
export function createVaultTokens(words: VaultWords): TokenStore {
  const toKey = (key: string): string => `token:${key}`;
  return {
    read: async (key) => {
      const text = await words.read(toKey(key));
      // Written by `write` below.
      return text === null ? null : (JSON.parse(text) as StoredToken);
    },
    write: (key, token) => words.write(toKey(key), token === null ? null : JSON.stringify(token)),
  };
}
