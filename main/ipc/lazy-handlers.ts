import type { LocalInvocations } from '../../shared/ipc/local-contract.ts';
import type { HttpInvocations } from '../../shared/ipc/http-contract.ts';
import type { RunsInvocations } from '../../shared/ipc/runs-contract.ts';
import type { TimelineInvocations } from '../../shared/ipc/timeline-contract.ts';
import type { WorkspaceInvocations } from '../../shared/ipc/workspace-contract.ts';
import type { InvocationChannel } from '../../shared/ipc/contract.ts';
import type { InvocationHandlers } from './bind-invocations.ts';

/** The handlers of everything that is about the workspace. */
export type WorkspaceHandlers = Pick<InvocationHandlers, keyof WorkspaceInvocations>;

/** The handlers of queries, marks, the time axis and export. */
export type TimelineHandlers = Pick<InvocationHandlers, keyof TimelineInvocations>;

/** The handlers of everything that is about the history of exchanges. */
export type RunsHandlers = Pick<InvocationHandlers, keyof RunsInvocations>;

/** The handlers of global variables and grants. */
export type LocalHandlers = Pick<InvocationHandlers, keyof LocalInvocations>;

/** The handlers of everything that requests are sent with. */
export type HttpHandlers = Pick<InvocationHandlers, keyof HttpInvocations>;

type Handler = (input: unknown, windowId: number) => Promise<unknown>;

/** Handlers that load the real ones with the first use, so that their room does not hold back the window. */
export function toLazyHandlers<C extends InvocationChannel>(
  channels: Readonly<Record<C, true>>,
  load: () => Promise<Pick<InvocationHandlers, C>>,
): Pick<InvocationHandlers, C> {
  const lazy = Object.keys(channels).map((channel): [string, Handler] => [
    channel,
    async (input, windowId) => ((await load())[channel as C] as Handler)(input, windowId),
  ]);
  return Object.fromEntries(lazy) as unknown as Pick<InvocationHandlers, C>;
}
