import { Check, X } from 'lucide-react';
import type { ReactElement } from 'react';
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

/** How far a failed request came. */
export function Phases(props: {
  readonly failedPhase: Phase;
  readonly isTlsUsed: boolean;
  readonly failedAfterMs: number;
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
            ? 'done'
            : isFailed
              ? `failed after ${formatDuration(props.failedAfterMs)}`
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
