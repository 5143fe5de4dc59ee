import { parseMediaType } from '../../../shared/model/media-type.ts';

/** What a body is taken for. `svg` is XML that is a picture. */
export type BodyKind = 'json' | 'xml' | 'html' | 'svg' | 'text' | 'image' | 'binary';

/** How a body is shown. */
export type BodyMode = 'pretty' | 'tree' | 'raw' | 'preview' | 'image' | 'hex';

/** The ways to show each kind; the first is taken unless the user wants another. */
export const MODES: Readonly<Record<BodyKind, readonly [BodyMode, ...BodyMode[]]>> = {
  json: ['pretty', 'tree', 'raw', 'hex'],
  // What a server sent is shown as text before it is shown as a page.
  html: ['raw', 'preview', 'hex'],
  svg: ['raw', 'preview', 'hex'],
  xml: ['raw', 'hex'],
  text: ['raw', 'hex'],
  image: ['image', 'hex'],
  binary: ['hex'],
};

const BINARY_TYPES = /^(audio|video|font)\/|^application\/(octet-stream|pdf|zip|gzip|wasm)$/;

/** Bytes that are looked at when the media type does not tell. */
const SNIFFED_BYTES = 8_192;

/** First bytes of the picture formats that Chromium draws. */
const PICTURE_MARKS = [
  [0x89, 0x50, 0x4e, 0x47],
  [0xff, 0xd8, 0xff],
  [0x47, 0x49, 0x46, 0x38],
];

/** Reads the kind from the media type; a NUL byte says binary whatever the type claims. */
export function getBodyKind(contentType: string | null, bytes: Uint8Array): BodyKind {
  const essence = (contentType === null ? null : parseMediaType(contentType))?.essence ?? '';
  if (essence.startsWith('image/') && essence !== 'image/svg+xml') return 'image';
  if (essence === '' && PICTURE_MARKS.some((mark) => startsWith(bytes, mark))) return 'image';
  if (BINARY_TYPES.test(essence)) return 'binary';
  const charset = getCharset(contentType);
  if (!charset.startsWith('utf-16') && bytes.subarray(0, SNIFFED_BYTES).includes(0)) {
    return 'binary';
  }
  if (/[/+]json$/.test(essence)) return 'json';
  if (essence === 'text/html') return 'html';
  if (essence === 'image/svg+xml') return 'svg';
  if (/[/+]xml$/.test(essence)) return 'xml';
  const first = bytes.find((byte) => byte > 0x20);
  const looksLikeJson = first === 0x7b || first === 0x5b;
  return looksLikeJson && (essence === '' || essence.startsWith('text/plain')) ? 'json' : 'text';
}

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, index) => bytes[index] === byte);
}

/** The charset that is used, in the words of the Encoding standard; `utf-8` unless another is named. */
export function getCharset(contentType: string | null): string {
  const named = contentType === null ? null : parseMediaType(contentType);
  const label = named?.parameters.get('charset');
  if (label === undefined) return 'utf-8';
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return 'utf-8';
  }
}
