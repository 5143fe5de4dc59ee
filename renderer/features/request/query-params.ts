/**
 * The query of the table and the query of the URL in one. A file has both; as a rule they say the same. Names
 * and values stand in the file as they stand in the URL, percent-encoding included.
 */
import type { StoredParam } from '../../../shared/model/workspace/stored-request.ts';
import { isBlankRow, readQueryRows, writeQueryRows } from './query-rows.ts';
import type { QueryRow } from './query-rows.ts';

/** Rows for a stored URL and its query parameters, and the URL that is in step with them. */
export function openQuery(
  url: string,
  params: readonly StoredParam[],
  nextId: () => number,
): { readonly url: string; readonly query: readonly QueryRow[] } {
  const inUrl = readQueryRows(url, [], nextId);
  if (params.length === 0) return { url, query: inUrl };
  const table = params.map((param) => toQueryRow(param, nextId()));
  if (isInStep(inUrl, table)) return { url, query: merge(inUrl, table) };
  // The table is what is sent where the two differ.
  return { url: writeQueryRows(url, table), query: table };
}

/** The rows as the file holds them. */
export function toQueryParams(query: readonly QueryRow[]): readonly StoredParam[] {
  return query
    .filter((row) => !row.isFiller && !isBlankRow(row))
    .map(({ rawName, rawValue, isEnabled, description }) => ({
      kind: 'query',
      name: rawName,
      value: rawValue ?? '',
      isEnabled,
      description,
    }));
}

function toQueryRow(param: StoredParam, id: number): QueryRow {
  const { name, value, isEnabled, description } = param;
  return { id, isEnabled, rawName: name, rawValue: value, isFiller: false, description };
}

/** Whether the URL says what the enabled rows of the table say, in the same order. */
function isInStep(inUrl: readonly QueryRow[], table: readonly QueryRow[]): boolean {
  const words = inUrl.filter((row) => !row.isFiller);
  const enabled = table.filter((row) => row.isEnabled);
  return (
    words.length === enabled.length &&
    words.every((row, index) => {
      const other = enabled[index];
      return row.rawName === other?.rawName && (row.rawValue ?? '') === other.rawValue;
    })
  );
}

/** The rows of the URL, which know a missing `=`, with the descriptions and the disabled rows of the table. */
function merge(inUrl: readonly QueryRow[], table: readonly QueryRow[]): readonly QueryRow[] {
  const rest = [...inUrl];
  const takeFillers = (): readonly QueryRow[] => {
    const end = rest.findIndex((row) => !row.isFiller);
    return rest.splice(0, end === -1 ? rest.length : end);
  };
  const rows = table.flatMap((row): readonly QueryRow[] => {
    if (!row.isEnabled) return [row];
    const fillers = takeFillers();
    const own = rest.shift();
    return own === undefined ? fillers : [...fillers, { ...own, description: row.description }];
  });
  return [...rows, ...rest];
}
