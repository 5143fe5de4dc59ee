import { memo } from 'react';
import { SLOW_GAP_MS } from '../../../shared/limits.ts';
import type { EventRow as EventRowData } from '../../../shared/model/timeline.ts';
import { JsonTint } from '../../components/json-tint.tsx';
import { formatBytes, formatCount } from '../../components/number-format.ts';
import { formatGap, formatTimeCell } from '../../components/time-format.ts';
import { toVisible, toVisibleString } from '../../components/visible-text.tsx';
import type { ColorClass } from './event-colors.ts';

interface EventRowProps {
  readonly row: EventRowData;
  readonly color: ColorClass;
  readonly isSelected: boolean;
  /** It came with the network chunk that is looked at. */
  readonly isMarked: boolean;
  /** It came just now, and slowly enough to be seen coming. */
  readonly isNew: boolean;
  /** Rows rush by: colours that nobody could see are left out. */
  readonly isRacing: boolean;
  /** Whether a band that tells a silence is above the row. */
  readonly isAfterSilence: boolean;
}

/** Gap that fills the bar; the scale is logarithmic. */
const FULL_GAP_MS = 4_000;

function toBarPercent(gapMs: number): number {
  const share = Math.log10(1 + gapMs) / Math.log10(FULL_GAP_MS);
  return Math.round(Math.max(4, Math.min(100, share * 100)));
}

/** The filled mark of an event type, bare for a repeated one. */
export function TypePill(props: {
  readonly type: string;
  readonly color: ColorClass;
  readonly isRepeat?: boolean;
}) {
  return (
    <span className={`pill ${props.color}${props.isRepeat === true ? ' rep' : ''}`}>
      <span>
        <bdi>{toVisible(props.type)}</bdi>
      </span>
    </span>
  );
}

/** What matters of an LLM delta, else the beginning of the data. */
function EventPreview({
  row,
  isRacing,
}: {
  readonly row: EventRowData;
  readonly isRacing: boolean;
}) {
  if (isRacing) return <bdi>{toVisible(row.preview)}</bdi>;
  if (row.delta === null) {
    return (
      <>
        <JsonTint text={row.preview} />
        {row.isPreviewCut && <span className="t3">…</span>}
      </>
    );
  }
  return row.delta.map((part) => (
    <span className="dpart" key={part.path}>
      <span className="t2">{toVisible(part.path)} </span>
      <JsonTint text={part.value} isJson />
    </span>
  ));
}

/** Cells of one event. */
export const EventRow = memo(function EventRow(props: EventRowProps) {
  const { row, color, isSelected, isMarked, isNew, isRacing, isAfterSilence } = props;
  const { gapMs } = row;
  const isSlow = gapMs !== null && gapMs >= SLOW_GAP_MS;
  const state = `${isSelected ? ' sel' : ''}${isMarked ? ' hit' : ''}${isNew ? ' new' : ''}`;
  return (
    <div className={`tlc ev${state}`} role="presentation">
      <span />
      <span className="ix mono num r" role="gridcell">
        {formatCount(row.number)}
      </span>
      <span className="tm mono num r" role="gridcell">
        {formatTimeCell(row.atMs)}
      </span>
      <span className={`dl mono num r${isSlow ? ' slow' : ''}`} role="gridcell">
        {gapMs !== null && formatGap(gapMs)}
      </span>
      <span className="lane" aria-hidden="true">
        {gapMs !== null && (
          <i className={isSlow ? 'slow' : ''} style={{ width: `${toBarPercent(gapMs)}%` }} />
        )}
      </span>
      <span className="ty" role="gridcell">
        <TypePill type={row.type} color={color} isRepeat={row.repeatsType && !isAfterSilence} />
      </span>
      <span
        className="id cid mono r"
        role="gridcell"
        title={row.id === null ? undefined : toVisibleString(row.id)}
      >
        {row.id !== null && <bdi>{toVisible(row.id)}</bdi>}
      </span>
      <span className="dt" role="gridcell">
        <EventPreview row={row} isRacing={isRacing} />
      </span>
      <span className="sz mono num r" role="gridcell">
        {formatBytes(row.sizeBytes)}
      </span>
    </div>
  );
});
