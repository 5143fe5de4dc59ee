import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
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

interface PhasesProps {
  readonly timings: AttemptTimings;
  readonly waitsFor: 'Headers' | 'First event';
  readonly waitedMs: number;
}

/** What fills a pane while a server is silent: what is known, how far the request came, and a way to stop it. */
export function WaitingView(
  props: Omit<PhasesProps, 'timings'> & {
    readonly title: string;
    readonly text: ReactNode;
    /** Null while they are not known. */
    readonly timings: AttemptTimings | null;
    readonly onStop: () => void;
    /** What else is known. */
    readonly children?: ReactNode;
  },
) {
  const { timings, waitsFor, waitedMs } = props;
  return (
    <div className="errw waiting">
      <div>
        <h2>{props.title}</h2>
        <p>{props.text}</p>
      </div>
      {timings !== null && (
        <WaitingPhases timings={timings} waitsFor={waitsFor} waitedMs={waitedMs} />
      )}
      {props.children}
      <div>
        <button className="btn" onClick={props.onStop}>
          Stop
        </button>
      </div>
    </div>
  );
}

/** How far a request came that waits: what has passed, and what it waits for. */
function WaitingPhases({ timings, waitsFor, waitedMs }: PhasesProps) {
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
