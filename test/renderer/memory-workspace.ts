import type {
  Draft,
  ItemDocument,
  KeptVersion,
  Session,
  WorkspaceState,
} from '../../shared/ipc/workspace-contract.ts';
import type { ItemContent } from '../../shared/model/workspace/item-content.ts';
import { createStoredRequest } from '../../shared/model/workspace/stored-request.ts';
import type { ItemId, TreeItem } from '../../shared/model/workspace/tree.ts';
import { fail, ok } from '../../shared/result.ts';
import type { Api } from '../../renderer/api.ts';

/** A workspace in memory that answers as main does, as far as the window can tell. */
export interface MemoryWorkspace {
  readonly api: Partial<Api>;
  readonly items: TreeItem[];
  readonly contents: Map<ItemId, { version: string; content: ItemContent }>;
  readonly drafts: Map<string, Draft>;
  readonly calls: string[];
  session: Session;
  /** As another program does it: the file changes, and the window is told. */
  readonly changeOnDisk: (itemId: ItemId, content: ItemContent | null) => void;
}

export const idOf = (name: string): ItemId =>
  `i-${name.toLowerCase().replaceAll(' ', '-')}` as ItemId;

/** A request at the root or in a folder; a folder where the URL is null. */
export type Seed = readonly [name: string, parent: string | null, url: string | null];

export function createMemoryWorkspace(seeds: readonly Seed[]): MemoryWorkspace {
  const listeners = new Set<(push: { readonly revision: number | null }) => void>();
  let revision = 1;
  let versions = 0;
  const nextVersion = (): string => String((versions += 1)).padStart(64, '0');
  const toItem = (name: string, parentId: ItemId | null, isFolder: boolean): TreeItem => ({
    itemId: idOf(name),
    parentId,
    kind: isFolder ? 'folder' : 'http',
    name,
    path: isFolder ? name : `${name}.yml`,
    seq: null,
    method: isFolder ? '' : 'GET',
    isStream: false,
    error: null,
  });
  const memory: MemoryWorkspace = {
    items: seeds.map(([name, parent, url]) =>
      toItem(name, parent === null ? null : idOf(parent), url === null),
    ),
    contents: new Map(
      seeds.flatMap(([name, , url]) => {
        const request = { ...createStoredRequest(name), url: url ?? '' };
        const content = { kind: 'request', request } as const;
        return url === null ? [] : [[idOf(name), { version: nextVersion(), content }] as const];
      }),
    ),
    drafts: new Map(),
    calls: [],
    session: { tabs: [], active: 0, collapsed: [] },
    changeOnDisk: (itemId, content) => {
      if (content === null) {
        memory.contents.delete(itemId);
        memory.items.splice(
          memory.items.findIndex((item) => item.itemId === itemId),
          1,
        );
      } else memory.contents.set(itemId, { version: nextVersion(), content });
      tell();
    },
    api: {
      workspaceCurrent: async () => ok(getState()),
      itemRead: async ({ itemId }) => {
        const found = itemId === null ? undefined : memory.contents.get(itemId);
        return found === undefined || itemId === null
          ? fail({ kind: 'unknown-item' })
          : ok<ItemDocument>({ itemId, ...found });
      },
      itemSave: async ({ itemId, version, change }) => {
        const found = itemId === null ? undefined : memory.contents.get(itemId);
        if (itemId === null || found === undefined) return fail({ kind: 'unknown-item' });
        if (version !== 'overwrite' && version !== found.version) {
          return fail({ kind: 'changed-by-other', version: found.version });
        }
        const content: ItemContent = change.kind === 'text' ? { ...change, error: null } : change;
        const next = { version: nextVersion(), content };
        memory.contents.set(itemId, next);
        memory.calls.push(`save ${itemId}`);
        tell();
        return ok({ itemId, ...next });
      },
      itemCreate: async ({ parentId, kind, name, request }) => {
        const item = toItem(name, parentId, kind === 'folder');
        memory.items.push(item);
        const content = { kind: 'request', request: request ?? createStoredRequest(name) } as const;
        if (kind === 'request') {
          memory.contents.set(item.itemId, { version: nextVersion(), content });
        }
        memory.calls.push(`create ${kind} ${name} in ${parentId ?? 'root'}`);
        tell();
        return ok(item.itemId);
      },
      itemRename: async ({ itemId, name }) => {
        const at = memory.items.findIndex((item) => item.itemId === itemId);
        memory.items[at] = { ...(memory.items[at] as TreeItem), name };
        memory.calls.push(`rename ${itemId} to ${name}`);
        tell();
        return ok(null);
      },
      itemDelete: async ({ itemIds }) => {
        for (const itemId of itemIds) {
          memory.items.splice(
            memory.items.findIndex((item) => item.itemId === itemId),
            1,
          );
          memory.contents.delete(itemId);
        }
        memory.calls.push(`delete ${itemIds.join(' ')}`);
        tell();
        return ok(null);
      },
      itemMove: async ({ itemIds, parentId, beforeId }) => {
        memory.calls.push(
          `move ${itemIds.join(' ')} into ${parentId ?? 'root'} before ${beforeId ?? 'end'}`,
        );
        return ok(null);
      },
      historyVersions: async () =>
        ok([
          { ...KEPT, versionId: 'new', atMs: Date.now() + 1_000 },
          { ...KEPT, versionId: 'old', atMs: 0 },
        ]),
      historyRestore: async ({ versionId }) => {
        memory.calls.push(`restore ${versionId}`);
        return ok({ path: KEPT.path });
      },
      draftList: async () => ok([...memory.drafts.values()]),
      draftSave: async (draft) => {
        memory.drafts.set(draft.draftKey, draft);
        return ok(null);
      },
      draftRemove: async ({ draftKey }) => {
        memory.drafts.delete(draftKey);
        return ok(null);
      },
      sessionRead: async () => ok(memory.session),
      sessionWrite: async (session) => {
        memory.session = session;
        return ok(null);
      },
      onWorkspaceChanged: (listener) => {
        listeners.add(listener);
        return () => {
          listeners.delete(listener);
        };
      },
    },
  };
  const tell = (): void => {
    revision += 1;
    for (const listener of listeners) listener({ revision });
  };
  const getState = (): WorkspaceState => ({
    revision,
    name: 'Shop',
    path: '/shop',
    tree: [...memory.items],
    environments: [],
    selectedEnvironmentId: null,
    notices: [],
  });
  return memory;
}

const KEPT: KeptVersion = {
  versionId: '',
  path: 'Get order.yml',
  reason: 'deleted',
  atMs: 0,
  sizeBytes: 1,
};
