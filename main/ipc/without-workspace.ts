import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { toStorageError } from '../../shared/model/to-storage-error.ts';
import { fail, ok } from '../../shared/result.ts';
import { hasCode } from '../workspace/files/folder-root.ts';
import { DraftStore } from '../workspace/draft-store.ts';
import type { WorkspaceHandlers } from './lazy-handlers.ts';

/** What the first picture asks of the workspace. */
type FirstQuestions = 'workspace:current' | 'session:read' | 'draft:list';

/**
 * Answers the first questions where no workspace was ever opened: the room of the workspace, which reads YAML and more,
 * is then not loaded for the first picture. `folder` is the room's own in the local data; `isRoomLoaded` tells whether
 * somebody needed it already, and then `handlers` answer.
 */
export function withoutWorkspace(
  handlers: Pick<WorkspaceHandlers, FirstQuestions>,
  folder: string,
  isRoomLoaded: () => boolean,
): Pick<WorkspaceHandlers, FirstQuestions> {
  const drafts = new DraftStore(join(folder, 'unsaved'));
  const isWithout = async (): Promise<boolean> =>
    !isRoomLoaded() && !(await wasWorkspaceOpened(folder)) && !isRoomLoaded();
  return {
    'workspace:current': async (input, windowId) =>
      (await isWithout()) ? ok(null) : handlers['workspace:current'](input, windowId),
    'session:read': async (input, windowId) => {
      if (!(await isWithout())) return handlers['session:read'](input, windowId);
      const { tabs, active } = await drafts.readSession();
      return ok({ tabs: tabs.map(withoutItem), active, collapsed: [] });
    },
    'draft:list': async (input, windowId) => {
      if (!(await isWithout())) return handlers['draft:list'](input, windowId);
      try {
        return ok((await drafts.list()).map(withoutItem));
      } catch (cause: unknown) {
        return fail(toStorageError(cause));
      }
    },
  };
}

/** Whether a workspace was opened at any time, as far as the local data tell. Never rejects. */
export async function wasWorkspaceOpened(folder: string): Promise<boolean> {
  return access(join(folder, 'recent.json')).then(
    () => true,
    (cause: unknown) => !hasCode(cause, 'ENOENT'),
  );
}

/** Nothing that is kept outside of a workspace belongs to an item. */
function withoutItem<T extends { readonly path: string | null }>({
  path: _path,
  ...kept
}: T): Omit<T, 'path'> & { readonly itemId: null } {
  return { ...kept, itemId: null };
}
