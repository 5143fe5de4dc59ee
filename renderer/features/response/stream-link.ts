/** A field of a JSON body that looks like the address of a stream. */
export interface StreamLink {
  /** Such as `links.events`. */
  readonly path: string;
  /** Absolute. */
  readonly url: string;
}

const STREAM_KEY = /^(?:events?|streams?|sse|feed|live|updates)(?:_?(?:url|uri|href|link))?$/i;

/** Characters up to which a body is looked through, and values that are looked at. */
const LOOKED_CHARS_MAX = 256 * 1024;
const LOOKED_VALUES_MAX = 5_000;

/** The first such field, by its name and a value that is a URL or an absolute path; null: there is none. */
export function findStreamLink(text: string, base: string): StreamLink | null {
  if (text.length > LOOKED_CHARS_MAX || !URL.canParse(base)) return null;
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return null;
  }
  const pending: { readonly path: string; readonly value: unknown }[] = [{ path: '', value: root }];
  // Breadth first: what is nearer to the top is more likely meant.
  for (let at = 0; at < pending.length && at < LOOKED_VALUES_MAX; at += 1) {
    const { path, value } = pending[at] ?? {};
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, child] of Object.entries(value)) {
      const childPath = Array.isArray(value)
        ? `${path}[${key}]`
        : path === ''
          ? key
          : `${path}.${key}`;
      if (typeof child === 'string') {
        if (
          STREAM_KEY.test(key) &&
          /^(?:\/(?!\/)|https?:\/\/)/i.test(child) &&
          URL.canParse(child, base)
        ) {
          return { path: childPath, url: new URL(child, base).href };
        }
      } else pending.push({ path: childPath, value: child });
    }
  }
  return null;
}
