import type { WorkspaceInvocations } from '../../shared/ipc/workspace-contract.ts';
import { fail, ok } from '../../shared/result.ts';
import type { Api } from '../../renderer/api.ts';

type CamelCase<S extends string> = S extends `${infer Head}:${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : S extends `${infer Head}-${infer Tail}`
    ? `${Head}${Capitalize<CamelCase<Tail>>}`
    : S;

type WorkspaceApi = Pick<Api, CamelCase<keyof WorkspaceInvocations> | 'onWorkspaceChanged'>;

/** The part of the bridge that is about the workspace, without one that is open. */
export function createFakeWorkspaceApi(): WorkspaceApi {
  const noItem = async () => fail({ kind: 'unknown-item' } as const);
  return {
    workspaceCurrent: async () => ok(null),
    workspaceRecent: async () => ok([]),
    workspaceOpen: async () => ok(null),
    workspaceCreate: async () => ok(null),
    workspaceClose: async () => ok(null),
    workspaceRescan: noItem,
    workspaceSelectEnvironment: async () => ok(null),
    itemRead: noItem,
    itemSave: noItem,
    itemCreate: noItem,
    itemRename: noItem,
    itemDuplicate: noItem,
    itemDelete: noItem,
    itemMove: noItem,
    historyVersions: async () => ok([]),
    historyRead: noItem,
    historyRestore: noItem,
    draftList: async () => ok([]),
    draftSave: async () => ok(null),
    draftRemove: async () => ok(null),
    sessionRead: async () => ok({ tabs: [], active: 0, collapsed: [] }),
    sessionWrite: async () => ok(null),
    secretsState: async () => ok({ kind: 'ready', guard: 'session' }),
    secretsUnlock: async () => ok({ kind: 'ready', guard: 'passphrase' }),
    secretsUseSession: async () => ok({ kind: 'ready', guard: 'session' }),
    secretsNames: async () => ok([]),
    secretsWrite: async () => ok(null),
    variablesView: async () => ok([]),
    requestSend: noItem,
    onWorkspaceChanged: () => () => undefined,
  };
}
