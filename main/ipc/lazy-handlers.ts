import { RUNS_CHANNELS } from '../../shared/ipc/runs-contract.ts';
import type { RunsInvocations } from '../../shared/ipc/runs-contract.ts';
import { HTTP_CHANNELS } from '../../shared/ipc/http-contract.ts';
import type { HttpInvocations } from '../../shared/ipc/http-contract.ts';
import { WORKSPACE_CHANNELS } from '../../shared/ipc/workspace-contract.ts';
import type { WorkspaceInvocations } from '../../shared/ipc/workspace-contract.ts';
import type { InvocationHandlers } from './bind-invocations.ts';

/** The handlers of everything that is about the workspace. */
export type WorkspaceHandlers = Pick<InvocationHandlers, keyof WorkspaceInvocations>;

/** The handlers of everything that is about the history of exchanges. */
export type RunsHandlers = Pick<InvocationHandlers, keyof RunsInvocations>;
/** The handlers of everything that requests are sent with. */
export type HttpHandlers = Pick<InvocationHandlers, keyof HttpInvocations>;

type Handler = (input: unknown, windowId: number) => Promise<unknown>;

/** Handlers that load the real ones with the first use, so that the workspace does not hold back the window. */
export function toLazyWorkspaceHandlers(load: () => Promise<WorkspaceHandlers>): WorkspaceHandlers {
  return toLazy(WORKSPACE_CHANNELS, load) as unknown as WorkspaceHandlers;
}

/** The same for the history. */
export function toLazyRunsHandlers(load: () => Promise<RunsHandlers>): RunsHandlers {
  return toLazy(RUNS_CHANNELS, load) as unknown as RunsHandlers;
}

/** The same for what requests are sent with. */
export function toLazyHttpHandlers(load: () => Promise<HttpHandlers>): HttpHandlers {
  return toLazy(HTTP_CHANNELS, load) as unknown as HttpHandlers;
}

function toLazy<C extends string>(
  channels: Readonly<Record<C, true>>,
  load: () => Promise<{ readonly [P in C]: unknown }>,
): Record<string, Handler> {
  const lazy = (Object.keys(channels) as unknown as readonly C[]).map(
    (channel): [string, Handler] => [
      channel,
      async (input, windowId) => ((await load())[channel] as Handler)(input, windowId),
    ],
  );
  return Object.fromEntries(lazy);
}
