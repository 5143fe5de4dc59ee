/** Kinds of authentication that the format names, beside none and inherited. */
export const AUTH_KINDS = [
  'basic',
  'bearer',
  'apikey',
  'digest',
  'oauth2',
  'oauth1',
  'awsv4',
  'ntlm',
  'wsse',
] as const;

export type AuthKind = (typeof AUTH_KINDS)[number];

export type AuthValue = string | number | boolean;

/** How a request authenticates, as its file holds it. */
export type StoredAuth =
  | { readonly kind: 'none' }
  /** As the nearest folder above says, or the collection. */
  | { readonly kind: 'inherit' }
  /** `values` by the format's key; keys of a nested map are joined with a dot, such as `credentials.clientId`. */
  | { readonly kind: AuthKind; readonly values: Readonly<Record<string, AuthValue>> };
