import { useEffect, useRef, useState } from 'react';
import type { Bridge, ExchangeProgress } from '../../../shared/ipc/contract.ts';
import type { TimeAxis } from '../../../shared/model/time-axis.ts';
import type { TimeSpan } from '../../stores/stream-sessions.ts';

/** At most four pulls a second while the stream goes on. */
const PULL_EVERY_MS = 250;

/**
 * Pulls the bins of a span while the window is visible and something has changed; at once when the span is another
 * one. The newest answer stays until the next one is here.
 */
export function useTimeAxis(
  api: Bridge,
  progress: ExchangeProgress,
  span: TimeSpan | null,
  bins: number,
): TimeAxis | null {
  const { exchangeId, reading } = progress;
  const [axis, setAxis] = useState<TimeAxis | null>(null);
  const entries = useRef(0);
  entries.current = progress.counters.entries;
  const fromMs = span?.fromMs ?? null;
  const toMs = span?.toMs ?? null;
  useEffect(() => {
    if (bins === 0) return;
    let isOver = false;
    let isLoading = false;
    let loaded = -1;
    const pull = async (): Promise<void> => {
      const wanted = entries.current;
      if (isLoading || document.hidden || wanted === loaded) return;
      isLoading = true;
      try {
        const asked = fromMs === null || toMs === null ? null : { fromMs, toMs };
        const answer = await api.timelineAxis({ exchangeId, span: asked, bins, queryId: null });
        if (isOver || !answer.ok) return;
        loaded = wanted;
        setAxis(answer.value);
      } finally {
        isLoading = false;
      }
    };
    // An axis that cannot be had is no reason to trouble anyone; the next tick asks again.
    const tick = (): void => void pull().catch(() => undefined);
    tick();
    const timer = setInterval(tick, PULL_EVERY_MS);
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [api, exchangeId, reading, bins, fromMs, toMs]);
  return axis;
}
