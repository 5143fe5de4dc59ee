/** What each kind of authentication asks for, by the names that its file uses. */
import type { AuthKind, AuthValue } from '../../../../shared/model/workspace/stored-auth.ts';

/** One setting. `key` as in the file; keys of a nested map are joined with a dot. */
export interface AuthField {
  readonly key: string;
  readonly label: string;
  readonly kind: 'text' | 'secret' | 'select' | 'switch';
  readonly hint?: string;
  readonly placeholder?: string;
  /** Of a select; the first one is meant when the file says nothing. */
  readonly choices?: readonly { readonly id: string; readonly label: string }[];
  /** Of a switch: the value that means off. On is said by leaving it out. */
  readonly off?: AuthValue;
}

type Values = Readonly<Record<string, AuthValue>>;

const USERNAME: AuthField = { key: 'username', label: 'User name', kind: 'text' };
const PASSWORD: AuthField = { key: 'password', label: 'Password', kind: 'secret' };

const FIELDS: Readonly<Record<Exclude<AuthKind, 'oauth2'>, readonly AuthField[]>> = {
  basic: [USERNAME, PASSWORD],
  digest: [USERNAME, PASSWORD],
  bearer: [{ key: 'token', label: 'Token', kind: 'secret' }],
  apikey: [
    { key: 'key', label: 'Name', kind: 'text', placeholder: 'X-Api-Key' },
    { key: 'value', label: 'Value', kind: 'secret' },
    {
      key: 'placement',
      label: 'Goes into',
      kind: 'select',
      choices: [
        { id: 'header', label: 'Header' },
        { id: 'query', label: 'Query' },
      ],
    },
  ],
  awsv4: [
    { key: 'accessKeyId', label: 'Access key ID', kind: 'text' },
    { key: 'secretAccessKey', label: 'Secret access key', kind: 'secret' },
    { key: 'sessionToken', label: 'Session token', kind: 'secret', placeholder: 'none' },
    { key: 'region', label: 'Region', kind: 'text', placeholder: 'from the host, else us-east-1' },
    {
      key: 'service',
      label: 'Service',
      kind: 'text',
      placeholder: 'from the host, else execute-api',
    },
  ],
  oauth1: [
    { key: 'consumerKey', label: 'Consumer key', kind: 'text' },
    { key: 'consumerSecret', label: 'Consumer secret', kind: 'secret' },
    { key: 'accessToken', label: 'Access token', kind: 'text' },
    { key: 'accessTokenSecret', label: 'Token secret', kind: 'secret' },
    { key: 'signatureMethod', label: 'Signature method', kind: 'text', placeholder: 'HMAC-SHA1' },
  ],
  ntlm: [USERNAME, PASSWORD, { key: 'domain', label: 'Domain', kind: 'text' }],
  wsse: [USERNAME, PASSWORD],
};

/** Ways to get a token, in the words of the file. */
export const OAUTH2_FLOWS = [
  { id: 'authorization_code', label: 'Authorization code' },
  { id: 'client_credentials', label: 'Client credentials' },
  { id: 'resource_owner_password_credentials', label: 'Password' },
  { id: 'device_code', label: 'Device code' },
  { id: 'implicit', label: 'Implicit' },
] as const;

export type OAuth2Flow = (typeof OAUTH2_FLOWS)[number]['id'];

const AUTHORIZATION_URL: AuthField = {
  key: 'authorizationUrl',
  label: 'Authorization URL',
  kind: 'text',
};

const FLOW_FIELDS: Readonly<Record<OAuth2Flow, readonly AuthField[]>> = {
  authorization_code: [
    AUTHORIZATION_URL,
    {
      key: 'callbackUrl',
      label: 'Callback URL',
      kind: 'text',
      placeholder: 'http://127.0.0.1:<free port>/callback',
      hint: 'On this computer only. The authorization server has to know it.',
    },
    {
      key: 'pkce.disabled',
      label: 'PKCE',
      kind: 'switch',
      off: true,
      hint: 'Proves that whoever asked is who takes the token. Leave it on.',
    },
  ],
  client_credentials: [],
  resource_owner_password_credentials: [
    { key: 'resourceOwner.username', label: 'User name', kind: 'text' },
    { key: 'resourceOwner.password', label: 'Password', kind: 'secret' },
  ],
  device_code: [{ key: 'deviceAuthorizationUrl', label: 'Device URL', kind: 'text' }],
  implicit: [AUTHORIZATION_URL],
};

const TOKEN_FIELDS: readonly AuthField[] = [
  { key: 'accessTokenUrl', label: 'Token URL', kind: 'text' },
  { key: 'credentials.clientId', label: 'Client ID', kind: 'text' },
  {
    key: 'credentials.clientSecret',
    label: 'Client secret',
    kind: 'secret',
    placeholder: 'none: a public client',
  },
  {
    key: 'credentials.placement',
    label: 'Client authentication',
    kind: 'select',
    choices: [
      { id: 'basic_auth_header', label: 'Basic, in the header' },
      { id: 'body', label: 'In the body' },
    ],
  },
  { key: 'scope', label: 'Scope', kind: 'text', placeholder: 'as the server gives' },
];

/** The flow that the values say; authorization code where they say none. */
export function getFlow(values: Values): OAuth2Flow {
  const flow = values['flow'];
  return OAUTH2_FLOWS.find(({ id }) => id === flow)?.id ?? 'authorization_code';
}

/** The settings that a kind asks for with these values. */
export function getAuthFields(kind: AuthKind, values: Values): readonly AuthField[] {
  if (kind !== 'oauth2') return FIELDS[kind];
  const flow = getFlow(values);
  return [...FLOW_FIELDS[flow], ...(flow === 'implicit' ? TOKEN_FIELDS.slice(1, 2) : TOKEN_FIELDS)];
}

/** Kinds that are kept and shown, and that requests are not sent with. */
export function isSent(kind: AuthKind, values: Values): boolean {
  if (kind === 'oauth2') return getFlow(values) !== 'implicit';
  return kind !== 'oauth1' && kind !== 'ntlm' && kind !== 'wsse';
}

/** The values with one set; an empty text is left out where there was none. */
export function withValue(values: Values, key: string, value: AuthValue | null): Values {
  const { [key]: _old, ...rest } = values;
  return value === null ? rest : { ...values, [key]: value };
}
