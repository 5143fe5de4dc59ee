import type { FormPart, RequestBody } from '../../../shared/model/request-body.ts';
import { fail, ok } from '../../../shared/result.ts';
import type { Result } from '../../../shared/result.ts';
import { toFileMediaType } from './file-media-type.ts';
import { createBoundary, toMultipartEnd, toPartHead } from './multipart.ts';
import type { FileRefusal, OpenedFile, RequestFiles } from './request-files.ts';

/** The content of one request, ready to be sent. Whoever opened it closes it. */
export interface RequestContent {
  readonly sizeBytes: number;
  /** All of it, where it is in memory; null: it is read from files. */
  readonly bytes: Buffer | null;
  /** Reads it from its beginning; may be called again. */
  readonly read: () => AsyncIterable<Uint8Array>;
  /** The Content-Type that it brings. */
  readonly contentType: string;
  readonly close: () => Promise<void>;
}

/**
 * Opens the content of a body: texts are encoded, files are opened and their size taken. Null for no body.
 * `ownType` is the Content-Type that the request sets itself; a boundary in it is used.
 */
export async function openContent(
  body: RequestBody,
  files: RequestFiles,
  ownType: string | null = null,
): Promise<Result<RequestContent | null, FileRefusal>> {
  switch (body.kind) {
    case 'none':
      return ok(null);
    case 'text':
      return ok(toTextContent(body.text, 'text/plain;charset=UTF-8'));
    case 'json':
      return ok(toTextContent(body.text, 'application/json'));
    case 'xml':
      return ok(toTextContent(body.text, 'application/xml'));
    case 'form-urlencoded': {
      const pairs = body.fields.map(({ name, value }): [string, string] => [name, value]);
      const text = new URLSearchParams(pairs).toString();
      return ok(toTextContent(text, 'application/x-www-form-urlencoded'));
    }
    case 'graphql':
      return ok(toTextContent(toGraphqlText(body), 'application/json'));
    case 'file': {
      const file = await files.open(body.file.path);
      if (!file.ok) return file;
      const { sizeBytes, read, close } = file.value;
      const contentType = body.contentType ?? toFileMediaType(body.file.path);
      return ok({ sizeBytes, bytes: null, read, contentType, close });
    }
    case 'multipart':
      return openMultipart(body.parts, files, getBoundary(ownType) ?? createBoundary());
  }
}

function toTextContent(text: string, contentType: string): RequestContent {
  return toBytesContent(Buffer.from(text, 'utf8'), contentType);
}

function toBytesContent(bytes: Buffer, contentType: string): RequestContent {
  return {
    sizeBytes: bytes.length,
    bytes,
    read: async function* () {
      yield bytes;
    },
    contentType,
    close: () => Promise.resolve(),
  };
}

/** The variables go in as they are written: numbers keep their digits, keys their order. */
function toGraphqlText(body: Extract<RequestBody, { kind: 'graphql' }>): string {
  const members = [`"query":${JSON.stringify(body.query)}`];
  if (body.operationName !== null) {
    members.push(`"operationName":${JSON.stringify(body.operationName)}`);
  }
  const variables = body.variables.trim();
  if (variables !== '') members.push(`"variables":${variables}`);
  return `{${members.join(',')}}`;
}

/** @see https://www.rfc-editor.org/rfc/rfc7578 */
async function openMultipart(
  parts: readonly FormPart[],
  files: RequestFiles,
  boundary: string,
): Promise<Result<RequestContent, FileRefusal>> {
  const pieces: (Buffer | OpenedFile)[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(pieces.filter(isFile).map((file) => file.close()));
  };
  for (const part of parts) {
    pieces.push(toPartHead(part, boundary));
    if (part.kind === 'text') {
      pieces.push(Buffer.from(part.value, 'utf8'));
    } else {
      const file = await files.open(part.file.path);
      if (!file.ok) {
        await close();
        return fail(file.error);
      }
      pieces.push(file.value);
    }
    pieces.push(LINE_END);
  }
  pieces.push(toMultipartEnd(boundary));
  const contentType = `multipart/form-data; boundary=${boundary}`;
  if (!pieces.some(isFile)) {
    return ok(toBytesContent(Buffer.concat(pieces as Buffer[]), contentType));
  }
  return ok({
    sizeBytes: pieces.reduce(
      (sum, piece) => sum + (isFile(piece) ? piece.sizeBytes : piece.length),
      0,
    ),
    bytes: null,
    read: async function* () {
      for (const piece of pieces) {
        if (isFile(piece)) yield* piece.read();
        else yield piece;
      }
    },
    contentType,
    close,
  });
}

const LINE_END = Buffer.from('\r\n', 'latin1');

function isFile(piece: Buffer | OpenedFile): piece is OpenedFile {
  return !Buffer.isBuffer(piece);
}

/** The boundary that a Content-Type names, null if it names none that can be used. */
export function getBoundary(contentType: string | null): string | null {
  const [, quoted, plain] =
    /^multipart\/[^;]+;.*?\bboundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType ?? '') ??
    [];
  return quoted ?? plain ?? null;
}
