import {
  Check,
  CircleStop,
  Forward,
  Globe,
  Info,
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
import type {
  EventRow,
  OpenEntry,
  TimelineRow,
  VerdictEntry,
} from '../../../shared/model/timeline.ts';
import { Icon } from '../../components/icon.tsx';
import {
  formatDuration,
  formatSeconds,
  formatTenths,
  formatTimeCell,
} from '../../components/time-format.ts';
import { VisibleText, toVisibleString } from '../../components/visible-text.tsx';
import { MarkCell } from './event-row.tsx';
import { ProblemContent } from './problem-content.tsx';
import type { ReconnectFacts } from './reconnect-facts.ts';
import { isFailedAttempt } from './row-height.ts';
import {
  formatProtocol,
  formatStatus,
  formatTls,
  getCloseWords,
  getErrorWords,
  getRunWords,
  getVerdictWords,
} from './row-words.ts';
import { WaitContent } from './wait-content.tsx';

type SystemRowData = Exclude<TimelineRow, EventRow>;

interface SystemRowProps {
  readonly row: SystemRowData;
  /** Data of the event before, for the words of a close row. */
  readonly previousData: string | null;
  /** For the row of a connection that was reestablished. */
  readonly reconnect: ReconnectFacts | null;
  readonly isSelected: boolean;
  readonly isMarked: boolean;
  readonly hasStar: boolean;
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
    ...(firstByteMs === null ? [] : [`first byte after ${formatDuration(firstByteMs)}`]),
  ];
}

function toAgainPieces(row: OpenEntry, facts: ReconnectFacts): readonly string[] {
  const isPlain = row.status === 200;
  return [
    ...(isPlain ? [] : [formatStatus(row.status, row.reason)]),
    `attempt ${row.attempt}`,
    facts.lastEventId === null
      ? 'sent no Last-Event-ID'
      : `sent Last-Event-ID: ${toVisibleString(facts.lastEventId)}`,
    `down for ${formatSeconds(facts.downMs)}`,
  ];
}

const VERDICT_TONES: Readonly<Record<VerdictEntry['verdict'], string>> = {
  resumed: 'good',
  repeated: 'wrn',
  lost: 'wrn',
  unknown: 'mut',
};

function getLook({ row, previousData, reconnect }: SystemRowProps): Look {
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
            <b>{reconnect === null ? 'Connected' : 'Connected again'}</b>
            <Dotted
              pieces={reconnect === null ? toOpenPieces(row) : toAgainPieces(row, reconnect)}
            />
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
    case 'reconnect-wait':
      return { tone: 'wt', icon: RotateCw, content: <WaitContent row={row} /> };
    case 'verdict':
      return {
        tone: VERDICT_TONES[row.verdict],
        icon: row.verdict === 'resumed' ? Check : row.verdict === 'unknown' ? Info : TriangleAlert,
        content: (
          <>
            <span className="ell">
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
            <span>The server asks for {formatSeconds(row.ms)} before reconnecting</span>
          </>
        ),
      };
    case 'problem':
      return { tone: 'mut', icon: TriangleAlert, content: <ProblemContent row={row} /> };
    case 'close': {
      const words = getCloseWords(row, previousData);
      const isStop = row.by === 'user' || row.by === 'rule';
      return {
        tone: words.hint === null ? 'cls' : 'bad',
        icon: isStop ? CircleStop : row.rule === 'redirect' ? Forward : Unplug,
        content:
          words.hint === null ? (
            <>
              <b>{words.title}</b>
              <span>{words.text}</span>
            </>
          ) : (
            <TwoLines
              title={words.title}
              text={words.text}
              hint={words.hint}
              code="end of stream"
            />
          ),
      };
    }
    case 'error': {
      const words = getErrorWords(row);
      if (isFailedAttempt(row)) {
        return {
          tone: 'mut',
          icon: RotateCw,
          content: (
            <>
              <span>Attempt failed</span>
              <span className="sep">·</span>
              <span className="ell">{words.cause}</span>
              {row.code !== null && <span className="mono t3">{row.code}</span>}
            </>
          ),
        };
      }
      return {
        tone: 'bad',
        icon: Unplug,
        content: (
          <TwoLines title={words.title} text={words.cause} hint={words.hint} code={row.code} />
        ),
      };
    }
    default:
      return assertNever(row);
  }
}

/** A loss: what happened, then why it may be, with the code at the end. */
function TwoLines(props: {
  readonly title: string;
  readonly text: string;
  readonly hint: string;
  readonly code: string | null;
}) {
  return (
    <span>
      <b>{props.title}</b>&ensp;{props.text}
      <span className="hint">
        {props.hint} {props.code !== null && <span className="mono t3">{props.code}</span>}
      </span>
    </span>
  );
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
