import type { ReactElement } from 'react';
import type { StoredVariable } from '../../../shared/model/workspace/stored-variable.ts';
import type { ItemId } from '../../../shared/model/workspace/tree.ts';
import { useApp } from '../../app-context.ts';
import { VariableTable } from '../../components/variable-table.tsx';
import { SecretCell } from '../environment/secret-cell.tsx';
import { useSecrets } from '../environment/use-secrets.ts';
import { toRows } from './draft.ts';
import { useRequest } from './use-request.ts';

interface TableProps {
  readonly variables: readonly StoredVariable[];
  readonly onChange: (variables: readonly StoredVariable[]) => void;
}

/** The variables that the request brings itself, which win over all others. */
export function OwnVariables(): ReactElement {
  const { tab, draft, edit } = useRequest();
  const itemId = tab.item?.itemId ?? null;
  const table: TableProps = {
    variables: draft.variables,
    onChange: (variables) => edit((old) => ({ ...old, variables: toRows(variables) })),
  };
  return (
    <>
      <h2 className="h4 added">Variables of this request</h2>
      {itemId === null ? (
        // The value of a secret is kept for the file that declares it.
        <VariableTable {...table} renderSecret={null} />
      ) : (
        <VariablesOfFile {...table} itemId={itemId} />
      )}
    </>
  );
}

function VariablesOfFile({
  itemId,
  ...table
}: TableProps & { readonly itemId: ItemId }): ReactElement {
  const { api, variables: seen } = useApp();
  const secrets = useSecrets(itemId);
  return (
    <VariableTable
      {...table}
      renderSecret={({ name }) => (
        <SecretCell
          name={name}
          isSet={secrets.names.has(name)}
          onWrite={(value) => api.secretsWrite({ environmentId: itemId, name, value })}
          onChanged={() => {
            secrets.refresh();
            seen.refresh();
          }}
        />
      )}
    />
  );
}
