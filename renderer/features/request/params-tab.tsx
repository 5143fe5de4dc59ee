import type { ReactElement } from 'react';
import { nextRowId, withQuery } from './draft.ts';
import { decodeQueryText, withRowName, withRowValue } from './query-rows.ts';
import type { QueryRow } from './query-rows.ts';
import { RowTable } from './row-table.tsx';
import { useRequest } from './use-request.ts';

/** The query of the URL as a table. */
export function ParamsTab(): ReactElement {
  const { draft, edit } = useRequest();
  const change = (update: (rows: readonly QueryRow[]) => readonly QueryRow[]): void =>
    edit((old) => withQuery(old, update(old.query)));
  const changeRow = (id: number, update: (row: QueryRow) => QueryRow): void =>
    change((rows) => rows.map((row) => (row.id === id ? update(row) : row)));

  return (
    <RowTable
      label="Query parameters"
      noun="parameter"
      problem={null}
      rows={draft.query
        .filter((row) => !row.isFiller)
        .map((row) => ({
          id: row.id,
          isEnabled: row.isEnabled,
          name: decodeQueryText(row.rawName),
          value: decodeQueryText(row.rawValue ?? ''),
        }))}
      onToggle={(id) => changeRow(id, (row) => ({ ...row, isEnabled: !row.isEnabled }))}
      onName={(id, name) => changeRow(id, (row) => withRowName(row, name))}
      onValue={(id, value) => changeRow(id, (row) => withRowValue(row, value))}
      onRemove={(id) => change((rows) => rows.filter((row) => row.id !== id))}
      onAdd={(part, text) => {
        const blank: QueryRow = {
          id: nextRowId(),
          isEnabled: true,
          rawName: '',
          rawValue: null,
          isFiller: false,
          description: '',
        };
        const row = part === 'name' ? withRowName(blank, text) : withRowValue(blank, text);
        change((rows) => [...rows, row]);
      }}
    />
  );
}
