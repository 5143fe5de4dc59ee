import type {
  CertificateRefused,
  HttpInvocations,
  TokenInput,
} from '../../shared/ipc/http-contract.ts';
import type { SendStoredError } from '../../shared/ipc/workspace-contract.ts';
import type { AuthorityItem, ClientCertificateItem } from '../../shared/model/http-parts.ts';
import type { OAuth2Settings } from '../../shared/model/request-auth.ts';
import { fail, ok } from '../../shared/result.ts';
import type { Result } from '../../shared/result.ts';
import { toCurl } from '../interchange/to-curl.ts';
import type { SecretVault } from '../workspace/secrets/secret-vault.ts';
import { attempt } from './attempt.ts';
import type { HttpRoom } from './http/http-room.ts';
import type { IpcHost } from './ipc-host.ts';
import type { HttpHandlers } from './lazy-handlers.ts';
import { bindSecretsToHost } from './secret-hosts.ts';
import type { StoredRequests } from './stored-requests.ts';
import type { WorkspaceRoom } from './workspace-room.ts';

export interface HttpHandlerDeps {
  readonly host: Pick<IpcHost, 'askFiles' | 'writeClipboard'>;
  readonly http: HttpRoom;
  readonly room: Pick<WorkspaceRoom, 'current'>;
  readonly vault: SecretVault;
  readonly stored: StoredRequests;
}

/** The handlers of everything that requests are sent with. */
export function createHttpHandlers(deps: HttpHandlerDeps): HttpHandlers {
  const { host, http, room, vault, stored } = deps;
  /** Waits of `tokens:fetch` by window. */
  const waits = new Map<number, AbortController>();

  const getPath = async (): Promise<string | null> =>
    (await room.current())?.workspace.root.path ?? null;
  const getJar = async () => http.getJar(await getPath());

  /** The settings of a request's token, with every value filled in. */
  const fillSettings = async (
    input: TokenInput,
  ): Promise<Result<OAuth2Settings, SendStoredError>> => {
    const filled = await stored.fill({ ...input, allowsUnresolved: false });
    if (!filled.ok) return filled;
    const { resolved, scopes, keyOf } = filled.value;
    const { auth } = resolved.request;
    if (auth?.kind !== 'oauth2') {
      return fail({ kind: 'invalid-input', detail: 'the request has no OAuth 2 settings' });
    }
    const keys = resolved.tokenSecrets.map((name) => {
      const layer = scopes.getSecretLayer(name);
      return { name, key: layer === null ? '' : keyOf(layer, name) };
    });
    // Another authorization server than before gets the client's secret only by the user's word.
    const refused = await bindSecretsToHost(vault, keys, auth.settings.tokenUrl, false);
    return refused === null ? ok(auth.settings) : fail(refused);
  };

  const fetchToken = async (
    input: TokenInput,
    windowId: number,
  ): Promise<HttpInvocations['tokens:fetch']['output']> => {
    const settings = await fillSettings(input);
    if (!settings.ok) return settings;
    waits.get(windowId)?.abort();
    const abort = new AbortController();
    waits.set(windowId, abort);
    const got = await http.tokens.fetch(settings.value, abort.signal);
    if (waits.get(windowId) === abort) waits.delete(windowId);
    return got.ok ? ok(await http.tokens.getState(settings.value)) : got;
  };

  return {
    'cookies:list': () => attempt(async () => ok(await (await getJar()).list())),
    'cookies:set': (cookie) =>
      attempt(async () => {
        const jar = await getJar();
        const set = await jar.set(cookie);
        if (!set.ok) return fail({ kind: 'cookie-refused', detail: set.error });
        await jar.flush();
        return ok(null);
      }),
    'cookies:delete': (key) =>
      attempt(async () => {
        const jar = await getJar();
        await jar.delete(key);
        await jar.flush();
        return ok(null);
      }),
    'cookies:clear': ({ domain }) =>
      attempt(async () => {
        const jar = await getJar();
        await jar.clear(domain);
        await jar.flush();
        return ok(null);
      }),
    'certificates:list': () => attempt(async () => ok(await http.certificates.list())),
    'certificates:add-client': ({ host: pattern, form, passphrase }, windowId) =>
      attempt(async (): Promise<Result<ClientCertificateItem | null, CertificateRefused>> => {
        const title = form === 'pem' ? 'Certificate and key (PEM)' : 'Certificate (PKCS12)';
        const paths = await host.askFiles(windowId, { title, allowsSeveral: form === 'pem' });
        if (paths === null) return ok(null);
        return http.certificates.addClient(pattern, paths.slice(0, 2), passphrase, form);
      }),
    'certificates:add-authority': (_input, windowId) =>
      attempt(async (): Promise<Result<AuthorityItem | null, CertificateRefused>> => {
        const title = 'Authorities (PEM)';
        const paths = await host.askFiles(windowId, { title, allowsSeveral: false });
        const path = paths?.[0];
        return path === undefined ? ok(null) : http.certificates.addAuthority(path);
      }),
    'certificates:remove': ({ certificateId }) =>
      attempt(async () => {
        await http.certificates.remove(certificateId);
        return ok(null);
      }),
    'proxy:read': () => attempt(async () => ok(await http.readProxy())),
    'proxy:write': (input) => attempt(async () => ok(await http.writeProxy(input))),
    'tokens:state': (input) =>
      attempt(async () => {
        const settings = await fillSettings(input);
        return settings.ok ? ok(await http.tokens.getState(settings.value)) : settings;
      }),
    'tokens:fetch': (input, windowId) => attempt(() => fetchToken(input, windowId)),
    'tokens:cancel': async (_input, windowId) => {
      waits.get(windowId)?.abort();
      return ok(null);
    },
    'tokens:forget': (input) =>
      attempt(async () => {
        const settings = await fillSettings(input);
        if (!settings.ok) return settings;
        await http.tokens.forget(settings.value);
        return ok(null);
      }),
    'tokens:reveal': (input) =>
      attempt(async () => {
        const settings = await fillSettings(input);
        if (!settings.ok) return settings;
        const token = await http.tokens.reveal(settings.value);
        return ok(token === null ? null : { token });
      }),
    'files:choose': ({ allowsSeveral }, windowId) =>
      attempt(async () => {
        const title = allowsSeveral ? 'Files to send' : 'File to send';
        const paths = await host.askFiles(windowId, { title, allowsSeveral });
        return ok(paths === null ? null : await http.grantFiles(await getPath(), paths));
      }),
    'files:look': ({ paths }) =>
      attempt(async () => ok(await http.lookAtFiles(await getPath(), paths))),
    'request:copy-curl': ({ withSecrets, ...input }) =>
      attempt(async () => {
        const filled = await stored.fill(
          { ...input, allowsUnresolved: true },
          { hidesSecrets: !withSecrets },
        );
        if (!filled.ok) return filled;
        const { request } = filled.value.resolved;
        const { auth } = request;
        const accessToken =
          withSecrets && auth?.kind === 'oauth2' ? await http.tokens.reveal(auth.settings) : null;
        await host.writeClipboard(toCurl(request, { accessToken }));
        return ok(null);
      }),
  };
}
