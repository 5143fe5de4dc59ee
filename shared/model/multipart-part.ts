import { parseMediaType } from './media-type.ts';

/** A part of a multipart body: its header section and where its content begins. */
export interface MultipartPart {
  /** Media type of the part; `text/plain` where it names none, as RFC 2046 says. */
  readonly mediaType: string;
  /** Bytes before the content; all of them while the header section has not ended. */
  readonly headBytes: number;
  /** Length of the content that the part announces, null if it announces none. */
  readonly contentLength: number | null;
}

/** Longest header section of a part, in bytes; a longer one is taken for content. */
const PART_HEAD_BYTES_MAX = 16 * 1024;

/**
 * Reads the header section of a part from its first bytes. Null while it has not ended.
 * @see https://www.rfc-editor.org/rfc/rfc2046#section-5.1
 */
export function readPartHead(bytes: Uint8Array): MultipartPart | null {
  const headBytes = findHeadEnd(bytes);
  if (headBytes === -1) {
    return bytes.length > PART_HEAD_BYTES_MAX
      ? { mediaType: 'text/plain', headBytes: 0, contentLength: null }
      : null;
  }
  const head = toLatin1(bytes.subarray(0, headBytes));
  const contentType = /^content-type:[ \t]*(.*?)[ \t]*$/im.exec(head)?.[1];
  const length = /^content-length:[ \t]*(\d{1,15})[ \t]*$/im.exec(head)?.[1];
  return {
    mediaType: parseMediaType(contentType ?? '')?.essence ?? 'text/plain',
    headBytes,
    contentLength: length === undefined ? null : Number(length),
  };
}

/** Length of the header section with its empty line; a part may have none but the empty line. */
function findHeadEnd(bytes: Uint8Array): number {
  if (bytes[0] === 0x0a) return 1;
  if (bytes[0] === 0x0d && bytes[1] === 0x0a) return 2;
  const text = toLatin1(bytes.subarray(0, PART_HEAD_BYTES_MAX + 4));
  const end = /\r?\n\r?\n/.exec(text);
  return end === null ? -1 : end.index + end[0].length;
}

function toLatin1(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
