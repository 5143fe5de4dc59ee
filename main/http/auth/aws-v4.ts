import { createHash, createHmac } from 'node:crypto';
import type { HeaderField } from '../../../shared/model/header-field.ts';

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Empty: none. */
  readonly sessionToken: string;
  readonly region: string;
  readonly service: string;
}

export interface AwsRequest {
  readonly method: string;
  readonly url: URL;
  /** Value of the Host field. */
  readonly host: string;
  /** Fields of the request. */
  readonly headers: readonly HeaderField[];
  /** SHA-256 of the content, hex. */
  readonly contentHash: string;
  /** Unix epoch milliseconds. */
  readonly atMs: number;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';

/** Fields that something on the way may change, or that are written after signing. */
const NOT_SIGNED = new Set([
  'authorization',
  'accept-encoding',
  'connection',
  'content-length',
  'cookie',
  'expect',
  'host',
  'proxy-authorization',
  'te',
  'transfer-encoding',
  'user-agent',
  'x-amzn-trace-id',
]);

/** SHA-256 of no content. */
export const EMPTY_HASH = createHash('sha256').digest('hex');

/**
 * The fields that sign a request: `X-Amz-Date`, `Authorization`, and what else belongs to it. Fields of these names
 * that the request has already are replaced by them.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
 */
export function signAwsV4(
  request: AwsRequest,
  credentials: AwsCredentials,
): readonly HeaderField[] {
  const date = new Date(request.atMs).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const { region, service, sessionToken } = credentials;
  const added: HeaderField[] = [{ name: 'X-Amz-Date', value: date }];
  if (sessionToken !== '') added.push({ name: 'X-Amz-Security-Token', value: sessionToken });
  if (service === 's3') added.push({ name: 'X-Amz-Content-Sha256', value: request.contentHash });

  const names = new Set(added.map(({ name }) => name.toLowerCase()));
  const own = request.headers.filter(({ name }) => {
    const lower = name.toLowerCase();
    return !NOT_SIGNED.has(lower) && !names.has(lower);
  });
  const signed = joinFields([{ name: 'host', value: request.host }, ...own, ...added]);
  const signedNames = signed.map(([name]) => name).join(';');
  const canonical = [
    request.method,
    toCanonicalPath(request.url.pathname, service),
    toCanonicalQuery(request.url.search),
    ...signed.map(([name, value]) => `${name}:${value}`),
    '',
    signedNames,
    request.contentHash,
  ].join('\n');

  const scope = [date.slice(0, 8), region, service, 'aws4_request'];
  const toSign = [ALGORITHM, date, scope.join('/'), sha256(canonical)].join('\n');
  const key = scope.reduce<string | Buffer>(
    (previous, part) => hmac(previous, part),
    `AWS4${credentials.secretAccessKey}`,
  );
  const signature = hmac(key, toSign).toString('hex');
  const value =
    `${ALGORITHM} Credential=${credentials.accessKeyId}/${scope.join('/')}, ` +
    `SignedHeaders=${signedNames}, Signature=${signature}`;
  return [...added, { name: 'Authorization', value }];
}

/** Region and service as far as the host of an AWS endpoint tells them. */
export function readAwsHost(host: string): { readonly region: string; readonly service: string } {
  const name = host.toLowerCase().replace(/:\d+$/, '');
  const [, labels] = /^(.*)\.amazonaws\.com(?:\.cn)?$/.exec(name) ?? [];
  if (labels === undefined) return { region: '', service: '' };
  const parts = labels.split('.');
  const regionAt = parts.findIndex((part) => /^[a-z]{2}(-[a-z]+)+-\d$/.test(part));
  const region = parts[regionAt] ?? '';
  const rest = parts.filter((part, index) => index !== regionAt && part !== 'dualstack');
  const service = rest.at(-1) ?? '';
  return { region, service: service.startsWith('s3-') ? 's3' : service };
}

/** By name; several of one name become one, white space in values is put together. */
function joinFields(fields: readonly HeaderField[]): readonly (readonly [string, string])[] {
  const joined = new Map<string, string>();
  for (const { name, value } of fields) {
    const key = name.toLowerCase();
    const text = value.trim().replace(/ +/g, ' ');
    const before = joined.get(key);
    joined.set(key, before === undefined ? text : `${before},${text}`);
  }
  return [...joined].sort(([one], [other]) => (one < other ? -1 : 1));
}

/** The path is encoded once more than it is sent, but for S3, which takes it as it stands. */
function toCanonicalPath(path: string, service: string): string {
  if (service === 's3')
    return path
      .split('/')
      .map((part) => encode(decode(part)))
      .join('/');
  const parts: string[] = [];
  for (const part of path.split('/').slice(1)) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(encode(part));
  }
  const hasEnd = path.endsWith('/') && parts.length > 0;
  return `/${parts.join('/')}${hasEnd ? '/' : ''}`;
}

function toCanonicalQuery(search: string): string {
  if (search.length < 2) return '';
  const pairs = search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair): readonly [string, string] => {
      const at = pair.indexOf('=');
      const name = at === -1 ? pair : pair.slice(0, at);
      const value = at === -1 ? '' : pair.slice(at + 1);
      return [encode(decode(name)), encode(decode(value))];
    });
  const order = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
  return pairs
    .toSorted((one, other) => order(one[0], other[0]) || order(one[1], other[1]))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Everything but letters, digits and `-._~`. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest();
}
