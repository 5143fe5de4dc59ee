import { memo, useEffect, useRef, useState } from 'react';
import type { Bridge, ExchangeProgress } from '../../../shared/ipc/contract.ts';
import type { ChartBins } from '../../../shared/model/counters.ts';
import { formatPlural, formatRate } from '../../components/number-format.ts';
import { formatElapsed } from '../../components/time-format.ts';
import type { StreamSession } from '../../stores/stream-sessions.ts';
import { useElapsed } from './use-elapsed.ts';
import { PLOT_HEIGHT, toAxisLabels, toSilences, toTidePaths } from './tide-shape.ts';

/** At most four pulls a second. */
const PULL_EVERY_MS = 250;

interface TideChartProps {
  readonly api: Bridge;
  readonly progress: ExchangeProgress;
  readonly session: StreamSession;
  /** Times of the first and last row on screen, null if unknown. */
  readonly shown: { readonly fromMs: number; readonly toMs: number } | null;
}

/** Pulls the bins while the window is visible and something has changed. */
function useChartBins(api: Bridge, progress: ExchangeProgress): ChartBins | null {
  const { exchangeId } = progress;
  const [bins, setBins] = useState<ChartBins | null>(null);
  const wanted = useRef(-1);
  wanted.current = progress.counters.events;
  useEffect(() => {
    let isOver = false;
    let isLoading = false;
    let loaded = -1;
    const pull = async (): Promise<void> => {
      const events = wanted.current;
      if (isLoading || document.hidden || events === loaded) return;
      isLoading = true;
      try {
        const answer = await api.timelineChart({ exchangeId });
        if (isOver || !answer.ok) return;
        loaded = events;
        setBins(answer.value);
      } finally {
        isLoading = false;
      }
    };
    // A chart that cannot be had is no reason to trouble anyone; the next tick asks again.
    const tick = (): void => void pull().catch(() => undefined);
    tick();
    const timer = setInterval(tick, PULL_EVERY_MS);
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [api, exchangeId]);
  return bins;
}

interface Line {
  readonly at: number;
  readonly tone: 'good' | 'bad' | 'now';
}

function getLines({ head, state }: ExchangeProgress, spanMs: number): readonly Line[] {
  const lines: Line[] = [];
  const openedMs = head?.timings.headersMs ?? null;
  if (openedMs !== null) lines.push({ at: openedMs / spanMs, tone: 'good' });
  if (state.kind !== 'closed') lines.push({ at: 1, tone: 'now' });
  else if (state.end.kind === 'failed' || state.end.kind === 'interrupted') {
    lines.push({ at: 1, tone: 'bad' });
  }
  return lines;
}

const toPercent = (share: number): string => `${(Math.min(1, share) * 100).toFixed(3)}%`;

const Bars = memo(function Bars(props: {
  readonly chart: ChartBins;
  readonly types: ExchangeProgress['types'];
}) {
  return toTidePaths(props.chart, props.types).map(({ color, d }) => (
    <path key={color} className={color} d={d} />
  ));
});

/** Events over time: stacked bars by type, hatched silences, and the part that the list shows. */
export function TideChart({ api, progress, session, shown }: TideChartProps) {
  const elapsedMs = useElapsed(progress, session);
  const chart = useChartBins(api, progress);
  const typesRef = useRef(progress.types);
  // Only the order of the types matters here, and it only grows.
  if (typesRef.current.length !== progress.types.length) typesRef.current = progress.types;
  const spanMs = Math.max(elapsedMs, 500);
  const { events } = progress.counters;
  const summary =
    `${formatPlural(events, 'event')} of ${formatPlural(progress.types.length, 'type')} ` +
    `in ${formatElapsed(elapsedMs)}` +
    (chart === null ? '.' : `, at most ${formatRate(chart.peakPerSecond)}.`);
  return (
    <div className="tide" role="img" aria-label={summary}>
      <div className="plot">
        {chart !== null &&
          toSilences(chart, spanMs).map(({ from, to }) => (
            <div
              key={from}
              className="hatch"
              style={{ left: toPercent(from), width: toPercent(to - from) }}
            />
          ))}
        {chart !== null && (
          <svg
            className="c"
            viewBox={`0 0 ${spanMs / chart.binMs} ${PLOT_HEIGHT}`}
            preserveAspectRatio="none"
            aria-hidden="true"
          >
            <Bars chart={chart} types={typesRef.current} />
          </svg>
        )}
        <div className="base" />
        {getLines(progress, spanMs).map(({ at, tone }) => (
          <div key={tone} className={`vl ${tone}`} style={{ left: toPercent(at) }} />
        ))}
        {shown !== null && (
          <div
            className="brush"
            style={{
              left: toPercent(shown.fromMs / spanMs),
              width: toPercent(Math.max(0.002, (shown.toMs - shown.fromMs) / spanMs)),
            }}
          />
        )}
        {chart !== null && <span className="cap">peak {formatRate(chart.peakPerSecond)}</span>}
      </div>
      <div className="ax">
        {toAxisLabels(spanMs).map(({ at, text }, index, all) => (
          <span
            key={index}
            className={index === 0 ? 'first' : index === all.length - 1 ? 'last' : ''}
            style={{ left: toPercent(at) }}
          >
            {text}
          </span>
        ))}
      </div>
    </div>
  );
}
