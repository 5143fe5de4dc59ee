/** Characters at each end of an id that are hashed. Ids of the same length that differ only between are rare. */
const END_CHARS = 64;

/**
 * A 32-bit hash of an event's id, never 0, to find an id among millions without reading them. Equal ids
 * have equal hashes; whether ids with the same hash are equal is for the caller to see (FNV-1a).
 */
export function hashId(id: string): number {
  let hash = 0x811c9dc5 ^ id.length;
  const { length } = id;
  if (length <= 2 * END_CHARS) {
    for (let at = 0; at < length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  } else {
    for (let at = 0; at < END_CHARS; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
    for (let at = length - END_CHARS; at < length; at++) {
      hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
    }
  }
  return hash >>> 0 || 1;
}
