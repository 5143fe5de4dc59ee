import { X509Certificate, createPrivateKey } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { fail, ok } from '../../../shared/result.ts';
import type { Result } from '../../../shared/result.ts';

/** Why bytes are no certificate or key. */
export interface CertificateProblem {
  readonly problem: 'not-a-certificate' | 'not-a-key' | 'wrong-passphrase' | 'not-a-pair';
  readonly detail: string;
}

/** What a certificate says of itself. */
export interface CertificateWords {
  readonly subjects: readonly string[];
  /** End of the one that ends first, Unix epoch milliseconds; null where it is not told. */
  readonly validToMs: number | null;
}

const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** Reads the certificates of a PEM text. */
export function readPemCertificates(text: string): Result<CertificateWords, CertificateProblem> {
  try {
    const certificates = (text.match(PEM_CERTIFICATE) ?? []).map((pem) => new X509Certificate(pem));
    if (certificates.length === 0) {
      return fail({ problem: 'not-a-certificate', detail: 'there is no PEM certificate in it' });
    }
    return ok({
      subjects: certificates.map(({ subject }) => subject.split('\n').toReversed().join(', ')),
      validToMs: Math.min(...certificates.map(({ validTo }) => Date.parse(validTo))),
    });
  } catch (cause: unknown) {
    return fail({ problem: 'not-a-certificate', detail: toMessage(cause) });
  }
}

/** Checks that a key opens with the passphrase and belongs to the first certificate. */
export function checkPemPair(
  certificate: string,
  key: string,
  passphrase: string,
): Result<CertificateWords, CertificateProblem> {
  const read = readPemCertificates(certificate);
  if (!read.ok) return read;
  try {
    const privateKey = createPrivateKey({ key, ...(passphrase !== '' && { passphrase }) });
    const [first = ''] = certificate.match(PEM_CERTIFICATE) ?? [];
    if (new X509Certificate(first).checkPrivateKey(privateKey)) return read;
    return fail({ problem: 'not-a-pair', detail: 'the key does not belong to the certificate' });
  } catch (cause: unknown) {
    const isLocked = /ENCRYPTED/.test(key) || /passphrase|decrypt/i.test(toMessage(cause));
    return fail({
      problem: isLocked ? 'wrong-passphrase' : 'not-a-key',
      detail: toMessage(cause),
    });
  }
}

/** Checks that a PKCS12 file opens with the passphrase. It does not tell its subject without a connection. */
export function checkPkcs12(
  bytes: Buffer,
  passphrase: string,
): Result<CertificateWords, CertificateProblem> {
  try {
    createSecureContext({ pfx: bytes, passphrase });
    return ok({ subjects: [], validToMs: null });
  } catch (cause: unknown) {
    const detail = toMessage(cause);
    const isLocked = /mac verify|invalid password/i.test(detail);
    return fail({ problem: isLocked ? 'wrong-passphrase' : 'not-a-certificate', detail });
  }
}

function toMessage(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
