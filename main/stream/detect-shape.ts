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
  'multipart/x-mixed-replace': 'multipart',
};

/** The shape that a Content-Type names; `ordinary` for every type that names no stream. */
export function detectByMediaType(contentType: string | null): ContentShape {
  const essence = contentType === null ? null : parseMediaType(contentType)?.essence;
  return (essence === undefined || essence === null ? undefined : SHAPES[essence]) ?? 'ordinary';
}

/** Fields of an event stream before the first data line, and that line. */
const EVENT_STREAM_START =
  /^\uFEFF?(?:(?:event|id|retry|data):?[^\r\n]*[\r\n]+|:[^\r\n]*[\r\n]+|[\r\n]+)*data:/;

/**
 * The shape that the first bytes of an ordinary body look like, null if like none. NDJSON needs two
 * whole lines of JSON: one object by itself is an ordinary JSON body.
 */
export function sniffShape(firstBytes: Uint8Array): StreamShape | null {
  const text = Buffer.from(firstBytes).toString('utf8');
  if (EVENT_STREAM_START.test(text)) return 'event-stream';
  if (text.startsWith('\u001E')) return 'json-seq';
  return isNdjson(text) ? 'ndjson' : null;
}

function isNdjson(text: string): boolean {
  const [first, second] = text
    .split('\n')
    .slice(0, -1)
    .filter((line) => line.trim() !== '');
  return first !== undefined && second !== undefined && isJsonObject(first) && isJsonObject(second);
}

/** Only objects and arrays: a CSV file of numbers is JSON line by line as well. */
function isJsonObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}
