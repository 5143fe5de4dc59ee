import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { CELL_CHARS_MAX, QUERY_HEAP_MIB_MAX, QUERY_LOOK_MS } from '../../../shared/limits.ts';
import type { Cell, RegexPattern, TooSlow } from '../../../shared/ipc/timeline-contract.ts';
import type { StorageError } from '../../../shared/model/storage-error.ts';
import { toStorageError } from '../../../shared/model/to-storage-error.ts';
import type { TextRange } from '../../../shared/query/find-ranges.ts';
import { fail, ok } from '../../../shared/result.ts';
import type { Result } from '../../../shared/result.ts';
import type { SnapshotSource } from '../log-snapshot.ts';
import { SCAN_START } from './query-scan.ts';
import type { ScanPosition } from './query-scan.ts';
import { SlownessWatch } from './slowness-watch.ts';
import { GAUGE, GAUGE_NUMBERS } from './worker-messages.ts';
import type { CompiledQuery, EntryInContext, FromWorker, ToWorker } from './worker-messages.ts';

/** What a query tells its owner. */
export interface SessionListener {
  readonly onFound: (rows: Uint32Array, position: ScanPosition, isDone: boolean) => void;
  /** It was ended and tells no more. */
  readonly onEnd: (
    end:
      | { readonly kind: 'too-slow'; readonly seq: number }
      | { readonly kind: 'failed'; readonly detail: string },
  ) => void;
}

/** A query that runs. */
export interface QuerySession {
  /** The log has grown: looks at what is new. Gives the number of entries that are known to it now. */
  readonly update: () => number;
  readonly close: () => void;
}

export type CellsResult = Result<readonly (readonly Cell[])[], TooSlow | StorageError>;

export type MatchResult = Result<readonly boolean[], TooSlow | StorageError>;

export type RangesResult = Result<readonly (readonly TextRange[])[], TooSlow | StorageError>;

type Job =
  | {
      readonly kind: 'session';
      readonly query: CompiledQuery;
      readonly listener: SessionListener;
      readonly source: SnapshotSource;
      /** Entries that the worker has. */
      known: number;
      position: ScanPosition;
    }
  | {
      readonly kind: 'cells';
      readonly source: SnapshotSource;
      readonly seqs: readonly number[];
      readonly paths: readonly string[];
      readonly charsMax: number;
      readonly resolve: (result: CellsResult) => void;
    }
  | {
      readonly kind: 'match';
      readonly query: CompiledQuery;
      readonly entries: readonly EntryInContext[];
      readonly resolve: (result: MatchResult) => void;
    }
  | {
      readonly kind: 'ranges';
      readonly patterns: readonly RegexPattern[];
      readonly texts: readonly string[];
      readonly resolve: (result: RangesResult) => void;
    };

/** The worker's own bundle, beside the one that this is in. */
const WORKER_PATH = fileURLToPath(new URL('../worker/query-worker.cjs', import.meta.url));

/**
 * The one worker that evaluates queries, for as many logs as there are. A job that is too slow ends the worker; the
 * others go on in a new one where they were. It starts with the first job and keeps no process alive.
 */
export class QueryHost {
  readonly #workerPath: string;
  readonly #jobs = new Map<number, Job>();
  #lastJob = 0;
  #worker: { readonly thread: Worker; readonly gauge: Int32Array } | null = null;
  #watch: NodeJS.Timeout | null = null;

  constructor(workerPath = WORKER_PATH) {
    this.#workerPath = workerPath;
  }

  /** Evaluates a query over a log from its beginning, or from `start`, and on as the log grows. */
  open(
    source: SnapshotSource,
    query: CompiledQuery,
    listener: SessionListener,
    start = SCAN_START,
  ): QuerySession {
    const job = ++this.#lastJob;
    const session = { kind: 'session', source, query, listener } as const;
    this.#jobs.set(job, { ...session, known: 0, position: start });
    this.#start(job);
    return {
      update: () => {
        const running = this.#jobs.get(job);
        if (running?.kind !== 'session') return 0;
        const snapshot = source(running.known);
        running.known = snapshot.entries;
        this.#post({ kind: 'update', job, snapshot });
        return snapshot.entries;
      },
      close: () => {
        if (this.#jobs.delete(job)) this.#post({ kind: 'close', job });
      },
    };
  }

  /** Values of paths in the data of entries, one list per seq. */
  readCells(
    source: SnapshotSource,
    seqs: readonly number[],
    paths: readonly string[],
    charsMax = CELL_CHARS_MAX,
  ): Promise<CellsResult> {
    const job = ++this.#lastJob;
    return new Promise((resolve) => {
      this.#jobs.set(job, { kind: 'cells', source, seqs, paths, charsMax, resolve });
      this.#start(job);
    });
  }

  /** Whether each of some entries matches, which are in no log. */
  matchEntries(query: CompiledQuery, entries: readonly EntryInContext[]): Promise<MatchResult> {
    const job = ++this.#lastJob;
    return new Promise((resolve) => {
      this.#jobs.set(job, { kind: 'match', query, entries, resolve });
      this.#start(job);
    });
  }

  /** Where texts have what one of the patterns matches, a list per text. */
  findRanges(patterns: readonly RegexPattern[], texts: readonly string[]): Promise<RangesResult> {
    const job = ++this.#lastJob;
    return new Promise((resolve) => {
      this.#jobs.set(job, { kind: 'ranges', patterns, texts, resolve });
      this.#start(job);
    });
  }

  /** Ends the worker and with it every job. */
  async close(): Promise<void> {
    this.#jobs.clear();
    await this.#endWorker();
  }

  #start(job: number): void {
    const entry = this.#jobs.get(job);
    if (entry === undefined) return;
    switch (entry.kind) {
      case 'cells': {
        const { source, seqs, paths, charsMax } = entry;
        const snapshot = source(seqs.reduce((least, seq) => Math.min(least, seq), Infinity));
        this.#post({ kind: 'cells', job, snapshot, seqs, paths, charsMax });
        break;
      }
      case 'match':
        this.#post({ kind: 'match', job, query: entry.query, entries: entry.entries });
        break;
      case 'ranges':
        this.#post({ kind: 'ranges', job, patterns: entry.patterns, texts: entry.texts });
        break;
      case 'session': {
        const { source, query, position } = entry;
        const snapshot = source(position.seq);
        entry.known = snapshot.entries;
        this.#post({ kind: 'open', job, snapshot, query, from: position });
      }
    }
  }

  #post(message: ToWorker): void {
    const parts = 'snapshot' in message ? message.snapshot.index.parts : [];
    const transfer = parts.map(({ buffer }) => buffer);
    const { thread } = this.#getWorker();
    thread.postMessage(message, transfer);
    if (this.#isAwaited()) thread.ref();
    this.#keepWatch();
  }

  /** Whether somebody waits for an answer; a query that only follows keeps no process alive. */
  #isAwaited(): boolean {
    return [...this.#jobs.values()].some(({ kind }) => kind !== 'session');
  }

  #getWorker(): { readonly thread: Worker; readonly gauge: Int32Array } {
    if (this.#worker !== null) return this.#worker;
    if (!existsSync(this.#workerPath)) throw new Error(`${this.#workerPath} was not built`);
    const shared = new SharedArrayBuffer(GAUGE_NUMBERS * 4);
    const thread = new Worker(this.#workerPath, {
      workerData: { gauge: shared },
      resourceLimits: { maxOldGenerationSizeMb: QUERY_HEAP_MIB_MAX },
    });
    thread.unref();
    const worker = { thread, gauge: new Int32Array(shared) };
    this.#worker = worker;
    thread.on('message', (message: FromWorker) => {
      if (this.#worker === worker) this.#take(message);
    });
    // Out of memory, or a bug: the job at hand is told, the others go on.
    thread.on('error', (cause) => {
      if (this.#worker === worker) this.#replace(worker.gauge, 'failed', cause.message);
    });
    return worker;
  }

  #take(message: FromWorker): void {
    const job = this.#jobs.get(message.job);
    if (job === undefined) return;
    switch (message.kind) {
      case 'found':
        if (job.kind !== 'session') return;
        job.position = message.position;
        job.listener.onFound(message.rows, message.position, message.isDone);
        break;
      case 'cells':
        this.#jobs.delete(message.job);
        if (job.kind === 'cells') job.resolve(ok(message.cells));
        break;
      case 'matched':
        this.#jobs.delete(message.job);
        if (job.kind === 'match') job.resolve(ok(message.answers));
        break;
      case 'ranges':
        this.#jobs.delete(message.job);
        if (job.kind === 'ranges') job.resolve(ok(message.ranges));
        break;
      case 'failed':
        this.#end(message.job, { kind: 'failed', detail: message.detail });
    }
    if (!this.#isAwaited()) this.#worker?.thread.unref();
  }

  #end(number: number, end: Parameters<SessionListener['onEnd']>[0]): void {
    const job = this.#jobs.get(number);
    this.#jobs.delete(number);
    if (job?.kind === 'session') job.listener.onEnd(end);
    else {
      const error: TooSlow | StorageError =
        end.kind === 'too-slow' ? { kind: 'too-slow' } : toStorageError(new Error(end.detail));
      job?.resolve(fail(error));
    }
  }

  /** Looks at the worker while there are jobs. */
  #keepWatch(): void {
    if (this.#watch !== null || this.#worker === null) return;
    const { gauge } = this.#worker;
    const slowness = new SlownessWatch(gauge);
    this.#watch = setInterval(() => {
      if (this.#jobs.size === 0) this.#stopWatch();
      else if (slowness.look() !== null) this.#replace(gauge, 'too-slow', '');
    }, QUERY_LOOK_MS);
    this.#watch.unref();
  }

  #stopWatch(): void {
    if (this.#watch !== null) clearInterval(this.#watch);
    this.#watch = null;
  }

  /** Ends the worker and the job that it was at; starts the other jobs again. */
  #replace(gauge: Int32Array, kind: 'too-slow' | 'failed', detail: string): void {
    const job = Atomics.load(gauge, GAUGE.job);
    const seq = Atomics.load(gauge, GAUGE.seq) >>> 0;
    void this.#endWorker();
    const end = kind === 'too-slow' ? { kind, seq } : { kind, detail };
    // A worker that fails at no job would fail again and again.
    for (const ended of job === 0 ? [...this.#jobs.keys()] : [job]) this.#end(ended, end);
    for (const other of this.#jobs.keys()) this.#start(other);
  }

  async #endWorker(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    this.#stopWatch();
    await worker?.thread.terminate();
  }
}
