import { readFile, realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fail, ok } from '../../shared/result.ts';
import type { Result } from '../../shared/result.ts';
import type { AuthorizationPrompt } from '../../shared/model/http-parts.ts';
import { OAuth2Client, createMemoryTokens } from '../http/auth/oauth2/oauth2-client.ts';
import { createTokenFetch } from '../http/auth/oauth2/token-fetch.ts';
import { createConfinedFiles } from '../http/body/confined-files.ts';
import { NO_FILES } from '../http/body/request-files.ts';
import { CookieJar } from '../http/cookies/cookie-jar.ts';
import type { ClientCertificate } from '../http/connect/client-certificate.ts';
import { parseProxy } from '../http/connect/proxy-route.ts';
import {
  checkPemPair,
  checkPkcs12,
  readPemCertificates,
} from '../http/connect/read-certificate.ts';
import { createEnvironmentProxy } from '../http/connect/system-proxy.ts';
import type { HttpEnvironment } from '../http/http-environment.ts';
import { createTransport } from '../http/transport.ts';
import { writeAtomically } from '../workspace/files/write-atomically.ts';
import type { CliIo } from './cli-io.ts';
import type { SecretSource } from './cli-secrets.ts';
import { escapeLine } from './escape.ts';
import type { HttpFlags } from './http-flags.ts';
import { VERSION } from './version.ts';

export interface EnvironmentInput {
  readonly flags: HttpFlags;
  readonly getSecret: SecretSource;
  /** Real path of the workspace; null: the request is not out of one. */
  readonly folder: string | null;
  /** Host and port of the request, for the client certificate. */
  readonly url: string;
  /** Files that the command line names itself. */
  readonly files: readonly string[];
  /** Texts that may not leave the origin of the request; tokens are added. */
  readonly secrets: string[];
}

/** What a request of the terminal is sent with. The error is one sentence; nothing has been sent then. */
export async function createCliEnvironment(
  input: EnvironmentInput,
  io: CliIo,
): Promise<Result<HttpEnvironment, string>> {
  const { flags, getSecret, secrets } = input;
  const authorities =
    flags.authorities === null ? ok([]) : await readAuthorities(flags.authorities);
  if (!authorities.ok) return authorities;
  const certificate = await readCertificate(input);
  if (!certificate.ok) return certificate;
  const proxy = readProxy(flags, getSecret);
  if (!proxy.ok) return proxy;
  const environment: HttpEnvironment = {
    files: await createFiles(input),
    cookies: flags.cookieJar === null ? null : createJar(flags.cookieJar),
    trust: { authorities: authorities.value, clientCertificates: certificate.value },
    proxy: proxy.value,
    systemProxy: createEnvironmentProxy(io.env),
    getToken: null,
    secrets,
  };
  return ok({ ...environment, getToken: createTokenSource(environment, input, io) });
}

async function createFiles(input: EnvironmentInput): Promise<HttpEnvironment['files']> {
  const start = input.folder ?? process.cwd();
  // Paths that are typed are meant from where the person is.
  const typed = [...input.flags.allowedFiles, ...input.files].map((path) => resolve(path));
  const real = await Promise.all(typed.map((path) => realpath(path).catch(() => path)));
  const granted = new Set(real);
  return createConfinedFiles({
    folder: input.folder,
    start,
    isGranted: (path) => granted.has(path),
  });
}

/** Kept beside the jar's own place, for the user alone. */
function createJar(path: string): CookieJar {
  return new CookieJar({
    read: () => readFile(path, 'utf8').catch(() => ''),
    write: (text) => writeAtomically(resolve(path), text),
  });
}

async function readAuthorities(path: string): Promise<Result<readonly string[], string>> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return fail(`--cacert: the file '${path}' cannot be read`);
  const read = readPemCertificates(text);
  return read.ok ? ok([text]) : fail(`--cacert: '${path}': ${read.error.detail}`);
}

async function readCertificate({
  flags,
  getSecret,
  url,
}: EnvironmentInput): Promise<Result<readonly ClientCertificate[], string>> {
  const { certificate } = flags;
  if (certificate === null) return ok([]);
  const passphrase = getSecret('cert_passphrase') ?? '';
  const bytes = await readFile(certificate.path).catch(() => null);
  if (bytes === null) return fail(`--cert: the file '${certificate.path}' cannot be read`);
  const keyPath = certificate.key ?? certificate.path;
  const key = await readFile(keyPath, 'utf8').catch(() => null);
  if (key === null) return fail(`--key: the file '${keyPath}' cannot be read`);
  const checked =
    certificate.form === 'pkcs12'
      ? checkPkcs12(bytes, passphrase)
      : checkPemPair(bytes.toString('utf8'), key, passphrase);
  if (!checked.ok) {
    const hint =
      checked.error.problem === 'wrong-passphrase'
        ? "; the passphrase is the secret 'cert_passphrase'"
        : '';
    return fail(`--cert: '${certificate.path}': ${checked.error.detail}${hint}`);
  }
  const host = URL.canParse(url) ? new URL(url).hostname : '';
  return ok([
    {
      host,
      identity:
        certificate.form === 'pkcs12'
          ? { kind: 'pkcs12', bytes }
          : { kind: 'pem', certificate: bytes.toString('utf8'), key },
      passphrase,
    },
  ]);
}

function readProxy(
  { proxy, proxyUser, noProxy }: HttpFlags,
  getSecret: SecretSource,
): Result<HttpEnvironment['proxy'], string> {
  const bypass = noProxy?.split(',').map((pattern) => pattern.trim()) ?? [];
  if (proxy === null) return ok(bypass.includes('*') ? { kind: 'none' } : { kind: 'system' });
  const parsed = parseProxy(proxy);
  if (parsed === null) return fail(`--proxy: '${proxy}' is no address of a proxy`);
  const colon = proxyUser?.indexOf(':') ?? -1;
  const username = proxyUser === null ? '' : colon === -1 ? proxyUser : proxyUser.slice(0, colon);
  const password =
    proxyUser === null || colon === -1
      ? (getSecret('proxy_password') ?? '')
      : proxyUser.slice(colon + 1);
  return ok({ kind: 'manual', url: proxy, username, password, bypass });
}

/** Tokens last as long as the command. A person is asked only with `--login`. */
function createTokenSource(
  environment: HttpEnvironment,
  { flags, secrets }: EnvironmentInput,
  io: CliIo,
): NonNullable<HttpEnvironment['getToken']> {
  const tell = (line: string): void => void io.stderr.write(`tideline: ${escapeLine(line)}\n`);
  const client = new OAuth2Client({
    store: createMemoryTokens(),
    fetch: createTokenFetch(
      createTransport(),
      { ...environment, files: NO_FILES, cookies: null },
      `Tideline/${VERSION}`,
    ),
    // The prompt tells the address; a terminal may have no browser.
    openBrowser: () => Promise.resolve(),
    onPrompt: (prompt) => {
      if (prompt !== null) tell(toPromptWords(prompt));
    },
  });
  return async (settings, signal) => {
    if (flags.login && (await client.needsPerson(settings))) {
      const fetched = await client.fetch(settings, signal);
      if (!fetched.ok) return fail({ kind: 'no-token', detail: fetched.error.detail });
    }
    const token = await client.getToken(settings, signal);
    if (token.ok && !secrets.includes(token.value)) secrets.push(token.value);
    if (!token.ok && !flags.login) {
      return fail({ ...token.error, detail: `${token.error.detail}; --login asks for one` });
    }
    return token;
  };
}

function toPromptWords(prompt: AuthorizationPrompt): string {
  return prompt.kind === 'browser'
    ? `open ${prompt.url}`
    : `open ${prompt.verificationUrl} and enter ${prompt.userCode}`;
}
