import { FolderOpen, Plus, Waves } from 'lucide-react';
import type { ReactElement } from 'react';
import type { WorkspaceState } from '../../../shared/ipc/workspace-contract.ts';
import type { ItemId } from '../../../shared/model/workspace/tree.ts';
import { useApp } from '../../app-context.ts';
import { Icon } from '../../components/icon.tsx';
import { MenuButton } from '../../components/menu-button.tsx';
import { WorkspaceTree } from './workspace-tree.tsx';

/** The collection of the open workspace, with what the user should know about its folder. */
export function CollectionsSection(props: {
  readonly state: WorkspaceState;
  readonly wanted: string;
}): ReactElement {
  const { tree, workspaceActions } = useApp();
  const { state, wanted } = props;
  /** The folder that is chosen in the tree, or that holds what is chosen. */
  const getParentId = (): ItemId | null => {
    const { active } = tree.store.get();
    const item = state.tree.find(({ itemId }) => itemId === active);
    if (item === undefined) return null;
    return item.kind === 'folder' ? item.itemId : item.parentId;
  };
  return (
    <>
      <div className="sec">
        <h2>Collections</h2>
        <MenuButton
          className="ib s"
          label="New request or folder"
          isRightAligned
          items={[
            {
              id: 'request',
              label: 'New request',
              onSelect: () => void workspaceActions.createItem('request', getParentId()),
            },
            {
              id: 'folder',
              label: 'New folder',
              onSelect: () => void workspaceActions.createItem('folder', getParentId()),
            },
          ]}
        >
          <Icon of={Plus} size={14} />
        </MenuButton>
      </div>
      <WorkspaceTree state={state} wanted={wanted} />
      {state.tree.length === 0 && wanted === '' && (
        <p className="side-text">Nothing is saved here yet. Make a request with the plus above.</p>
      )}
      {state.notices.map((notice) => (
        <p key={notice.kind} className="side-text warn" role="status">
          {toNoticeText(notice)}
        </p>
      ))}
    </>
  );
}

function toNoticeText(notice: WorkspaceState['notices'][number]): string {
  switch (notice.kind) {
    case 'watching-by-poll':
      return `The system cannot watch this folder, so Tideline looks at it every few seconds (${notice.detail}).`;
    case 'limit-reached':
      return `The folder holds more than ${notice.limit} items. The rest is not shown.`;
    default:
      return `${notice.path} cannot be read (${notice.detail}).`;
  }
}

/** What stands in place of the collection while no workspace is open. */
export function NoCollection(): ReactElement {
  const { workspaceActions, actions } = useApp();
  return (
    <>
      <div className="sec">
        <h2>Collections</h2>
        <button
          className="ib s"
          aria-label="New workspace"
          title="New workspace"
          onClick={() => actions.run('new-workspace')}
        >
          <Icon of={Plus} size={14} />
        </button>
      </div>
      <p className="side-text">
        Saved requests appear here. Collections are plain files in a folder you choose, so they go
        in git.
      </p>
      <div className="tree">
        <button className="ti" onClick={() => void workspaceActions.open(null)}>
          <Icon of={FolderOpen} size={14} />
          Open a folder…
        </button>
        <button className="ti" onClick={() => void workspaceActions.createSample()}>
          <Icon of={Waves} size={14} />
          Create the sample…
        </button>
      </div>
    </>
  );
}
