/** Form of how a request is sent. */
import { z } from 'zod';
import { URL_CHARS_MAX } from '../limits.ts';

const TIME_MS_MAX = 2 ** 31 - 1;
const TEXT_CHARS_MAX = 64 * 1024;
const EXCEPTIONS_MAX = 100;
const BYPASS_MAX = 1_000;

const time = z.number().min(1).max(TIME_MS_MAX).nullable();
const text = z.string().max(TEXT_CHARS_MAX);
const origins = z.array(z.string().max(URL_CHARS_MAX)).max(EXCEPTIONS_MAX);

/** Hosts that are reached without a proxy. */
export const proxyBypass = z.array(z.string().max(256)).max(BYPASS_MAX);

export const sendExceptions = z.strictObject({
  untrustedOrigins: origins,
  downgradeOrigins: origins,
});

const shared = {
  httpVersion: z.enum(['auto', '1.1', '2']),
  connectTimeoutMs: time,
  idleTimeoutMs: time,
  redirectMethod: z.enum(['standard', 'keep']),
  decodesContent: z.boolean(),
  keepsAlive: z.boolean(),
  usesCookies: z.boolean(),
};

export const someTransportSettings = z.strictObject({
  httpVersion: shared.httpVersion.exactOptional(),
  verifiesCertificates: z.boolean().exactOptional(),
  proxy: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.enum(['default', 'none', 'system']) }),
      z.strictObject({
        kind: z.literal('manual'),
        url: z.string().max(URL_CHARS_MAX),
        username: text,
        password: text,
        bypass: proxyBypass,
      }),
    ])
    .exactOptional(),
  connectTimeoutMs: shared.connectTimeoutMs.exactOptional(),
  headersTimeoutMs: time.exactOptional(),
  idleTimeoutMs: shared.idleTimeoutMs.exactOptional(),
  followsRedirects: z.boolean().exactOptional(),
  redirectsMax: z.int().min(0).max(100).exactOptional(),
  redirectMethod: shared.redirectMethod.exactOptional(),
  decodesContent: shared.decodesContent.exactOptional(),
  keepsAlive: shared.keepsAlive.exactOptional(),
  usesCookies: shared.usesCookies.exactOptional(),
});

export const storedTransport = z.strictObject({
  httpVersion: shared.httpVersion.exactOptional(),
  connectTimeoutMs: shared.connectTimeoutMs.exactOptional(),
  idleTimeoutMs: shared.idleTimeoutMs.exactOptional(),
  redirectMethod: shared.redirectMethod.exactOptional(),
  decodesContent: shared.decodesContent.exactOptional(),
  keepsAlive: shared.keepsAlive.exactOptional(),
  usesCookies: shared.usesCookies.exactOptional(),
  bypassesProxy: z.boolean().exactOptional(),
});
