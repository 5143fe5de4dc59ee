import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { AskedFile, GlobalsState } from '../../shared/ipc/local-contract.ts';
import type { UnknownItem } from '../../shared/ipc/workspace-contract.ts';
import { fail, ok } from '../../shared/result.ts';
import { readContext } from '../workspace/read-workspace.ts';
import type { SecretVault } from '../workspace/secrets/secret-vault.ts';
import { toSecretKey } from '../workspace/secrets/secret-vault.ts';
import type { FileGrants } from '../workspace/variables/file-grants.ts';
import { GLOBAL_PLACE } from '../workspace/variables/global-variables.ts';
import type { GlobalVariables } from '../workspace/variables/global-variables.ts';
import { attempt } from './attempt.ts';
import type { LocalHandlers } from './lazy-handlers.ts';
import type { WorkspaceRoom } from './workspace-room.ts';

export interface LocalHandlerDeps {
  readonly room: Pick<WorkspaceRoom, 'current' | 'getEnvironment'>;
  readonly vault: SecretVault;
  readonly globals: GlobalVariables;
  readonly grants: FileGrants;
}

const NO_ITEM = fail<UnknownItem>({ kind: 'unknown-item' });

/** Names a secret among the global variables, which belong to no workspace. */
export function toGlobalKey(name: string): string {
  return toSecretKey('', GLOBAL_PLACE, name);
}

/** The handlers of global variables and grants. */
export function createLocalHandlers(deps: LocalHandlerDeps): LocalHandlers {
  const { room, vault, globals, grants } = deps;

  const readState = async (): Promise<GlobalsState> => {
    await vault.load();
    const variables = await globals.read();
    const secretNames = variables
      .filter(({ name, isSecret }) => isSecret && vault.get(toGlobalKey(name)) !== undefined)
      .map(({ name }) => name);
    return { variables, secretNames };
  };

  /** Files that the selected environment names; null: no workspace is open, or it cannot be read. */
  const listAsked = async (): Promise<{
    readonly root: string;
    readonly files: readonly AskedFile[];
  } | null> => {
    const open = await room.current();
    if (open === null) return null;
    const { root } = open.workspace;
    const context = await readContext(root, 'unsaved.yml', await room.getEnvironment(), []);
    if (!context.ok) return null;
    const paths = [...new Set(context.value.dotEnvPaths)];
    const files = paths.map(async (path): Promise<AskedFile> => {
      const realPath = await realpath(resolve(root.path, path)).catch(() => null);
      return {
        path,
        realPath,
        isGranted: realPath !== null && (await grants.has(root.path, path)),
      };
    });
    return { root: root.path, files: await Promise.all(files) };
  };

  return {
    'globals:read': () => attempt(async () => ok(await readState())),
    'globals:save': ({ variables }) =>
      attempt(async () => {
        await globals.write(variables);
        return ok(await readState());
      }),
    'globals:write-secret': ({ name, value }) =>
      attempt(async () => {
        await vault.set(toGlobalKey(name), value);
        return ok(null);
      }),
    'grants:list': () =>
      attempt(async () => {
        const asked = await listAsked();
        return asked === null ? NO_ITEM : ok(asked.files);
      }),
    'grants:set': ({ path, isGranted }) =>
      attempt(async () => {
        const asked = await listAsked();
        const file = asked?.files.find((each) => each.path === path);
        if (asked === null || file === undefined || file.realPath === null) return NO_ITEM;
        await grants.set(asked.root, path, isGranted);
        return ok(null);
      }),
  };
}
