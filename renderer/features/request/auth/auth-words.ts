import type { AuthKind, StoredAuth } from '../../../../shared/model/workspace/stored-auth.ts';

/** What each kind is called. */
export const AUTH_NAMES: Readonly<Record<StoredAuth['kind'], string>> = {
  none: 'None',
  inherit: 'Inherit',
  basic: 'Basic',
  bearer: 'Bearer token',
  apikey: 'API key',
  digest: 'Digest',
  oauth2: 'OAuth 2',
  awsv4: 'AWS Signature 4',
  oauth1: 'OAuth 1',
  ntlm: 'NTLM',
  wsse: 'WSSE',
};

/** What a kind does, in one sentence. */
export const AUTH_TEXT: Readonly<Record<AuthKind, string>> = {
  basic: 'User name and password in the Authorization header, readable by whoever sees it.',
  bearer: 'A token in the Authorization header.',
  apikey: 'A key under a name of your choice.',
  digest:
    'Answers the server’s challenge; the password itself is never sent. Takes a second request.',
  oauth2: 'Gets an access token first, and again when it has expired.',
  awsv4: 'Signs method, path, query, headers and content with a key of AWS.',
  oauth1: 'Signs the request with a consumer’s key.',
  ntlm: 'Windows authentication.',
  wsse: 'A digest of the password in a header of its own.',
};

/** Kinds in the order of the list. */
export const AUTH_ORDER: readonly StoredAuth['kind'][] = [
  'inherit',
  'none',
  'basic',
  'bearer',
  'apikey',
  'digest',
  'oauth2',
  'awsv4',
];
