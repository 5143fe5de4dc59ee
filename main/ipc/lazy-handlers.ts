import { RUNS_CHANNELS } from '../../shared/ipc/runs-contract.ts';
import type { RunsInvocations } from '../../shared/ipc/runs-contract.ts';
import { WORKSPACE_CHANNELS } from '../../shared/ipc/workspace-contract.ts';
import type { WorkspaceInvocations } from '../../shared/ipc/workspace-contract.ts';
import type { InvocationHandlers } from './bind-invocations.ts';

/** The handlers of everything that is about the workspace. */
export type WorkspaceHandlers = Pick<InvocationHandlers, keyof WorkspaceInvocations>;

/** The handlers of everything that is about the history of exchanges. */
export type RunsHandlers = Pick<InvocationHandlers, keyof RunsInvocations>;

type Handler = (input: unknown, windowId: number) => Promise<unknown>;

/** Handlers that load the real ones with the first use, so that the workspace does not hold back the window. */
export function toLazyHandlers(load: () => Promise<WorkspaceHandlers>): WorkspaceHandlers {
  return toLazy(Object.keys(WORKSPACE_CHANNELS) as (keyof WorkspaceHandlers)[], load);
}

/** The same for the history. */
export function toLazyRunsHandlers(load: () => Promise<RunsHandlers>): RunsHandlers {
  return toLazy(Object.keys(RUNS_CHANNELS) as (keyof RunsHandlers)[], load);
}

function toLazy<H extends object>(channels: readonly (keyof H)[], load: () => Promise<H>): H {
  const lazy = channels.map((channel): [PropertyKey, Handler] => [
    channel,
    async (input, windowId) => ((await load())[channel] as Handler)(input, windowId),
  ]);
  return Object.fromEntries(lazy) as H;
}
