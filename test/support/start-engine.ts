import { vi } from 'vitest';
import { LiveExchanges } from '../../main/ipc/live-exchanges.ts';
import { createLocalHandlers } from '../../main/ipc/local-handlers.ts';
import { createRunsHandlers } from '../../main/ipc/runs-handlers.ts';
import { StoredRequests } from '../../main/ipc/stored-requests.ts';
import { createWorkspaceHandlers } from '../../main/ipc/workspace-handlers.ts';
import { WorkspaceRoom } from '../../main/ipc/workspace-room.ts';
import { RunHistory } from '../../main/workspace/runs/run-history.ts';
import { SecretVault } from '../../main/workspace/secrets/secret-vault.ts';
import { FileGrants } from '../../main/workspace/variables/file-grants.ts';
import { GlobalVariables } from '../../main/workspace/variables/global-variables.ts';
import type { ExchangeProgress } from '../../shared/ipc/contract.ts';
import type { ExchangeId } from '../../shared/model/ids.ts';
import type { Run } from '../../shared/model/run.ts';
import type { ItemId } from '../../shared/model/workspace/tree.ts';
import type { WorkspaceFolder } from './workspace-folder.ts';

/** The one window of the tests. */
export const WINDOW = 1;

/** The engine as the app wires it, over a folder of local data. */
export async function startEngine(data: WorkspaceFolder, folder: WorkspaceFolder) {
  const pushes: ExchangeProgress[] = [];
  const runs = new RunHistory(data.at('runs.jsonl'));
  const exchanges = new LiveExchanges({
    spoolsFolder: data.at('spools'),
    userAgent: 'Tideline/test',
    runs,
    push: (_windowId, progress) => pushes.push(progress),
  });
  const room = new WorkspaceRoom(data.at('workspaces'), () => undefined);
  const keyring = {
    getProblem: () => null,
    encrypt: (text: string) => Buffer.from(text).map((byte) => byte ^ 0x55) as Buffer,
    decrypt: (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ 0x55)).toString('utf8'),
  };
  const vault = new SecretVault(data.at('secrets.json'), keyring);
  const globals = new GlobalVariables(data.at('globals.json'));
  const grants = new FileGrants(data.at('grants.json'));
  const getExchanges = async () => exchanges;
  const workspace = createWorkspaceHandlers({
    host: { askFolder: async () => folder.path },
    room,
    vault,
    stored: new StoredRequests({
      room,
      vault,
      globals,
      grants,
      getDemoOrigin: async () => 'http://127.0.0.1:1',
    }),
    findObstacle: async () => null,
    getExchanges,
  });
  const handlers = createRunsHandlers({
    runs,
    vault,
    grants,
    findObstacle: async () => null,
    getExchanges,
  });
  const local = createLocalHandlers({ room, vault, globals, grants });
  const itemIdOf = async (name: string): Promise<ItemId> => {
    const state = await room.getState();
    const item = state?.tree.find((each) => each.name === name)?.itemId;
    const environment = state?.environments.find((each) => each.name === name)?.environmentId;
    const found = item ?? environment;
    if (found === undefined) throw new Error(`nothing is called ${name}`);
    return found;
  };
  await workspace['workspace:open']({ recentId: null }, WINDOW);
  const list = async (search = ''): Promise<readonly Run[]> => {
    const page = await handlers['runs:list']({ search, beforeId: null, count: 50 }, WINDOW);
    if (!page.ok) throw new Error(page.error.kind);
    return page.value.runs;
  };
  const settle = async (exchangeId: ExchangeId): Promise<ExchangeProgress> =>
    vi.waitFor(() => {
      const last = pushes.findLast((push) => push.exchangeId === exchangeId);
      if (last?.state.kind !== 'closed') throw new Error('still open');
      return last;
    });
  return {
    workspace,
    handlers,
    local,
    vault,
    exchanges,
    room,
    list,
    settle,
    itemIdOf,
    close: async () => {
      await room.close();
      await exchanges.releaseWindow(WINDOW);
    },
  };
}
