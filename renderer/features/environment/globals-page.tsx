import { useCallback, useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import type { SecretsState } from '../../../shared/ipc/workspace-contract.ts';
import { useApp } from '../../app-context.ts';
import { VariableTable } from '../../components/variable-table.tsx';
import type { GlobalsView } from '../../stores/globals-store.ts';
import { useStore } from '../../stores/store.ts';
import { toItemErrorText } from '../workspace/item-error-text.ts';
import { GuardText } from './guard-text.tsx';
import { SecretCell } from './secret-cell.tsx';

/** The editor of the variables that every workspace on this computer sees. */
export function GlobalsPage(): ReactElement {
  const { globals } = useApp();
  const view = useStore(globals.store, (state) => state);
  useEffect(() => void globals.load(), [globals]);

  return (
    <section className="page" aria-label="Global variables" data-area="request">
      <div className="page-head">
        <h1>Globals</h1>
      </div>
      <div className="page-body">
        <p className="page-note t3">
          Every workspace sees these variables, beneath all of its own. They are kept on this
          computer, in no workspace, as you type. Tideline adds{' '}
          <span className="mono">demoUrl</span>, the address of its demo endpoints, unless you name
          one so.
        </p>
        {view.kind === 'failed' && (
          <p className="page-note err" role="alert">
            The global variables cannot be read. {toItemErrorText(view.error)}{' '}
            <button className="linkb" onClick={() => void globals.load()}>
              Try again
            </button>
          </p>
        )}
        {view.kind === 'ready' && <GlobalsTable view={view} />}
      </div>
    </section>
  );
}

function GlobalsTable(props: {
  readonly view: Extract<GlobalsView, { kind: 'ready' }>;
}): ReactElement {
  const { api, globals, variables: seen, windowState } = useApp();
  const { variables, secretNames } = props.view;
  const [guard, setGuard] = useState<SecretsState | null>(null);
  const hasDialog = useStore(windowState, (state) => state.dialog !== null);
  const refresh = useCallback(() => {
    void api.secretsState(null).then((answer) => setGuard(answer.ok ? answer.value : null));
    void globals.load();
  }, [api, globals]);
  // A dialog may have unlocked the secrets.
  useEffect(refresh, [refresh, hasDialog]);

  return (
    <>
      <VariableTable
        variables={variables}
        onChange={globals.change}
        renderSecret={({ name }) => (
          <SecretCell
            name={name}
            isSet={secretNames.includes(name)}
            onWrite={(value) => api.globalsWriteSecret({ name, value })}
            onChanged={() => {
              refresh();
              seen.refresh();
            }}
          />
        )}
      />
      {variables.some(({ isSecret }) => isSecret) && guard !== null && <GuardText state={guard} />}
    </>
  );
}
