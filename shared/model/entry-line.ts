import { assertNever } from '../result.ts';
import type { TimelineEntry } from './timeline.ts';

/** Microseconds are what the clock gives; more digits would be noise. */
export function roundMs(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

/**
 * The documented fields of an entry's line of JSON, after `kind`, `seq` and `atMs`, and nothing else: what is added to
 * the model is not leaked.
 */
export function toLineFields(entry: TimelineEntry): Readonly<Record<string, unknown>> {
  switch (entry.kind) {
    case 'connecting': {
      const { attempt, method, url, lastEventId } = entry;
      return { attempt, method, url, lastEventId };
    }
    case 'open': {
      const { attempt, status, reason, httpVersion, tlsVersion, remoteAddress } = entry;
      const timings = Object.fromEntries(
        Object.entries(entry.timings).map(([name, ms]) => [name, ms === null ? null : roundMs(ms)]),
      );
      const { accepted, shape, headers, informational, tls, proxy, isReused, redirect } = entry;
      return {
        attempt,
        status,
        reason,
        accepted,
        shape,
        httpVersion,
        tlsVersion,
        remoteAddress,
        headers,
        timings,
        informational,
        tls,
        proxy,
        isReused,
        redirect,
      };
    }
    case 'event':
      return {
        type: entry.type,
        data: entry.data,
        ...(entry.id === null ? {} : { id: entry.id }),
        lastEventId: entry.lastEventId,
        ...(entry.isTruncated ? { isTruncated: true } : {}),
      };
    case 'comment':
      return { text: entry.text };
    case 'retry':
      return { ms: entry.ms };
    case 'problem':
      return {
        problem: entry.problem,
        line: entry.line,
        detail: entry.detail,
        offset: entry.offset,
      };
    case 'chunk':
      return { text: entry.text };
    case 'reconnect-wait': {
      const { attempt, waitMs, lastEventId, failuresInRow, attemptsMax } = entry;
      return { attempt, waitMs, lastEventId, failuresInRow, attemptsMax };
    }
    case 'verdict': {
      const { verdict, count, basis, differing, beforeId, afterId } = entry;
      const downMs = roundMs(entry.downMs);
      return { verdict, count, basis, differing, beforeId, afterId, downMs };
    }
    case 'close':
      return {
        by: entry.by,
        willReconnect: entry.willReconnect,
        rule: entry.rule,
        refusal: entry.refusal,
      };
    case 'error': {
      const { errorKind, code, detail, fatal, afterHeaders, phase, addresses } = entry;
      return { errorKind, code, detail, fatal, afterHeaders, phase, addresses };
    }
    default:
      return assertNever(entry);
  }
}

/** An entry as one line of JSON, without its line end. */
export function toEntryLine(entry: TimelineEntry): string {
  const { kind, seq, atMs } = entry;
  return JSON.stringify({ kind, seq, atMs: roundMs(atMs), ...toLineFields(entry) });
}
