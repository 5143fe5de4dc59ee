import { CHANNELS_WITHOUT_INPUT, INVOCATION_CHANNELS } from '../../shared/ipc/contract.ts';
import type {
  InvocationChannel,
  InvocationInput,
  InvocationOutput,
} from '../../shared/ipc/contract.ts';
import type { InvalidInput } from '../../shared/model/storage-error.ts';
import { fail } from '../../shared/result.ts';
import type { InvocationSender, IpcHost } from './ipc-host.ts';
import { loadValidators } from './load-validators.ts';
import { getPayloadLimits, isTooLarge } from './payload-size.ts';

/** One handler per channel; a channel without one does not compile. */
export type InvocationHandlers = {
  readonly [C in InvocationChannel]: (
    input: InvocationInput<C>,
    windowId: number,
  ) => Promise<InvocationOutput<C>>;
};

type Handler = (input: unknown, windowId: number) => Promise<unknown>;

/**
 * Binds every channel of the contract to its handler, behind the checks that a page cannot pass by:
 * the sender is the top frame of one of the app's windows and shows the app's own page, and the
 * input has the channel's form. Everything else is answered with an `invalid-input` value.
 *
 * Nothing is thrown across the boundary: a handler that throws has a bug, which goes to `logBug`
 * once, and the page gets an `invalid-input` value as well.
 */
export function bindInvocations(
  host: Pick<IpcHost, 'appOrigin' | 'handleInvocation'>,
  handlers: InvocationHandlers,
  logBug: (channel: InvocationChannel, cause: unknown) => void,
): void {
  for (const channel of INVOCATION_CHANNELS) {
    const handler = handlers[channel] as Handler;
    host.handleInvocation(channel, async (sender, input) => {
      const windowId = findAllowedWindow(sender, host.appOrigin);
      if (windowId === null) return refuse(`${channel}: the sender is not a window of the app`);
      try {
        if (isTooLarge(input, getPayloadLimits(channel)))
          return refuse(`${channel}: the input is too large`);
        // What the first picture asks for has no input, and does not wait for the validators.
        if (input === null && channel in CHANNELS_WITHOUT_INPUT)
          return await handler(null, windowId);
        const checked = (await loadValidators())[channel].safeParse(input);
        if (!checked.success) return refuse(`${channel}: ${describe(checked.error.issues)}`);
        return await handler(checked.data, windowId);
      } catch (cause) {
        logBug(channel, cause);
        return refuse(`${channel}: internal error: ${toText(cause)}`);
      }
    });
  }
}

function findAllowedWindow(sender: InvocationSender, appOrigin: string): number | null {
  return sender.isTopFrame && sender.origin === appOrigin ? sender.windowId : null;
}

function refuse(detail: string): { readonly ok: false; readonly error: InvalidInput } {
  return fail({ kind: 'invalid-input', detail });
}

/** Where the input is wrong. Paths and codes only: values may be secret. */
function describe(
  issues: readonly { readonly code?: string; readonly path: readonly PropertyKey[] }[],
): string {
  return issues
    .slice(0, 3)
    .map(
      ({ code, path }) => `${path.map(String).join('.').slice(0, 80) || 'input'} (${code ?? '?'})`,
    )
    .join(', ');
}

function toText(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).slice(0, 500);
}
