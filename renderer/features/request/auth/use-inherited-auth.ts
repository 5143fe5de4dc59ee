import { useEffect, useState } from 'react';
import type { WorkspaceState } from '../../../../shared/ipc/workspace-contract.ts';
import type { StoredAuth } from '../../../../shared/model/workspace/stored-auth.ts';
import type { ItemId } from '../../../../shared/model/workspace/tree.ts';
import type { Api } from '../../../api.ts';
import { useApp } from '../../../app-context.ts';
import { useStore } from '../../../stores/store.ts';

/** The authentication that a request gets from above. */
export interface InheritedAuth {
  readonly auth: StoredAuth;
  /** Name of the folder, or of the workspace. */
  readonly from: string;
}

/** Folders above an item, the nearest first; the collection, with id null, comes last. */
function listAbove(
  workspace: WorkspaceState,
  itemId: ItemId | null,
): readonly { readonly itemId: ItemId | null; readonly name: string }[] {
  const byId = new Map(workspace.tree.map((item) => [item.itemId, item]));
  const above: { itemId: ItemId | null; name: string }[] = [];
  let parentId = itemId === null ? null : (byId.get(itemId)?.parentId ?? null);
  while (parentId !== null) {
    const parent = byId.get(parentId);
    if (parent === undefined) break;
    above.push({ itemId: parentId, name: parent.name });
    ({ parentId } = parent);
  }
  return [...above, { itemId: null, name: workspace.name }];
}

async function readInherited(
  api: Api,
  workspace: WorkspaceState,
  itemId: ItemId | null,
): Promise<InheritedAuth | null> {
  for (const place of listAbove(workspace, itemId)) {
    const read = await api.itemRead({ itemId: place.itemId });
    if (!read.ok) continue;
    const { content } = read.value;
    const auth =
      content.kind === 'folder'
        ? content.folder.auth
        : content.kind === 'collection'
          ? content.collection.auth
          : null;
    if (auth !== null && auth.kind !== 'inherit') return { auth, from: place.name };
  }
  return null;
}

/** What the request at hand inherits; null: nothing, or not known yet. Read again when the workspace changes. */
export function useInheritedAuth(itemId: ItemId | null, isWanted: boolean): InheritedAuth | null {
  const { api, workspace: store } = useApp();
  const workspace = useStore(store.store, (state) => state);
  const [inherited, setInherited] = useState<InheritedAuth | null>(null);

  useEffect(() => {
    if (workspace === null || !isWanted) return;
    let isStale = false;
    void readInherited(api, workspace, itemId).then((found) => {
      if (!isStale) setInherited(found);
    });
    return () => {
      isStale = true;
    };
  }, [api, workspace, itemId, isWanted]);

  return workspace === null ? null : inherited;
}
