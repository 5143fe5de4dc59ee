import { useEffect, useState } from 'react';
import type { Bridge, ExchangeProgress } from '../../../shared/ipc/contract.ts';
import type { StreamStats } from '../../../shared/model/stream-stats.ts';

/** Time between two looks while the stream goes on, in milliseconds. */
const PULL_EVERY_MS = 1_000;

/** Whether every event was looked at. */
function isCounted({ types }: StreamStats): boolean {
  return types.every(({ json, events }) => json !== null && json.looked >= events);
}

/** Figures of a stream, asked for once a second while it goes on and until all of it is counted. */
export function useStats(api: Bridge, progress: ExchangeProgress): StreamStats | null {
  const { exchangeId, reading, state } = progress;
  const [stats, setStats] = useState<StreamStats | null>(null);
  // After the end the events are still looked at for some time.
  const isOver = state.kind === 'closed' && stats !== null && isCounted(stats);
  useEffect(() => {
    let isLate = false;
    const pull = async (): Promise<void> => {
      if (document.hidden) return;
      const answer = await api.timelineStats({ exchangeId });
      if (!isLate && answer.ok) setStats(answer.value);
    };
    // Figures that cannot be had are asked for again by the next tick.
    const tick = (): void => void pull().catch(() => undefined);
    tick();
    const timer = isOver ? null : setInterval(tick, PULL_EVERY_MS);
    return () => {
      isLate = true;
      if (timer !== null) clearInterval(timer);
    };
  }, [api, exchangeId, reading, isOver]);
  return stats;
}
