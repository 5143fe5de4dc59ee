import { randomBytes } from 'node:crypto';
import type { FormPart } from '../../../shared/model/request-body.ts';
import { toFileMediaType } from './file-media-type.ts';

/** A boundary that no content holds by accident: 24 random hex digits. */
export function createBoundary(): string {
  return `----tideline-${randomBytes(12).toString('hex')}`;
}

/** Head of a part, with the line of its boundary before it. */
export function toPartHead(part: FormPart, boundary: string): Buffer {
  const lines = [`--${boundary}`];
  const name = `form-data; name="${escapeName(part.name)}"`;
  if (part.kind === 'text') {
    lines.push(`Content-Disposition: ${name}`);
    if (part.contentType !== null) lines.push(`Content-Type: ${part.contentType}`);
  } else {
    const fileName = part.fileName ?? toFileName(part.file.path);
    lines.push(`Content-Disposition: ${name}; filename="${escapeName(fileName)}"`);
    lines.push(`Content-Type: ${part.contentType ?? toFileMediaType(fileName)}`);
  }
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'utf8');
}

/** What stands after the last part. */
export function toMultipartEnd(boundary: string): Buffer {
  return Buffer.from(`--${boundary}--\r\n`, 'latin1');
}

/** The last piece of a path, of either system. */
export function toFileName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}

/**
 * Names in quotes, as browsers write them: what would end the quotes or the line is percent-encoded.
 * @see https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data
 */
function escapeName(name: string): string {
  return name.replace(/\r\n|\r|\n|"/g, (found) =>
    found.replace(/[\r\n"]/g, (char) => (char === '\r' ? '%0D' : char === '\n' ? '%0A' : '%22')),
  );
}
