import { isBypassed, parseProxy } from './proxy-route.ts';
import type { ProxyRoute } from './proxy-route.ts';

/** The ways that the system names for a URL, best first; never empty. */
export type SystemProxy = (url: URL) => Promise<readonly ProxyRoute[]>;

/** Without a system that knows of proxies. */
export const noSystemProxy: SystemProxy = () => Promise.resolve([null]);

/**
 * Proxies as a terminal's programs take them: `http_proxy`, `https_proxy`, `all_proxy`, `no_proxy`, small letters
 * first. `HTTP_PROXY` is left out where a web server runs this program: there a client could set it by a field.
 */
export function createEnvironmentProxy(
  env: Readonly<Record<string, string | undefined>>,
): SystemProxy {
  const get = (name: string): string => env[name] ?? env[name.toUpperCase()] ?? '';
  return (url) => {
    const patterns = get('no_proxy')
      .split(/[\s,]+/)
      .filter((pattern) => pattern !== '');
    if (isBypassed(url, patterns)) return Promise.resolve([null]);
    const isHttps = url.protocol === 'https:';
    const forHttp =
      env['http_proxy'] ?? (env['REQUEST_METHOD'] === undefined ? env['HTTP_PROXY'] : '') ?? '';
    const address = (isHttps ? get('https_proxy') : forHttp) || get('all_proxy');
    return Promise.resolve([address === '' ? null : parseProxy(address)]);
  };
}

/** Kinds of a PAC answer, as schemes. `SOCKS` may mean version 4, which is not spoken. */
const PAC_SCHEMES: Readonly<Record<string, string>> = {
  PROXY: 'http',
  HTTP: 'http',
  HTTPS: 'https',
  SOCKS: 'socks5',
  SOCKS5: 'socks5',
};

/** Reads the answer of a proxy script, such as `PROXY a.example:3128; DIRECT`. What is not known is left out. */
export function parsePacAnswer(answer: string): readonly ProxyRoute[] {
  const routes = answer.split(';').flatMap((part): ProxyRoute[] => {
    const [kind = '', address = ''] = part.trim().split(/\s+/);
    if (kind.toUpperCase() === 'DIRECT') return [null];
    const scheme = PAC_SCHEMES[kind.toUpperCase()];
    const proxy = scheme === undefined ? null : parseProxy(`${scheme}://${address}`);
    return proxy === null ? [] : [proxy];
  });
  return routes.length === 0 ? [null] : routes;
}
