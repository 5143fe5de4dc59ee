/** Options of `send` that are about how a request is made and sent; named as cURL names them where it has them. */
import type { ParseArgsConfig } from 'node:util';
import { fail, ok } from '../../shared/result.ts';
import type { Result } from '../../shared/result.ts';
import type { TransportSettings } from '../../shared/model/transport-settings.ts';
import { parseCount, parseWaitingTime } from './parse-values.ts';

export const HTTP_OPTIONS = {
  form: { type: 'string', short: 'F', multiple: true },
  'form-string': { type: 'string', multiple: true },
  'data-binary': { type: 'string' },
  'upload-file': { type: 'string', short: 'T' },
  graphql: { type: 'string' },
  variables: { type: 'string' },
  operation: { type: 'string' },
  user: { type: 'string', short: 'u' },
  digest: { type: 'boolean' },
  'oauth2-bearer': { type: 'string' },
  'aws-sigv4': { type: 'string' },
  login: { type: 'boolean' },
  cookie: { type: 'string', short: 'b' },
  'cookie-jar': { type: 'string', short: 'c' },
  cacert: { type: 'string' },
  cert: { type: 'string', short: 'E' },
  'cert-type': { type: 'string' },
  key: { type: 'string' },
  insecure: { type: 'boolean', short: 'k' },
  proxy: { type: 'string', short: 'x' },
  'proxy-user': { type: 'string' },
  noproxy: { type: 'string' },
  'http1.1': { type: 'boolean' },
  http2: { type: 'boolean' },
  'max-redirs': { type: 'string' },
  'no-location': { type: 'boolean' },
  'keep-method': { type: 'boolean' },
  'connect-timeout': { type: 'string' },
  'headers-timeout': { type: 'string' },
  raw: { type: 'boolean' },
  'no-keepalive': { type: 'boolean' },
  'allow-file': { type: 'string', multiple: true },
  'secrets-stdin': { type: 'boolean' },
} as const satisfies ParseArgsConfig['options'];

/** Those that may be given more than once. */
export const REPEATABLE_HTTP_OPTIONS = ['form', 'form-string', 'allow-file'] as const;

/** One `-F` or `--form-string`, as given. */
export interface FormFlag {
  readonly option: 'form' | 'form-string';
  readonly text: string;
}

/** The content that the command line names, beside `-d`. */
export type BodyFlag =
  | { readonly kind: 'form'; readonly parts: readonly FormFlag[] }
  /** `@FILE`, or the data itself. */
  | { readonly kind: 'binary'; readonly text: string }
  | { readonly kind: 'upload'; readonly path: string }
  | {
      readonly kind: 'graphql';
      readonly query: string;
      readonly variables: string;
      readonly operation: string | null;
    };

export type AuthFlag =
  | { readonly kind: 'user'; readonly text: string; readonly isDigest: boolean }
  | { readonly kind: 'bearer'; readonly text: string }
  | { readonly kind: 'aws'; readonly provider: string; readonly user: string };

export interface HttpFlags {
  readonly body: BodyFlag | null;
  readonly auth: AuthFlag | null;
  /** Gets a token with the help of a person where one is needed. */
  readonly login: boolean;
  readonly cookie: string | null;
  readonly cookieJar: string | null;
  readonly authorities: string | null;
  readonly certificate: {
    readonly path: string;
    readonly form: 'pem' | 'pkcs12';
    readonly key: string | null;
  } | null;
  readonly proxy: string | null;
  readonly proxyUser: string | null;
  readonly noProxy: string | null;
  readonly allowedFiles: readonly string[];
  readonly readsSecrets: boolean;
  readonly transport: Partial<TransportSettings>;
}

type Values = {
  readonly [K in keyof typeof HTTP_OPTIONS]?: (typeof HTTP_OPTIONS)[K] extends {
    readonly multiple: true;
  }
    ? string[]
    : (typeof HTTP_OPTIONS)[K]['type'] extends 'boolean'
      ? boolean
      : string;
};

/** Reads the options; the error is one sentence. `parts` are `-F` and `--form-string` in the order given. */
export function readHttpFlags(
  values: Values,
  parts: readonly FormFlag[],
  hasData: boolean,
): Result<HttpFlags, string> {
  const body = readBody(values, parts, hasData);
  if (!body.ok) return body;
  const auth = readAuth(values);
  if (!auth.ok) return auth;
  const transport = readTransport(values);
  if (!transport.ok) return transport;
  const form = values['cert-type'] ?? 'pem';
  if (!/^(pem|p12)$/i.test(form)) return fail(`--cert-type: '${form}' is none of pem, p12`);
  if (values.cert === undefined && (values.key ?? values['cert-type']) !== undefined) {
    return fail('--key and --cert-type need --cert');
  }
  return ok({
    body: body.value,
    auth: auth.value,
    login: values.login === true,
    cookie: values.cookie ?? null,
    cookieJar: values['cookie-jar'] ?? null,
    authorities: values.cacert ?? null,
    certificate:
      values.cert === undefined
        ? null
        : {
            path: values.cert,
            form: form.toLowerCase() === 'p12' ? 'pkcs12' : 'pem',
            key: values.key ?? null,
          },
    proxy: values.proxy ?? null,
    proxyUser: values['proxy-user'] ?? null,
    noProxy: values.noproxy ?? null,
    allowedFiles: values['allow-file'] ?? [],
    readsSecrets: values['secrets-stdin'] === true,
    transport: transport.value,
  });
}

function readBody(
  values: Values,
  parts: readonly FormFlag[],
  hasData: boolean,
): Result<BodyFlag | null, string> {
  const bodies: BodyFlag[] = [];
  if (parts.length > 0) bodies.push({ kind: 'form', parts });
  const binary = values['data-binary'];
  if (binary !== undefined) bodies.push({ kind: 'binary', text: binary });
  const upload = values['upload-file'];
  if (upload !== undefined) bodies.push({ kind: 'upload', path: upload });
  if (values.graphql !== undefined) {
    const { graphql: query, variables = '', operation = null } = values;
    bodies.push({ kind: 'graphql', query, variables, operation });
  } else if ((values.variables ?? values.operation) !== undefined) {
    return fail('--variables and --operation need --graphql');
  }
  if (bodies.length + (hasData ? 1 : 0) > 1) {
    return fail('-d, -F, -T, --data-binary and --graphql are one content each; give one of them');
  }
  return ok(bodies[0] ?? null);
}

function readAuth(values: Values): Result<AuthFlag | null, string> {
  const { user, digest: isDigest = false } = values;
  const bearer = values['oauth2-bearer'];
  const provider = values['aws-sigv4'];
  if ((isDigest || provider !== undefined) && user === undefined) {
    return fail('--digest and --aws-sigv4 need --user');
  }
  if (bearer !== undefined && user !== undefined) {
    return fail('--oauth2-bearer and --user are two ways to authenticate; give one of them');
  }
  if (isDigest && provider !== undefined) {
    return fail('--digest and --aws-sigv4 are two ways to authenticate; give one of them');
  }
  if (bearer !== undefined) return ok({ kind: 'bearer', text: bearer });
  if (user === undefined) return ok(null);
  return ok(
    provider === undefined
      ? { kind: 'user', text: user, isDigest }
      : { kind: 'aws', provider, user },
  );
}

function readTransport(values: Values): Result<Partial<TransportSettings>, string> {
  if (values['http1.1'] === true && values.http2 === true) {
    return fail('--http1.1 and --http2 are two versions; give one of them');
  }
  const redirs = values['max-redirs'];
  const redirectsMax = redirs === undefined ? null : parseCount(redirs, 0, 100);
  if (redirectsMax?.ok === false) return fail(`--max-redirs: ${redirectsMax.error}`);
  const connect = readTime(values['connect-timeout']);
  if (connect?.ok === false) return fail(`--connect-timeout: ${connect.error}`);
  const headers = readTime(values['headers-timeout']);
  if (headers?.ok === false) return fail(`--headers-timeout: ${headers.error}`);
  return ok({
    ...(values['http1.1'] === true && { httpVersion: '1.1' }),
    ...(values.http2 === true && { httpVersion: '2' }),
    ...(values.insecure === true && { verifiesCertificates: false }),
    ...(values['no-location'] === true && { followsRedirects: false }),
    ...(redirectsMax?.ok === true && { redirectsMax: redirectsMax.value }),
    ...(values['keep-method'] === true && { redirectMethod: 'keep' }),
    ...(connect?.ok === true && { connectTimeoutMs: connect.value }),
    ...(headers?.ok === true && { headersTimeoutMs: headers.value }),
    ...(values.raw === true && { decodesContent: false }),
    ...(values['no-keepalive'] === true && { keepsAlive: false }),
  });
}

function readTime(text: string | undefined): Result<number, string> | null {
  return text === undefined ? null : parseWaitingTime(text);
}
