import { Check } from 'lucide-react';
import type { AttemptTimings } from '../../../shared/model/attempt-timings.ts';
import { Icon } from '../../components/icon.tsx';
import { formatDuration, formatSeconds } from '../../components/time-format.ts';

/** Time after which the bar of the phase under way is full. It only shows that time passes. */
const BAR_FULL_MS = 10_000;

interface PhaseFact {
  readonly name: string;
  readonly text: string;
}

/** The phases that have passed. Timings are ends; what is shown is how long each took. */
function getPhases(timings: AttemptTimings): readonly PhaseFact[] {
  const ends = [
    ['DNS', timings.dnsMs],
    ['Connect', timings.connectMs],
    ['TLS', timings.tlsMs],
    ['Request', timings.requestMs],
  ] as const;
  let previousMs = 0;
  const phases = ends.map(([name, endMs]): PhaseFact => {
    if (endMs === null) return { name, text: name === 'TLS' ? 'off' : 'not needed' };
    const text = formatDuration(Math.max(0, endMs - previousMs));
    previousMs = endMs;
    return { name, text };
  });
  const { headersMs } = timings;
  if (headersMs === null) return phases;
  return [...phases, { name: 'Headers', text: formatDuration(headersMs) }];
}

/** How far a request came that waits: what has passed, and what it waits for. */
export function WaitingPhases(props: {
  readonly timings: AttemptTimings;
  readonly waitsFor: 'Headers' | 'First event';
  readonly waitedMs: number;
}) {
  const { timings, waitsFor, waitedMs } = props;
  return (
    <ul className="phs" aria-label="How far the request came">
      {getPhases(timings).map(({ name, text }) => (
        <li key={name} className="ph ok_">
          <div className="bar" />
          <div className="nm">
            <Icon of={Check} size={12} />
            {name}
          </div>
          <div className="tmv">{text}</div>
        </li>
      ))}
      <li className="ph">
        <div className="bar">
          <div
            className="barw"
            style={{ width: `${Math.min(100, (waitedMs / BAR_FULL_MS) * 100)}%` }}
          />
        </div>
        <div className="nm">{waitsFor}</div>
        <div className="tmv">waiting for {formatSeconds(waitedMs)}</div>
      </li>
    </ul>
  );
}
