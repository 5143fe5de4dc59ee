/** A certificate of the client, with its key. */
export interface ClientCertificate {
  /** Host that it is sent to, such as `api.example.com`, `*.example.com` or `localhost:8443`. */
  readonly host: string;
  readonly identity:
    | { readonly kind: 'pem'; readonly certificate: string; readonly key: string }
    | { readonly kind: 'pkcs12'; readonly bytes: Buffer };
  /** Of the key; empty: none. */
  readonly passphrase: string;
}

/** The certificate for a host: a pattern with a port goes before one without, a whole name before a star. */
export function findClientCertificate(
  certificates: readonly ClientCertificate[],
  target: { readonly host: string; readonly port: number },
): ClientCertificate | null {
  const ranked = certificates
    .map((certificate) => ({ certificate, rank: rankMatch(certificate.host, target) }))
    .filter(({ rank }) => rank > 0)
    .toSorted((one, other) => other.rank - one.rank);
  return ranked[0]?.certificate ?? null;
}

/** 0: it does not match. */
function rankMatch(
  pattern: string,
  target: { readonly host: string; readonly port: number },
): number {
  const host = target.host.toLowerCase();
  const [, name = '', port] =
    /^(\[[^\]]*\]|[^:]*|[^[\]]*:[^[\]]*:[^[\]]*)(?::(\d+))?$/.exec(pattern.trim().toLowerCase()) ??
    [];
  if (port !== undefined && Number(port) !== target.port) return 0;
  const bare = name.replace(/^\[|\]$/g, '');
  const forPort = port === undefined ? 0 : 1;
  if (bare === host) return 3 + forPort;
  // One label, as certificates themselves have it.
  const isUnder = bare.startsWith('*.') && host.replace(/^[^.]+/, '*') === bare;
  return isUnder ? 1 + forPort : 0;
}
