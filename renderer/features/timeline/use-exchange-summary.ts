import { useCallback } from 'react';
import type { Bridge, ExchangeProgress, ExchangeSummary } from '../../../shared/ipc/contract.ts';
import { useLoaded } from './use-loaded.ts';
import type { Loaded } from './use-loaded.ts';

/** Heads and start time of an exchange; asked for again when the connection changes its state. */
export function useExchangeSummary(
  api: Bridge,
  progress: ExchangeProgress,
): Loaded<ExchangeSummary> {
  const { exchangeId, state, counters, head } = progress;
  const moment = `${state.kind} ${counters.connections} ${head?.status ?? ''}`;
  const load = useCallback(
    () => api.exchangeSummary({ exchangeId }),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the moment is what asks again
    [api, exchangeId, moment],
  );
  return useLoaded(load);
}
