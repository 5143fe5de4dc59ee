import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';
import { CERTIFICATES_MAX } from '../../../shared/limits.ts';
import type { CertificateFacts, TlsFacts } from '../../../shared/model/connection-facts.ts';

/** What was agreed on a connection, with the certificates of the other side. */
export function readTlsFacts(
  socket: TLSSocket,
  client: { readonly trustProblem: string | null; readonly sentCertificate: boolean },
): TlsFacts {
  return {
    version: socket.getProtocol() ?? 'unknown',
    cipher: socket.getCipher()?.standardName ?? 'unknown',
    alpn: socket.alpnProtocol || null,
    ...client,
    chain: readChain(socket),
  };
}

/** Certificates of the other side, its own first. A root names itself as its issuer and ends the list. */
export function readChain(socket: TLSSocket): readonly CertificateFacts[] {
  const chain: CertificateFacts[] = [];
  const seen = new Set<string>();
  let certificate: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  while (certificate?.fingerprint256 !== undefined && chain.length < CERTIFICATES_MAX) {
    if (seen.has(certificate.fingerprint256)) break;
    seen.add(certificate.fingerprint256);
    chain.push(toCertificateFacts(certificate));
    certificate = certificate.issuerCertificate;
  }
  return chain;
}

function toCertificateFacts(certificate: DetailedPeerCertificate): CertificateFacts {
  return {
    subject: toName(certificate.subject),
    issuer: toName(certificate.issuer),
    altNames: certificate.subjectaltname?.split(', ') ?? [],
    validFromMs: Date.parse(certificate.valid_from),
    validToMs: Date.parse(certificate.valid_to),
    serialNumber: certificate.serialNumber,
    fingerprint256: certificate.fingerprint256,
    key: toKeyWords(certificate),
    isAuthority: certificate.ca,
  };
}

/** The order in which names are written; what else there is comes after. */
const NAME_PARTS = ['CN', 'OU', 'O', 'L', 'ST', 'C'];

function toName(name: object | undefined): string {
  const parts = Object.entries(name ?? {}) as [string, string | readonly string[]][];
  const order = (key: string): number => (NAME_PARTS.indexOf(key) + 7) % 7;
  return parts
    .toSorted(([one], [other]) => order(one) - order(other))
    .flatMap(([key, value]) => [value].flat().map((each) => `${key}=${each}`))
    .join(', ');
}

function toKeyWords(certificate: DetailedPeerCertificate): string {
  if (certificate.asn1Curve !== undefined) return `EC ${certificate.asn1Curve}`;
  if (certificate.bits !== undefined) {
    return certificate.modulus === undefined
      ? `${certificate.bits} bit`
      : `RSA ${certificate.bits}`;
  }
  return 'unknown';
}
