import { Star } from 'lucide-react';
import { memo } from 'react';
import type { ReactNode } from 'react';
import { SLOW_GAP_MS } from '../../../shared/limits.ts';
import type { EventRow as EventRowData } from '../../../shared/model/timeline.ts';
import type { Finder } from '../../../shared/query/find-ranges.ts';
import { Icon } from '../../components/icon.tsx';
import { FoundText, JsonTint } from '../../components/json-tint.tsx';
import { formatBytes, formatCount } from '../../components/number-format.ts';
import { formatGap, formatTimeCell } from '../../components/time-format.ts';
import { toVisible, toVisibleString } from '../../components/visible-text.tsx';
import type { ShownCell } from '../../stores/cell-store.ts';
import type { ColorClass } from './event-colors.ts';
import type { TimelineColumn } from './timeline-columns.ts';

interface EventRowProps {
  readonly row: EventRowData;
  readonly columns: readonly TimelineColumn[];
  /** Values of the JSONPath columns by path; null while they are not known. */
  readonly cells: ReadonlyMap<string, ShownCell> | null;
  /** Marks what the filter found. */
  readonly find: Finder | null;
  readonly hasStar: boolean;
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
    <span
      className={`pill ${props.color}${props.isRepeat === true ? ' rep' : ''}`}
      title={toVisibleString(props.type)}
    >
      <span>
        <bdi>{toVisible(props.type)}</bdi>
      </span>
    </span>
  );
}

/** What matters of an LLM delta, else the beginning of the data. */
function EventPreview({ row, find, isRacing }: Pick<EventRowProps, 'row' | 'find' | 'isRacing'>) {
  if (isRacing) return <bdi>{toVisible(row.preview)}</bdi>;
  // A filter looks into the data, so that what it found can only be marked there.
  if (row.delta === null || find !== null) {
    return (
      <>
        <JsonTint text={row.preview} find={find} />
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

/** The first cell of any row: its star. */
export function MarkCell({ hasStar }: { readonly hasStar: boolean }) {
  if (!hasStar) return <span />;
  return (
    <span className="mk" role="gridcell" aria-label="Marked">
      <Icon of={Star} size={12} />
    </span>
  );
}

/** What stands in the place of a value. */
const CELL_WORDS: Readonly<Record<Exclude<ShownCell['kind'], 'none' | 'value'>, string>> = {
  'too-large': 'event too large',
  'too-deep': 'nested too deeply',
  'too-slow': 'path too slow',
  failed: 'not read',
};

/** The value that a JSONPath finds in one event. */
function PathCell(props: { readonly cell: ShownCell | undefined; readonly find: Finder | null }) {
  const { cell, find } = props;
  if (cell === undefined || cell.kind === 'none') {
    return (
      <span className="pv" role="gridcell">
        {null}
      </span>
    );
  }
  if (cell.kind !== 'value') {
    return (
      <span className="pv t3" role="gridcell">
        {CELL_WORDS[cell.kind]}
      </span>
    );
  }
  const { text, type, more } = cell;
  return (
    <span className="pv mono" role="gridcell" title={toVisibleString(text)}>
      {type === 'string' ? (
        <FoundText text={text} find={find} />
      ) : (
        <JsonTint text={text} isJson find={find} />
      )}
      {cell.isCut && <span className="t3">…</span>}
      {more > 0 && <span className="t3"> +{formatCount(more)}</span>}
    </span>
  );
}

/** One cell; its key is the column, so that cells keep their elements when columns move. */
function renderCell(column: TimelineColumn, props: EventRowProps): ReactNode {
  const { row } = props;
  const { gapMs } = row;
  const isSlow = gapMs !== null && gapMs >= SLOW_GAP_MS;
  const { id } = column;
  switch (column.kind) {
    case 'number':
      return (
        <span key={id} className="ix mono num r" role="gridcell">
          {formatCount(row.number)}
        </span>
      );
    case 'time':
      return (
        <span key={id} className="tm mono num r" role="gridcell">
          {formatTimeCell(row.atMs)}
        </span>
      );
    case 'gap':
      return (
        <span key={id} className={`dl mono num r${isSlow ? ' slow' : ''}`} role="gridcell">
          {gapMs !== null && formatGap(gapMs)}
        </span>
      );
    case 'lane':
      return (
        <span key={id} className="lane" aria-hidden="true">
          {gapMs !== null && (
            <i className={isSlow ? 'slow' : ''} style={{ width: `${toBarPercent(gapMs)}%` }} />
          )}
        </span>
      );
    case 'type':
      return (
        <span key={id} className="ty" role="gridcell">
          <TypePill
            type={row.type}
            color={props.color}
            isRepeat={row.repeatsType && !props.isAfterSilence}
          />
        </span>
      );
    case 'id':
      return (
        <span
          key={id}
          className="id mono r"
          role="gridcell"
          title={row.id === null ? undefined : toVisibleString(row.id)}
        >
          {row.id !== null && <FoundText text={row.id} find={props.find} />}
        </span>
      );
    case 'data':
      return (
        <span key={id} className="dt" role="gridcell">
          <EventPreview row={row} find={props.find} isRacing={props.isRacing} />
        </span>
      );
    case 'size':
      return (
        <span key={id} className="sz mono num r" role="gridcell">
          {formatBytes(row.sizeBytes)}
        </span>
      );
    case 'path':
      return <PathCell key={id} cell={props.cells?.get(id)} find={props.find} />;
  }
}

/** Cells of one event. */
export const EventRow = memo(function EventRow(props: EventRowProps) {
  const { isSelected, isMarked, isNew, hasStar } = props;
  const state = `${isSelected ? ' sel' : ''}${isMarked ? ' hit' : ''}${isNew ? ' new' : ''}${hasStar ? ' star' : ''}`;
  return (
    <div className={`tlc ev${state}`} role="presentation">
      <MarkCell hasStar={hasStar} />
      {props.columns.map((column) => renderCell(column, props))}
    </div>
  );
});
