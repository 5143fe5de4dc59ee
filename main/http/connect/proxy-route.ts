import { BlockList, isIP } from 'node:net';
import type { ManualProxy } from '../../../shared/model/transport-settings.ts';

/** A proxy on the way to a server. */
export interface ProxyHop {
  readonly scheme: 'http' | 'https' | 'socks5';
  readonly host: string;
  readonly port: number;
  /** Empty: none. */
  readonly username: string;
  readonly password: string;
}

/** The way to a server: through a proxy, or null for straight. */
export type ProxyRoute = ProxyHop | null;

const DEFAULT_PORTS: Readonly<Record<ProxyHop['scheme'], number>> = {
  http: 80,
  https: 443,
  socks5: 1080,
};

/**
 * Reads the address of a proxy. Userinfo in it counts where none is given beside it. `socks`, `socks5` and `socks5h`
 * are one: names are always looked up by the proxy. Null: no address of a proxy.
 */
export function parseProxy(
  address: string,
  credentials: { readonly username: string; readonly password: string } = {
    username: '',
    password: '',
  },
): ProxyHop | null {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `http://${address}`;
  const [, name = '', rest = ''] = /^([a-z0-9+.-]+):\/\/(.*)$/is.exec(text.trim()) ?? [];
  const scheme = toScheme(name.toLowerCase());
  // The URL parser knows host and port of http only.
  if (scheme === null || !URL.canParse(`http://${rest}`)) return null;
  const url = new URL(`http://${rest}`);
  if (url.hostname === '') return null;
  const hasPort = /:\d+(?:[/?#]|$)/.test(rest.replace(/^[^@]*@/, ''));
  return {
    scheme,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (hasPort ? 80 : DEFAULT_PORTS[scheme]) : Number(url.port),
    username: credentials.username || decodeURIComponent(url.username),
    password: credentials.username ? credentials.password : decodeURIComponent(url.password),
  };
}

function toScheme(name: string): ProxyHop['scheme'] | null {
  if (name === 'http' || name === 'https') return name;
  return /^socks(5h?)?$/.test(name) ? 'socks5' : null;
}

/** The proxy as people write it, without userinfo. */
export function toProxyLabel({ scheme, host, port }: ProxyHop): string {
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** The way that a proxy named by the user stands for; undefined: its address is none. */
export function toManualRoute(url: URL, proxy: ManualProxy): ProxyRoute | undefined {
  if (isBypassed(url, proxy.bypass)) return null;
  return parseProxy(proxy.url, proxy) ?? undefined;
}

/**
 * Whether a host is reached without the proxy: `*`, `example.com` and `.example.com` with what is under them,
 * `*.example.com`, an address, a range such as `10.0.0.0/8`; each also with `:port`.
 */
export function isBypassed(url: URL, patterns: readonly string[]): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return patterns.some((pattern) => matches(pattern.trim().toLowerCase(), host, port));
}

function matches(pattern: string, host: string, port: string): boolean {
  if (pattern === '') return false;
  if (pattern === '*') return true;
  const range = /^([0-9a-f.:]+)\/(\d{1,3})$/.exec(pattern);
  if (range !== null) return isInRange(host, range[1] ?? '', Number(range[2]));
  if (isIP(pattern.replace(/^\[|\]$/g, '')) !== 0) return pattern.replace(/^\[|\]$/g, '') === host;
  const [, name = '', wantedPort] = /^(.*?)(?::(\d+))?$/.exec(pattern) ?? [];
  if (wantedPort !== undefined && wantedPort !== port) return false;
  const bare = name.replace(/^\*?\./, '').replace(/^\[|\]$/g, '');
  return host === bare || (isIP(host) === 0 && host.endsWith(`.${bare}`));
}

function isInRange(host: string, network: string, bits: number): boolean {
  const family = isIP(network);
  if (family === 0 || isIP(host) !== family) return false;
  const type = family === 4 ? 'ipv4' : 'ipv6';
  if (bits > (family === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  list.addSubnet(network, bits, type);
  return list.check(host, type);
}
