import { useCallback, useMemo } from 'react';
import type { CSSProperties, KeyboardEvent, MouseEvent, ReactNode, Ref } from 'react';
import type { ExchangeProgress } from '../../../shared/ipc/contract.ts';
import { RACE_SETTLE_MS } from '../../../shared/limits.ts';
import { AnchoredList } from '../../components/anchored-list.tsx';
import type { ScrollPosition } from '../../components/anchored-scroll.ts';
import { formatCount } from '../../components/number-format.ts';
import { formatSeconds } from '../../components/time-format.ts';
import { useLingering } from '../../components/use-lingering.ts';
import type { Finder } from '../../../shared/query/find-ranges.ts';
import type { CellsBySeq } from '../../stores/cell-store.ts';
import type { Marks } from '../../stores/marks-store.ts';
import type { RowRange } from '../../stores/stream-sessions.ts';
import type { TimelineStore } from '../../stores/timeline-store.ts';
import { NEUTRAL_COLOR } from './event-colors.ts';
import type { ColorClass } from './event-colors.ts';
import { EventRow } from './event-row.tsx';
import { findReconnectFacts } from './reconnect-facts.ts';
import { getEndContext, getRowHeight, getSilenceMs } from './row-height.ts';
import type { Density } from './row-height.ts';
import { SystemRow } from './system-row.tsx';
import { getSentenceIndent, toGridTracks } from './timeline-columns.ts';
import type { TimelineColumn } from './timeline-columns.ts';

interface TimelineListProps {
  readonly store: TimelineStore;
  readonly rowCount: number;
  /** Grows when rows were loaded. */
  readonly version: number;
  /** Length of the longest id that was seen. */
  readonly idChars: number;
  readonly progress: ExchangeProgress;
  readonly colors: ReadonlyMap<string, ColorClass>;
  readonly density: Density;
  readonly columns: readonly TimelineColumn[];
  readonly columnHeads: ReactNode;
  /** Values of the JSONPath columns by seq, as far as they are known. */
  readonly cells: CellsBySeq;
  readonly position: ScrollPosition;
  readonly onPositionChange: (position: ScrollPosition) => void;
  readonly activeRow: number | null;
  /** Rows that are selected together; null for the active one alone. */
  readonly selection: RowRange | null;
  /** Rows that came with the network chunk that is looked at. */
  readonly markedRows: RowRange | null;
  /** Entries with a star, by seq. */
  readonly marks: Marks;
  /** Whether rows between those of the list are left out. */
  readonly isFiltered: boolean;
  /** Marks what the filter found. */
  readonly find: Finder | null;
  readonly hasLetterKeys: boolean;
  readonly onActiveRowChange: (row: number, isExtending: boolean) => void;
  readonly onRowClick: (row: number, event: MouseEvent<HTMLElement>) => void;
  readonly onRangeChange: (from: number, to: number, topPx: number) => void;
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  readonly gridRef: Ref<HTMLDivElement>;
  readonly children?: ReactNode;
}

/** A row that arrives at a slower pace than this is seen coming. */
const ARRIVE_RATE_MAX = 20;
/** From this pace on nobody reads a row before it has left. */
const RACING_RATE_MIN = 500;
/** `--t-arrive`: how long the tint of a new row lasts. */
const ARRIVE_MS = 600;
/** Advance of JetBrains Mono at 11.5 px. */
const DIGIT_PX = 6.9;

/** Widths in pixels that depend on how far the numbers have grown; they only change with a power of ten. */
function getColumnWidths(
  { counters, elapsedMs }: ExchangeProgress,
  idChars: number,
): Readonly<Record<'number' | 'time' | 'id', number>> {
  const number = Math.ceil(formatCount(counters.events).length * DIGIT_PX);
  const time = Math.ceil((Math.floor(elapsedMs / 1000).toString().length + 4) * DIGIT_PX);
  return {
    number: Math.max(34, number),
    time: Math.max(60, time),
    id: Math.max(36, Math.min(100, Math.ceil(idChars * DIGIT_PX))),
  };
}

/** The band before the row that ended a silence. */
function Silence({ ms }: { readonly ms: number }) {
  return (
    <div className="gap" role="gridcell">
      <b className="num">{formatSeconds(ms)} silence</b>
    </div>
  );
}

const NOT_LOADED = (
  <div className="tlc ev" role="presentation">
    <span role="gridcell">{null}</span>
  </div>
);

/** The rows of a timeline: what is loaded of it, drawn. */
export function TimelineList(props: TimelineListProps) {
  const { store, progress, colors, density, columns, cells, activeRow, selection } = props;
  const { isFiltered, markedRows, marks, position, version, find } = props;
  const { counters, elapsedMs } = progress;
  const isFast = useLingering(
    counters.eventsPerSecond > RACING_RATE_MIN && progress.state.kind === 'open',
    RACE_SETTLE_MS,
  );
  // What a filter found is always marked: that is what it is for.
  const isRacing = find === null && position.kind === 'end' && isFast;
  const isArriving = position.kind === 'end' && counters.eventsPerSecond < ARRIVE_RATE_MAX;

  // Silence is what came between two rows; a filter hides what did.
  const getPrevious = useCallback(
    (index: number) => (isFiltered ? undefined : store.getRow(index - 1)),
    [store, isFiltered],
  );
  const widths = getColumnWidths(progress, props.idChars);
  const indentPx = getSentenceIndent(columns, widths);
  const getHeight = useCallback(
    (index: number, widthPx: number) =>
      getRowHeight(store.getRow(index), getPrevious(index), density, widthPx - indentPx),
    [store, getPrevious, density, indentPx],
  );

  const renderRow = (index: number): ReactNode => {
    const row = store.getRow(index);
    if (row === undefined) return NOT_LOADED;
    const isSelected =
      index === activeRow ||
      (selection !== null && index >= selection.from && index < selection.to);
    const isMarked = markedRows !== null && index >= markedRows.from && index < markedRows.to;
    const hasStar = marks.has(row.seq);
    const previous = getPrevious(index);
    const silenceMs = getSilenceMs(row, previous);
    if (row.kind === 'event') {
      return (
        <>
          {silenceMs !== null && <Silence ms={silenceMs} />}
          <EventRow
            row={row}
            columns={columns}
            cells={cells.get(row.seq) ?? null}
            isAfterSilence={silenceMs !== null}
            find={find}
            color={colors.get(row.type) ?? NEUTRAL_COLOR}
            isSelected={isSelected}
            isMarked={isMarked}
            hasStar={hasStar}
            isRacing={isRacing}
            isNew={isArriving && row.atMs > elapsedMs - ARRIVE_MS}
          />
        </>
      );
    }
    const context =
      'earlier' in row
        ? {
            end: getEndContext(row, previous),
            reconnect:
              row.kind === 'open' && !isFiltered ? findReconnectFacts(store.getRow, index) : null,
          }
        : null;
    return (
      <>
        {silenceMs !== null && <Silence ms={silenceMs} />}
        <SystemRow
          row={row}
          context={context}
          isSelected={isSelected}
          isMarked={isMarked}
          hasStar={hasStar}
        />
      </>
    );
  };

  const tracks = useMemo(() => toGridTracks(columns), [columns]);
  const style = {
    '--w-number': `${widths.number}px`,
    '--w-time': `${widths.time}px`,
    '--w-id': `${widths.id}px`,
    '--tracks-cells': tracks.cells,
    '--tracks-sentence': tracks.sentence,
    '--min-cells': tracks.minWidth,
  } as CSSProperties;
  return (
    <div
      className={`tl ${density === 'compact' ? 'cmp' : density}${isFiltered ? ' filtered' : ''}`}
      style={style}
      data-area="list"
      data-version={version}
    >
      <AnchoredList
        label="Timeline"
        gridRef={props.gridRef}
        rowCount={props.rowCount}
        getRowHeight={getHeight}
        renderRow={renderRow}
        position={position}
        onPositionChange={props.onPositionChange}
        source={store}
        activeIndex={activeRow}
        onActiveIndexChange={props.onActiveRowChange}
        selection={selection}
        hasLetterKeys={props.hasLetterKeys}
        onRowClick={props.onRowClick}
        onRangeChange={props.onRangeChange}
        onKeyDown={props.onKeyDown}
        header={props.columnHeads}
      >
        {props.children}
      </AnchoredList>
    </div>
  );
}
