import type { SendStoredError } from '../../shared/ipc/workspace-contract.ts';
import { withScheme } from '../../shared/model/request.ts';
import type { SecretVault } from '../workspace/secrets/secret-vault.ts';

/**
 * Holds a request back whose secrets would go to a host that they were not sent to before. The first use
 * says where a secret belongs; anywhere else asks, and is remembered where the user allowed it.
 * @param secrets names, and keys in the vault
 */
export async function bindSecretsToHost(
  vault: SecretVault,
  secrets: readonly { readonly name: string; readonly key: string }[],
  url: string,
  allowsNewHost: boolean,
): Promise<Extract<SendStoredError, { kind: 'new-host' }> | null> {
  const origin = getOrigin(url);
  if (origin === null) return null;
  const strangers = secrets.filter(({ key }) => {
    const known = vault.getOrigins(key);
    return known.length > 0 && !known.includes(origin);
  });
  if (strangers.length > 0 && !allowsNewHost) {
    return { kind: 'new-host', secrets: strangers.map(({ name }) => name), origin };
  }
  // Without a place to keep it, the host is known until the program ends.
  for (const { key } of secrets) await vault.addOrigin(key, origin).catch(() => undefined);
  return null;
}

function getOrigin(url: string): string | null {
  try {
    return new URL(withScheme(url)).origin;
  } catch {
    return null;
  }
}
