import { Check, ChevronDown } from 'lucide-react';
import type { ReactElement } from 'react';
import { useApp, usePlatform } from '../../app-context.ts';
import { Icon } from '../../components/icon.tsx';
import { MenuButton } from '../../components/menu-button.tsx';
import { toKeyText } from '../../keymap.ts';
import { useStore } from '../../stores/store.ts';
import { ColorDot } from './color-dot.tsx';

/** The environment in force, and the choice of another one. */
export function EnvironmentMenu(): ReactElement | null {
  const { workspace, workspaceActions } = useApp();
  const platform = usePlatform();
  const state = useStore(workspace.store, (value) => value);
  if (state === null) return null;
  const { environments, selectedEnvironmentId } = state;
  const selected = environments.find(
    ({ environmentId }) => environmentId === selectedEnvironmentId,
  );
  const name = selected?.name ?? 'No environment';
  const mark = (isChecked: boolean): ReactElement => (
    <span className="menu-mark">{isChecked && <Icon of={Check} size={12} />}</span>
  );
  return (
    <MenuButton
      id="environment"
      className="env"
      label={`Environment: ${name} (${toKeyText('environment', platform)})`}
      isRightAligned
      items={[
        {
          id: 'none',
          isChecked: selected === undefined,
          label: (
            <>
              {mark(selected === undefined)}
              <ColorDot color="" />
              No environment
            </>
          ),
          onSelect: () => void workspaceActions.selectEnvironment(null),
        },
        ...environments.map(({ environmentId, name: each, color }) => ({
          id: environmentId,
          isChecked: environmentId === selectedEnvironmentId,
          label: (
            <>
              {mark(environmentId === selectedEnvironmentId)}
              <ColorDot color={color} />
              {each}
            </>
          ),
          onSelect: () => void workspaceActions.selectEnvironment(environmentId),
        })),
        ...(selected === undefined
          ? []
          : [
              {
                id: 'edit',
                hasLine: true,
                label: `Edit ${selected.name}`,
                onSelect: () => void workspaceActions.openItem(selected.environmentId, false),
              },
            ]),
        {
          id: 'variables',
          hasLine: selected === undefined,
          label: 'Variables of the request…',
          onSelect: () => workspaceActions.ask({ kind: 'variables' }),
        },
        {
          id: 'new',
          label: 'New environment…',
          onSelect: () => workspaceActions.ask({ kind: 'new-environment' }),
        },
      ]}
    >
      <ColorDot color={selected?.color ?? ''} />
      <span className="ell">{name}</span>
      <Icon of={ChevronDown} size={12} />
    </MenuButton>
  );
}
