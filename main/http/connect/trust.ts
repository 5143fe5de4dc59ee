import { createSecureContext, rootCertificates } from 'node:tls';
import * as tls from 'node:tls';
import type { SecureContext } from 'node:tls';
import type { ClientCertificate } from './client-certificate.ts';

/** Whom requests trust, and what they prove themselves with. */
export interface Trust {
  /** PEM texts of authorities that count beside the built-in ones. */
  readonly authorities: readonly string[];
  readonly clientCertificates: readonly ClientCertificate[];
}

export const DEFAULT_TRUST: Trust = { authorities: [], clientCertificates: [] };

/** Reading a hundred and forty roots takes some 20 ms; as long as nobody changes them once is enough. */
const contexts = new WeakMap<readonly string[], Map<ClientCertificate | null, SecureContext>>();

/**
 * What a TLS connection is made with. Throws what OpenSSL says of a certificate or key that it cannot read.
 */
export function getSecureContext(
  authorities: readonly string[],
  client: ClientCertificate | null,
): SecureContext {
  const known = contexts.get(authorities) ?? new Map<ClientCertificate | null, SecureContext>();
  contexts.set(authorities, known);
  const made = known.get(client) ?? makeContext(authorities, client);
  known.set(client, made);
  return made;
}

function makeContext(
  authorities: readonly string[],
  client: ClientCertificate | null,
): SecureContext {
  const identity = client?.identity;
  return createSecureContext({
    ...(authorities.length > 0 && { ca: [...listBuiltInAuthorities(), ...authorities] }),
    ...(identity?.kind === 'pem' && { cert: identity.certificate, key: identity.key }),
    ...(identity?.kind === 'pkcs12' && { pfx: identity.bytes }),
    ...(client !== null && client.passphrase !== '' && { passphrase: client.passphrase }),
  });
}

/** A list of own authorities takes the place of the built-in ones, so that these have to be named too. */
function listBuiltInAuthorities(): readonly string[] {
  // Came with Node 22.15; it also has those of NODE_EXTRA_CA_CERTS.
  const list = 'getCACertificates' in tls ? tls.getCACertificates : null;
  return typeof list === 'function' ? list('default') : rootCertificates;
}
