import { Check, Info, MessageSquare, RotateCw, TriangleAlert } from 'lucide-react';
import { memo } from 'react';
import { assertNever } from '../../../shared/result.ts';
import type { EventRow, TimelineRow, VerdictEntry } from '../../../shared/model/timeline.ts';
import { Icon } from '../../components/icon.tsx';
import { formatSeconds, formatTenths, formatTimeCell } from '../../components/time-format.ts';
import { VisibleText, toVisibleString } from '../../components/visible-text.tsx';
import { getConnectionLook } from './connection-look.tsx';
import type { ConnectionContext, Look } from './connection-look.tsx';
import { NO_END_CONTEXT } from './error-words.ts';
import { MarkCell } from './event-row.tsx';
import { ProblemContent } from './problem-content.tsx';
import { getRunWords, getVerdictWords } from './row-words.ts';

type SystemRowData = Exclude<TimelineRow, EventRow>;

interface SystemRowProps {
  readonly row: SystemRowData;
  /** For a row of the connection; null for others. */
  readonly context: ConnectionContext | null;
  readonly isSelected: boolean;
  readonly isMarked: boolean;
  readonly hasStar: boolean;
}

const VERDICT_TONES: Readonly<Record<VerdictEntry['verdict'], string>> = {
  resumed: 'good',
  repeated: 'wrn',
  lost: 'wrn',
  unknown: 'mut',
};

const NO_CONTEXT: ConnectionContext = {
  end: NO_END_CONTEXT,
  reconnect: null,
};

function getLook({ row, context }: SystemRowProps): Look {
  if ('earlier' in row) return getConnectionLook(row, context ?? NO_CONTEXT);
  switch (row.kind) {
    case 'comments':
      return {
        tone: 'mut',
        icon: MessageSquare,
        content: (
          <>
            <span className="mono ell">
              : <VisibleText text={row.text} />
            </span>
            <span className="num">{getRunWords(row)}</span>
          </>
        ),
      };
    case 'chunk':
      return {
        tone: 'mut',
        icon: MessageSquare,
        content: (
          <span className="mono ell t1">
            <VisibleText text={row.text} />
          </span>
        ),
      };
    case 'verdict':
      return {
        tone: VERDICT_TONES[row.verdict],
        icon: row.verdict === 'resumed' ? Check : row.verdict === 'unknown' ? Info : TriangleAlert,
        content: (
          <>
            <span className="ell" title={toVisibleString(getVerdictWords(row))}>
              <VisibleText text={getVerdictWords(row)} />
            </span>
            <span className="sep">·</span>
            <span className="num">down for {formatSeconds(row.downMs)}</span>
          </>
        ),
      };
    case 'retry':
      return {
        tone: 'mut',
        icon: RotateCw,
        content: (
          <>
            <span className="mono">retry: {row.ms}</span>
            <span className="ell">
              The server asks for {formatSeconds(row.ms)} before reconnecting
            </span>
          </>
        ),
      };
    case 'problem':
      return { tone: 'mut', icon: TriangleAlert, content: <ProblemContent row={row} /> };
    default:
      return assertNever(row);
  }
}

/** Cells of everything that is not an event: connections, comments, problems. */
export const SystemRow = memo(function SystemRow(props: SystemRowProps) {
  const { row, isSelected, isMarked, hasStar } = props;
  const look = getLook(props);
  const state = `${isSelected ? ' sel' : ''}${isMarked ? ' hit' : ''}${hasStar ? ' star' : ''}`;
  return (
    <div className={`sys ${look.tone}${state}`} role="presentation">
      <MarkCell hasStar={hasStar} />
      <span className="ict">
        <span className="ic">
          <Icon of={look.icon} size={14} />
        </span>
      </span>
      <span className="tm mono num r" role="gridcell">
        {row.kind === 'comments' && row.count > 1
          ? `${formatTenths(row.atMs)}–${formatTenths(row.lastAtMs)}`
          : formatTimeCell(row.atMs)}
      </span>
      <span className="c" role="gridcell">
        {look.content}
      </span>
    </div>
  );
});
