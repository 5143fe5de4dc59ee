import { Check, Earth, Plus, TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import type { EnvironmentItem, WorkspaceState } from '../../../shared/ipc/workspace-contract.ts';
import { useApp } from '../../app-context.ts';
import { Icon } from '../../components/icon.tsx';
import { useStore } from '../../stores/store.ts';
import { getTab } from '../../stores/tabs-store.ts';
import { ColorDot } from '../environment/color-dot.tsx';
import { useItemState } from './use-item-state.ts';

/** The environments: the check mark chooses, the name opens the editor. Beneath them what stands under all. */
export function EnvironmentsSection({ state }: { readonly state: WorkspaceState }): ReactElement {
  const { tabs, workspaceActions } = useApp();
  const isGlobals = useStore(
    tabs.store,
    (now) => getTab(now.tabs, now.activeId).kind === 'globals',
  );
  return (
    <>
      <div className="sec">
        <h2>Environments</h2>
        <button
          className="ib s"
          aria-label="New environment"
          title="New environment"
          onClick={() => workspaceActions.ask({ kind: 'new-environment' })}
        >
          <Icon of={Plus} size={14} />
        </button>
      </div>
      <ul className="tree env-list" aria-label="Environments">
        {state.environments.map((environment) => (
          <li key={environment.environmentId} className="env-row">
            <EnvironmentRow
              environment={environment}
              isSelected={environment.environmentId === state.selectedEnvironmentId}
            />
          </li>
        ))}
      </ul>
      <div className="tree">
        <button
          className={isGlobals ? 'ti on' : 'ti'}
          aria-current={isGlobals ? 'true' : undefined}
          title="Variables that every workspace on this computer sees"
          onClick={() => workspaceActions.openPage('globals')}
        >
          <Icon of={Earth} size={14} />
          Globals
        </button>
      </div>
    </>
  );
}

function EnvironmentRow(props: {
  readonly environment: EnvironmentItem;
  readonly isSelected: boolean;
}): ReactElement {
  const { workspaceActions } = useApp();
  const { environment, isSelected } = props;
  const { environmentId, name } = environment;
  const tab = useItemState(environmentId);
  return (
    <>
      <button
        className="env-check"
        role="radio"
        aria-checked={isSelected}
        aria-label={`Use ${name}`}
        title={isSelected ? `Stop using ${name}` : `Use ${name}`}
        onClick={() => void workspaceActions.selectEnvironment(isSelected ? null : environmentId)}
      >
        {isSelected && <Icon of={Check} size={12} />}
      </button>
      <button
        className={tab.isActive ? 'ti on' : 'ti'}
        aria-current={tab.isActive ? 'true' : undefined}
        title={`Edit ${name}`}
        onClick={() => void workspaceActions.openItem(environmentId, true)}
        onDoubleClick={() => void workspaceActions.openItem(environmentId, false)}
      >
        {environment.error === null ? (
          <ColorDot color={environment.color} />
        ) : (
          <Icon of={TriangleAlert} size={12} className="err" />
        )}
        <span className="ell">{name}</span>
        <span className="end">
          {tab.isEdited && <span className="dirty" title="Edited, not saved" />}
          <span className="ct" title={`${environment.variables} variables`}>
            {environment.variables}
          </span>
        </span>
      </button>
    </>
  );
}
