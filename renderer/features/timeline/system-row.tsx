import {
  CircleStop,
  Globe,
  MessageSquare,
  Plug,
  RotateCw,
  TriangleAlert,
  Unplug,
} from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { Fragment, memo } from 'react';
import type { ReactNode } from 'react';
import { assertNever } from '../../../shared/result.ts';
import type { EventRow, OpenEntry, TimelineRow } from '../../../shared/model/timeline.ts';
import { Icon } from '../../components/icon.tsx';
import { formatCount } from '../../components/number-format.ts';
import { formatDuration, formatSeconds, formatTimeCell } from '../../components/time-format.ts';
import { VisibleText } from '../../components/visible-text.tsx';
import {
  formatProtocol,
  formatStatus,
  formatTls,
  getCloseWords,
  getErrorWords,
  getProblemWords,
  getVerdictWords,
  getWaitWords,
} from './row-words.ts';

type SystemRowData = Exclude<TimelineRow, EventRow>;

interface SystemRowProps {
  readonly row: SystemRowData;
  /** Data of the event before, for the words of a close row. */
  readonly previousData: string | null;
  readonly isSelected: boolean;
}

interface Look {
  readonly tone: string;
  readonly icon: LucideIcon;
  readonly content: ReactNode;
}

/** Pieces with a quiet dot between them. */
function Dotted({ pieces }: { readonly pieces: readonly string[] }) {
  return pieces.map((piece, index) => (
    <Fragment key={piece}>
      {index > 0 && <span className="sep">·</span>}
      <span className="num">{piece}</span>
    </Fragment>
  ));
}

function toOpenPieces(row: OpenEntry): readonly string[] {
  const { firstByteMs } = row.timings;
  return [
    formatStatus(row.status, row.reason),
    formatProtocol(row.httpVersion),
    ...(row.tlsVersion === null ? [] : [formatTls(row.tlsVersion)]),
    ...(row.attempt > 1 ? [`attempt ${row.attempt}`] : []),
    ...(firstByteMs === null ? [] : [`first byte after ${formatDuration(firstByteMs)}`]),
  ];
}

function getLook(row: SystemRowData, previousData: string | null): Look {
  switch (row.kind) {
    case 'connecting':
      return {
        tone: 'mut',
        icon: Globe,
        content: (
          <>
            <span>{row.attempt > 1 ? `Connecting, attempt ${row.attempt}` : 'Connecting'}</span>
            <span className="mono ell">
              {row.method} <VisibleText text={row.url} />
            </span>
            {row.lastEventId !== null && (
              <span className="mono t2">
                Last-Event-ID: <VisibleText text={row.lastEventId} />
              </span>
            )}
          </>
        ),
      };
    case 'open':
      return {
        tone: 'opn',
        icon: Plug,
        content: (
          <>
            <b>{row.attempt > 1 ? 'Connected again' : 'Connected'}</b>
            <Dotted pieces={toOpenPieces(row)} />
          </>
        ),
      };
    case 'comments':
      return {
        tone: 'mut',
        icon: MessageSquare,
        content: (
          <>
            <span className="mono ell">
              : <VisibleText text={row.text} />
            </span>
            <span className="num">
              {row.intervalMs === null
                ? 'comment'
                : `${formatCount(row.count)} comments, every ${formatDuration(row.intervalMs)}`}
            </span>
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
    case 'reconnect-wait':
      return {
        tone: 'wt',
        icon: RotateCw,
        content: <VisibleText text={getWaitWords(row)} />,
      };
    case 'verdict':
      return {
        tone: 'mut',
        icon: RotateCw,
        content: <VisibleText text={getVerdictWords(row)} />,
      };
    case 'retry':
      return {
        tone: 'mut',
        icon: RotateCw,
        content: (
          <>
            <span className="mono">retry: {row.ms}</span>
            <span>The server asks for {formatSeconds(row.ms)} before reconnecting</span>
          </>
        ),
      };
    case 'problem': {
      const words = getProblemWords(row.problem);
      return {
        tone: 'mut',
        icon: TriangleAlert,
        content: (
          <>
            <span className="warn">{words.title}</span>
            <span className="mono ell">
              <VisibleText text={row.detail} />
            </span>
            <span>
              {words.text}
              {row.line !== null && ` · line ${formatCount(row.line)}`}
            </span>
          </>
        ),
      };
    }
    case 'close': {
      const words = getCloseWords(row, previousData);
      return {
        tone: 'cls',
        icon: row.by === 'user' || row.by === 'rule' ? CircleStop : Unplug,
        content: (
          <>
            <b>{words.title}</b>
            <span>{words.text}</span>
          </>
        ),
      };
    }
    case 'error': {
      const words = getErrorWords(row);
      return {
        tone: 'bad',
        icon: Unplug,
        content: (
          <span>
            <b>{words.title}</b>&ensp;{words.cause}
            <span className="hint">
              {words.hint} {row.code !== null && <span className="mono t3">{row.code}</span>}
            </span>
          </span>
        ),
      };
    }
    default:
      return assertNever(row);
  }
}

/** Cells of everything that is not an event: connections, comments, problems. */
export const SystemRow = memo(function SystemRow(props: SystemRowProps) {
  const { row, previousData, isSelected } = props;
  const look = getLook(row, previousData);
  return (
    <div className={`sys ${look.tone}${isSelected ? ' sel' : ''}`} role="presentation">
      <span />
      <span className="ict">
        <span className="ic">
          <Icon of={look.icon} size={14} />
        </span>
      </span>
      <span className="tm mono num r" role="gridcell">
        {formatTimeCell(row.atMs)}
      </span>
      <span className="c" role="gridcell">
        {look.content}
      </span>
    </div>
  );
});
