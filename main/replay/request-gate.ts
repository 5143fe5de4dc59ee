/** What is compared: nothing here comes from a parsed, and so merged, header record. */
export interface GateInput {
  /** Name and value in turn, as received: `IncomingMessage.rawHeaders`. */
  readonly rawHeaders: readonly string[];
  /** Request target as received. */
  readonly target: string;
  /** Port that the server listens on. */
  readonly port: number;
}

/** Why a request is refused. 421: not for this server. 403: sent by a web page. */
export interface GateRefusal {
  readonly status: 403 | 421;
  readonly message: string;
}

const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Keeps web pages and rebound names away from the loopback server: exactly one `Host`, naming
 * loopback and the right port; no `Origin`; no cross-site fetch. Null if the request may pass.
 *
 * The port may be left out only where it is the default one, 80.
 */
export function checkRequest(input: GateInput): GateRefusal | null {
  const [host, ...furtherHosts] = getRawValues(input.rawHeaders, 'host');
  if (host === undefined || furtherHosts.length > 0 || !isOwnHost(host, input.port)) {
    return { status: 421, message: 'This server answers to 127.0.0.1 and localhost only.' };
  }
  // An absolute target would overrule Host (RFC 9112, 3.2.2); nothing local has to send one.
  if (!input.target.startsWith('/')) {
    return { status: 421, message: 'This server takes request targets that begin with a slash.' };
  }
  if (getRawValues(input.rawHeaders, 'origin').length > 0) {
    return { status: 403, message: 'Requests from web pages are refused.' };
  }
  const sites = getRawValues(input.rawHeaders, 'sec-fetch-site');
  if (sites.some((site) => site.trim().toLowerCase() === 'cross-site')) {
    return { status: 403, message: 'Requests from other sites are refused.' };
  }
  return null;
}

function isOwnHost(host: string, port: number): boolean {
  const value = host.toLowerCase();
  return LOOPBACK_NAMES.some(
    (name) => value === `${name}:${port}` || (port === 80 && value === name),
  );
}

function getRawValues(rawHeaders: readonly string[], name: string): readonly string[] {
  const values: string[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    if (rawHeaders[at]?.toLowerCase() === name) values.push(rawHeaders[at + 1] ?? '');
  }
  return values;
}
