import { CircleStop, Forward, Globe, Plug, RotateCw, Unplug } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { Fragment } from 'react';
import type { ReactNode } from 'react';
import type {
  ConnectingEntry,
  ConnectionRow,
  ErrorEntry,
  OpenEntry,
} from '../../../shared/model/timeline.ts';
import { assertNever } from '../../../shared/result.ts';
import { formatDuration, formatSeconds } from '../../components/time-format.ts';
import { VisibleText, toVisibleString } from '../../components/visible-text.tsx';
import type { ReconnectFacts } from './reconnect-facts.ts';
import { getLossWords } from './row-height.ts';
import type { LossWords } from './row-height.ts';
import { getErrorWords } from './error-words.ts';
import {
  findStep,
  formatProtocol,
  formatStatus,
  formatTls,
  getCloseWords,
  getSkippedWords,
  getToldStep,
} from './row-words.ts';
import type { EndContext } from './error-words.ts';
import { WaitContent } from './wait-content.tsx';

/** How a row is drawn: its tone and icon, and what it says. */
export interface Look {
  readonly tone: string;
  readonly icon: LucideIcon;
  readonly content: ReactNode;
}

/** What the rows around a row of the connection tell about it. */
export interface ConnectionContext {
  readonly end: EndContext;
  /** For a connection that was reestablished. */
  readonly reconnect: ReconnectFacts | null;
}

/** The look of a row that tells of the connection. */
export function getConnectionLook(row: ConnectionRow, context: ConnectionContext): Look {
  const loss = getLossWords(row, context.end);
  if (loss !== null) return { tone: 'bad', icon: Unplug, content: <TwoLines words={loss} /> };
  const step = getToldStep(row);
  switch (step.kind) {
    case 'connecting':
      return { tone: 'mut', icon: Globe, content: <ConnectingContent step={step} /> };
    case 'open':
      return {
        tone: 'opn',
        icon: Plug,
        content:
          context.reconnect === null ? (
            <Connected step={step} />
          ) : (
            <ConnectedAgain step={step} facts={context.reconnect} />
          ),
      };
    case 'reconnect-wait':
      return { tone: 'wt', icon: RotateCw, content: <WaitContent row={step} /> };
    case 'close': {
      const words = getCloseWords(step, context.end);
      const isStop = step.by === 'user' || step.by === 'rule';
      return {
        tone: 'cls',
        icon: isStop ? CircleStop : step.rule === 'redirect' ? Forward : Unplug,
        content: (
          <>
            <b>{words.title}</b>
            <span className="ell" title={toVisibleString(words.text)}>
              {words.text}
            </span>
          </>
        ),
      };
    }
    case 'error':
      return { tone: 'mut', icon: RotateCw, content: <FailedAttempt row={row} error={step} /> };
    default:
      return assertNever(step);
  }
}

/** The quiet dot between two facts. */
function Dot() {
  return <span className="sep">·</span>;
}

/** Pieces with a quiet dot between them. What has no room ends in an ellipsis. */
function Dotted({ pieces }: { readonly pieces: readonly string[] }) {
  return (
    <span className="ell num" title={pieces.join(' · ')}>
      {pieces.map((piece, index) => (
        // The pieces of a row are fixed, so the place is the identity.
        <Fragment key={index}>
          {index > 0 && <Dot />}
          <span>{piece}</span>
        </Fragment>
      ))}
    </span>
  );
}

/** What the request said of the id; null: none was sent. A long id is cut before anything beside it is. */
function SentId({ lastEventId }: { readonly lastEventId: string | null }) {
  if (lastEventId === null) return <span className="ell rest">sent no Last-Event-ID</span>;
  const id = toVisibleString(lastEventId);
  return (
    <span className="ell rest" title={`sent Last-Event-ID: ${id}`}>
      sent <span className="mono t1">Last-Event-ID: {id}</span>
    </span>
  );
}

function ConnectingContent({ step }: { readonly step: ConnectingEntry }) {
  const lastEventId =
    step.lastEventId === null ? null : `Last-Event-ID: ${toVisibleString(step.lastEventId)}`;
  return (
    <>
      <span>{step.attempt > 1 ? `Connecting, attempt ${step.attempt}` : 'Connecting'}</span>
      <span className="mono ell" title={toVisibleString(`${step.method} ${step.url}`)}>
        {step.method} <VisibleText text={step.url} />
      </span>
      {lastEventId !== null && (
        <span className="mono t1 ell" title={lastEventId}>
          {lastEventId}
        </span>
      )}
    </>
  );
}

function Connected({ step }: { readonly step: OpenEntry }) {
  const { firstByteMs } = step.timings;
  return (
    <>
      <b>Connected</b>
      <Dotted
        pieces={[
          formatStatus(step.status, step.reason),
          formatProtocol(step.httpVersion),
          ...(step.tlsVersion === null ? [] : [formatTls(step.tlsVersion)]),
          ...(firstByteMs === null ? [] : [`first byte after ${formatDuration(firstByteMs)}`]),
        ]}
      />
    </>
  );
}

/** `Connected again  attempt 2 · sent Last-Event-ID: 109 · down for 6.0 s · no id skipped`; the id gives way. */
function ConnectedAgain(props: { readonly step: OpenEntry; readonly facts: ReconnectFacts }) {
  const { step, facts } = props;
  const skipped = facts.verdict === null ? null : getSkippedWords(facts.verdict);
  return (
    <>
      <b>Connected again</b>
      <Dotted
        pieces={[
          ...(step.status === 200 ? [] : [formatStatus(step.status, step.reason)]),
          `attempt ${facts.attempt}`,
        ]}
      />
      <Dot />
      <SentId lastEventId={facts.lastEventId} />
      <Dot />
      <Dotted
        pieces={[`down for ${formatSeconds(facts.downMs)}`, ...(skipped === null ? [] : [skipped])]}
      />
    </>
  );
}

/** `Attempt 1 refused · waited 3.0 s · sent Last-Event-ID: 109`; the code is never cut. */
function FailedAttempt(props: { readonly row: ConnectionRow; readonly error: ErrorEntry }) {
  const { row, error } = props;
  const wait = findStep(row, 'reconnect-wait');
  const connecting = findStep(row, 'connecting');
  const isRefused = error.errorKind === 'connection-refused';
  const outcome = isRefused ? 'refused' : 'failed';
  return (
    <>
      <Dotted
        pieces={[
          wait === null
            ? `First attempt ${outcome}`
            : `Attempt ${wait.failuresInRow + 1} ${outcome}`,
          ...(isRefused ? [] : [getErrorWords(error).cause]),
          ...(wait === null || connecting === null
            ? []
            : [`waited ${formatSeconds(connecting.atMs - wait.atMs)}`]),
        ]}
      />
      {wait !== null && connecting !== null && (
        <>
          <Dot />
          <SentId lastEventId={connecting.lastEventId} />
        </>
      )}
      {!isRefused && error.code !== null && <span className="mono t3 code">{error.code}</span>}
    </>
  );
}

/** A loss: what happened, then why it may be, with the code at the end. */
function TwoLines({ words }: { readonly words: LossWords }) {
  return (
    <span>
      <b>{words.title}</b>&ensp;{words.text}
      <span className="hint">
        {words.hint} {words.code !== null && <span className="mono t3">{words.code}</span>}
      </span>
    </span>
  );
}
