import { getFieldValue } from '../../shared/model/header-field.ts';
import type { HeaderField } from '../../shared/model/header-field.ts';
import { parseMediaType } from '../../shared/model/media-type.ts';

/** Bytes in which HTML may name its own encoding. */
const META_SCAN_BYTES = 1024;

/**
 * A body as the text of an HTML page for the preview frame.
 *
 * The frame's sandbox and its policy stop scripts, forms, navigation and every load. What no policy
 * covers are the hints that make the browser look names up (`rel=dns-prefetch`): a `link` element
 * is turned into one that means nothing. In HTML such an element begins with these very characters,
 * so that no reading of the text can bring it back. SVG becomes a picture in the page, where it has
 * neither links nor scripts.
 */
export function toPreviewPage(bytes: Uint8Array, headers: readonly HeaderField[]): string {
  const contentType = getFieldValue(headers, 'content-type');
  const mediaType = contentType === null ? null : parseMediaType(contentType);
  if (mediaType?.essence === 'image/svg+xml') return toPicturePage(bytes);
  const text = decode(bytes, mediaType?.parameters.get('charset') ?? null);
  return text.replace(/<link(?=[\t\n\f\r />])/gi, '<inert-link');
}

function toPicturePage(bytes: Uint8Array): string {
  const data = Buffer.from(bytes).toString('base64');
  return `<!doctype html><title>SVG</title><style>body{margin:16px}img{max-width:100%}</style><img alt="" src="data:image/svg+xml;base64,${data}">`;
}

/** By byte order mark, header, `meta` element, else UTF-8; in the order of the HTML standard. */
function decode(bytes: Uint8Array, charset: string | null): string {
  const label = getMarkLabel(bytes) ?? charset ?? getMetaLabel(bytes) ?? 'utf-8';
  try {
    return new TextDecoder(label).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

function getMarkLabel(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : null;
}

function getMetaLabel(bytes: Uint8Array): string | null {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, META_SCAN_BYTES));
  const label = /<meta[^>]+charset\s*=\s*["']?\s*([\w:.-]+)/i.exec(start)?.[1] ?? null;
  // A page that could be read so far cannot be in UTF-16.
  return label !== null && /^utf-?16/i.test(label) ? 'utf-8' : label;
}
