import { memo } from 'react';
import type { ReactElement } from 'react';
import type { HistogramBar } from '../../../shared/model/stream-stats.ts';
import { formatCount } from '../../components/number-format.ts';
import type { ColorClass } from './event-colors.ts';

const WIDTH = 400;
const HEIGHT = 84;
const TALLEST = 78;
/** Bars between two labels, at least. */
const LABELS_MAX = 5;

/** Counts by size on a logarithmic scale. */
export const Histogram = memo(function Histogram(props: {
  readonly title: string;
  readonly bars: readonly HistogramBar[];
  readonly color: ColorClass;
  readonly format: (value: number) => string;
}): ReactElement {
  const { title, bars, color, format } = props;
  const most = Math.max(1, ...bars.map(({ count }) => count));
  const slot = WIDTH / Math.max(1, bars.length);
  const fullest = bars.find(({ count }) => count === most);
  const summary =
    fullest === undefined || bars.length === 0
      ? `${title}: nothing yet`
      : `${title}: most, ${formatCount(most)}, from ${format(fullest.from)} to ${format(fullest.to)}`;
  const edges = [...bars.map(({ from }) => from), ...bars.slice(-1).map(({ to }) => to)];
  const step = Math.max(1, Math.ceil((edges.length - 1) / (LABELS_MAX - 1)));
  const labels = edges.filter((_, index) => index % step === 0 || index === edges.length - 1);
  return (
    <div className={`hist ${color}`}>
      <h2 className="h4">{title}</h2>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={summary}
      >
        {bars.map(({ from, count }, index) => {
          const height = count === 0 ? 0 : Math.max(1.5, (count / most) * TALLEST);
          return (
            <rect
              key={from}
              x={index * slot + slot * 0.05}
              y={HEIGHT - 1 - height}
              width={slot * 0.9}
              height={height}
            />
          );
        })}
        <path d={`M0 ${HEIGHT - 0.5}H${WIDTH}`} />
      </svg>
      <div className="histax">
        {labels.map((edge) => (
          <span key={edge}>{format(edge)}</span>
        ))}
      </div>
    </div>
  );
});
