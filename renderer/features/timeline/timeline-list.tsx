import { useCallback } from 'react';
import type { CSSProperties, KeyboardEvent, ReactNode, Ref } from 'react';
import type { ExchangeProgress } from '../../../shared/ipc/contract.ts';
import { AnchoredList } from '../../components/anchored-list.tsx';
import type { ScrollPosition } from '../../components/anchored-scroll.ts';
import { formatCount } from '../../components/number-format.ts';
import { formatSeconds } from '../../components/time-format.ts';
import type { StreamView } from '../../stores/stream-sessions.ts';
import type { TimelineStore } from '../../stores/timeline-store.ts';
import { NEUTRAL_COLOR } from './event-colors.ts';
import type { ColorClass } from './event-colors.ts';
import { EventRow } from './event-row.tsx';
import { findReconnectFacts } from './reconnect-facts.ts';
import { getLossContext, getRowHeight, getSilenceMs } from './row-height.ts';
import type { Density } from './row-height.ts';
import { SystemRow } from './system-row.tsx';

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
  readonly position: ScrollPosition;
  readonly onPositionChange: (position: ScrollPosition) => void;
  readonly activeSeq: number | null;
  /** Rows that came with the network chunk that is looked at. */
  readonly markedRows: StreamView['markedRows'];
  readonly onActiveSeqChange: (seq: number) => void;
  readonly onRowClick: (seq: number) => void;
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

/** Widths that depend on how far the numbers have grown; they only change with a power of ten. */
function getColumnWidths(
  { counters, elapsedMs }: ExchangeProgress,
  idChars: number,
): CSSProperties {
  const number = Math.ceil(formatCount(counters.events).length * DIGIT_PX);
  const time = Math.ceil((Math.floor(elapsedMs / 1000).toString().length + 4) * DIGIT_PX);
  return {
    '--w-number': `${Math.max(34, number)}px`,
    '--w-time': `${Math.max(60, time)}px`,
    '--w-id': `${Math.max(36, Math.min(100, Math.ceil(idChars * DIGIT_PX)))}px`,
  } as CSSProperties;
}

const HEADINGS = (
  <div className="tlc th" role="row" aria-rowindex={1}>
    <span />
    <span className="r" role="columnheader">
      #
    </span>
    <span className="r" role="columnheader">
      Time
    </span>
    <span className="r" role="columnheader">
      Gap
    </span>
    <span className="lane" />
    <span role="columnheader">Type</span>
    <span className="cid r" role="columnheader">
      id
    </span>
    <span role="columnheader">Data</span>
    <span className="r" role="columnheader">
      Size
    </span>
  </div>
);

/** The band before the row that ended a silence. */
function Silence({ ms }: { readonly ms: number }) {
  return (
    <div className="gap" role="gridcell">
      <b className="num">{formatSeconds(ms)} silence</b>
    </div>
  );
}

/** The rows of a timeline: what is loaded of it, drawn. */
export function TimelineList(props: TimelineListProps) {
  const { store, progress, colors, density, activeSeq, markedRows, position, version } = props;
  const { counters, elapsedMs } = progress;
  const isRacing =
    position.kind === 'end' &&
    counters.eventsPerSecond > RACING_RATE_MIN &&
    progress.state.kind === 'open';
  const isArriving = position.kind === 'end' && counters.eventsPerSecond < ARRIVE_RATE_MAX;

  const getHeight = useCallback(
    (seq: number, widthPx: number) =>
      getRowHeight(store.getRow(seq), store.getRow(seq - 1), density, widthPx),
    [store, density],
  );

  const renderRow = (seq: number): ReactNode => {
    const row = store.getRow(seq);
    if (row === undefined) return <div className="tlc ev" role="presentation" />;
    const isSelected = seq === activeSeq;
    const isMarked = markedRows !== null && seq >= markedRows.from && seq < markedRows.to;
    const previous = store.getRow(seq - 1);
    const silenceMs = getSilenceMs(row, previous);
    if (row.kind === 'event') {
      return (
        <>
          {silenceMs !== null && <Silence ms={silenceMs} />}
          <EventRow
            row={row}
            color={colors.get(row.type) ?? NEUTRAL_COLOR}
            isSelected={isSelected}
            isMarked={isMarked}
            isRacing={isRacing}
            isAfterSilence={silenceMs !== null}
            isNew={isArriving && row.atMs > elapsedMs - ARRIVE_MS}
          />
        </>
      );
    }
    const context =
      'earlier' in row
        ? {
            loss: getLossContext(row, previous),
            previousData: previous?.kind === 'event' ? previous.preview : null,
            reconnect: row.kind === 'open' ? findReconnectFacts(store.getRow, seq) : null,
          }
        : null;
    return (
      <>
        {silenceMs !== null && <Silence ms={silenceMs} />}
        <SystemRow row={row} context={context} isSelected={isSelected} isMarked={isMarked} />
      </>
    );
  };

  const widths = getColumnWidths(progress, props.idChars);
  const classes = ['tl', density === 'compact' ? 'cmp' : density, counters.hasIds ? '' : 'noid'];
  return (
    <div className={classes.join(' ')} style={widths} data-version={version}>
      <AnchoredList
        label="Timeline"
        gridRef={props.gridRef}
        rowCount={props.rowCount}
        getRowHeight={getHeight}
        renderRow={renderRow}
        position={position}
        onPositionChange={props.onPositionChange}
        activeIndex={activeSeq}
        onActiveIndexChange={props.onActiveSeqChange}
        onRowClick={props.onRowClick}
        onRangeChange={props.onRangeChange}
        onKeyDown={props.onKeyDown}
        header={HEADINGS}
      >
        {props.children}
      </AnchoredList>
    </div>
  );
}
