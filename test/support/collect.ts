import type { SentHead, StreamEnd } from '../../shared/model/exchange.ts';
import type { HeaderField } from '../../shared/model/header-field.ts';
import type { RequestDefinition } from '../../shared/model/request.ts';
import { toEntries } from '../../shared/model/plain-events.ts';
import type { EventEntry, TimelineEntry } from '../../shared/model/timeline.ts';
import { createTransport } from '../../main/http/transport.ts';
import type { HttpTransport } from '../../main/http/transport.ts';
import { systemClock } from '../../main/stream/clock.ts';
import type { Clock } from '../../main/stream/clock.ts';
import { openStream } from '../../main/stream/open-stream.ts';
import type { StreamDeps } from '../../main/stream/open-stream.ts';
import type { StreamSink } from '../../main/stream/stream-sink.ts';

/** A GET of `url`, with whatever the test changes. */
export function aRequest(url: string, changes: Partial<RequestDefinition> = {}): RequestDefinition {
  return { method: 'GET', url, headers: [], body: { kind: 'none' }, ...changes };
}

/** Keeps everything that an exchange hands to its sink. */
export class MemorySink implements StreamSink {
  readonly sent: SentHead[] = [];
  readonly chunks: { readonly bytes: Buffer; readonly atMs: number }[] = [];
  trailers: readonly HeaderField[] = [];
  wireBytes = 0;
  #bodyBytes = 0;
  readonly #onBytes: ((bodyBytes: number) => void) | undefined;
  readonly #keepsBody: boolean;

  constructor(onBytes?: (bodyBytes: number) => void, keepsBody = true) {
    this.#onBytes = onBytes;
    this.#keepsBody = keepsBody;
  }

  noteSent(head: SentHead): void {
    this.sent.push(head);
  }

  writeChunk(bytes: Uint8Array, atMs: number): void {
    if (this.#keepsBody) this.chunks.push({ bytes: Buffer.from(bytes), atMs });
    this.#bodyBytes += bytes.length;
    this.#onBytes?.(this.#bodyBytes);
  }

  countWireBytes(wireBytes: number): void {
    this.wireBytes += wireBytes;
  }

  noteTrailers(fields: readonly HeaderField[]): void {
    this.trailers = fields;
  }

  get body(): Buffer {
    return Buffer.concat(this.chunks.map((chunk) => chunk.bytes));
  }
}

/** What an exchange gave, from its first entry to its end. */
export interface Collected {
  readonly entries: readonly TimelineEntry[];
  readonly events: readonly EventEntry[];
  readonly end: StreamEnd;
  readonly sink: MemorySink;
}

/** Runs an exchange to its end over real TCP. `onEntry` may abort it through the test's own controller. */
export async function collect(
  request: RequestDefinition,
  options: {
    readonly signal?: AbortSignal;
    readonly onEntry?: (entry: TimelineEntry) => void;
    /** Called with the bytes of content so far, each time some came. */
    readonly onBytes?: (bodyBytes: number) => void;
    /** False: the content goes nowhere, so that it takes no memory of the test's. */
    readonly keepsBody?: boolean;
    readonly deps?: Partial<
      Pick<StreamDeps, 'clock' | 'control' | 'random' | 'environment' | 'transport'>
    >;
  } = {},
): Promise<Collected> {
  const sink = new MemorySink(options.onBytes, options.keepsBody);
  const entries: TimelineEntry[] = [];
  const stream = openStream(
    request,
    {
      transport: createTransport(),
      clock: systemClock,
      sink,
      userAgent: 'Tideline/test',
      ...options.deps,
    },
    options.signal ?? new AbortController().signal,
  );
  for (;;) {
    const step = await stream.next();
    if (step.done === true) {
      const events = entries.filter((entry) => entry.kind === 'event');
      return { entries, events, end: step.value, sink };
    }
    for (const entry of toEntries(step.value)) {
      entries.push(entry);
      options.onEntry?.(entry);
    }
  }
}

/**
 * A clock whose waits are over at once and count as if they had taken their time. `waits` are the
 * milliseconds asked for, in order. Each look at it takes `getLookMs()` milliseconds more, as on a busy machine.
 */
export function skippingClock(
  getLookMs = (): number => 0,
): Clock & { readonly waits: readonly number[] } {
  const waits: number[] = [];
  let skippedMs = 0;
  return {
    waits,
    monotonicMs: () => {
      skippedMs += getLookMs();
      return performance.now() + skippedMs;
    },
    epochMs: () => Date.now() + skippedMs,
    wait: async (waitMs, signal) => {
      if (signal.aborted) return;
      waits.push(waitMs);
      skippedMs += waitMs;
    },
  };
}

/** Runs a GET of `url` whose chunks go to `takeChunk`, which holds the socket back until it resolves. */
export function streamInto(
  url: string,
  takeChunk: StreamSink['writeChunk'],
  transport: HttpTransport = createTransport(),
): ReturnType<typeof openStream> {
  return openStream(
    aRequest(url),
    {
      transport,
      clock: systemClock,
      userAgent: 'Tideline/test',
      sink: {
        noteSent: () => undefined,
        countWireBytes: () => undefined,
        noteTrailers: () => undefined,
        writeChunk: takeChunk,
      },
    },
    new AbortController().signal,
  );
}
