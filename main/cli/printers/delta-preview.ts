/** Longer data is no single delta, and not worth parsing for a preview. */
const CHARS_MAX = 4096;

/**
 * The part of an OpenAI-style chat chunk that matters, such as `delta.content " dogs"`; null for
 * any other data, which is then shown as it is.
 */
export function toDeltaPreview(data: string): string | null {
  if (data.length > CHARS_MAX || !data.includes('"chat.completion.chunk"')) return null;
  const chunk = toRecord(parse(data));
  if (chunk?.['object'] !== 'chat.completion.chunk') return null;
  const choices = chunk['choices'];
  const choice = Array.isArray(choices) ? toRecord(choices[0]) : null;
  const delta = toRecord(choice?.['delta']);
  const parts = Object.entries(delta ?? {})
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `delta.${name} ${JSON.stringify(value)}`);
  const reason = choice?.['finish_reason'];
  if (typeof reason === 'string') parts.push(`finish_reason ${JSON.stringify(reason)}`);
  const usage = chunk['usage'];
  if (toRecord(usage) !== null) parts.push(`usage ${JSON.stringify(usage)}`);
  return parts.length === 0 ? null : parts.join('  ');
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}

function toRecord(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : null;
}
