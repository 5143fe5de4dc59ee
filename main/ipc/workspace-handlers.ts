import type {
  ItemError,
  SecretsState,
  SendStoredError,
  SendStoredInput,
  UnknownItem,
} from '../../shared/ipc/workspace-contract.ts';
import type { ExchangeId } from '../../shared/model/ids.ts';
import { toStorageError } from '../../shared/model/to-storage-error.ts';
import type { ItemId } from '../../shared/model/workspace/tree.ts';
import { fail, ok } from '../../shared/result.ts';
import type { Result } from '../../shared/result.ts';
import { hideSecrets } from '../../shared/template/hide-secrets.ts';
import type { DraftStore } from '../workspace/draft-store.ts';
import { toEnvironmentPlace, toPlace } from '../workspace/read-workspace.ts';
import type { SecretVault } from '../workspace/secrets/secret-vault.ts';
import { toSecretKey } from '../workspace/secrets/secret-vault.ts';
import { freezeRequest } from '../workspace/variables/freeze-request.ts';
import { attempt } from './attempt.ts';
import type { IpcHost } from './ipc-host.ts';
import type { WorkspaceHandlers } from './lazy-handlers.ts';
import type { LiveExchanges } from './live-exchanges.ts';
import { withSecretPlaces } from './secret-places.ts';
import type { HttpRoom } from './http/http-room.ts';
import { bindRequestSecrets } from './secret-hosts.ts';
import type { StoredRequests } from './stored-requests.ts';
import type { OpenWorkspace, WorkspaceRoom } from './workspace-room.ts';

export interface WorkspaceHandlerDeps {
  readonly host: Pick<IpcHost, 'askFolder'>;
  readonly room: WorkspaceRoom;
  readonly vault: SecretVault;
  readonly getExchanges: () => Promise<Pick<LiveExchanges, 'send'>>;
  readonly stored: StoredRequests;
  /** What keeps a request from being sent that a person can do something about; null: nothing. */
  readonly findObstacle: HttpRoom['findObstacle'];
}

const NO_ITEM: { readonly ok: false; readonly error: UnknownItem } = fail({ kind: 'unknown-item' });

/** The handlers of everything that is about the workspace. */
export function createWorkspaceHandlers(deps: WorkspaceHandlerDeps): WorkspaceHandlers {
  const { host, room, vault, stored } = deps;

  /** Runs an action on the open workspace; what the system refuses becomes an error. */
  const inWorkspace = async <T, E>(
    action: (open: OpenWorkspace) => Promise<Result<T, E>>,
  ): Promise<Result<T, E | ItemError>> =>
    attempt<T, E | ItemError>(async () => {
      const open = await room.current();
      return open === null ? NO_ITEM : action(open);
    });
  const attemptValue = <T>(action: () => Promise<T>): Promise<Result<T, ItemError>> =>
    attempt<T, ItemError>(async () => ok(await action()));

  const getDrafts = (open: OpenWorkspace | null): DraftStore => open?.drafts ?? room.looseDrafts;
  const toPath = (open: OpenWorkspace | null, itemId: ItemId | null): string | null =>
    itemId === null || open === null ? null : open.workspace.getPath(itemId);
  const toId = (open: OpenWorkspace | null, path: string | null): ItemId | null =>
    path === null || open === null ? null : open.workspace.getId(path);

  const send = async (
    input: SendStoredInput,
    windowId: number,
  ): Promise<Result<ExchangeId, SendStoredError>> => {
    const filled = await stored.fill(input);
    if (!filled.ok) return filled;
    const { open, scopes, above, keyOf, settings, resolved } = filled.value;
    const keysOf = (names: readonly string[]) =>
      names.map((name) => {
        const layer = scopes.getSecretLayer(name);
        return { name, key: layer === null ? '' : keyOf(layer, name) };
      });
    const refused = await bindRequestSecrets(vault, resolved, keysOf, input.allowsNewHost);
    if (refused !== null) return fail(refused);
    const { hides } = resolved;
    const request = {
      ...resolved.request,
      ...(input.exceptions !== undefined && { exceptions: input.exceptions }),
    };
    const workspace = open?.workspace ?? null;
    const workspacePath = workspace?.root.path ?? null;
    const obstacle = await deps.findObstacle(request, workspacePath);
    if (obstacle !== null) return fail(obstacle);
    const frozen = freezeRequest(input.request, above, scopes);
    return (await deps.getExchanges()).send(windowId, request, {
      run: {
        name: input.request.name,
        workspacePath,
        itemPath: input.itemId === null ? null : (workspace?.getPath(input.itemId) ?? null),
        environment: await room.getEnvironment(),
        method: request.method,
        url: hideSecrets(request.url, hides),
      },
      request: { kind: 'frozen', frozen, stream: settings },
      hides,
    });
  };

  return {
    'workspace:current': async () => ok(await room.getState()),
    'workspace:recent': async () => ok(await room.listRecents()),
    'workspace:open': async ({ recentId }, windowId) =>
      attemptValue(async () => {
        const recents = await room.listRecents();
        const folder =
          recentId === null
            ? await host.askFolder(windowId, 'open')
            : (recents.find((recent) => recent.recentId === recentId)?.path ?? null);
        if (folder === null) return null;
        await room.open(folder);
        return room.getState();
      }),
    'workspace:create': async ({ name, isSample }, windowId) => {
      if (name.trim() === '') return fail({ kind: 'name-refused', problem: 'empty' });
      return attemptValue(async () => {
        const folder = await host.askFolder(windowId, 'create');
        if (folder === null) return null;
        await room.create(folder, name, isSample);
        return room.getState();
      });
    },
    'workspace:close': async () => {
      await room.close();
      return ok(null);
    },
    'workspace:rescan': async () => {
      await room.rescan();
      const state = await room.getState();
      return state === null ? NO_ITEM : ok(state);
    },
    'workspace:select-environment': ({ environmentId }) =>
      attemptValue(async () => {
        await room.selectEnvironment(environmentId);
        return null;
      }),
    'item:read': ({ itemId }) => inWorkspace(({ workspace }) => workspace.read(itemId)),
    'item:save': ({ itemId, version, change }) =>
      // The editor of an environment writes its name, which its secrets are kept under.
      inWorkspace(({ workspace }) =>
        withSecretPlaces(workspace, vault, () => workspace.save(itemId, version, change)),
      ),
    'item:create': ({ parentId, kind, name, request }) =>
      inWorkspace(({ workspace }) => workspace.create(parentId, kind, name, request)),
    'item:rename': ({ itemId, name }) =>
      inWorkspace(({ workspace }) =>
        withSecretPlaces(workspace, vault, () => workspace.rename(itemId, name)),
      ),
    'item:duplicate': ({ itemId }) => inWorkspace(({ workspace }) => workspace.duplicate(itemId)),
    'item:delete': ({ itemIds }) => inWorkspace(({ workspace }) => workspace.delete(itemIds)),
    'item:move': ({ itemIds, parentId, beforeId }) =>
      inWorkspace(({ workspace }) =>
        withSecretPlaces(workspace, vault, () => workspace.move(itemIds, parentId, beforeId)),
      ),
    'history:versions': ({ itemId }) =>
      inWorkspace(async ({ workspace }) => ok(await workspace.listVersions(itemId))),
    'history:read': ({ versionId }) =>
      inWorkspace(async ({ workspace }) => {
        const kept = await workspace.readVersion(versionId);
        return kept === null ? NO_ITEM : ok({ text: kept.bytes.toString('utf8') });
      }),
    'history:restore': ({ versionId }) =>
      inWorkspace(async ({ workspace }) => {
        const restored = await withSecretPlaces(workspace, vault, () =>
          workspace.restore(versionId),
        );
        return restored.ok ? ok({ path: restored.value }) : restored;
      }),
    'draft:list': () =>
      attemptValue(async () => {
        const open = await room.current();
        return (await getDrafts(open).list()).map(({ path, ...draft }) => ({
          ...draft,
          itemId: toId(open, path),
        }));
      }),
    'draft:save': ({ itemId, ...draft }) =>
      attemptValue(async () => {
        const open = await room.current();
        await getDrafts(open).save({ ...draft, path: toPath(open, itemId) });
        return null;
      }),
    'draft:remove': ({ draftKey }) =>
      attemptValue(async () => {
        await getDrafts(await room.current()).remove(draftKey);
        return null;
      }),
    'session:read': async () => {
      const open = await room.current();
      const { tabs, active, collapsed } = await getDrafts(open).readSession();
      return ok({
        tabs: tabs.map(({ path, ...tab }) => ({ ...tab, itemId: toId(open, path) })),
        active,
        collapsed: collapsed.flatMap((path) => toId(open, path) ?? []),
      });
    },
    'session:write': ({ tabs, active, collapsed }) =>
      attemptValue(async () => {
        const open = await room.current();
        await getDrafts(open).writeSession({
          tabs: tabs.map(({ itemId, ...tab }) => ({ ...tab, path: toPath(open, itemId) })),
          active,
          collapsed: collapsed.flatMap((itemId) => toPath(open, itemId) ?? []),
          environment: room.environmentPath,
        });
        return null;
      }),
    'secrets:state': async () => ok(await vault.getState()),
    'secrets:unlock': async ({ passphrase }) => {
      const opened = await attemptValue(() => vault.unlock(passphrase));
      if (!opened.ok) return opened;
      if (!opened.value) return fail({ kind: 'wrong-passphrase' });
      return ok(await vault.getState());
    },
    'secrets:use-session': () =>
      attemptValue((): Promise<SecretsState> => {
        vault.useSession();
        return vault.getState();
      }),
    'secrets:names': ({ environmentId }) =>
      inWorkspace(async ({ workspace }) => {
        const declared = await readSecretPlace(workspace, environmentId);
        if (declared === null) return NO_ITEM;
        await vault.load();
        const { place, names } = declared;
        const toKey = (name: string): string => toSecretKey(workspace.root.path, place, name);
        return ok(names.filter((name) => vault.get(toKey(name)) !== undefined));
      }),
    'secrets:write': ({ environmentId, name, value }) =>
      inWorkspace(async ({ workspace }) => {
        const declared = await readSecretPlace(workspace, environmentId);
        if (declared === null) return NO_ITEM;
        await vault.set(toSecretKey(workspace.root.path, declared.place, name), value);
        return ok(null);
      }),
    'variables:view': ({ itemId, request }) =>
      attemptValue(async () => stored.getScopes({ itemId, request })).then((prepared) => {
        if (!prepared.ok) return prepared;
        if (!prepared.value.ok) return fail(prepared.value.error.error);
        return ok(prepared.value.value.scopes.toViews());
      }),
    'request:send': async (input, windowId) => {
      try {
        return await send(input, windowId);
      } catch (cause: unknown) {
        return fail(toStorageError(cause));
      }
    },
  };
}

/** What declares secrets in the file of an item, or with null in that of the collection. */
async function readSecretPlace(
  workspace: OpenWorkspace['workspace'],
  itemId: ItemId | null,
): Promise<{ readonly place: string; readonly names: readonly string[] } | null> {
  const path = workspace.getFilePath(itemId);
  const read = await workspace.read(itemId);
  if (path === null || !read.ok) return null;
  const { content } = read.value;
  if (content.kind === 'text') return null;
  const part =
    content.kind === 'request'
      ? content.request
      : content.kind === 'folder'
        ? content.folder
        : content.kind === 'environment'
          ? content.environment
          : content.collection;
  // The name as it is listed: that of the file, where the environment says none.
  const environment = workspace.listing.environments.find(
    ({ environmentId }) => environmentId === itemId,
  );
  const place = environment === undefined ? toPlace(path) : toEnvironmentPlace(environment.name);
  const names = part.variables.filter(({ isSecret }) => isSecret).map(({ name }) => name);
  return { place, names };
}
