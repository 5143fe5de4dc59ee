import type { ExchangeProgress, ExchangeSummary } from '../../shared/ipc/contract.ts';
import type {
  ConnectionState,
  ContentShape,
  ResponseHead,
  SentHead,
  StreamEnd,
} from '../../shared/model/exchange.ts';
import type { HeaderField } from '../../shared/model/header-field.ts';
import type { ExchangeId } from '../../shared/model/ids.ts';
import type { StreamSettings } from '../../shared/model/stream-settings.ts';
import type { TimelinePart } from '../../shared/model/plain-events.ts';
import type { TimelineEntry } from '../../shared/model/timeline.ts';
import type { ExchangeLog } from '../log/exchange-log.ts';
import { fillReading } from '../log/fill-reading.ts';
import { NewestHeads } from '../log/newest-heads.ts';
import { recoverLog } from '../log/recover-log.ts';
import { TimelineBuilder } from '../stream/timeline-builder.ts';
import type { RunEnd } from '../workspace/runs/run-line.ts';
import type { ExchangeFollower } from './exchange-follower.ts';
import { toHeadLists, toProgress, toResponseHead } from './exchange-progress.ts';

export interface PastExchangeDeps {
  readonly folder: string;
  /** How it ended, as far as the history knows. */
  readonly end: RunEnd | null;
  readonly settings: Pick<StreamSettings, 'readAs' | 'lastEventId'>;
  readonly push: (progress: ExchangeProgress) => void;
}

/** An exchange of an earlier run of the program, or of one that was closed: read back from its spool. */
export class PastExchange {
  readonly exchangeId: ExchangeId;
  readonly log: ExchangeLog;
  readonly isLive = false;
  readonly followers = new Set<ExchangeFollower>();
  readonly #deps: PastExchangeDeps;
  readonly #startedAtMs: number;
  readonly #sent: NewestHeads<SentHead>;
  readonly #responses: NewestHeads<ResponseHead>;
  readonly #trailers: readonly HeaderField[] | null;
  readonly #state: ConnectionState;
  #builder: TimelineBuilder;
  #rereading: Promise<void> = Promise.resolve();

  private constructor(
    exchangeId: ExchangeId,
    deps: PastExchangeDeps,
    recovered: Awaited<ReturnType<typeof recoverLog>>,
    builder: TimelineBuilder,
    watch: EndWatch,
  ) {
    this.exchangeId = exchangeId;
    this.log = recovered.log;
    this.#deps = deps;
    this.#startedAtMs = recovered.startedAtMs;
    this.#sent = recovered.sent;
    this.#responses = watch.responses;
    this.#trailers = recovered.trailers;
    this.#builder = builder;
    const end: StreamEnd = recovered.wasInterrupted ? { kind: 'interrupted' } : watch.end;
    const closedAtMs = deps.end?.durationMs ?? watch.lastAtMs;
    this.#state = { kind: 'closed', end, closedAtMs };
    this.log.counters.wireBytes = deps.end?.wireBytes ?? 0;
  }

  /** Rejects if the spool cannot be read, or was written by a version that is not known. */
  static async open(exchangeId: ExchangeId, deps: PastExchangeDeps): Promise<PastExchange> {
    const builder = createBuilder(deps, deps.settings.readAs);
    const watch = new EndWatch();
    const recovered = await recoverLog(deps.folder, {
      addFact: (fact) => watch.observe(builder.addFact(fact)),
      addChunk: (bytes, atMs) => watch.observe(builder.addChunk(bytes, atMs)),
    });
    return new PastExchange(exchangeId, deps, recovered, builder, watch);
  }

  /** Time until it ended. */
  get elapsedMs(): number {
    return (this.#state as Extract<ConnectionState, { kind: 'closed' }>).closedAtMs;
  }

  /** Closes its log. */
  async release(): Promise<void> {
    await this.stop();
    for (const follower of this.followers) await follower.onRelease();
    await this.log.close();
  }

  /** It has ended already. */
  async stop(): Promise<void> {
    await this.#rereading;
  }

  reconnectNow(): void {
    // It has ended: there is no wait to end.
  }

  cut(): void {
    // It has ended: there is no connection to cut.
  }

  /** Reads the content another way from its first byte. Rejects if the files cannot be read. */
  async readAs(shape: ContentShape): Promise<void> {
    const reading = this.#rereading.then(async () => {
      const builder = createBuilder(this.#deps, shape);
      for (const follower of this.followers) await follower.onReread();
      await this.log.startReading();
      await fillReading(this.log, builder);
      this.#builder = builder;
    });
    this.#rereading = reading.catch(() => undefined);
    await reading;
    this.#deps.push(this.getProgress());
  }

  getProgress(): ExchangeProgress {
    return toProgress({
      exchangeId: this.exchangeId,
      state: this.#state,
      log: this.log,
      timeline: this.#builder,
      elapsedMs: this.elapsedMs,
      response: this.#responses.heads.at(-1),
    });
  }

  getSummary(): ExchangeSummary {
    return {
      exchangeId: this.exchangeId,
      startedAtMs: this.#startedAtMs,
      state: this.#state,
      ...toHeadLists(this.#sent, this.#responses),
      trailers: this.#trailers,
    };
  }
}

function createBuilder(
  { settings }: PastExchangeDeps,
  readAs: 'auto' | ContentShape,
): TimelineBuilder {
  return new TimelineBuilder({ readAs, lastEventId: settings.lastEventId ?? '' });
}

/** Finds the heads and the end of an exchange in its timeline. */
class EndWatch {
  readonly responses = new NewestHeads<ResponseHead>();
  end: StreamEnd = { kind: 'ended' };
  lastAtMs = 0;

  observe(entries: readonly TimelinePart[]): readonly TimelinePart[] {
    for (const entry of entries) {
      this.lastAtMs = Math.max(this.lastAtMs, entry.atMs);
      if (entry.kind === 'open') this.responses.add(toResponseHead(entry));
      // What broke the connection was told by the error before it.
      if (entry.kind === 'close' && entry.by !== 'network') this.end = toEnd(entry);
      if (entry.kind === 'error') {
        const {
          kind: _kind,
          seq: _seq,
          atMs: _atMs,
          errorKind: kind,
          fatal: _fatal,
          ...rest
        } = entry;
        this.end = { kind: 'failed', error: { kind, ...rest } };
      }
    }
    return entries;
  }
}

function toEnd({ by, rule }: Extract<TimelineEntry, { kind: 'close' }>): StreamEnd {
  if (by === 'rule') return { kind: 'rule', rule: rule ?? '' };
  return by === 'server' ? { kind: 'ended' } : { kind: 'stopped' };
}
