import type { ReactElement } from 'react';
import type { StoredField } from '../../../../shared/model/workspace/stored-request.ts';
import { mergeBulkRows } from '../bulk-text.ts';
import { nextRowId } from '../draft.ts';
import type { Row } from '../draft.ts';
import { RowTable } from '../row-table.tsx';
import { changeRow, moveRow, removeRow } from '../rows.ts';
import { useRequest } from '../use-request.ts';

/** Fields of a form that is sent like a query. */
export function FormBody(): ReactElement {
  const { draft, edit } = useRequest();
  const change = (
    update: (rows: readonly Row<StoredField>[]) => readonly Row<StoredField>[],
  ): void => edit((old) => ({ ...old, bodyFields: update(old.bodyFields) }));
  return (
    <div className="panel-scroll">
      <RowTable
        label="Form fields"
        noun="field"
        rows={draft.bodyFields}
        onChange={(id, part) => change((rows) => changeRow(rows, id, part))}
        onRemove={(id) => change((rows) => removeRow(rows, id))}
        onMove={(id, toIndex) => change((rows) => moveRow(rows, id, toIndex))}
        onAdd={(part, text) => change((rows) => [...rows, { ...createField(), [part]: text }])}
        onBulk={(text) =>
          change((rows) => mergeBulkRows(rows, text, (row) => ({ ...createField(), ...row })))
        }
      />
    </div>
  );
}

function createField(): Row<StoredField> {
  return { id: nextRowId(), isEnabled: true, name: '', value: '', description: '' };
}
