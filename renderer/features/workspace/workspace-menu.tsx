import { ChevronDown, Waves } from 'lucide-react';
import { useState } from 'react';
import type { ReactElement } from 'react';
import type { RecentWorkspace } from '../../../shared/ipc/workspace-contract.ts';
import { useApp } from '../../app-context.ts';
import { Icon } from '../../components/icon.tsx';
import { MenuButton } from '../../components/menu-button.tsx';
import { useStore } from '../../stores/store.ts';

/** The name of the workspace, and what can be done about it. */
export function WorkspaceMenu(): ReactElement {
  const { api, workspace, workspaceActions, actions } = useApp();
  const state = useStore(workspace.store, (value) => value);
  const [recents, setRecents] = useState<readonly RecentWorkspace[]>([]);
  const others = recents.filter(({ path }) => path !== state?.path);
  const name = state?.name ?? 'Personal';
  const loadRecents = (): void => {
    void api.workspaceRecent(null).then((answer) => {
      if (answer.ok) setRecents(answer.value);
    });
  };
  return (
    <MenuButton
      className="ws"
      label={`Workspace: ${name}`}
      onOpen={loadRecents}
      items={[
        {
          id: 'open',
          label: 'Open a folder…',
          onSelect: () => actions.run('open-folder'),
        },
        {
          id: 'create',
          label: 'New workspace…',
          onSelect: () => actions.run('new-workspace'),
        },
        {
          id: 'sample',
          label: 'Create the sample “Modern Pet Store”…',
          onSelect: () => actions.run('create-sample'),
        },
        ...others.map((recent, index) => ({
          id: recent.recentId,
          hasLine: index === 0,
          label: (
            <span className="recent">
              <span className="ell">{recent.name}</span>
              <span className="ell t3 small">{recent.path}</span>
            </span>
          ),
          onSelect: () => void workspaceActions.open(recent.recentId),
        })),
        ...(state === null
          ? []
          : [
              {
                id: 'close',
                label: 'Close the workspace',
                hasLine: true,
                onSelect: () => actions.run('close-workspace'),
              },
            ]),
      ]}
    >
      <span className="mark">
        <Icon of={Waves} size={14} />
      </span>
      <span className="ell">{name}</span>
      <Icon of={ChevronDown} size={12} />
    </MenuButton>
  );
}
