/** Where a position in a JSON text points to. */
export interface JsonPlace {
  /** RFC 9535 path of the value, such as `$.pet.name` or `$.items[0]['a b']`. */
  readonly path: string;
  readonly kind: 'scalar' | 'object' | 'array';
  /** The value as it is written when it is a scalar; null for objects and arrays. */
  readonly text: string | null;
}

const TOKEN = /"(?:[^"\\]|\\[^])*"|[{}[\],:]|[^\s{}[\],:"]+/g;
const SIMPLE_NAME = /^[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*$/;
/** Signs that a quoted name writes with a backslash. */
const NAME_ESCAPES: Readonly<Record<string, string>> = {
  "'": "\\'",
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

function toSegment(key: string): string {
  if (SIMPLE_NAME.test(key)) return `.${key}`;
  const quoted = key.replace(
    /['\\\u0000-\u001f]/g,
    (sign) => NAME_ESCAPES[sign] ?? `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `['${quoted}']`;
}

function readKey(token: string): string {
  try {
    const key: unknown = JSON.parse(token);
    return typeof key === 'string' ? key : token;
  } catch {
    return token.slice(1, -1);
  }
}

interface Level {
  readonly isObject: boolean;
  readonly path: string;
  /** Items that ended so far, for arrays. */
  index: number;
  /** Path of the member whose key was read last, for objects. */
  member: string;
}

/**
 * The value that a position of a valid JSON text belongs to: the one that begins there or last before it, on its
 * key as well as on itself, and the container on its closing bracket. Null for a text without a value.
 *
 * Reads the text from its start: O(length). Duplicate keys have the same path.
 * @see https://www.rfc-editor.org/rfc/rfc9535
 */
export function findJsonPlace(text: string, position: number): JsonPlace | null {
  let end = position;
  while (text[end] === ' ' || text[end] === '\t') end++;
  const levels: Level[] = [];
  let place: JsonPlace | null = null;
  /** Path of a key at the position, whose value comes after it. */
  let open: string | null = null;
  let isKeyNext = false;
  const getPath = (): string => {
    const level = levels.at(-1);
    if (level === undefined) return '$';
    return level.isObject ? level.member : `${level.path}[${level.index}]`;
  };
  for (const match of text.matchAll(TOKEN)) {
    const token = match[0];
    if (match.index > end && open === null) break;
    switch (token) {
      case '{':
      case '[': {
        const path = getPath();
        const isObject = token === '{';
        place = { path, kind: isObject ? 'object' : 'array', text: null };
        if (open !== null && match.index > end) return place;
        levels.push({ isObject, path, index: 0, member: path });
        isKeyNext = isObject;
        open = null;
        break;
      }
      case '}':
      case ']': {
        const level = levels.pop();
        if (level !== undefined) {
          place = { path: level.path, kind: level.isObject ? 'object' : 'array', text: null };
        }
        isKeyNext = false;
        break;
      }
      case ',': {
        const level = levels.at(-1);
        if (level !== undefined) level.index++;
        isKeyNext = level?.isObject ?? false;
        break;
      }
      case ':':
        isKeyNext = false;
        break;
      default: {
        const level = levels.at(-1);
        if (isKeyNext && level !== undefined) {
          level.member = level.path + toSegment(readKey(token));
          open = level.member;
          isKeyNext = false;
        } else {
          place = { path: getPath(), kind: 'scalar', text: token };
          if (open !== null && match.index > end) return place;
          open = null;
        }
      }
    }
  }
  return place;
}
