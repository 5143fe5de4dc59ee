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
import { RowTable } from './row-table.tsx';
import { useRequest } from './use-request.ts';

/** The header fields of the request, and those that are added when it is sent. */
export function HeadersTab(): ReactElement {
  const { info } = useApp();
  const { draft, invalid, edit } = useRequest();
  const change = (update: (rows: readonly HeaderRow[]) => readonly HeaderRow[]): void =>
    edit((old) => ({ ...old, headers: update(old.headers) }));
  const changeRow = (id: number, part: Partial<HeaderRow>): void =>
    change((rows) => rows.map((row) => (row.id === id ? { ...row, ...part } : row)));
  const rowId = getInvalidRowId(draft, invalid);
  const isListInvalid = invalid?.field === 'headers' && rowId === null;

  return (
    <>
      <RowTable
        label="Headers"
        noun="header"
        rows={draft.headers}
        problem={
          rowId === null || invalid === null ? null : { rowId, text: toInvalidText(invalid) }
        }
        onToggle={(id) =>
          change((rows) =>
            rows.map((row) => (row.id === id ? { ...row, isEnabled: !row.isEnabled } : row)),
          )
        }
        onName={(id, name) => changeRow(id, { name })}
        onValue={(id, value) => changeRow(id, { value })}
        onRemove={(id) => change((rows) => rows.filter((row) => row.id !== id))}
        onAdd={(part, text) =>
          change((rows) => [
            ...rows,
            {
              id: nextRowId(),
              isEnabled: true,
              name: '',
              value: '',
              description: '',
              [part]: text,
            },
          ])
        }
      />
      {isListInvalid && (
        <p className="field-error" role="alert">
          {toInvalidText(invalid)}
        </p>
      )}
      <h4 className="h4 added">Added when sending</h4>
      <dl className="added-list mono">
        {getAddedFields(toShownRequest(draft), info.version).map((field) => (
          <div key={field.name}>
            <dt>{field.name}</dt>
            <dd className="ell">{field.value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
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
