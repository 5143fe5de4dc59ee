import { WORKSPACE_CHANNELS } from '../../shared/ipc/workspace-contract.ts';
import type { WorkspaceInvocations } from '../../shared/ipc/workspace-contract.ts';
import type { InvocationHandlers } from './bind-invocations.ts';

/** The handlers of everything that is about the workspace. */
export type WorkspaceHandlers = Pick<InvocationHandlers, keyof WorkspaceInvocations>;

type Handler = (input: unknown, windowId: number) => Promise<unknown>;

/** Handlers that load the real ones with the first use, so that the workspace does not hold back the window. */
export function toLazyHandlers(load: () => Promise<WorkspaceHandlers>): WorkspaceHandlers {
  const channels = Object.keys(WORKSPACE_CHANNELS) as readonly (keyof WorkspaceInvocations)[];
  const lazy = channels.map((channel): [string, Handler] => [
    channel,
    async (input, windowId) => ((await load())[channel] as Handler)(input, windowId),
  ]);
  return Object.fromEntries(lazy) as unknown as WorkspaceHandlers;
}
