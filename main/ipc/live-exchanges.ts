import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type {
  BodyInput,
  BytesInput,
  CutInput,
  EntryInput,
  ExchangeProgress,
  InvocationOutput,
  PageInput,
  ReadAsInput,
  ResumeInput,
} from '../../shared/ipc/contract.ts';
import { BODY_READ_BYTES_MAX, LIVE_EXCHANGES_MAX } from '../../shared/limits.ts';
import { toExchangeId } from '../../shared/model/ids.ts';
import type { ExchangeId } from '../../shared/model/ids.ts';
import { findInvalidField } from '../../shared/model/request.ts';
import type { RequestDefinition } from '../../shared/model/request.ts';
import type {
  InvalidInput,
  StorageError,
  UnknownExchange,
} from '../../shared/model/storage-error.ts';
import { fail, ok } from '../../shared/result.ts';
import type { Result } from '../../shared/result.ts';
import { BARE_ENVIRONMENT } from '../http/http-environment.ts';
import type { HttpEnvironment } from '../http/http-environment.ts';
import { createTransport } from '../http/transport.ts';
import type { HttpTransport } from '../http/transport.ts';
import { ExchangeLog } from '../log/exchange-log.ts';
import { systemClock } from '../stream/clock.ts';
import type { Clock } from '../stream/clock.ts';
import type { RunHistory } from '../workspace/runs/run-history.ts';
import type { KeptRequest, RunStart } from '../workspace/runs/run-line.ts';
import { LiveExchange } from './live-exchange.ts';
import { PastExchange } from './past-exchange.ts';
import type { PastExchangeDeps } from './past-exchange.ts';
import { SpoolsFolder } from './spools-folder.ts';
import { toStorageError } from '../../shared/model/to-storage-error.ts';

export interface LiveExchangesDeps {
  /** Folder in the local data that holds one folder per exchange. */
  readonly spoolsFolder: string;
  readonly push: (windowId: number, progress: ExchangeProgress) => void;
  readonly userAgent: string;
  /** Takes note of every exchange; absent: nobody does. */
  readonly runs?: Pick<RunHistory, 'noteStart' | 'noteEnd'>;
  /**
   * What requests are sent with; `secrets` is added to when a token is had on the way. Absent: nothing but the network.
   */
  readonly getEnvironment?: (
    workspacePath: string | null,
    secrets: string[],
  ) => Promise<HttpEnvironment>;
  readonly transport?: HttpTransport;
  readonly clock?: Clock;
}

/** Where a request comes from, as the history keeps it. */
export interface SendOrigin {
  readonly run: Omit<RunStart, 'exchangeId' | 'startedAtMs'>;
  readonly request: KeptRequest;
  /** Values of secrets in it. */
  readonly hides: readonly string[];
}

/** An exchange that a window shows. */
type ShownExchange = LiveExchange | PastExchange;

type Failure = StorageError | UnknownExchange;

/** The exchanges of all windows. Each belongs to one window, answers only to it, and dies with it. */
export class LiveExchanges {
  readonly #deps: LiveExchangesDeps;
  readonly #transport: HttpTransport;
  readonly #clock: Clock;
  readonly #spools: SpoolsFolder;
  /** Counts up when a window lets go of everything, so that a send under way notices. */
  readonly #releases = new Map<number, number>();
  /** Exchanges whose log is being made, opened or closed, with the end of that. It never rejects. */
  readonly #busy = new Map<ExchangeId, Promise<unknown>>();
  readonly #owned = new Map<
    ExchangeId,
    { readonly windowId: number; readonly exchange: ShownExchange }
  >();
  /** Forgotten while they were in use; their spools go when they are released. */
  readonly #forgotten = new Set<ExchangeId>();

  readonly #isInUse = (exchangeId: string): boolean =>
    this.#owned.has(exchangeId as ExchangeId) || this.#busy.has(exchangeId as ExchangeId);

  constructor(deps: LiveExchangesDeps) {
    this.#deps = deps;
    this.#spools = new SpoolsFolder(deps.spoolsFolder);
    this.#clock = deps.clock ?? systemClock;
    this.#transport = deps.transport ?? createTransport(this.#clock.monotonicMs);
  }

  /** Checks the request, makes its spool and sends it. */
  async send(
    windowId: number,
    request: RequestDefinition,
    origin: SendOrigin = toPlainOrigin(request),
  ): Promise<InvocationOutput<'exchange:send'>> {
    const invalid = findInvalidField(request);
    if (invalid !== null) return fail(invalid);
    if (this.#countLive(windowId) >= LIVE_EXCHANGES_MAX) {
      return fail({ kind: 'too-many-exchanges', limit: LIVE_EXCHANGES_MAX });
    }
    const releases = this.#releases.get(windowId);
    const startedAtMs = this.#clock.epochMs();
    const exchangeId = createExchangeId(startedAtMs);
    return this.#hold(exchangeId, async () => {
      try {
        await this.#spools.make();
        const folder = this.#spools.getFolder(exchangeId);
        const log = await ExchangeLog.create(folder, { exchangeId, startedAtMs });
        // Before anything goes out, so that a crash leaves no exchange without its line.
        await this.#note((runs) =>
          runs.noteStart({ ...origin.run, exchangeId, startedAtMs }, origin.request),
        );
        if (this.#releases.get(windowId) !== releases) {
          await log.close();
          return windowWentAway;
        }
        // Grows with the tokens that are had on the way.
        const hides = [...origin.hides];
        const environment =
          (await this.#deps.getEnvironment?.(origin.run.workspacePath, hides)) ?? BARE_ENVIRONMENT;
        const exchange = new LiveExchange(exchangeId, startedAtMs, request, {
          transport: this.#transport,
          clock: this.#clock,
          userAgent: this.#deps.userAgent,
          log,
          push: (progress) => this.#deps.push(windowId, progress),
          hides,
          environment,
          onEnd: (end) => this.#note((runs) => runs.noteEnd(exchangeId, end)),
        });
        this.#owned.set(exchangeId, { windowId, exchange });
        exchange.start();
        return ok(exchangeId);
      } catch (cause: unknown) {
        return fail(toStorageError(cause));
      }
    });
  }

  async stop(windowId: number, exchangeId: ExchangeId): Promise<Result<null, UnknownExchange>> {
    const exchange = this.find(windowId, exchangeId);
    if (exchange === null) return unknownExchange;
    await exchange.stop();
    return ok(null);
  }

  /** Stops the exchange if it is live and frees its memory; the spool stays while the budget lasts. */
  async release(windowId: number, exchangeId: ExchangeId): Promise<Result<null, UnknownExchange>> {
    const exchange = this.find(windowId, exchangeId);
    if (exchange === null) return unknownExchange;
    this.#owned.delete(exchangeId);
    await this.#hold(exchangeId, () => exchange.release());
    await this.#spools.clean(this.#isInUse);
    return ok(null);
  }

  /**
   * Opens what was received in an earlier exchange, which is the window's from now on. One that it shows
   * already stays as it is.
   */
  async open(
    windowId: number,
    exchangeId: ExchangeId,
    past: Pick<PastExchangeDeps, 'end' | 'settings'>,
  ): Promise<InvocationOutput<'runs:open'>> {
    const releases = this.#releases.get(windowId);
    // Two readings of one spool would use the same files.
    for (let busy = this.#busy.get(exchangeId); busy !== undefined;) {
      await busy;
      busy = this.#busy.get(exchangeId);
    }
    const owned = this.#owned.get(exchangeId);
    if (owned !== undefined) {
      if (owned.windowId !== windowId) return fail({ kind: 'run-in-use' });
      return ok(owned.exchange.getProgress());
    }
    return this.#hold(exchangeId, async () => {
      if (!(await this.#spools.list()).has(exchangeId)) {
        return fail({ kind: 'unknown-run', missing: 'spool' });
      }
      try {
        const folder = this.#spools.getFolder(exchangeId);
        const push = (progress: ExchangeProgress): void => this.#deps.push(windowId, progress);
        const exchange = await PastExchange.open(exchangeId, { folder, push, ...past });
        if (this.#releases.get(windowId) !== releases) {
          await exchange.release();
          return windowWentAway;
        }
        this.#owned.set(exchangeId, { windowId, exchange });
        return ok(exchange.getProgress());
      } catch (cause: unknown) {
        return fail(toStorageError(cause));
      }
    });
  }

  /** Whether an exchange is running, in whichever window. */
  isLive(exchangeId: ExchangeId): boolean {
    return this.#owned.get(exchangeId)?.exchange.isLive === true;
  }

  /** Exchanges whose spool is on the disk. */
  listSpools(): Promise<ReadonlySet<string>> {
    return this.#spools.list();
  }

  /** Sizes on the disk, in bytes, of the spools of these exchanges. */
  measureSpools(exchangeIds: readonly ExchangeId[]): Promise<readonly number[]> {
    return this.#spools.measure(exchangeIds);
  }

  /** Deletes what was received; of exchanges that are in use, when they are no more. Rejects with the system's error. */
  async forget(exchangeIds: Iterable<ExchangeId>): Promise<void> {
    for (const exchangeId of exchangeIds) {
      if (this.#isInUse(exchangeId)) this.#forgotten.add(exchangeId);
      else await this.#spools.remove(exchangeId);
    }
  }

  async reconnectNow(
    windowId: number,
    exchangeId: ExchangeId,
  ): Promise<InvocationOutput<'exchange:reconnect'>> {
    const exchange = this.find(windowId, exchangeId);
    if (exchange === null) return unknownExchange;
    exchange.reconnectNow();
    return ok(null);
  }

  async cut(windowId: number, input: CutInput): Promise<InvocationOutput<'exchange:cut'>> {
    const exchange = this.find(windowId, input.exchangeId);
    if (exchange === null) return unknownExchange;
    exchange.cut(input.when);
    return ok(null);
  }

  readAs(windowId: number, input: ReadAsInput): Promise<InvocationOutput<'exchange:read-as'>> {
    return this.#read(windowId, input.exchangeId, async (exchange) => {
      await exchange.readAs(input.shape);
      return null;
    });
  }

  readLastEventId(
    windowId: number,
    input: ResumeInput,
  ): Promise<InvocationOutput<'timeline:last-event-id'>> {
    return this.#read(windowId, input.exchangeId, ({ log }) => log.readLastEventId(input.seq));
  }

  findRows(
    windowId: number,
    input: BytesInput,
  ): Promise<InvocationOutput<'timeline:rows-of-bytes'>> {
    return this.#read(windowId, input.exchangeId, ({ log }) =>
      log.findRows(input.offset, input.length),
    );
  }

  async getSummary(
    windowId: number,
    exchangeId: ExchangeId,
  ): Promise<InvocationOutput<'exchange:summary'>> {
    const exchange = this.find(windowId, exchangeId);
    return exchange === null ? unknownExchange : ok(exchange.getSummary());
  }

  readPage(windowId: number, input: PageInput): Promise<InvocationOutput<'timeline:page'>> {
    return this.#read(windowId, input.exchangeId, async (exchange) => {
      const rows = await exchange.log.readRows(input.fromRow, input.toRow);
      if (exchange instanceof LiveExchange) exchange.noteRead();
      return { fromRow: input.fromRow, rows };
    });
  }

  async readEntry(
    windowId: number,
    input: EntryInput,
  ): Promise<InvocationOutput<'timeline:entry'>> {
    const read = await this.#read(windowId, input.exchangeId, ({ log }) =>
      log.readEntry(input.seq),
    );
    if (!read.ok) return read;
    if (read.value === null)
      return fail({ kind: 'invalid-input', detail: `no entry ${input.seq}` });
    return ok(read.value);
  }

  readBody(windowId: number, input: BodyInput): Promise<InvocationOutput<'body:read'>> {
    return this.#read(windowId, input.exchangeId, ({ log }) =>
      log.readBody(input.offset, input.length),
    );
  }

  /** Copies the decoded body as far as it has come to a file of the user's choice. */
  async copyBody(
    windowId: number,
    exchangeId: ExchangeId,
    path: string,
  ): Promise<Result<null, Failure>> {
    return this.#read(windowId, exchangeId, async ({ log }) => {
      await pipeline(Readable.from(readWholeBody(log)), createWriteStream(path, { mode: 0o600 }));
      return null;
    });
  }

  /** The window is gone: its exchanges are stopped and freed. */
  async releaseWindow(windowId: number): Promise<void> {
    this.#releases.set(windowId, (this.#releases.get(windowId) ?? 0) + 1);
    const ids = [...this.#owned].filter(([, owned]) => owned.windowId === windowId);
    await Promise.all(ids.map(([exchangeId]) => this.release(windowId, exchangeId)));
  }

  /** The exchange, if it belongs to the window. */
  find(windowId: number, exchangeId: ExchangeId): ShownExchange | null {
    const owned = this.#owned.get(exchangeId);
    return owned?.windowId === windowId ? owned.exchange : null;
  }

  /** Keeps a spool in use while its log is made, opened or closed; then it goes if it was forgotten and is not shown. */
  async #hold<T>(exchangeId: ExchangeId, work: () => Promise<T>): Promise<T> {
    const working = (async () => {
      try {
        return await work();
      } finally {
        if (!this.#owned.has(exchangeId) && this.#forgotten.delete(exchangeId)) {
          // What cannot be deleted now goes with a clean-up.
          await this.#spools.remove(exchangeId).catch(() => undefined);
        }
        this.#busy.delete(exchangeId);
      }
    })();
    this.#busy.set(
      exchangeId,
      working.catch(() => undefined),
    );
    return working;
  }

  #countLive(windowId: number): number {
    return [...this.#owned.values()].filter(
      (owned) => owned.windowId === windowId && owned.exchange.isLive,
    ).length;
  }

  async #read<T>(
    windowId: number,
    exchangeId: ExchangeId,
    read: (exchange: ShownExchange) => Promise<T>,
  ): Promise<Result<T, Failure>> {
    const exchange = this.find(windowId, exchangeId);
    if (exchange === null) return unknownExchange;
    try {
      return ok(await read(exchange));
    } catch (cause: unknown) {
      return fail(toStorageError(cause));
    }
  }

  /** Disk space of the runs that are kept. */
  readUsage(): Promise<InvocationOutput<'spools:usage'>> {
    return this.#spools.readUsage(this.#isInUse);
  }

  /** Deletes every run that no window shows; gives what is left. */
  cleanUnused(): Promise<InvocationOutput<'spools:clean'>> {
    return this.#spools.cleanUnused(this.#isInUse);
  }

  /** A history that cannot be written does not hold an exchange back. */
  async #note(
    note: (runs: Pick<RunHistory, 'noteStart' | 'noteEnd'>) => Promise<void>,
  ): Promise<void> {
    if (this.#deps.runs === undefined) return;
    await note(this.#deps.runs).catch((cause: unknown) =>
      console.error('The history of exchanges was not written:', cause),
    );
  }
}

const unknownExchange = fail<UnknownExchange>({ kind: 'unknown-exchange' });

const windowWentAway = fail<InvalidInput>({
  kind: 'invalid-input',
  detail: 'the window went away',
});

/** A request that was typed and is in no file. */
function toPlainOrigin(request: RequestDefinition): SendOrigin {
  const { method, url } = request;
  return {
    run: { name: '', workspacePath: null, itemPath: null, environment: null, method, url },
    request: { kind: 'plain', request },
    hides: [],
  };
}

/** Sorts by start time, so that a listing of the folder is in order. */
function createExchangeId(startedAtMs: number): ExchangeId {
  const id = toExchangeId(`x-${startedAtMs.toString(36)}-${randomUUID().slice(0, 13)}`);
  if (id === null) throw new Error('an exchange id did not have its own form');
  return id;
}

async function* readWholeBody(log: ExchangeLog): AsyncGenerator<Uint8Array, void> {
  for (let offset = 0; ;) {
    const { bytes } = await log.readBody(offset, BODY_READ_BYTES_MAX);
    if (bytes.length === 0) return;
    yield bytes;
    offset += bytes.length;
  }
}
