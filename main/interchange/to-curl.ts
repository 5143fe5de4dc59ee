import { getFieldValue } from '../../shared/model/header-field.ts';
import { withScheme } from '../../shared/model/request.ts';
import type { RequestDefinition } from '../../shared/model/request.ts';
import type { RequestAuth } from '../../shared/model/request-auth.ts';
import type { FormPart, RequestBody } from '../../shared/model/request-body.ts';
import {
  DEFAULT_TRANSPORT_SETTINGS,
  NO_EXCEPTIONS,
} from '../../shared/model/transport-settings.ts';
import type { TransportSettings } from '../../shared/model/transport-settings.ts';

/**
 * The request as a cURL command for a POSIX shell, one option a line. What is told on a command line is what the user
 * asked for; a token of OAuth 2 is put in only where it is given.
 */
export function toCurl(
  request: RequestDefinition,
  options: { readonly accessToken: string | null } = { accessToken: null },
): string {
  const settings = { ...DEFAULT_TRANSPORT_SETTINGS, ...request.transport };
  const auth = toAuthOptions(request.auth ?? { kind: 'none' }, options.accessToken);
  const url = new URL(withScheme(request.url));
  url.hash = '';
  const query = auth.query === '' ? '' : `${url.search === '' ? '?' : '&'}${auth.query}`;
  const parts = [
    // A stream is shown as it arrives.
    'curl -N',
    ...toMethodOption(request),
    quote(toReadable(url.href) + query),
    ...request.headers.map(({ name, value }) => toHeaderOption(name, value)),
    ...auth.options,
    ...toBodyOptions(request),
    ...toTransportOptions(settings, request),
  ];
  return parts.join(' \\\n  ');
}

/** The option that sends a text as it is, for a POSIX shell. Always quoted: the text may be anything. */
export function toDataOption(text: string): string {
  return `--data-raw ${toQuoted(text)}`;
}

/** cURL's own choice is GET, or POST where there is content. */
function toMethodOption({ method, body }: RequestDefinition): readonly string[] {
  if (method === 'HEAD') return ['-I'];
  const own = body.kind === 'none' ? 'GET' : 'POST';
  return method === own ? [] : [`-X ${quote(method)}`];
}

/** A field without a value is written with a semicolon; with a colon cURL would leave it out. */
function toHeaderOption(name: string, value: string): string {
  return `-H ${quote(value === '' ? `${name};` : `${name}: ${value}`)}`;
}

/** The URL parser encodes the braces of placeholders, which are to be found again. */
function toReadable(url: string): string {
  return url.replace(/%7B%7B(.+?)%7D%7D/gi, '{{$1}}');
}

function toAuthOptions(
  auth: RequestAuth,
  accessToken: string | null,
): { readonly options: readonly string[]; readonly query: string } {
  const only = (...options: readonly string[]) => ({ options, query: '' });
  const inQuery = (name: string, value: string) => ({
    options: [],
    query: `${encodeURIComponent(name)}=${toReadable(encodeURIComponent(value))}`,
  });
  switch (auth.kind) {
    case 'none':
      return only();
    case 'basic':
      return only(`-u ${quote(`${auth.username}:${auth.password}`)}`);
    case 'digest':
      return only('--digest', `-u ${quote(`${auth.username}:${auth.password}`)}`);
    case 'bearer':
      return only(toHeaderOption('Authorization', `Bearer ${auth.token}`));
    case 'api-key':
      return auth.placement === 'query'
        ? inQuery(auth.name, auth.value)
        : only(toHeaderOption(auth.name, auth.value));
    case 'aws-v4':
      return only(
        `--aws-sigv4 ${quote(`aws:amz:${auth.region || 'us-east-1'}:${auth.service || 'execute-api'}`)}`,
        `-u ${quote(`${auth.accessKeyId}:${auth.secretAccessKey}`)}`,
        ...(auth.sessionToken === ''
          ? []
          : [toHeaderOption('X-Amz-Security-Token', auth.sessionToken)]),
      );
    case 'oauth2': {
      const { placement, placementName } = auth.settings;
      const token = accessToken ?? '{{access_token}}';
      return placement === 'query'
        ? inQuery(placementName, token)
        : only(toHeaderOption('Authorization', `${placementName} ${token}`));
    }
  }
}

function toBodyOptions({ body, headers }: RequestDefinition): readonly string[] {
  const withType = (contentType: string): readonly string[] =>
    getFieldValue(headers, 'content-type') === null
      ? [toHeaderOption('Content-Type', contentType)]
      : [];
  switch (body.kind) {
    case 'none':
      return [];
    case 'text':
      return [...withType('text/plain;charset=UTF-8'), `--data-raw ${quote(body.text)}`];
    case 'json':
      return [...withType('application/json'), `--data-raw ${quote(body.text)}`];
    case 'xml':
      return [...withType('application/xml'), `--data-raw ${quote(body.text)}`];
    case 'graphql':
      return [...withType('application/json'), `--data-raw ${quote(toGraphqlText(body))}`];
    case 'form-urlencoded':
      return body.fields.map(({ name, value }) => {
        const encoded = new URLSearchParams([[name, value]]).toString();
        return `--data-raw ${quote(toReadable(encoded))}`;
      });
    case 'file':
      return [
        ...withType(body.contentType ?? 'application/octet-stream'),
        `--data-binary ${quote(`@${body.file.path}`)}`,
      ];
    case 'multipart':
      return body.parts.map(toFormOption);
  }
}

/** `--form-string` takes the value as it is; `--form` reads a meaning into `@`, `<` and `;`. */
function toFormOption(part: FormPart): string {
  if (part.kind === 'text' && part.contentType === null) {
    return `--form-string ${quote(`${part.name}=${part.value}`)}`;
  }
  const type = part.contentType === null ? '' : `;type=${part.contentType}`;
  if (part.kind === 'text') {
    return `-F ${quote(`${part.name}="${part.value.replace(/["\\]/g, '\\$&')}"${type}`)}`;
  }
  const path = part.file.path.replace(/["\\]/g, '\\$&');
  const fileName = part.fileName === null ? '' : `;filename="${part.fileName}"`;
  return `-F ${quote(`${part.name}=@"${path}"${type}${fileName}`)}`;
}

function toGraphqlText(body: Extract<RequestBody, { kind: 'graphql' }>): string {
  const variables = body.variables.trim();
  return [
    `{"query":${JSON.stringify(body.query)}`,
    ...(body.operationName === null
      ? []
      : [`"operationName":${JSON.stringify(body.operationName)}`]),
    ...(variables === '' ? [] : [`"variables":${variables}`]),
  ]
    .join(',')
    .concat('}');
}

function toTransportOptions(
  settings: TransportSettings,
  { exceptions = NO_EXCEPTIONS }: RequestDefinition,
): readonly string[] {
  const { proxy, connectTimeoutMs, redirectsMax } = settings;
  const isInsecure = !settings.verifiesCertificates || exceptions.untrustedOrigins.length > 0;
  return [
    ...(settings.decodesContent ? ['--compressed'] : []),
    ...(settings.followsRedirects ? ['-L', `--max-redirs ${redirectsMax}`] : []),
    ...(settings.httpVersion === '1.1' ? ['--http1.1'] : []),
    ...(settings.httpVersion === '2' ? ['--http2'] : []),
    ...(isInsecure ? ['-k'] : []),
    ...(connectTimeoutMs === null ||
    connectTimeoutMs === DEFAULT_TRANSPORT_SETTINGS.connectTimeoutMs
      ? []
      : [`--connect-timeout ${connectTimeoutMs / 1_000}`]),
    ...(proxy.kind === 'none' ? [`--noproxy ${quote('*')}`] : []),
    ...(proxy.kind === 'manual' ? [`-x ${quote(proxy.url)}`] : []),
  ];
}

/** One word of a POSIX shell. */
function quote(text: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : toQuoted(text);
}

function toQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
