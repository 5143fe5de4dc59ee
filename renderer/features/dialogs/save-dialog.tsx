import { useId, useState } from 'react';
import type { ReactElement } from 'react';
import type { TreeItem } from '../../../shared/model/workspace/tree.ts';
import { useApp } from '../../app-context.ts';
import { ModalDialog } from '../../components/modal-dialog.tsx';
import { useStore } from '../../stores/store.ts';
import { getTab, getTabTitle } from '../../stores/tabs-store.ts';

/** Asks under which name and in which folder a request is saved. */
export function SaveDialog(props: {
  readonly tabId: number;
  readonly onClose: () => void;
}): ReactElement {
  const { tabs, tree, workspace, workspaceActions } = useApp();
  const state = useStore(workspace.store, (value) => value);
  const [name, setName] = useState(() => getTabTitle(getTab(tabs.store.get().tabs, props.tabId)));
  const items = state?.tree ?? [];
  const [folder, setFolder] = useState(() => getFolder(items, tree.store.get().active));
  const ids = { name: useId(), folder: useId() };
  const isEmpty = name.trim() === '';
  const submit = (): void => {
    if (isEmpty) return;
    props.onClose();
    const parentId = items.find(({ itemId }) => itemId === folder)?.itemId ?? null;
    void workspaceActions.saveAs(props.tabId, parentId, name.trim());
  };
  return (
    <ModalDialog
      title="Save the request"
      onClose={props.onClose}
      onSubmit={submit}
      actions={
        <>
          <button type="button" className="btn" onClick={props.onClose}>
            Cancel
          </button>
          <button type="submit" className="btn pri" disabled={isEmpty}>
            Save
          </button>
        </>
      }
    >
      <label htmlFor={ids.name}>Name</label>
      <input
        id={ids.name}
        className="fld"
        spellCheck={false}
        autoComplete="off"
        data-autofocus
        value={name}
        onChange={(changeEvent) => setName(changeEvent.currentTarget.value)}
      />
      <label htmlFor={ids.folder}>Folder</label>
      <select
        id={ids.folder}
        className="fld"
        value={folder}
        onChange={(changeEvent) => setFolder(changeEvent.currentTarget.value)}
      >
        <option value="">{state?.name ?? ''}</option>
        {items
          .filter(({ kind }) => kind === 'folder')
          .map((item) => (
            <option key={item.itemId} value={item.itemId}>
              {toFolderLabel(items, item)}
            </option>
          ))}
      </select>
    </ModalDialog>
  );
}

/** The folder that is chosen in the tree, or that holds what is chosen; empty for the root. */
function getFolder(items: readonly TreeItem[], active: string | null): string {
  const item = items.find(({ itemId }) => itemId === active);
  if (item === undefined) return '';
  return (item.kind === 'folder' ? item.itemId : item.parentId) ?? '';
}

/** Names of the folders that lead to one. */
function toFolderLabel(items: readonly TreeItem[], folder: TreeItem): string {
  const parent = items.find(({ itemId }) => itemId === folder.parentId);
  return parent === undefined ? folder.name : `${toFolderLabel(items, parent)} / ${folder.name}`;
}
