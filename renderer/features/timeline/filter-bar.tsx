import { Activity, ArrowDownToLine, Rows2, Rows3, Rows4 } from 'lucide-react';
import { memo, useMemo } from 'react';
import type { MouseEvent, ReactNode, RefObject } from 'react';
import { EVENT_TYPES_COUNTED_MAX } from '../../../shared/limits.ts';
import type { TypeCount } from '../../../shared/model/counters.ts';
import { readTypes } from '../../../shared/query/edit-types.ts';
import { Icon } from '../../components/icon.tsx';
import { formatCount, formatPlural } from '../../components/number-format.ts';
import { Segmented } from '../../components/segmented.tsx';
import { toVisible, toVisibleString } from '../../components/visible-text.tsx';
import type { FilterSnapshot, FilterStore } from '../../stores/filter-store.ts';
import { NEUTRAL_COLOR } from './event-colors.ts';
import type { ColorClass } from './event-colors.ts';
import { FilterField } from './filter-field.tsx';
import { hidesComments, toggleComments, toggleOnlyType, toggleType } from './query-edit.ts';
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
  readonly events: number;
  readonly store: FilterStore;
  readonly filter: FilterSnapshot;
  /** Paths of the JSONPath columns, which the field offers. */
  readonly paths: readonly string[];
  readonly inputRef: RefObject<HTMLInputElement | null>;
  readonly density: Density;
  readonly isFollowing: boolean;
  readonly onDensity: (density: Density) => void;
  readonly onFollow: (isFollowing: boolean) => void;
  /** Gives the focus back to the list. */
  readonly onLeave: () => void;
  /** Further controls at the right. */
  readonly children?: ReactNode;
}

const Controls = memo(function Controls(
  props: Pick<FilterBarProps, 'density' | 'isFollowing' | 'onDensity' | 'onFollow'>,
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

/** Types beyond the limit are counted together, so that nobody knows how many they are. */
function toRestWords(types: number): string {
  const rest = types - CHIPS_MAX;
  return types < EVENT_TYPES_COUNTED_MAX
    ? formatPlural(rest, 'more type')
    : `${formatCount(rest)}+ more types`;
}

function Chips(props: Pick<FilterBarProps, 'types' | 'colors' | 'store' | 'filter'>) {
  const { types, colors, store, filter } = props;
  const { text } = filter;
  const { only, hidden } = useMemo(() => readTypes(text), [text]);
  const rest = types.length - CHIPS_MAX;
  const isChosen = only !== null || hidden.length > 0;
  return (
    <div className="chipbox">
      <ul className="chips" aria-label="Event types">
        {types.slice(0, CHIPS_MAX).map(({ type, count }) => {
          const isShown = only === null ? !hidden.includes(type) : only.includes(type);
          const state = !isShown ? ' dim' : isChosen ? ' on' : '';
          const handleClick = (event: MouseEvent): void =>
            store.setText(event.altKey ? toggleOnlyType(text, type) : toggleType(text, type), true);
          return (
            <li key={type}>
              <button
                className={`chip ${colors.get(type) ?? NEUTRAL_COLOR}${state}`}
                aria-pressed={isShown}
                title={`${toVisibleString(type)}\n${isShown ? 'Hide; with Alt, show this type alone' : 'Show'}`}
                onClick={handleClick}
              >
                <i aria-hidden="true" />
                <span className="ell">
                  <bdi>{toVisible(type)}</bdi>
                </span>
                <b>{formatCount(count)}</b>
              </button>
            </li>
          );
        })}
      </ul>
      {rest > 0 && <span className="chip more">{toRestWords(types.length)}</span>}
    </div>
  );
}

/** The row over the list: the filter, the event types with their counts, row height, Follow. */
export function FilterBar(props: FilterBarProps) {
  const { types, store, filter, children, paths } = props;
  // Candidates depend on the names alone, and those only grow.
  const vocabulary = useMemo(
    () => ({ types: types.map(({ type }) => type), paths }),
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [types.length, paths],
  );
  const { shown, progress, text } = filter;
  const isWithoutComments = useMemo(() => hidesComments(text), [text]);
  return (
    <div className="fbar" data-area="filter">
      <FilterField
        store={store}
        filter={filter}
        vocabulary={vocabulary}
        inputRef={props.inputRef}
        onLeave={props.onLeave}
      />
      <span className="vsep wide" />
      <Chips types={types} colors={props.colors} store={store} filter={filter} />
      {shown !== null && progress !== null && (
        <span className="fcount num" aria-label="Events that match">
          {formatCount(progress.matchedEvents)} of {formatCount(props.events)}
          {progress.state.kind === 'scanning' && progress.total > 0 && (
            <span className="t3"> · {Math.floor((progress.scanned / progress.total) * 100)} %</span>
          )}
        </span>
      )}
      <button
        className="tg hb"
        aria-label="Comments and heartbeats"
        aria-pressed={!isWithoutComments}
        title="Comments and heartbeats (H)"
        onClick={() =>
          store.setText(
            toggleComments(
              text,
              types.map(({ type }) => type),
            ),
            true,
          )
        }
      >
        <Icon of={Activity} size={14} />
      </button>
      <Controls
        density={props.density}
        isFollowing={props.isFollowing}
        onDensity={props.onDensity}
        onFollow={props.onFollow}
      />
      {children}
    </div>
  );
}
