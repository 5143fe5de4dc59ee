import type { ReactElement } from 'react';
import type { ExchangeProgress, ExchangeSummary } from '../../../shared/ipc/contract.ts';
import { formatBytes } from '../../components/number-format.ts';
import { formatDuration } from '../../components/time-format.ts';
import { LeftOutNote } from './left-out-note.tsx';
import { toTimingSteps } from './timing-steps.ts';
import type { TimingStep } from './timing-steps.ts';

/** Where the time went: a small waterfall per connection attempt. */
export function TimingPane(props: {
  readonly summary: ExchangeSummary | null;
  readonly progress: ExchangeProgress;
}): ReactElement {
  const { summary, progress } = props;
  const { state, counters } = progress;
  const responses = summary?.responses ?? [];
  const leftOut = summary?.leftOut.responses ?? 0;
  // The end is counted from the Send, so it fits a single attempt only.
  const endMs = state.kind === 'closed' && responses.length === 1 ? state.closedAtMs : null;

  return (
    <div className="panel-scroll timing-pane">
      <LeftOutNote what="responses" leftOut={leftOut} />
      {responses.map((response, index) => (
        // Attempts are only added, so the number is the identity.
        <section key={leftOut + index}>
          <h2 className="h4">
            {responses.length > 1 ? `Request ${leftOut + index + 1}, ` : ''}
            {response.status} {response.reason}
            {response.remoteAddress !== null && ` from ${response.remoteAddress}`}
          </h2>
          <Waterfall steps={toTimingSteps(response.timings, endMs)} />
        </section>
      ))}
      <dl className="facts">
        <dt>Total</dt>
        <dd>{state.kind === 'closed' ? formatDuration(state.closedAtMs) : 'not finished'}</dd>
        <dt>Content</dt>
        <dd>{formatBytes(counters.bodyBytes)}</dd>
        <dt>On the wire</dt>
        <dd>{formatBytes(counters.wireBytes)}</dd>
      </dl>
    </div>
  );
}

function Waterfall(props: { readonly steps: readonly TimingStep[] }): ReactElement {
  const { steps } = props;
  const end = Math.max(1e-6, steps.at(-1)?.toMs ?? 0);
  const percent = (ms: number): string => `${(ms / end) * 100}%`;
  return (
    <table className="waterfall">
      <thead className="sr">
        <tr>
          <th>Phase</th>
          <th>Bar</th>
          <th>Duration</th>
        </tr>
      </thead>
      <tbody>
        {steps.map((step) => (
          <tr key={step.name}>
            <th scope="row">{step.name}</th>
            <td className="lane-cell">
              <span className="sr">from {formatDuration(step.fromMs)}</span>
              <span
                className="lane-bar"
                style={{
                  left: percent(step.fromMs),
                  width: `max(2px, ${percent(step.toMs - step.fromMs)})`,
                }}
              />
            </td>
            <td className="num">{formatDuration(step.toMs - step.fromMs)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
