import { Check, X } from 'lucide-react';
import type { ReactElement } from 'react';
import type { AttemptTimings } from '../../../shared/model/attempt-timings.ts';
import type { Phase } from '../../../shared/model/network-error.ts';
import { Icon } from '../../components/icon.tsx';
import { formatDuration } from '../../components/time-format.ts';

const PHASES: readonly { readonly id: Phase; readonly name: string }[] = [
  { id: 'dns', name: 'DNS' },
  { id: 'connect', name: 'Connect' },
  { id: 'tls', name: 'TLS' },
  { id: 'request', name: 'Request' },
  { id: 'headers', name: 'Headers' },
  { id: 'first-event', name: 'First event' },
];

/** How long a passed phase took, from the end of the one before it that is known. */
function toPassedWords(phase: Phase, timings: AttemptTimings): string {
  const ends: readonly (readonly [Phase, number | null])[] = [
    ['dns', timings.dnsMs],
    ['connect', timings.connectMs],
    ['tls', timings.tlsMs],
    ['request', timings.requestMs],
    ['headers', timings.headersMs],
  ];
  let before = 0;
  for (const [name, endMs] of ends) {
    // An address typed as digits needs no look-up.
    if (name === phase) return endMs === null ? formatDuration(0) : formatDuration(endMs - before);
    before = endMs ?? before;
  }
  return formatDuration(0);
}

/** How far a failed request came. */
export function Phases(props: {
  readonly failedPhase: Phase;
  readonly isTlsUsed: boolean;
  readonly failedAfterMs: number;
  /** When the phases that passed had ended. */
  readonly timings: AttemptTimings;
}): ReactElement {
  const failedAt = PHASES.findIndex((phase) => phase.id === props.failedPhase);
  return (
    <div className="phs" role="list" aria-label="How far the request came">
      {PHASES.map((phase, index) => {
        const isOff = phase.id === 'tls' && !props.isTlsUsed;
        const isPassed = index < failedAt && !isOff;
        const isFailed = index === failedAt;
        const look = isOff ? 'na' : isPassed ? 'ok_' : isFailed ? 'no' : '';
        const words = isOff
          ? 'off'
          : isPassed
            ? toPassedWords(phase.id, props.timings)
            : isFailed
              ? formatDuration(props.failedAfterMs)
              : 'not reached';
        return (
          <div key={phase.id} className={`ph ${look}`} role="listitem">
            <div className="bar" />
            <div className="nm">
              {isPassed && <Icon of={Check} size={12} />}
              {isFailed && <Icon of={X} size={12} />}
              {phase.name}
            </div>
            <div className="tmv">{words}</div>
          </div>
        );
      })}
    </div>
  );
}
