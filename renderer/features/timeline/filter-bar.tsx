import { ArrowDownToLine, Rows2, Rows3, Rows4 } from 'lucide-react';
import { memo } from 'react';
import type { ReactNode } from 'react';
import type { TypeCount } from '../../../shared/model/counters.ts';
import { Icon } from '../../components/icon.tsx';
import { formatCount, formatPlural } from '../../components/number-format.ts';
import { Segmented } from '../../components/segmented.tsx';
import { toVisible } from '../../components/visible-text.tsx';
import { NEUTRAL_COLOR } from './event-colors.ts';
import type { ColorClass } from './event-colors.ts';
import type { Density } from './row-height.ts';

/** Types that get a chip; the rest is one number. */
const CHIPS_MAX = 12;

const DENSITIES = [
  { id: 'compact', label: 'Compact rows', icon: Rows4 },
  { id: 'normal', label: 'Normal rows', icon: Rows3 },
  { id: 'roomy', label: 'Roomy rows', icon: Rows2 },
] as const;

interface FilterBarProps {
  readonly types: readonly TypeCount[];
  readonly colors: ReadonlyMap<string, ColorClass>;
  readonly density: Density;
  readonly isFollowing: boolean;
  readonly onDensity: (density: Density) => void;
  readonly onFollow: (isFollowing: boolean) => void;
  /** Further controls at the right. */
  readonly children?: ReactNode;
}

const Controls = memo(function Controls(
  props: Omit<FilterBarProps, 'types' | 'colors' | 'children'>,
) {
  const { isFollowing, onFollow } = props;
  return (
    <>
      <Segmented
        label="Row height"
        choices={DENSITIES}
        selected={props.density}
        onSelect={props.onDensity}
      />
      <button
        className={isFollowing ? 'btn s on' : 'btn s'}
        aria-pressed={isFollowing}
        title="Follow the newest event (F)"
        onClick={() => onFollow(!isFollowing)}
      >
        <Icon of={ArrowDownToLine} size={14} />
        Follow
      </button>
    </>
  );
});

/** The row over the list: the event types with their counts, row height, Follow. */
export function FilterBar({ types, colors, children, ...controls }: FilterBarProps) {
  const rest = types.length - CHIPS_MAX;
  return (
    <div className="fbar">
      <ul className="chips" aria-label="Event types">
        {types.slice(0, CHIPS_MAX).map(({ type, count }) => (
          <li key={type} className={`chip ${colors.get(type) ?? NEUTRAL_COLOR}`}>
            <i aria-hidden="true" />
            <span className="ell">
              <bdi>{toVisible(type)}</bdi>
            </span>
            <b>{formatCount(count)}</b>
          </li>
        ))}
        {rest > 0 && <li className="chip">{formatPlural(rest, 'more type')}</li>}
      </ul>
      <Controls {...controls} />
      {children}
    </div>
  );
}
