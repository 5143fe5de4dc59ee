/** Parameters that stand as `:name` in the path of a URL, in step with their rows. */
import type { PathParamRow } from './draft.ts';

/** As main fills them in when the request is sent. */
const PATH_PARAM = /\/:([A-Za-z0-9_-]+)(?=\/|$)/g;

/** Names in the path, each once, in order. */
export function getPathNames(url: string): readonly string[] {
  const path = /^[^?#]*/.exec(url)?.[0] ?? '';
  return [...new Set([...path.matchAll(PATH_PARAM)].map((match) => match[1] ?? ''))];
}

/**
 * Rows for the names in the path. A row keeps its value by its name; one whose name went away passes
 * it on to the name that came in its place, so that a name can be typed. Rows with a value that are
 * in the path no more stay after the others.
 */
export function readPathParams(
  url: string,
  previous: readonly PathParamRow[],
  nextId: () => number,
): readonly PathParamRow[] {
  const names = getPathNames(url);
  const left = previous.filter((row) => !names.includes(row.name));
  const named = names.map((name) => {
    const own = previous.find((row) => row.name === name) ?? left.shift();
    if (own?.name === name) return own;
    return own === undefined
      ? { id: nextId(), name, value: '', isEnabled: true, description: '' }
      : { ...own, name };
  });
  const rows = [...named, ...left.filter((row) => row.value !== '' || row.description !== '')];
  const isSame = rows.length === previous.length && rows.every((row, at) => row === previous[at]);
  return isSame ? previous : rows;
}
