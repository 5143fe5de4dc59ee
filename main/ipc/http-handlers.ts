import { HTTP_CHANNELS } from '../../shared/ipc/http-contract.ts';
import { fail } from '../../shared/result.ts';
import type { HttpHandlers } from './lazy-handlers.ts';

/** The handlers of everything that requests are sent with. */
export function createHttpHandlers(): HttpHandlers {
  const answer = () =>
    Promise.resolve(fail({ kind: 'invalid-input' as const, detail: 'not there yet' }));
  return Object.fromEntries(
    Object.keys(HTTP_CHANNELS).map((channel) => [channel, answer]),
  ) as unknown as HttpHandlers;
}
