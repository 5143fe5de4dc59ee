import type { ReactElement } from 'react';
import { nextRowId, withQuery } from './draft.ts';
import { mergeBulkRows } from './bulk-text.ts';
import { OwnVariables } from './own-variables.tsx';
import { getPathNames } from './path-params.ts';
import { decodeQueryText, withRowName, withRowValue } from './query-rows.ts';
import type { QueryRow } from './query-rows.ts';
import { RowTable } from './row-table.tsx';
import type { TableRow } from './row-table.tsx';
import { changeRow, moveRow, removeRow } from './rows.ts';
import { useRequest } from './use-request.ts';

/** The query of the URL as a table, the parameters in its path, and the variables of the request. */
export function ParamsTab(): ReactElement {
  const { draft, edit } = useRequest();
  const change = (update: (rows: readonly QueryRow[]) => readonly QueryRow[]): void =>
    edit((old) => withQuery(old, update(old.query)));
  const shown = draft.query.filter((row) => !row.isFiller);

  return (
    <div className="panel-scroll">
      <RowTable
        label="Query parameters"
        noun="parameter"
        rows={shown.map(toTableRow)}
        onChange={(id, part) =>
          change((rows) => rows.map((row) => (row.id === id ? withPart(row, part) : row)))
        }
        onRemove={(id) => change((rows) => removeRow(rows, id))}
        onAdd={(part, text) => change((rows) => [...rows, withPart(createRow(), { [part]: text })])}
        onMove={(id, toIndex) =>
          change((rows) =>
            moveRow(
              rows,
              id,
              rows.findIndex((row) => row === shown[toIndex]),
            ),
          )
        }
        onBulk={(text) =>
          change((rows) => {
            const table = rows.filter((row) => !row.isFiller).map(toTableRow);
            const merged = mergeBulkRows(table, text, (row) => ({
              ...row,
              id: nextRowId(),
              description: '',
            }));
            return merged.map((row) => {
              const old = rows.find(({ id }) => id === row.id) ?? createRow(row.id);
              return withPart(old, row);
            });
          })
        }
      />
      {draft.pathParams.length > 0 && (
        <>
          <h2 className="h4 added">In the path</h2>
          <RowTable
            label="Path parameters"
            noun="path parameter"
            isFixed
            rows={draft.pathParams}
            canRemove={(row) => !getPathNames(draft.url).includes(row.name)}
            onRemove={(id) =>
              edit((old) => ({ ...old, pathParams: removeRow(old.pathParams, id) }))
            }
            renderEnd={(row) =>
              getPathNames(draft.url).includes(row.name) ? null : (
                <span className="t3 small">not in the path</span>
              )
            }
            onChange={(id, part) =>
              edit((old) => ({ ...old, pathParams: changeRow(old.pathParams, id, part) }))
            }
          />
        </>
      )}
      <p className="quiet small">
        <span className="mono">:name</span> as a whole segment of the path makes a row here.
      </p>
      <OwnVariables />
    </div>
  );
}

function createRow(id = nextRowId()): QueryRow {
  return { id, isEnabled: true, rawName: '', rawValue: null, isFiller: false, description: '' };
}

function toTableRow(row: QueryRow): TableRow {
  const { id, isEnabled, description, rawName, rawValue } = row;
  const [name, value] = [decodeQueryText(rawName), decodeQueryText(rawValue ?? '')];
  return { id, isEnabled, description, name, value };
}

/** What was edited; name and value keep their encoding where they say the same. */
function withPart(row: QueryRow, part: Partial<TableRow>): QueryRow {
  const { name, value, isEnabled = row.isEnabled, description = row.description } = part;
  const shown = toTableRow(row);
  let next: QueryRow = { ...row, isEnabled, description };
  if (name !== undefined && name !== shown.name) next = withRowName(next, name);
  if (value !== undefined && value !== shown.value) next = withRowValue(next, value);
  return next;
}
