import { once } from 'node:events';
import { DEMO_LATENESS_MAX_MS } from './demo-limits.ts';
import type { DemoExchange } from './demo-exchange.ts';

/** A piece of a stream and how long after the previous one it is due. */
export interface PacedChunk {
  readonly waitMs: number;
  readonly bytes: string | Uint8Array;
}

/** Fields of one block; `data` is JSON unless it is a string already. */
export interface BlockFields {
  readonly id?: number | string;
  readonly event?: string;
  readonly data: unknown;
}

/** Serialises one event: `event`, `id`, `data` and the empty line. */
export function toBlock(fields: BlockFields): string {
  const data = typeof fields.data === 'string' ? fields.data : JSON.stringify(fields.data);
  const event = fields.event === undefined ? '' : `event: ${fields.event}\n`;
  const id = fields.id === undefined ? '' : `id: ${fields.id}\n`;
  return `${event}${id}data: ${data.replaceAll('\n', '\ndata: ')}\n\n`;
}

/** Sends the head of an event stream at once, before there is an event. */
export function openEventStream(
  { response }: DemoExchange,
  contentType = 'text/event-stream',
): void {
  response.writeHead(200, {
    'Content-Type': contentType,
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  });
  response.flushHeaders();
}

/**
 * Writes the chunks at their times until they end or the client goes; never buffers for a slow
 * client. Times are kept against the start, so that small delays do not add up; after a long one
 * (the computer slept) the rest is shifted instead of sent in one burst.
 *
 * Does not end the response. Gives whether everything was written.
 */
export async function writePaced(
  { response, clock, signal }: DemoExchange,
  chunks: Iterable<PacedChunk>,
): Promise<boolean> {
  let dueMs = clock.monotonicMs();
  for (const chunk of chunks) {
    dueMs += chunk.waitMs;
    const nowMs = clock.monotonicMs();
    if (dueMs > nowMs) await clock.wait(dueMs - nowMs, signal);
    else if (nowMs - dueMs > DEMO_LATENESS_MAX_MS) dueMs = nowMs;
    if (signal.aborted) return false;
    response.write(chunk.bytes);
    while (response.writableNeedDrain && !signal.aborted) {
      await once(response, 'drain', { signal }).catch(() => null);
    }
  }
  return !signal.aborted;
}

/**
 * Number in the `Last-Event-ID` of the request; 0 if there is none or it is not one of ours, so
 * that the feed starts at event 1.
 */
export function readLastEventNumber({ request }: DemoExchange): number {
  const value = request.headers['last-event-id'];
  const text = Array.isArray(value) ? value[0] : value;
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : 0;
}
