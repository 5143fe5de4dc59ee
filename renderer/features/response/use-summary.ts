import { useEffect, useState } from 'react';
import type { ExchangeSummary } from '../../../shared/ipc/contract.ts';
import type { ExchangeId } from '../../../shared/model/ids.ts';
import { useApp } from '../../app-context.ts';

/**
 * Heads, timings and trailers of an exchange; null before the first answer. Read again whenever
 * `stage` changes, which should name what the summary can have learnt.
 */
export function useSummary(exchangeId: ExchangeId | null, stage: string): ExchangeSummary | null {
  const { api } = useApp();
  const [summary, setSummary] = useState<ExchangeSummary | null>(null);

  useEffect(() => {
    if (exchangeId === null) return;
    let isWanted = true;
    void api.exchangeSummary({ exchangeId }).then((answer) => {
      if (isWanted && answer.ok) setSummary(answer.value);
    });
    return () => {
      isWanted = false;
    };
  }, [api, exchangeId, stage]);

  return summary?.exchangeId === exchangeId ? summary : null;
}
