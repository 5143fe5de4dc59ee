import { useState } from 'react';
import type { ReactElement } from 'react';
import type { SecretsState } from '../../../shared/ipc/workspace-contract.ts';
import type { StoredEnvironment } from '../../../shared/model/workspace/stored-environment.ts';
import { useApp } from '../../app-context.ts';
import { VariableTable } from '../../components/variable-table.tsx';
import { useStore } from '../../stores/store.ts';
import { isEdited } from '../../stores/tabs-store.ts';
import type { OpenEnvironment } from '../../stores/tabs-store.ts';
import { ColorField } from './color-field.tsx';
import { DotEnvGrants } from './dot-env-grants.tsx';
import { EnvironmentCompare } from './environment-compare.tsx';
import { SecretCell } from './secret-cell.tsx';
import { useSecrets } from './use-secrets.ts';

/** The editor of an environment: its name, colour and variables. */
export function EnvironmentPage({ tab }: { readonly tab: OpenEnvironment }): ReactElement {
  const { tabs, actions, workspace, workspaceActions } = useApp();
  const { draft } = tab;
  const environmentId = tab.item?.itemId ?? null;
  if (environmentId === null) throw new Error('an environment without a file');
  const secrets = useSecrets(environmentId);
  const selectedId = useStore(workspace.store, (state) => state?.selectedEnvironmentId ?? null);
  const hasOthers = useStore(workspace.store, (state) => (state?.environments.length ?? 0) > 1);
  const [isCompared, setIsCompared] = useState(false);
  const edit = (part: Partial<StoredEnvironment>): void =>
    tabs.change(tab.id, (now) =>
      now.kind === 'environment'
        ? { ...now, draft: { ...now.draft, ...part }, isPreview: false }
        : now,
    );
  const hasSecrets = draft.variables.some(({ isSecret }) => isSecret);

  return (
    <section className="page" aria-label={`Environment ${draft.name}`} data-area="request">
      <h1 className="sr">{`Environment ${draft.name}`}</h1>
      <div className="page-head">
        <input
          className="page-name"
          aria-label="Name of the environment"
          spellCheck={false}
          value={draft.name}
          onChange={(changeEvent) => edit({ name: changeEvent.currentTarget.value })}
        />
        <ColorField color={draft.color} onColor={(color) => edit({ color })} />
        <span className="grow" />
        {hasOthers && (
          <button
            className="btn"
            aria-pressed={isCompared}
            onClick={() => setIsCompared(!isCompared)}
          >
            Compare
          </button>
        )}
        <button className="btn" onClick={() => void workspaceActions.duplicate(environmentId)}>
          Duplicate
        </button>
        <button className="btn" onClick={() => void workspaceActions.remove([environmentId])}>
          Delete
        </button>
        <button
          className="btn"
          aria-pressed={selectedId === environmentId}
          onClick={() =>
            void workspaceActions.selectEnvironment(
              selectedId === environmentId ? null : environmentId,
            )
          }
        >
          {selectedId === environmentId ? 'In use' : 'Use'}
        </button>
        <button className="btn pri" disabled={!isEdited(tab)} onClick={() => actions.run('save')}>
          Save
        </button>
      </div>
      <div className="page-body">
        <VariableTable
          variables={draft.variables}
          onChange={(variables) => edit({ variables })}
          renderSecret={({ name }) => (
            <SecretCell
              environmentId={environmentId}
              name={name}
              isSet={secrets.names.has(name)}
              onChanged={secrets.refresh}
            />
          )}
        />
        {hasSecrets && secrets.state !== null && <GuardText state={secrets.state} />}
        {selectedId === environmentId && <DotEnvGrants />}
        {isCompared && <EnvironmentCompare environmentId={environmentId} draft={draft} />}
      </div>
    </section>
  );
}

/** How the values of secrets are kept on this computer, told plainly. */
function GuardText({ state }: { readonly state: SecretsState }): ReactElement {
  const { workspaceActions } = useApp();
  const unlock = (): void => workspaceActions.ask({ kind: 'unlock', onReady: () => undefined });
  if (state.kind === 'locked') {
    return (
      <p className="page-note warn" role="status">
        The secrets are locked with a passphrase.{' '}
        <button className="linkb" onClick={unlock}>
          Unlock
        </button>
      </p>
    );
  }
  if (state.kind === 'none') {
    return (
      <p className="page-note warn" role="status">
        {state.reason} So secrets have no place yet.{' '}
        <button className="linkb" onClick={unlock}>
          Choose how they are kept
        </button>
      </p>
    );
  }
  const texts = {
    keyring: 'Values of secrets are encrypted by the keyring of this system, and are in no file.',
    passphrase: 'Values of secrets are encrypted with your passphrase, and are in no file here.',
    session: 'Values of secrets are kept until Tideline closes, and are written nowhere.',
  };
  return <p className="page-note t3">{texts[state.guard]}</p>;
}
