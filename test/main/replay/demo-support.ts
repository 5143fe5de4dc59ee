import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { createParser } from 'eventsource-parser';
import { demoClock } from '../../../main/replay/demo-clock.ts';
import type { DemoClock } from '../../../main/replay/demo-clock.ts';

/** A clock whose waits are over at once: a stream of 20 s takes as long as its bytes. */
export function instantClock(): DemoClock & { readonly monotonicMs: () => number } {
  let nowMs = 0;
  return {
    monotonicMs: () => nowMs,
    wait: async (waitMs) => {
      nowMs += waitMs;
      await setImmediate();
    },
  };
}

/** The real clock, with the number of timers that are running. */
export function countingClock(): DemoClock & { readonly getPending: () => number } {
  let pending = 0;
  return {
    monotonicMs: demoClock.monotonicMs,
    getPending: () => pending,
    wait: async (waitMs, signal) => {
      pending++;
      await demoClock.wait(waitMs, signal);
      pending--;
    },
  };
}

export interface ReadBlock {
  readonly kind: 'event' | 'comment' | 'retry';
  readonly type?: string;
  readonly id?: string | undefined;
  readonly data?: string;
  readonly text?: string;
  readonly ms?: number;
}

/** Reads an event stream with the parser that the engine uses, until its end or `count` events. */
export async function readBlocks(
  response: Response,
  count = Number.POSITIVE_INFINITY,
): Promise<ReadBlock[]> {
  const blocks: ReadBlock[] = [];
  const parser = createParser({
    onEvent: (event) =>
      blocks.push({
        kind: 'event',
        type: event.event ?? 'message',
        id: event.id,
        data: event.data,
      }),
    onComment: (text) => blocks.push({ kind: 'comment', text }),
    onRetry: (ms) => blocks.push({ kind: 'retry', ms }),
  });
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  const countEvents = (): number => blocks.filter((block) => block.kind === 'event').length;
  while (countEvents() < count) {
    const { value, done } = await reader.read();
    if (done) break;
    parser.feed(decoder.decode(value, { stream: true }));
  }
  await reader.cancel();
  return blocks;
}

export function onlyEvents(blocks: readonly ReadBlock[], count?: number): readonly ReadBlock[] {
  return blocks.filter((block) => block.kind === 'event').slice(0, count);
}

/** Opens a connection and leaves it open. The server may close it at any time. */
export async function openSocket(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** Sends bytes as they are and gives everything that comes back until the server closes. */
export async function sendRaw(port: number, text: string): Promise<string> {
  const socket = await openSocket(port);
  let answer = '';
  socket.setEncoding('latin1');
  socket.on('data', (part: string) => {
    answer += part;
  });
  const closed = once(socket, 'close');
  socket.write(text, 'latin1');
  await closed;
  return answer;
}
