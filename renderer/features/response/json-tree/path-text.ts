const STEP = /\.([\p{L}_$][\p{L}\p{N}_$-]*)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|\['([^']*)'\]/uy;

/**
 * Reads a path that names one place: `$.items[0].name`, `$["first name"]`. Null: it is none. Filters
 * and wildcards name many places, and are none either.
 */
export function parsePath(text: string): readonly (string | number)[] | null {
  if (!text.startsWith('$')) return null;
  const steps: (string | number)[] = [];
  for (let at = 1; at < text.length; at = STEP.lastIndex) {
    STEP.lastIndex = at;
    const match = STEP.exec(text);
    if (match === null) return null;
    const [, name, index, quoted, single] = match;
    if (index !== undefined) steps.push(Number(index));
    else if (quoted !== undefined) steps.push(unescape(quoted));
    else steps.push(name ?? single ?? '');
  }
  return steps;
}

function unescape(text: string): string {
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return text;
  }
}
