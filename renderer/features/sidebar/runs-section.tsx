import { Clock } from 'lucide-react';
import type { ReactElement } from 'react';
import { useApp } from '../../app-context.ts';
import { Icon } from '../../components/icon.tsx';
import { useStore } from '../../stores/store.ts';
import { getTab } from '../../stores/tabs-store.ts';

/** What was sent, and what files were. */
export function RunsSection(): ReactElement {
  const { tabs, workspaceActions } = useApp();
  const isActive = useStore(
    tabs.store,
    (state) => getTab(state.tabs, state.activeId).kind === 'history',
  );
  return (
    <>
      <h2 className="sec">Runs</h2>
      <div className="tree">
        <button
          className={isActive ? 'ti on' : 'ti'}
          aria-current={isActive ? 'true' : undefined}
          onClick={() => workspaceActions.openPage('history')}
        >
          <Icon of={Clock} size={14} />
          History
        </button>
      </div>
    </>
  );
}
