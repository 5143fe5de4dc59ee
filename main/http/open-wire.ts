import { isIP } from 'node:net';
import { dial } from './connect/dial.ts';
import type { DialOptions } from './connect/dial.ts';
import { ConnectError } from './connect/connect-error.ts';
import { toManualRoute } from './connect/proxy-route.ts';
import type { ProxyRoute } from './connect/proxy-route.ts';
import type { HttpEnvironment } from './http-environment.ts';
import type { PreparedRequest } from './prepare.ts';
import { createHttp1Wire } from './wire/http1-wire.ts';
import { createHttp2Wire } from './wire/http2-wire.ts';
import type { IdleWires, OpenWire, WireKey } from './wire/idle-wires.ts';

/** A connection for a request: one that was left open, or a new one. Rejects with what went wrong. */
export async function openWire(
  request: PreparedRequest,
  environment: HttpEnvironment,
  idle: IdleWires | null,
  watch: Pick<DialOptions, 'signal' | 'marks' | 'monotonicMs'>,
): Promise<{ readonly key: WireKey; readonly open: OpenWire }> {
  const { url, settings, exceptions } = request;
  const routes = await findRoutes(request, environment);
  const takesUntrusted =
    !settings.verifiesCertificates || exceptions.untrustedOrigins.includes(url.origin);
  const trust = request.sendsCertificate
    ? environment.trust
    : { ...environment.trust, clientCertificates: [] };
  const place = JSON.stringify([
    url.origin,
    settings.httpVersion,
    takesUntrusted,
    request.sendsCertificate,
    routes,
  ]);
  const key = { place, trust: environment.trust };
  const kept = (settings.keepsAlive ? idle?.take(key) : null) ?? null;
  if (kept !== null) return { key, open: kept };
  const connection = await dial({
    url,
    httpVersion: settings.httpVersion,
    routes,
    trust,
    takesUntrusted,
    timeoutMs: settings.connectTimeoutMs,
    ...watch,
  });
  const create = connection.version === '2' ? createHttp2Wire : createHttp1Wire;
  return { key, open: { wire: create(url.origin, connection), connection, isReused: false } };
}

async function findRoutes(
  { url, settings }: PreparedRequest,
  { proxy: programProxy, systemProxy }: HttpEnvironment,
): Promise<readonly ProxyRoute[]> {
  const proxy = settings.proxy.kind === 'default' ? programProxy : settings.proxy;
  if (proxy.kind === 'none') return [null];
  if (proxy.kind === 'system') return isLoopback(url) ? [null] : systemProxy(url);
  const route = toManualRoute(url, proxy);
  if (route === undefined) {
    throw new ConnectError('TIDELINE_PROXY_UNREACHABLE', `'${proxy.url}' is no address of a proxy`);
  }
  return [route];
}

/** A proxy of the system is not asked for what runs on this computer, as browsers do it. */
function isLoopback({ hostname }: URL): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) === 4) return host.startsWith('127.');
  return host === '::1' || host === 'localhost' || host.endsWith('.localhost');
}
