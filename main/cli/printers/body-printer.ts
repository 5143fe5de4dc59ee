import { isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { getFieldValue } from '../../../shared/model/header-field.ts';
import type { HeaderField } from '../../../shared/model/header-field.ts';
import { parseMediaType } from '../../../shared/model/media-type.ts';
import { escapeLine, escapeText } from '../escape.ts';

/** Media types besides `text/*` that are text; `+json` and `+xml` are matched by their ending. */
const TEXT_TYPES = new Set([
  'application/json',
  'application/x-ndjson',
  'application/xml',
  'application/javascript',
  'application/x-www-form-urlencoded',
  'application/yaml',
  'application/graphql',
]);

/**
 * An ordinary body for stdout: byte for byte into a pipe or file. On a terminal, text is decoded
 * and its control characters escaped; other content is only counted, since it would garble the
 * terminal.
 */
export class BodyPrinter {
  readonly #isTerminal: boolean;
  readonly #contentType: string | null;
  #decoder: TextDecoder | null = null;
  #isText: boolean | null = null;
  /** A CR at the end of a chunk: whether it belongs to a CRLF is known with the next one. */
  #heldCr = '';
  #hiddenBytes = 0;

  constructor(headers: readonly HeaderField[], isTerminal: boolean) {
    this.#isTerminal = isTerminal;
    this.#contentType = getFieldValue(headers, 'content-type');
  }

  print(bytes: Uint8Array): string | Uint8Array {
    // The engine takes its buffer back; what a stream is slow to write must not change under it.
    if (!this.#isTerminal) return Buffer.from(bytes);
    this.#isText ??= isTextType(this.#contentType) ?? looksLikeText(bytes);
    if (!this.#isText) {
      this.#hiddenBytes += bytes.length;
      return '';
    }
    this.#decoder ??= createDecoder(this.#contentType);
    return this.#escape(this.#decoder.decode(bytes, { stream: true }));
  }

  end(): string {
    if (this.#hiddenBytes > 0) {
      const type = escapeLine(this.#contentType ?? 'content without a type');
      const count = this.#hiddenBytes;
      this.#hiddenBytes = 0;
      return `(${count} bytes of ${type} are not shown on a terminal; redirect the output)\n`;
    }
    const rest = `${this.#heldCr}${this.#decoder?.decode() ?? ''}`;
    this.#heldCr = '';
    return escapeText(rest);
  }

  #escape(text: string): string {
    const all = this.#heldCr + text;
    this.#heldCr = all.endsWith('\r') ? '\r' : '';
    return escapeText(this.#heldCr === '' ? all : all.slice(0, -1));
  }
}

/** Null: the type does not tell. */
function isTextType(contentType: string | null): boolean | null {
  const essence = contentType === null ? null : (parseMediaType(contentType)?.essence ?? null);
  if (essence === null || essence === 'application/octet-stream') return null;
  return (
    essence.startsWith('text/') || /\+(json|xml|yaml)$/.test(essence) || TEXT_TYPES.has(essence)
  );
}

/** A cut character at the end of the first chunk is no sign of binary content. */
function looksLikeText(bytes: Uint8Array): boolean {
  if (bytes.includes(0)) return false;
  return [0, 1, 2, 3].some((cut) => isUtf8(bytes.subarray(0, bytes.length - cut)));
}

function createDecoder(contentType: string | null): TextDecoder {
  const charset =
    contentType === null ? undefined : parseMediaType(contentType)?.parameters.get('charset');
  try {
    return new TextDecoder(charset ?? 'utf-8');
  } catch {
    return new TextDecoder('utf-8');
  }
}
