import type { Connection } from './connect/dial.ts';
import type { PreparedRequest } from './prepare.ts';
import type { WireRequest } from './wire/wire.ts';

/** The request as this connection takes it: a proxy that forwards it gets the whole URL, and its own credentials. */
export function toWireRequest(request: PreparedRequest, { forward }: Connection): WireRequest {
  const { url, method, target, headers, content } = request;
  const { keepsAlive } = request.settings;
  if (forward === null) return { url, method, target, headers, content, keepsAlive };
  const { authorization } = forward;
  return {
    url,
    method,
    target: `${url.origin}${target}`,
    headers:
      authorization === null
        ? headers
        : [...headers, { name: 'Proxy-Authorization', value: authorization }],
    content,
    keepsAlive,
  };
}
