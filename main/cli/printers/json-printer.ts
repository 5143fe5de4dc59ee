import { isUtf8 } from 'node:buffer';
import { assertNever } from '../../../shared/result.ts';
import type { TimelineEntry } from '../../../shared/model/timeline.ts';
import { escapeJson } from '../escape.ts';
import { Utf8Pieces } from '../utf8-pieces.ts';
import type { Printer } from './printer.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * NDJSON: one object a line, each beginning with `kind`, `seq` and `atMs`. `seq` counts the lines
 * from 0 without a hole. The lines of a stream are its timeline entries; an ordinary body comes as
 * `body` lines between `open` and `close`, each with `text`, or with `base64` where the bytes are
 * no UTF-8. Their bytes in order are the body, byte for byte.
 *
 * Control and invisible characters that JSON would leave as they are stand as `\u` escapes, so the
 * lines may be looked at on a terminal.
 */
export class JsonPrinter implements Printer {
  readonly #pieces = new Utf8Pieces();
  #nextSeq = 0;

  readonly printEntries = (entries: readonly TimelineEntry[]): string => {
    let lines = '';
    for (const entry of entries) lines += this.#toLine(entry.kind, entry.atMs, toFields(entry));
    return lines;
  };

  readonly printBody = (bytes: Uint8Array, atMs: number): string =>
    this.#toBodyLine(this.#pieces.push(bytes), atMs);

  readonly endBody = (atMs: number): string => this.#toBodyLine(this.#pieces.end(), atMs);

  #toBodyLine(bytes: Buffer, atMs: number): string {
    if (bytes.length === 0) return '';
    const fields = isUtf8(bytes)
      ? { text: bytes.toString('utf8') }
      : { base64: bytes.toString('base64') };
    return this.#toLine('body', atMs, fields);
  }

  #toLine(kind: string, atMs: number, fields: Fields): string {
    const line = { kind, seq: this.#nextSeq++, atMs: roundMs(atMs), ...fields };
    return `${escapeJson(JSON.stringify(line))}\n`;
  }
}

/** Microseconds are what the clock gives; more digits would be noise. */
function roundMs(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

/** The documented fields of a line, and nothing else: what is added to the model is not leaked. */
function toFields(entry: TimelineEntry): Fields {
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
      const { accepted, shape, headers } = entry;
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
