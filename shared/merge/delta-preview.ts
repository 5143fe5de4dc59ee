/** Longer data is no single delta, and not worth parsing for a preview. */
const CHARS_MAX = 4096;

/** One thing that a delta says: where it stands in the JSON, and its value as JSON text. */
export interface DeltaPart {
  /** Such as `delta.text`. */
  readonly path: string;
  /** Such as `" dogs"`. */
  readonly value: string;
}

/**
 * The part of an LLM delta that matters, such as `delta.text " dogs"`, instead of its envelope.
 * Knows OpenAI-style chat chunks and Anthropic's content block deltas; null for any other data,
 * which is then shown as it is.
 */
export function toDeltaPreview(data: string): readonly DeltaPart[] | null {
  if (data.length > CHARS_MAX) return null;
  if (data.includes('"chat.completion.chunk"')) return readChatChunk(toRecord(parse(data)));
  if (data.includes('"content_block_delta"')) return readBlockDelta(toRecord(parse(data)));
  return null;
}

type JsonObject = Readonly<Record<string, unknown>>;

function readChatChunk(chunk: JsonObject | null): readonly DeltaPart[] | null {
  if (chunk?.['object'] !== 'chat.completion.chunk') return null;
  const choices = chunk['choices'];
  const choice = Array.isArray(choices) ? toRecord(choices[0]) : null;
  const parts = readDelta(toRecord(choice?.['delta']));
  const reason = choice?.['finish_reason'];
  if (typeof reason === 'string') parts.push(toPart('finish_reason', reason));
  const usage = toRecord(chunk['usage']);
  if (usage !== null) parts.push(toPart('usage', usage));
  return parts.length === 0 ? null : parts;
}

function readBlockDelta(event: JsonObject | null): readonly DeltaPart[] | null {
  if (event?.['type'] !== 'content_block_delta') return null;
  const parts = readDelta(toRecord(event['delta'])).filter((part) => part.path !== 'delta.type');
  return parts.length === 0 ? null : parts;
}

function readDelta(delta: JsonObject | null): DeltaPart[] {
  return Object.entries(delta ?? {})
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => toPart(`delta.${name}`, value));
}

function toPart(path: string, value: unknown): DeltaPart {
  return { path, value: JSON.stringify(value) };
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}

function toRecord(value: unknown): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : null;
}
