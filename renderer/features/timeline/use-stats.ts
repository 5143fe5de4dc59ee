import { useEffect, useState } from 'react';
import type { Bridge, ExchangeProgress } from '../../../shared/ipc/contract.ts';
import type { StreamStats } from '../../../shared/model/stream-stats.ts';

/** Time between two looks while the stream goes on, in milliseconds. */
const PULL_EVERY_MS = 1_000;
/** The same until every event was looked at, at the beginning and after the end. */
const COUNTING_EVERY_MS = 250;

/** Whether every event was looked at for what its data is. */
function isCounted({ types }: StreamStats): boolean {
  return types.every(({ json, events }) => json !== null && json.looked >= events);
}

/** Figures of a stream, asked for once a second while it goes on and until all of it is counted. */
export function useStats(api: Bridge, progress: ExchangeProgress): StreamStats | null {
  const { exchangeId, reading, state } = progress;
  const [stats, setStats] = useState<StreamStats | null>(null);
  const isOver = state.kind === 'closed';
  useEffect(() => {
    let isLate = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let pulls = 0;
    const pull = async (): Promise<StreamStats | null> => {
      if (document.hidden) return null;
      pulls++;
      const answer = await api.timelineStats({ exchangeId });
      if (!isLate && answer.ok) setStats(answer.value);
      return answer.ok ? answer.value : null;
    };
    const tick = async (): Promise<void> => {
      // Figures that cannot be had are asked for again by the next tick.
      const pulled = await pull().catch(() => null);
      const isWhole = pulled !== null && isCounted(pulled);
      if (isLate || (isOver && isWhole)) return;
      const isCounting = !isWhole && (isOver || pulls === 1);
      timer = setTimeout(() => void tick(), isCounting ? COUNTING_EVERY_MS : PULL_EVERY_MS);
    };
    void tick();
    return () => {
      isLate = true;
      clearTimeout(timer);
    };
  }, [api, exchangeId, reading, isOver]);
  return stats;
}
