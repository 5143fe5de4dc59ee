import zlib from 'node:zlib';
import type { SentHead } from '../../shared/model/exchange.ts';
import { getFieldValue } from '../../shared/model/header-field.ts';
import type { HeaderField } from '../../shared/model/header-field.ts';
import { withScheme } from '../../shared/model/request.ts';
import type { RequestDefinition } from '../../shared/model/request.ts';
import {
  DEFAULT_TRANSPORT_SETTINGS,
  NO_EXCEPTIONS,
} from '../../shared/model/transport-settings.ts';
import type { SendExceptions, TransportSettings } from '../../shared/model/transport-settings.ts';
import { getBoundary } from './body/open-content.ts';
import type { RequestContent } from './body/open-content.ts';

/** A request in the form in which it goes out. */
export interface PreparedRequest {
  readonly url: URL;
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** The head as it is expected to be written, for a connection that fails before. */
  readonly planned: SentHead;
  /** Fields to hand to the transport: those of `planned` but the ones that the connection writes itself. */
  readonly headers: readonly HeaderField[];
  readonly content: RequestContent | null;
  readonly settings: TransportSettings;
  readonly exceptions: SendExceptions;
  readonly sendsCertificate: boolean;
}

/** zstd came to zlib with Node 22.15; a coding that cannot be undone is not asked for. */
export const ACCEPT_ENCODING =
  'createZstdDecompress' in zlib ? 'gzip, deflate, br, zstd' : 'gzip, deflate, br';

/**
 * Completes a valid request (see `findInvalidField`): scheme, User-Agent, Accept, Accept-Encoding,
 * Content-Type, each only where the user set none. Fields added stand after the user's own. Userinfo of the
 * URL is not sent; see `takeUserinfo`.
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
    /** False: the request goes to another origin than the user named, which gets no client certificate. */
    readonly sendsCertificate: boolean;
  },
): PreparedRequest {
  const settings = { ...DEFAULT_TRANSPORT_SETTINGS, ...request.transport };
  const url = new URL(withScheme(request.url));
  url.hash = '';
  const extra = options.extraFields ?? [];
  const replaced = new Set(extra.map((field) => field.name.toLowerCase()));
  const headers = request.headers.filter((field) => !replaced.has(field.name.toLowerCase()));
  headers.push(...extra);
  const omitted = new Set(request.omittedFields?.map((name) => name.toLowerCase()));
  const add = (name: string, value: string): void => {
    if (omitted.has(name.toLowerCase())) return;
    if (getFieldValue(headers, name) === null) headers.push({ name, value });
  };
  url.username = '';
  url.password = '';
  for (const field of options.defaultFields ?? []) add(field.name, field.value);
  add('Accept', '*/*');
  add('User-Agent', options.userAgent);
  if (settings.decodesContent) add('Accept-Encoding', ACCEPT_ENCODING);
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
    method: request.method,
    target,
    settings,
    exceptions: request.exceptions ?? NO_EXCEPTIONS,
    sendsCertificate: options.sendsCertificate,
    headers: getFieldValue(headers, 'host') === null ? rest : headers,
    content,
    planned: {
      method: request.method,
      url: url.href,
      target,
      headers: [
        { name: 'host', value: getFieldValue(headers, 'host') ?? url.host },
        { name: 'connection', value: settings.keepsAlive ? 'keep-alive' : 'close' },
        ...rest,
        ...(userLength === null ? lengthFields : []),
      ],
      bodyBytes: content?.sizeBytes ?? 0,
      httpVersion: 'HTTP/1.1',
      wentOut: false,
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

/** The same request with further fields, which stand at the end. */
export function withFields(
  request: PreparedRequest,
  fields: readonly HeaderField[],
): PreparedRequest {
  if (fields.length === 0) return request;
  const names = new Set(fields.map(({ name }) => name.toLowerCase()));
  const add = (before: readonly HeaderField[]): readonly HeaderField[] => [
    ...before.filter(({ name }) => !names.has(name.toLowerCase())),
    ...fields,
  ];
  const { planned } = request;
  return {
    ...request,
    headers: add(request.headers),
    planned: { ...planned, headers: add(planned.headers) },
  };
}
