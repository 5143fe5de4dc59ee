/** Characters at each end of an id that are hashed. Ids of the same length that differ only between are rare. */
const END_CHARS = 64;

/**
 * A 32-bit hash of an event's id, never 0, to find an id among millions without reading them. Equal ids
 * have equal hashes; whether ids with the same hash are equal is for the caller to see (FNV-1a).
 */
export function hashId(id: string): number {
  return hashIdIn(id, 0, id.length);
}

/** The same for an id that stands in a text. */
export function hashIdIn(text: string, from: number, to: number): number {
  const length = to - from;
  const isLong = length > 2 * END_CHARS;
  let hash = hashChars(0x811c9dc5 ^ length, text, from, isLong ? from + END_CHARS : to);
  if (isLong) hash = hashChars(hash, text, to - END_CHARS, to);
  return hash >>> 0 || 1;
}

function hashChars(start: number, text: string, from: number, to: number): number {
  let hash = start;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}
