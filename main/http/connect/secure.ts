import { isIP } from 'node:net';
import type { Socket } from 'node:net';
import { connect } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import type { TlsFacts } from '../../../shared/model/connection-facts.ts';
import { readChain, readTlsFacts } from './certificate-facts.ts';
import { findClientCertificate } from './client-certificate.ts';
import { UntrustedCertificate } from './connect-error.ts';
import { untilEvent } from './socket-steps.ts';
import { getSecureContext } from './trust.ts';
import type { Trust } from './trust.ts';

export interface SecureOptions {
  readonly host: string;
  readonly port: number;
  /** In order of wish; empty: none is named. */
  readonly protocols: readonly string[];
  readonly trust: Trust;
  /** Takes a certificate that cannot be verified. */
  readonly takesUntrusted: boolean;
}

/**
 * Speaks TLS over a socket. Rejects with {@link UntrustedCertificate} unless the certificate was verified for the host
 * or the caller takes any; nothing of the request has been sent then.
 */
export async function secure(
  raw: Socket,
  options: SecureOptions,
  signal: AbortSignal,
): Promise<{ readonly socket: TLSSocket; readonly facts: TlsFacts }> {
  const client = findClientCertificate(options.trust.clientCertificates, options);
  const socket = connect({
    socket: raw,
    host: options.host,
    // An address is no server name; the certificate is checked against the host all the same.
    ...(isIP(options.host) === 0 && { servername: options.host }),
    secureContext: getSecureContext(options.trust.authorities, client),
    ...(options.protocols.length > 0 && { ALPNProtocols: [...options.protocols] }),
    // The check stands below: a socket that Node refuses itself no longer tells which certificates it saw.
    rejectUnauthorized: false,
  });
  try {
    await untilEvent(socket, 'secureConnect', signal);
  } catch (cause: unknown) {
    socket.on('error', () => undefined);
    socket.destroy();
    throw cause;
  }
  // True only where Node has verified the chain and the name.
  if (!socket.authorized && !options.takesUntrusted) {
    const code = toCode(socket.authorizationError);
    const certificates = readChain(socket);
    socket.on('error', () => undefined);
    socket.destroy();
    throw new UntrustedCertificate(code, certificates);
  }
  const trustProblem = socket.authorized ? null : toCode(socket.authorizationError);
  const facts = readTlsFacts(socket, { trustProblem, sentCertificate: client !== null });
  return { socket, facts };
}

/** A code by Node's types an error; a text in truth. */
function toCode(problem: unknown): string {
  if (typeof problem === 'string') return problem;
  if (problem instanceof Error) return 'code' in problem ? String(problem.code) : problem.message;
  return 'CERT_UNTRUSTED';
}
