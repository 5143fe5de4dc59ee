import type { OAuth2Settings, RequestAuth } from '../../../shared/model/request-auth.ts';
import type { StoredAuth } from '../../../shared/model/workspace/stored-auth.ts';
import { fail, ok } from '../../../shared/result.ts';
import type { Result } from '../../../shared/result.ts';

/** Something of the format that is kept, and that the engine does not send. */
export interface NotSupportedYet {
  readonly kind: 'not-supported-yet';
  readonly what: string;
}

type Fill = (text: string) => string;

/** How a request authenticates, by the names of the format. */
export function toRequestAuth(auth: StoredAuth, fill: Fill): Result<RequestAuth, NotSupportedYet> {
  if (auth.kind === 'none' || auth.kind === 'inherit') return ok({ kind: 'none' });
  const get = (key: string): string => fill(String(auth.values[key] ?? ''));
  switch (auth.kind) {
    case 'basic':
    case 'digest':
      return ok({ kind: auth.kind, username: get('username'), password: get('password') });
    case 'bearer':
      return ok({ kind: 'bearer', token: get('token') });
    case 'apikey': {
      const placement = auth.values['placement'] === 'query' ? 'query' : 'header';
      return ok({ kind: 'api-key', name: get('key'), value: get('value'), placement });
    }
    case 'awsv4':
      return ok({
        kind: 'aws-v4',
        accessKeyId: get('accessKeyId'),
        secretAccessKey: get('secretAccessKey'),
        sessionToken: get('sessionToken'),
        region: get('region'),
        service: get('service'),
      });
    case 'oauth2': {
      const settings = toOAuth2Settings(get);
      if (settings !== null) return ok({ kind: 'oauth2', settings });
      return fail({ kind: 'not-supported-yet', what: `the OAuth 2 flow '${get('flow')}'` });
    }
    case 'ntlm':
    case 'oauth1':
    case 'wsse':
      return fail({ kind: 'not-supported-yet', what: `${auth.kind} authentication` });
  }
}

/** Null: a flow that is not spoken. `device_code` is ours: the format has no word for it yet. */
function toOAuth2Settings(get: (key: string) => string): OAuth2Settings | null {
  const queryName = get('tokenConfig.placement.query');
  const base = {
    tokenUrl: get('accessTokenUrl'),
    clientId: get('credentials.clientId'),
    clientSecret: get('credentials.clientSecret'),
    clientAuthentication: get('credentials.placement') === 'body' ? 'body' : 'basic',
    scope: get('scope'),
    tokenParameters: [],
    placement: queryName === '' ? 'header' : 'query',
    placementName: queryName || get('tokenConfig.placement.header') || 'Bearer',
  } as const;
  switch (get('flow') || 'authorization_code') {
    case 'client_credentials':
      return { ...base, grant: 'client-credentials' };
    case 'resource_owner_password_credentials':
      return {
        ...base,
        grant: 'password',
        username: get('resourceOwner.username'),
        password: get('resourceOwner.password'),
      };
    case 'authorization_code':
      return {
        ...base,
        grant: 'authorization-code',
        authorizationUrl: get('authorizationUrl'),
        callbackUrl: get('callbackUrl'),
        usesPkce: get('pkce.disabled') !== 'true',
        authorizationParameters: [],
      };
    case 'device_code':
      return { ...base, grant: 'device-code', deviceUrl: get('deviceAuthorizationUrl') };
    default:
      return null;
  }
}
