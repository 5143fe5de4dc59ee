import { createHash } from 'node:crypto';
import { mkdir, readFile, realpath } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import type { WriteProxyInput } from '../../../shared/ipc/http-contract.ts';
import type { SendStoredError } from '../../../shared/ipc/workspace-contract.ts';
import type {
  AuthorizationPrompt,
  BodyFile,
  ProgramProxy,
} from '../../../shared/model/http-parts.ts';
import type { RequestDefinition } from '../../../shared/model/request.ts';
import { listBodyFiles } from '../../../shared/model/request-body.ts';
import { OAuth2Client } from '../../http/auth/oauth2/oauth2-client.ts';
import { createTokenFetch } from '../../http/auth/oauth2/token-fetch.ts';
import { createConfinedFiles } from '../../http/body/confined-files.ts';
import { toFileName } from '../../http/body/multipart.ts';
import type { RequestFiles } from '../../http/body/request-files.ts';
import { CookieJar } from '../../http/cookies/cookie-jar.ts';
import { parsePacAnswer } from '../../http/connect/system-proxy.ts';
import type { SystemProxy } from '../../http/connect/system-proxy.ts';
import { NO_FILES } from '../../http/body/request-files.ts';
import type { HttpEnvironment } from '../../http/http-environment.ts';
import { createTransport } from '../../http/transport.ts';
import { writeAtomically } from '../../workspace/files/write-atomically.ts';
import type { SecretVault } from '../../workspace/secrets/secret-vault.ts';
import { FileGrants } from '../../workspace/variables/file-grants.ts';
import type { IpcHost } from '../ipc-host.ts';
import { CertificateStore } from './certificate-store.ts';
import { JsonFile } from './json-file.ts';
import { VaultWords, createVaultTokens } from './vault-words.ts';

export interface HttpRoomDeps {
  /** Folder in the local data. */
  readonly folder: string;
  readonly vault: Pick<SecretVault, 'load' | 'get' | 'set'>;
  readonly host: Pick<IpcHost, 'resolveProxy' | 'openExternal'>;
  readonly userAgent: string;
  /** What a person has to do for a token; null: not any more. */
  readonly onPrompt: (prompt: AuthorizationPrompt | null) => void;
}

type KeptProxy = Omit<ProgramProxy, 'hasPassword'>;

const PROXY_PASSWORD = 'proxy-password';

/** Everything that requests are sent with beside what they say: kept in the local data, for all windows. */
export class HttpRoom {
  readonly #deps: HttpRoomDeps;
  readonly #words: VaultWords;
  readonly #proxy: JsonFile<KeptProxy>;
  /** What bodies may send; the empty workspace is none. */
  readonly #grants: FileGrants;
  readonly #jars = new Map<string, CookieJar>();
  readonly #transport = createTransport();
  readonly certificates: CertificateStore;
  readonly tokens: OAuth2Client;

  constructor(deps: HttpRoomDeps) {
    this.#deps = deps;
    this.#words = new VaultWords(deps.vault);
    this.#proxy = new JsonFile<KeptProxy>(join(deps.folder, 'proxy.json'), {
      kind: 'system',
      url: '',
      username: '',
      bypass: [],
    });
    this.#grants = new FileGrants(join(deps.folder, 'files.json'));
    this.certificates = new CertificateStore(deps.folder, this.#words);
    this.tokens = new OAuth2Client({
      store: createVaultTokens(this.#words),
      fetch: async (url, options) => {
        const environment = { ...(await this.#createEnvironment()), files: NO_FILES };
        return createTokenFetch(this.#transport, environment, deps.userAgent)(url, options);
      },
      openBrowser: (url) => deps.host.openExternal(url),
      onPrompt: deps.onPrompt,
    });
  }

  /**
   * What the requests of one exchange are sent with. `secrets` may not leave the origin of the request and is added
   * to: a token that is had on the way is one of them.
   */
  async getEnvironment(workspacePath: string | null, secrets: string[]): Promise<HttpEnvironment> {
    return {
      ...(await this.#createEnvironment()),
      files: await this.getFiles(workspacePath),
      cookies: this.getJar(workspacePath),
      getToken: async (settings, signal) => {
        const token = await this.tokens.getToken(settings, signal);
        if (token.ok && !secrets.includes(token.value)) secrets.push(token.value);
        return token;
      },
      secrets,
    };
  }

  /** The cookies of a workspace; null: those of requests without one. */
  getJar(workspacePath: string | null): CookieJar {
    const name = toFolderKey(workspacePath);
    const known = this.#jars.get(name);
    if (known !== undefined) return known;
    const path = join(this.#deps.folder, 'cookies', `${name}.json`);
    const jar = new CookieJar({
      read: () => readFile(path, 'utf8').catch(() => ''),
      write: async (text) => {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        await writeAtomically(path, text);
      },
    });
    this.#jars.set(name, jar);
    return jar;
  }

  async readProxy(): Promise<ProgramProxy> {
    const hasPassword = (await this.#words.read(PROXY_PASSWORD)) !== null;
    return { ...(await this.#proxy.read()), hasPassword };
  }

  async writeProxy({ password, ...proxy }: WriteProxyInput): Promise<ProgramProxy> {
    if (password !== null) {
      await this.#words.write(PROXY_PASSWORD, password === '' ? null : password);
    }
    await this.#proxy.change(() => proxy);
    return this.readProxy();
  }

  /** Files that bodies may name: those of the workspace, and those that were chosen in a dialog. */
  async getFiles(workspacePath: string | null): Promise<RequestFiles> {
    const granted = await this.#grants.list(workspacePath ?? '');
    return createConfinedFiles({
      folder: workspacePath,
      start: '/',
      isGranted: (real) => granted.has(real),
    });
  }

  /** Takes files that the user chose in a dialog; the choice is the grant for those outside the workspace. */
  async grantFiles(
    workspacePath: string | null,
    paths: readonly string[],
  ): Promise<readonly BodyFile[]> {
    const folder = workspacePath === null ? null : await realpath(workspacePath);
    const places: string[] = [];
    const outside: string[] = [];
    for (const path of paths) {
      const real = await realpath(path);
      const isInside = folder !== null && real.startsWith(folder + sep);
      places.push(isInside ? relative(folder, real).split(sep).join('/') : real);
      if (!isInside) outside.push(real);
    }
    if (outside.length > 0) await this.#grants.add(workspacePath ?? '', outside);
    return this.lookAtFiles(workspacePath, places);
  }

  /** Whether files can be sent, in the order of the paths. */
  async lookAtFiles(
    workspacePath: string | null,
    paths: readonly string[],
  ): Promise<readonly BodyFile[]> {
    const files = await this.getFiles(workspacePath);
    return Promise.all(
      paths.map(async (path): Promise<BodyFile> => {
        const name = toFileName(path) || basename(path);
        const opened = await files.open(path);
        if (opened.ok) {
          await opened.value.close();
          return { path, name, kind: 'readable', sizeBytes: opened.value.sizeBytes };
        }
        const { kind } = opened.error;
        return { path, name, kind: kind === 'unreadable' ? 'no-file' : kind };
      }),
    );
  }

  /** What keeps a request from being sent that a person can do something about; null: nothing. */
  async findObstacle(
    request: RequestDefinition,
    workspacePath: string | null,
  ): Promise<Extract<SendStoredError, { kind: 'file-refused' | 'needs-token' }> | null> {
    const files = await this.lookAtFiles(workspacePath, listBodyFiles(request.body));
    const refused = files.filter(({ kind }) => kind !== 'readable');
    if (refused.length > 0) return { kind: 'file-refused', files: refused };
    const { auth } = request;
    if (auth?.kind !== 'oauth2') return null;
    return (await this.tokens.needsPerson(auth.settings)) ? { kind: 'needs-token' } : null;
  }

  async #createEnvironment(): Promise<HttpEnvironment> {
    const { kind, ...proxy } = await this.#proxy.read();
    const password = kind === 'manual' ? ((await this.#words.read(PROXY_PASSWORD)) ?? '') : '';
    return {
      files: NO_FILES,
      cookies: null,
      trust: await this.certificates.getTrust(),
      proxy: kind === 'manual' ? { kind, ...proxy, password } : { kind },
      systemProxy: this.#systemProxy,
      getToken: null,
      secrets: [],
    };
  }

  readonly #systemProxy: SystemProxy = async (url) =>
    parsePacAnswer(await this.#deps.host.resolveProxy(url.href));
}

/** The name of a workspace's file, which does not tell its path. */
function toFolderKey(workspacePath: string | null): string {
  if (workspacePath === null) return 'none';
  return createHash('sha256').update(workspacePath).digest('hex').slice(0, 32);
}
