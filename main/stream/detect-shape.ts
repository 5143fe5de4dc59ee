import type { ContentShape, StreamShape } from '../../shared/model/exchange.ts';
import { parseMediaType } from '../../shared/model/media-type.ts';

const SHAPES: Readonly<Record<string, StreamShape>> = {
  'text/event-stream': 'event-stream',
  'application/x-ndjson': 'ndjson',
  'application/ndjson': 'ndjson',
  'application/jsonl': 'ndjson',
  'application/x-jsonlines': 'ndjson',
  'application/jsonlines': 'ndjson',
  'application/stream+json': 'ndjson',
  'application/json-seq': 'json-seq',
};

/** The shape that a Content-Type names; `ordinary` for every type that names no stream. */
export function detectByMediaType(contentType: string | null): ContentShape {
  const essence = contentType === null ? null : parseMediaType(contentType)?.essence;
  return (essence === undefined || essence === null ? undefined : SHAPES[essence]) ?? 'ordinary';
}

/** The shape that the first bytes of an ordinary body look like, null if like none. */
export function sniffShape(
  firstBytes: Uint8Array,
  _contentType: string | null,
): StreamShape | null {
  const text = Buffer.from(firstBytes).toString('utf8');
  return /^(?:\uFEFF?)(?:(?:event|id|retry|data):?[^\r\n]*[\r\n]+|:[^\r\n]*[\r\n]+)*data:/.test(
    text,
  )
    ? 'event-stream'
    : null;
}
