import type { ExchangeProgress, ExchangeSummary } from '../../shared/ipc/contract.ts';
import type { ConnectionState, ResponseHead, SentHead } from '../../shared/model/exchange.ts';
import type { ExchangeId } from '../../shared/model/ids.ts';
import type { OpenEntry } from '../../shared/model/timeline.ts';
import type { ExchangeLog } from '../log/exchange-log.ts';
import type { NewestHeads } from '../log/newest-heads.ts';
import type { TimelineBuilder } from '../stream/timeline-builder.ts';

/** What a window is told about an exchange, as it stands now. */
export function toProgress(exchange: {
  readonly exchangeId: ExchangeId;
  readonly state: ConnectionState;
  readonly log: ExchangeLog;
  readonly timeline: Pick<TimelineBuilder, 'shownShape' | 'looksLike'>;
  readonly elapsedMs: number;
  /** The newest one. */
  readonly response: ResponseHead | undefined;
}): ExchangeProgress {
  const { exchangeId, state, log, timeline, elapsedMs, response } = exchange;
  return {
    exchangeId,
    state,
    reading: log.readingNumber,
    shape: timeline.shownShape,
    looksLike: timeline.looksLike,
    elapsedMs,
    counters: log.counters.getCounters(elapsedMs, log.rows),
    types: log.counters.getTypeCounts(),
    head: response === undefined ? null : withoutHeaders(response),
  };
}

/** What a summary says of the heads. */
export function toHeadLists(
  sent: NewestHeads<SentHead>,
  responses: NewestHeads<ResponseHead>,
): Pick<ExchangeSummary, 'sent' | 'responses' | 'leftOut'> {
  return {
    sent: sent.heads,
    responses: responses.heads,
    leftOut: { sent: sent.leftOut, responses: responses.leftOut },
  };
}

export function toResponseHead(open: OpenEntry): ResponseHead {
  const { kind: _kind, seq: _seq, atMs: _atMs, attempt: _attempt, ...head } = open;
  return head;
}

function withoutHeaders(response: ResponseHead): Omit<ResponseHead, 'headers'> {
  const { headers: _headers, ...head } = response;
  return head;
}
