import type { ReactElement } from 'react';
import { getFieldValue } from '../../../shared/model/header-field.ts';
import type { HeaderField } from '../../../shared/model/header-field.ts';
import type { RequestDefinition } from '../../../shared/model/request.ts';
import { withScheme } from '../../../shared/model/request.ts';
import { useApp } from '../../app-context.ts';
import { getInvalidRowId, nextRowId } from './draft.ts';
import type { HeaderRow } from './draft.ts';
import { toShownRequest } from './draft-mapping.ts';
import { toInvalidText } from './invalid-text.ts';
import { mergeBulkRows } from './bulk-text.ts';
import { HEADER_NAMES, getHeaderValues } from './header-words.ts';
import { RowTable } from './row-table.tsx';
import { changeRow, moveRow, removeRow } from './rows.ts';
import { useRequest } from './use-request.ts';

/** The header fields of the request, and those that are added when it is sent. */
export function HeadersTab(): ReactElement {
  const { info } = useApp();
  const { draft, invalid, edit } = useRequest();
  const change = (update: (rows: readonly HeaderRow[]) => readonly HeaderRow[]): void =>
    edit((old) => ({ ...old, headers: update(old.headers) }));
  const rowId = getInvalidRowId(draft, invalid);
  const isListInvalid = invalid?.field === 'headers' && rowId === null;

  return (
    <div className="panel-scroll">
      <RowTable
        label="Headers"
        noun="header"
        rows={draft.headers}
        problem={
          rowId === null || invalid === null ? null : { rowId, text: toInvalidText(invalid) }
        }
        names={HEADER_NAMES}
        getValues={getHeaderValues}
        onChange={(id, part) => change((rows) => changeRow(rows, id, part))}
        onRemove={(id) => change((rows) => removeRow(rows, id))}
        onMove={(id, toIndex) => change((rows) => moveRow(rows, id, toIndex))}
        onAdd={(part, text) => change((rows) => [...rows, { ...createRow(), [part]: text }])}
        onBulk={(text) =>
          change((rows) => mergeBulkRows(rows, text, (row) => ({ ...createRow(), ...row })))
        }
      />
      {isListInvalid && (
        <p className="field-error" role="alert">
          {toInvalidText(invalid)}
        </p>
      )}
      <h2 className="h4 added">Added when sending</h2>
      <dl className="added-list mono">
        {getAddedFields(toShownRequest(draft), info.version).map((field) => (
          <div key={field.name}>
            <dt>{field.name}</dt>
            <dd className="ell">{field.value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function createRow(): HeaderRow {
  return { id: nextRowId(), isEnabled: true, name: '', value: '', description: '' };
}

/** Fields that the engine adds unless the request has them; in the order in which they go out. */
export function getAddedFields(
  request: RequestDefinition,
  version: string,
): readonly HeaderField[] {
  const { body } = request;
  const contentTypes: Readonly<Record<string, string>> = {
    json: 'application/json',
    text: 'text/plain;charset=UTF-8',
  };
  const bytes = 'text' in body ? new TextEncoder().encode(body.text).length : 0;
  const fields: readonly (readonly [name: string, value: string | null])[] = [
    ['Host', getHost(request.url)],
    ['User-Agent', `Tideline/${version}`],
    ['Accept', '*/*'],
    ['Accept-Encoding', 'gzip, deflate, br'],
    ['Content-Type', contentTypes[body.kind] ?? null],
    ['Content-Length', body.kind === 'none' ? null : String(bytes)],
  ];
  return fields.flatMap(([name, value]) =>
    value === null || getFieldValue(request.headers, name) !== null ? [] : [{ name, value }],
  );
}

function getHost(url: string): string {
  try {
    return new URL(withScheme(url)).host;
  } catch {
    return 'from the URL';
  }
}
