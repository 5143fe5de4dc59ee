import zlib from 'node:zlib';
import type { SentHead } from '../../shared/model/exchange.ts';
import { getFieldValue } from '../../shared/model/header-field.ts';
import type { HeaderField } from '../../shared/model/header-field.ts';
import { withScheme } from '../../shared/model/request.ts';
import type { RequestDefinition } from '../../shared/model/request.ts';
import { getBoundary } from './body/open-content.ts';
import type { RequestContent } from './body/open-content.ts';

/** A request in the form in which it goes out. */
export interface PreparedRequest {
  readonly url: URL;
  /** The head as it is written, fields of the connection included. */
  readonly sent: SentHead;
  /** Fields to hand to the transport: those of `sent` but Host and Connection, which it writes itself. */
  readonly headers: readonly HeaderField[];
  readonly content: RequestContent | null;
}

/** zstd came to zlib with Node 22.15; a coding that cannot be undone is not asked for. */
export const ACCEPT_ENCODING =
  'createZstdDecompress' in zlib ? 'gzip, deflate, br, zstd' : 'gzip, deflate, br';

/**
 * Completes a valid request (see `findInvalidField`): scheme, User-Agent, Accept, Accept-Encoding,
 * Content-Type, each only where the user set none. Fields added stand after the user's own.
 */
export function prepareRequest(
  request: RequestDefinition,
  options: {
    readonly userAgent: string;
    /** Content of the body, opened; null: there is none. */
    readonly content: RequestContent | null;
    /** Fields of ours for this attempt, such as Last-Event-ID; they replace the user's. */
    readonly extraFields?: readonly HeaderField[];
    /** Fields of ours that give way to the user's. */
    readonly defaultFields?: readonly HeaderField[];
  },
): PreparedRequest {
  const url = new URL(withScheme(request.url));
  url.hash = '';
  const extra = options.extraFields ?? [];
  const replaced = new Set(extra.map((field) => field.name.toLowerCase()));
  const headers = request.headers.filter((field) => !replaced.has(field.name.toLowerCase()));
  headers.push(...extra);
  const add = (name: string, value: string): void => {
    if (getFieldValue(headers, name) === null) headers.push({ name, value });
  };
  if (url.username !== '' || url.password !== '') {
    const userinfo = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    add('Authorization', `Basic ${Buffer.from(userinfo, 'utf8').toString('base64')}`);
    url.username = '';
    url.password = '';
  }
  for (const field of options.defaultFields ?? []) add(field.name, field.value);
  add('Accept', '*/*');
  add('User-Agent', options.userAgent);
  add('Accept-Encoding', ACCEPT_ENCODING);
  const { content } = options;
  if (content !== null) {
    add('Content-Type', content.contentType);
    completeBoundary(headers, content.contentType);
  }
  const target = `${url.pathname}${url.search}`;
  const rest = headers.filter((field) => field.name.toLowerCase() !== 'host');
  const lengthFields: readonly HeaderField[] =
    content === null && !/^(post|put|patch)$/i.test(request.method)
      ? []
      : [{ name: 'content-length', value: String(content?.sizeBytes ?? 0) }];
  const userLength = getFieldValue(rest, 'content-length');
  return {
    url,
    headers: getFieldValue(headers, 'host') === null ? rest : headers,
    content,
    sent: {
      method: request.method,
      url: url.href,
      target,
      headers: [
        { name: 'host', value: getFieldValue(headers, 'host') ?? url.host },
        { name: 'connection', value: 'keep-alive' },
        ...rest,
        ...(userLength === null ? lengthFields : []),
      ],
      bodyBytes: content?.sizeBytes ?? 0,
      httpVersion: 'HTTP/1.1',
      wentOut: true,
    },
  };
}

/** A multipart type without its boundary cannot be read by anybody, so that the boundary is added. */
function completeBoundary(headers: HeaderField[], contentType: string): void {
  const at = headers.findIndex(({ name }) => name.toLowerCase() === 'content-type');
  const own = headers[at];
  if (own === undefined || !/^multipart\//i.test(own.value) || getBoundary(own.value) !== null) {
    return;
  }
  const boundary = getBoundary(contentType);
  if (boundary === null) return;
  headers[at] = { name: own.name, value: `${own.value}; boundary=${boundary}` };
}
