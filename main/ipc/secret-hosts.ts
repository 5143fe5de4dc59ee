import type { SendStoredError } from '../../shared/ipc/workspace-contract.ts';
import { withScheme } from '../../shared/model/request.ts';
import type { ResolvedRequest } from '../workspace/variables/resolve-request.ts';
import type { SecretVault } from '../workspace/secrets/secret-vault.ts';

type Secret = { readonly name: string; readonly key: string };
type NewHost = Extract<SendStoredError, { kind: 'new-host' }>;

/** The same for everything that one request takes along: its own secrets, and those that get its token. */
export async function bindRequestSecrets(
  vault: SecretVault,
  resolved: Pick<ResolvedRequest, 'request' | 'secrets' | 'tokenSecrets'>,
  keysOf: (names: readonly string[]) => readonly Secret[],
  allowsNewHost: boolean,
): Promise<NewHost | null> {
  const { request, secrets, tokenSecrets } = resolved;
  const { auth } = request;
  const tokenUrl = auth?.kind === 'oauth2' ? auth.settings.tokenUrl : request.url;
  return (
    (await bindSecretsToHost(vault, keysOf(tokenSecrets), tokenUrl, allowsNewHost)) ??
    (await bindSecretsToHost(vault, keysOf(secrets), request.url, allowsNewHost))
  );
}

/**
 * Holds a request back whose secrets would go to a host that they were not sent to before. The first use
 * says where a secret belongs; anywhere else asks, and is remembered where the user allowed it.
 * @param secrets names, and keys in the vault
 */
export async function bindSecretsToHost(
  vault: SecretVault,
  secrets: readonly Secret[],
  url: string,
  allowsNewHost: boolean,
): Promise<NewHost | null> {
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
