import type { StreamEnd } from '../../shared/model/exchange.ts';
import type { RequestDefinition } from '../../shared/model/request.ts';
import type { CloseEntry, TimelineEntry } from '../../shared/model/timeline.ts';
import { toEntries } from '../../shared/model/plain-events.ts';
import { hideInEntry } from '../../shared/template/hide-secrets.ts';
import type { HttpEnvironment } from '../http/http-environment.ts';
import type { HttpTransport } from '../http/transport.ts';
import type { Clock } from '../stream/clock.ts';
import { openStream } from '../stream/open-stream.ts';
import { StopReason } from '../stream/stop-reason.ts';
import type { StreamSink } from '../stream/stream-sink.ts';
import type { Output } from './cli-io.ts';
import type { StreamRules } from './command.ts';
import type { EntryFilter } from './entry-filter.ts';
import type { Printer } from './printers/printer.ts';
import { RuleWatch } from './rule-watch.ts';
import type { StatsWatch } from './stats-watch.ts';
import { VERSION } from './version.ts';

export interface ExchangeRun {
  readonly request: RequestDefinition;
  readonly rules: StreamRules;
  readonly printer: Printer;
  readonly output: Output;
  /** Aborts when the user interrupts. */
  readonly interrupt: AbortSignal;
  readonly transport: HttpTransport;
  readonly clock: Clock;
  /** Values of secrets, which are not printed where the request is. */
  readonly hides: readonly string[];
  readonly filter: EntryFilter | null;
  /** Null: nobody asks for statistics. */
  readonly stats: StatsWatch | null;
  readonly environment: HttpEnvironment;
}

export interface ExchangeOutcome {
  readonly end: StreamEnd;
  /** Of the last response; null if there was none. */
  readonly status: number | null;
  /** Whether the last response was read as a stream. */
  readonly wasStream: boolean;
  /** Whether the filter took too long and the exchange was ended for that. */
  readonly isFilterTooSlow: boolean;
}

/**
 * Sends the request through the engine and prints what comes until it ends, a rule is met, the
 * user interrupts or stdout breaks. The connection is closed when this resolves.
 */
export async function runExchange(run: ExchangeRun): Promise<ExchangeOutcome> {
  const { printer, output, interrupt } = run;
  const stop = new AbortController();
  const stopByUser = (): void => stop.abort(new StopReason('user'));
  const broken = AbortSignal.any([interrupt, output.failed]);
  broken.addEventListener('abort', stopByUser);
  if (broken.aborted) stopByUser();
  const watch = new RuleWatch(run.rules, run.clock, (rule) =>
    stop.abort(new StopReason('rule', rule)),
  );

  let status: number | null = null;
  let wasStream = false;
  let lastChunkMs = 0;
  let metByEntry: TimelineEntry | null = null;
  let isFilterTooSlow = false;

  const sink: StreamSink = {
    noteSent: () => undefined,
    countWireBytes: (bytes) => {
      run.stats?.addWireBytes(bytes);
      watch.noteArrival();
    },
    noteTrailers: () => undefined,
    writeChunk: async (bytes, atMs) => {
      watch.noteArrival();
      run.stats?.addBodyBytes(bytes.length);
      if (wasStream) return;
      lastChunkMs = atMs;
      await output.write(printer.printBody(bytes, atMs));
      watch.noteArrival();
    },
  };
  /** Which entries the filter lets through; none any more once it took too long. */
  const findShown = async (
    entries: readonly TimelineEntry[],
  ): Promise<(entry: TimelineEntry) => boolean> => {
    if (run.filter === null) return () => true;
    const answers = isFilterTooSlow ? null : await run.filter.match(entries);
    if (answers === null && !isFilterTooSlow) {
      isFilterTooSlow = true;
      stop.abort(new StopReason('rule', 'filter'));
    }
    const shown = new Set(entries.filter((_entry, index) => answers?.[index] === true));
    return (entry) => shown.has(entry);
  };
  const print = async (made: readonly TimelineEntry[]): Promise<void> => {
    const entries = made.map((entry) => hideInEntry(entry, run.hides));
    run.stats?.add(entries);
    const isShown = await findShown(entries);
    for (const entry of entries) {
      if (entry.kind === 'reconnect-wait') watch.pauseIdle();
      if (entry.kind !== 'open') continue;
      status = entry.status;
      wasStream = entry.accepted;
      watch.noteArrival();
    }
    const close = entries.findIndex((entry) => entry.kind === 'close' || entry.kind === 'error');
    if (close === -1 || wasStream) return output.write(printer.printEntries(entries, isShown));
    // The body's held-back last bytes stand before the entry that ends it.
    await output.write(printer.printEntries(entries.slice(0, close), isShown));
    await output.write(printer.endBody(lastChunkMs));
    await output.write(printer.printEntries(entries.slice(close), isShown));
  };

  const deps = {
    transport: run.transport,
    clock: run.clock,
    sink,
    environment: run.environment,
    userAgent: `Tideline/${VERSION}`,
  };
  const stream = openStream(run.request, deps, stop.signal);
  try {
    for (;;) {
      const step = await stream.next();
      if (step.done === true) {
        const end = step.value;
        if (metByEntry === null) return { end, status, wasStream, isFilterTooSlow };
        const met = { kind: 'rule', rule: watch.met ?? '' } as const;
        return { end: met, status, wasStream, isFilterTooSlow };
      }
      if (metByEntry !== null) continue;
      const made = toEntries(step.value);
      const last = broken.aborted ? -1 : watch.findEnd(made);
      if (last === -1) {
        await print(made);
        continue;
      }
      metByEntry = made[last] ?? null;
      await print(made.slice(0, last + 1));
      // What came after it is not shown, so the close entry takes the next number.
      if (metByEntry !== null) await print([toRuleClose(metByEntry, watch.met)]);
    }
  } finally {
    watch.end();
    broken.removeEventListener('abort', stopByUser);
  }
}

function toRuleClose(after: TimelineEntry, rule: string | null): CloseEntry {
  const { seq, atMs } = after;
  return {
    kind: 'close',
    seq: seq + 1,
    atMs,
    by: 'rule',
    willReconnect: false,
    rule,
    refusal: null,
  };
}
