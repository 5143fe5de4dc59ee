import { parseMediaType } from '../../../shared/model/media-type.ts';

/** How a body is read: as JSON, as text, or as bytes only. */
export type BodyKind = 'json' | 'text' | 'binary';

const BINARY_TYPES = /^(image|audio|video|font)\/|^application\/(octet-stream|pdf|zip|gzip|wasm)$/;

/** Bytes that are looked at when the media type does not tell. */
const SNIFFED_BYTES = 8_192;

/** Reads the kind from the media type; a NUL byte says binary whatever the type claims. */
export function getBodyKind(contentType: string | null, bytes: Uint8Array): BodyKind {
  const essence = (contentType === null ? null : parseMediaType(contentType))?.essence ?? '';
  if (essence !== 'image/svg+xml' && BINARY_TYPES.test(essence)) return 'binary';
  const charset = getCharset(contentType);
  if (!charset.startsWith('utf-16') && bytes.subarray(0, SNIFFED_BYTES).includes(0)) {
    return 'binary';
  }
  if (/[/+]json$/.test(essence)) return 'json';
  const first = bytes.find((byte) => byte > 0x20);
  const looksLikeJson = first === 0x7b || first === 0x5b;
  return looksLikeJson && (essence === '' || essence.startsWith('text/plain')) ? 'json' : 'text';
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
