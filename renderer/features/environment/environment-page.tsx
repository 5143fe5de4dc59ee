import { useState } from 'react';
import type { ReactElement } from 'react';
import type { StoredEnvironment } from '../../../shared/model/workspace/stored-environment.ts';
import { useApp } from '../../app-context.ts';
import { VariableTable } from '../../components/variable-table.tsx';
import { useStore } from '../../stores/store.ts';
import { isEdited } from '../../stores/tabs-store.ts';
import type { OpenEnvironment } from '../../stores/tabs-store.ts';
import { ColorField } from './color-field.tsx';
import { DotEnvGrants } from './dot-env-grants.tsx';
import { EnvironmentCompare } from './environment-compare.tsx';
import { GuardText } from './guard-text.tsx';
import { SecretCell } from './secret-cell.tsx';
import { useSecrets } from './use-secrets.ts';

/** The editor of an environment: its name, colour and variables. */
export function EnvironmentPage({ tab }: { readonly tab: OpenEnvironment }): ReactElement {
  const { api, tabs, actions, workspace, workspaceActions } = useApp();
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
              name={name}
              isSet={secrets.names.has(name)}
              onWrite={(value) => api.secretsWrite({ environmentId, name, value })}
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
