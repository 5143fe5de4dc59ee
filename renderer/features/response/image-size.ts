/** Width and height of a picture, in pixels. */
export interface ImageSize {
  readonly format: string;
  readonly width: number;
  readonly height: number;
}

/** Bytes in which the size box of an AVIF file is looked for. */
const AVIF_HEAD_BYTES = 4_096;

/**
 * Reads format and size from the head of a picture, without decoding it: a few bytes can claim more
 * pixels than there is memory. Null: no format that is known here.
 */
export function readImageSize(bytes: Uint8Array): ImageSize | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return (
      readPng(view) ??
      readGif(view) ??
      readWebp(view) ??
      readBmp(view) ??
      readAvif(view) ??
      readIcon(view) ??
      readJpeg(view)
    );
  } catch (cause) {
    // A head that is cut off has no size.
    if (cause instanceof RangeError) return null;
    throw cause;
  }
}

function hasText(view: DataView, at: number, text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    if (view.getUint8(at + index) !== text.charCodeAt(index)) return false;
  }
  return true;
}

function readPng(view: DataView): ImageSize | null {
  if (!hasText(view, 0, '\x89PNG')) return null;
  return { format: 'PNG', width: view.getUint32(16), height: view.getUint32(20) };
}

function readGif(view: DataView): ImageSize | null {
  if (!hasText(view, 0, 'GIF8')) return null;
  return { format: 'GIF', width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

function readBmp(view: DataView): ImageSize | null {
  if (!hasText(view, 0, 'BM')) return null;
  const height = Math.abs(view.getInt32(22, true));
  return { format: 'BMP', width: Math.abs(view.getInt32(18, true)), height };
}

/** The largest picture of an icon file; 0 stands for 256. */
function readIcon(view: DataView): ImageSize | null {
  if (view.getUint32(0, true) !== 0x0001_0000) return null;
  return { format: 'ICO', width: view.getUint8(6) || 256, height: view.getUint8(7) || 256 };
}

function readWebp(view: DataView): ImageSize | null {
  if (!hasText(view, 0, 'RIFF') || !hasText(view, 8, 'WEBP')) return null;
  const format = 'WebP';
  if (hasText(view, 12, 'VP8 ')) {
    const width = view.getUint16(26, true) & 0x3fff;
    return { format, width, height: view.getUint16(28, true) & 0x3fff };
  }
  if (hasText(view, 12, 'VP8L')) {
    const bits = view.getUint32(21, true);
    return { format, width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
  }
  const at24 = (at: number): number => view.getUint16(at, true) + view.getUint8(at + 2) * 65_536;
  return { format, width: at24(24) + 1, height: at24(27) + 1 };
}

function readAvif(view: DataView): ImageSize | null {
  if (!hasText(view, 4, 'ftyp') || !hasText(view, 8, 'avi')) return null;
  const end = Math.min(view.byteLength, AVIF_HEAD_BYTES) - 16;
  for (let at = 12; at < end; at += 1) {
    if (!hasText(view, at, 'ispe')) continue;
    return { format: 'AVIF', width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
  }
  return null;
}

/** Segments follow one another; the one of the frame holds the size. */
function readJpeg(view: DataView): ImageSize | null {
  if (view.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; ;) {
    while (view.getUint8(at) === 0xff && view.getUint8(at + 1) === 0xff) at += 1;
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame)
      return { format: 'JPEG', width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    if (view.getUint8(at) !== 0xff) return null;
    at += 2 + view.getUint16(at + 2);
  }
}
