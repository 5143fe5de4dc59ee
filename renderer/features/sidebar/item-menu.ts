import type { WorkspaceState } from '../../../shared/ipc/workspace-contract.ts';
import type { AppServices } from '../../app-context.ts';
import type { MenuItem } from '../../components/menu-list.tsx';
import { formatPlural } from '../../components/number-format.ts';
import { getPlace } from './tree-rows.ts';
import type { TreeRow } from './tree-rows.ts';
import { getTargets } from './tree-selection.ts';

/** What can be done with a row, and with the selection where the row is part of it. */
export function toItemMenu(
  app: Pick<AppServices, 'tree' | 'workspaceActions'>,
  state: WorkspaceState,
  rows: readonly TreeRow[],
  row: TreeRow,
): readonly MenuItem[] {
  const { tree, workspaceActions } = app;
  const view = tree.store.get();
  const { item } = row;
  const targets = getTargets(view, rows, row.key);
  const isFolder = row.isOpen !== null;
  const place = getPlace(state.tree, row, 'inside');
  const parentId = isFolder ? (item?.itemId ?? null) : (item?.parentId ?? null);
  const single: readonly MenuItem[] =
    item === null
      ? []
      : [
          {
            id: 'rename',
            label: 'Rename',
            hasLine: true,
            onSelect: () => tree.change({ renaming: item.itemId }),
          },
          ...(isFolder
            ? []
            : [
                {
                  id: 'duplicate',
                  label: 'Duplicate',
                  onSelect: () => void workspaceActions.duplicate(item.itemId),
                },
              ]),
        ];
  return [
    {
      id: 'new-request',
      label: 'New request',
      onSelect: () => void workspaceActions.createItem('request', parentId),
    },
    {
      id: 'new-folder',
      label: 'New folder',
      onSelect: () => void workspaceActions.createItem('folder', parentId),
    },
    ...(isFolder
      ? [
          {
            id: 'settings',
            label: item === null ? 'Edit the collection' : 'Edit the folder',
            hasLine: true,
            onSelect: () => void workspaceActions.openItem(item?.itemId ?? null, false),
          },
        ]
      : [
          {
            id: 'open',
            label: 'Open',
            hasLine: true,
            onSelect: () => {
              if (item !== null) void workspaceActions.openItem(item.itemId, false);
            },
          },
        ]),
    ...(targets.length <= 1 ? single : []),
    ...(targets.length === 0
      ? []
      : [{ id: 'cut', label: 'Cut', onSelect: () => tree.change({ cut: targets }) }]),
    {
      id: 'paste',
      label:
        view.cut.length === 0 ? 'Paste' : `Paste ${formatPlural(view.cut.length, 'item')} here`,
      isDisabled: view.cut.length === 0,
      onSelect: () => void workspaceActions.move(view.cut, place.parentId, place.beforeId),
    },
    ...(targets.length === 0
      ? []
      : [
          {
            id: 'delete',
            label:
              targets.length === 1 ? 'Delete' : `Delete ${formatPlural(targets.length, 'item')}`,
            hasLine: true,
            onSelect: () => void workspaceActions.remove(targets),
          },
        ]),
  ];
}
