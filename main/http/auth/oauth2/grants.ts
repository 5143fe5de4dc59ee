import type {
  AuthorizationServer,
  Client,
  ClientAuth,
  TokenEndpointRequestOptions,
  TokenEndpointResponse,
} from 'oauth4webapi';
import type { AuthorizationPrompt } from '../../../../shared/model/http-parts.ts';
import type { OAuth2Settings } from '../../../../shared/model/request-auth.ts';
import { listenForAuthorization, readCallbackUrl } from './loopback-listener.ts';
import type { StoredToken } from './oauth2-client.ts';
import { WrongSetting } from './oauth2-error.ts';
import type { TokenFetch } from './token-fetch.ts';

type Library = typeof import('oauth4webapi');

export interface GrantDeps {
  readonly fetch: TokenFetch;
  readonly openBrowser: (url: string) => Promise<void>;
  readonly onPrompt: (prompt: AuthorizationPrompt | null) => void;
  readonly epochMs: () => number;
  readonly wait: (waitMs: number, signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
}

/** Waiting time between two questions for a device, where the server names none. RFC 8628, 3.5. */
const POLL_INTERVAL_S = 5;
/** What a server that says `slow_down` adds to it. */
const SLOW_DOWN_S = 5;

/** What all grants of one request have in common. */
interface Context {
  readonly oauth: Library;
  readonly server: AuthorizationServer;
  readonly client: Client;
  readonly authentication: ClientAuth;
  readonly options: TokenEndpointRequestOptions;
  readonly deps: GrantDeps;
}

/**
 * Asks for a token as the settings say; `kept` has one that is to be refreshed instead. Throws what the library throws,
 * {@link WrongSetting}, and what the network did.
 */
export async function requestToken(
  settings: OAuth2Settings,
  kept: StoredToken | null,
  deps: GrantDeps,
): Promise<StoredToken> {
  const oauth = await import('oauth4webapi');
  const context = toContext(oauth, settings, deps);
  const response =
    kept !== null && kept.refreshToken !== null
      ? await refresh(context, kept.refreshToken)
      : await runGrant(context, settings);
  return toStoredToken(response, kept, settings, deps.epochMs());
}

function toContext(oauth: Library, settings: OAuth2Settings, deps: GrantDeps): Context {
  const tokenUrl = checkUrl('the token URL', settings.tokenUrl);
  if (settings.clientId === '') throw new WrongSetting('the client ID is missing');
  const options: TokenEndpointRequestOptions = {
    [oauth.customFetch]: deps.fetch,
    // The address is the person's own; a server of one's own is often without TLS.
    [oauth.allowInsecureRequests]: true,
    signal: deps.signal,
    additionalParameters: settings.tokenParameters.map(({ name, value }) => [name, value]),
  };
  const { clientSecret, clientAuthentication } = settings;
  return {
    oauth,
    server: {
      issuer: tokenUrl.origin,
      token_endpoint: tokenUrl.href,
      ...(settings.grant === 'device-code' && {
        device_authorization_endpoint: checkUrl('the device URL', settings.deviceUrl).href,
      }),
    },
    client: { client_id: settings.clientId },
    authentication:
      clientSecret === ''
        ? oauth.None()
        : clientAuthentication === 'basic'
          ? oauth.ClientSecretBasic(clientSecret)
          : oauth.ClientSecretPost(clientSecret),
    options,
    deps,
  };
}

function checkUrl(name: string, text: string): URL {
  if (text === '') throw new WrongSetting(`${name} is missing`);
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new WrongSetting(`${name} is no http or https URL`);
  }
  return url;
}

function runGrant(context: Context, settings: OAuth2Settings): Promise<TokenEndpointResponse> {
  switch (settings.grant) {
    case 'client-credentials':
      return askWithCredentials(context, settings);
    case 'password':
      return askWithPassword(context, settings);
    case 'authorization-code':
      return askWithBrowser(context, settings);
    case 'device-code':
      return askWithDevice(context, settings);
  }
}

async function refresh(context: Context, refreshToken: string): Promise<TokenEndpointResponse> {
  const { oauth, server, client, authentication, options } = context;
  const response = await oauth.refreshTokenGrantRequest(
    server,
    client,
    authentication,
    refreshToken,
    options,
  );
  return oauth.processRefreshTokenResponse(server, client, response);
}

async function askWithCredentials(
  { oauth, server, client, authentication, options }: Context,
  { scope, tokenParameters }: OAuth2Settings,
): Promise<TokenEndpointResponse> {
  const { additionalParameters: _asked, ...rest } = options;
  const response = await oauth.clientCredentialsGrantRequest(
    server,
    client,
    authentication,
    toParameters([['scope', scope]], tokenParameters),
    rest,
  );
  return oauth.processClientCredentialsResponse(server, client, response);
}

async function askWithPassword(
  { oauth, server, client, authentication, options }: Context,
  settings: OAuth2Settings & { readonly grant: 'password' },
): Promise<TokenEndpointResponse> {
  const { additionalParameters: _asked, ...rest } = options;
  const parameters = toParameters(
    [
      ['username', settings.username],
      ['password', settings.password],
      ['scope', settings.scope],
    ],
    settings.tokenParameters,
  );
  const response = await oauth.genericTokenEndpointRequest(
    server,
    client,
    authentication,
    'password',
    parameters,
    rest,
  );
  return oauth.processGenericTokenEndpointResponse(server, client, response);
}

/** @see https://www.rfc-editor.org/rfc/rfc8252#section-7.3 */
async function askWithBrowser(
  { oauth, server, client, authentication, options, deps }: Context,
  settings: OAuth2Settings & { readonly grant: 'authorization-code' },
): Promise<TokenEndpointResponse> {
  const address = checkUrl('the authorization URL', settings.authorizationUrl);
  const place = readCallbackUrl(settings.callbackUrl);
  if (place === null) {
    throw new WrongSetting('the callback URL has to be http on 127.0.0.1, [::1] or localhost');
  }
  const state = oauth.generateRandomState();
  const verifier = oauth.generateRandomCodeVerifier();
  const listener = await listenForAuthorization(place, state).catch((cause: unknown) => {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new WrongSetting(`nothing can listen at the callback URL: ${message}`);
  });
  try {
    const parameters = toParameters(
      [
        ['response_type', 'code'],
        ['client_id', settings.clientId],
        ['redirect_uri', listener.redirectUrl],
        ['scope', settings.scope],
        ['state', state],
        ...(settings.usesPkce
          ? [
              ['code_challenge', await oauth.calculatePKCECodeChallenge(verifier)] as const,
              ['code_challenge_method', 'S256'] as const,
            ]
          : []),
      ],
      settings.authorizationParameters,
    );
    for (const [name, value] of parameters) address.searchParams.set(name, value);
    deps.onPrompt({ kind: 'browser', url: address.href });
    await deps.openBrowser(address.href);
    const answer = await listener.answer(deps.signal);
    // The settings name no issuer that it could be compared with; the state is what ties the answer to the question.
    answer.delete('iss');
    const checked = oauth.validateAuthResponse(server, client, answer, state);
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      authentication,
      checked,
      listener.redirectUrl,
      settings.usesPkce ? verifier : oauth.nopkce,
      options,
    );
    return await oauth.processAuthorizationCodeResponse(server, client, response);
  } finally {
    listener.close();
  }
}

/** @see https://www.rfc-editor.org/rfc/rfc8628 */
async function askWithDevice(
  { oauth, server, client, authentication, options, deps }: Context,
  settings: OAuth2Settings & { readonly grant: 'device-code' },
): Promise<TokenEndpointResponse> {
  const { additionalParameters: _asked, ...rest } = options;
  const asked = await oauth.deviceAuthorizationRequest(
    server,
    client,
    authentication,
    toParameters([['scope', settings.scope]], []),
    rest,
  );
  const device = await oauth.processDeviceAuthorizationResponse(server, client, asked);
  const expiresAtMs = deps.epochMs() + device.expires_in * 1_000;
  deps.onPrompt({
    kind: 'device',
    verificationUrl: device.verification_uri_complete ?? device.verification_uri,
    userCode: device.user_code,
    expiresAtMs,
  });
  let intervalS = device.interval ?? POLL_INTERVAL_S;
  for (;;) {
    await deps.wait(intervalS * 1_000, deps.signal);
    const response = await oauth.deviceCodeGrantRequest(
      server,
      client,
      authentication,
      device.device_code,
      options,
    );
    try {
      return await oauth.processDeviceCodeResponse(server, client, response);
    } catch (cause: unknown) {
      if (!(cause instanceof oauth.ResponseBodyError)) throw cause;
      if (cause.error === 'slow_down') intervalS += SLOW_DOWN_S;
      else if (cause.error !== 'authorization_pending') throw cause;
      if (deps.epochMs() > expiresAtMs) throw cause;
    }
  }
}

/** Empty values are left out. */
function toParameters(
  pairs: readonly (readonly [string, string])[],
  more: readonly { readonly name: string; readonly value: string }[],
): URLSearchParams {
  const all = [...pairs, ...more.map(({ name, value }) => [name, value] as const)];
  return new URLSearchParams(
    all.filter(([, value]) => value !== '').map(([name, value]): [string, string] => [name, value]),
  );
}

function toStoredToken(
  response: TokenEndpointResponse,
  kept: StoredToken | null,
  settings: OAuth2Settings,
  nowMs: number,
): StoredToken {
  return {
    accessToken: response.access_token,
    tokenType: response.token_type,
    scope: response.scope ?? kept?.scope ?? settings.scope,
    // A server that sends no new one means the old one to be used again.
    refreshToken: response.refresh_token ?? kept?.refreshToken ?? null,
    obtainedAtMs: nowMs,
    expiresAtMs: response.expires_in === undefined ? null : nowMs + response.expires_in * 1_000,
  };
}
