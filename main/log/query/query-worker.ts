/**
 * Evaluates queries in a thread of its own, which can be ended when one takes too long. It waits for the disk, and
 * answers between two steps; while it is in one, its gauge tells how it gets on.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { QUERY_STEP_ENTRIES_MIN, QUERY_STEP_MS } from '../../../shared/limits.ts';
import { compileQuery } from '../../../shared/query/compile-query.ts';
import { findRanges } from '../../../shared/query/find-ranges.ts';
import { toEntryFacts } from '../../../shared/query/entry-facts.ts';
import { LogReader } from './log-reader.ts';
import { QueryScan } from './query-scan.ts';
import type { ScanGauge } from './query-scan.ts';
import { readCells } from './read-cells.ts';
import { GAUGE } from './worker-messages.ts';
import type { FromWorker, ToWorker } from './worker-messages.ts';

interface Session {
  readonly reader: LogReader;
  readonly scan: QueryScan;
  /** Entries of the next step; follows the speed of the query. */
  stepEntries: number;
  isDone: boolean;
}

const port = parentPort;
if (port === null) throw new Error('this file runs as a worker');
const gauge = new Int32Array((workerData as { readonly gauge: SharedArrayBuffer }).gauge);
const sessions = new Map<number, Session>();
let isScheduled = false;

port.on('message', (message: ToWorker) => {
  try {
    take(message);
  } catch (cause: unknown) {
    fail(message.job, cause);
  }
  schedule();
});

function take(message: ToWorker): void {
  const { job } = message;
  switch (message.kind) {
    case 'open': {
      const reader = new LogReader(message.snapshot);
      const scan = new QueryScan(reader, message.query, message.from, createGauge(job));
      sessions.set(job, { reader, scan, stepEntries: QUERY_STEP_ENTRIES_MIN, isDone: false });
      break;
    }
    case 'update': {
      const session = sessions.get(job);
      session?.reader.update(message.snapshot);
      if (session !== undefined) session.isDone = false;
      break;
    }
    case 'close':
      end(job);
      break;
    case 'cells': {
      const reader = new LogReader(message.snapshot);
      try {
        const { seqs, paths, charsMax } = message;
        const cells = readCells(reader, seqs, paths, charsMax, createGauge(job));
        tell({ kind: 'cells', job, cells });
      } finally {
        reader.close();
        gauge[GAUGE.job] = 0;
      }
      break;
    }
    case 'match': {
      const { node, matchesCase } = message.query;
      const matches = compileQuery(node, { matchesCase });
      const { noteEntry } = createGauge(job);
      const answers = message.entries.map(({ entry, ...context }) => {
        noteEntry(entry.seq, entry.kind === 'event' ? entry.sizeBytes : 0);
        return matches(toEntryFacts(entry, context));
      });
      gauge[GAUGE.job] = 0;
      tell({ kind: 'matched', job, answers });
      break;
    }
    case 'ranges': {
      const patterns = message.patterns.map(({ source, flags }) => new RegExp(source, `${flags}g`));
      const { noteEntry } = createGauge(job);
      const ranges = message.texts.map((text, index) => {
        noteEntry(index, text.length);
        return findRanges(text, patterns);
      });
      gauge[GAUGE.job] = 0;
      tell({ kind: 'ranges', job, ranges });
    }
  }
}

/** One step of every session, and then the messages that came meanwhile. */
function schedule(): void {
  if (isScheduled || [...sessions.values()].every((session) => session.isDone)) return;
  isScheduled = true;
  setImmediate(() => {
    isScheduled = false;
    for (const [job, session] of sessions) {
      if (!session.isDone) runStep(job, session);
    }
    schedule();
  });
}

function runStep(job: number, session: Session): void {
  const { scan, reader } = session;
  try {
    const startedMs = performance.now();
    const before = scan.position.seq;
    const rows = scan.scanBlock(session.stepEntries);
    gauge[GAUGE.job] = 0;
    session.isDone = rows === null;
    const { position } = scan;
    if (rows !== null) followSpeed(session, position.seq - before, performance.now() - startedMs);
    const found = Uint32Array.from(rows ?? []);
    const isDone = rows === null && position.seq >= reader.snapshot.entries;
    tell({ kind: 'found', job, rows: found, position, isDone }, [found.buffer]);
  } catch (cause: unknown) {
    gauge[GAUGE.job] = 0;
    end(job);
    fail(job, cause);
  }
}

/** Steps take some milliseconds each, whatever an entry costs. */
function followSpeed(session: Session, entries: number, tookMs: number): void {
  const fitting = (entries / Math.max(tookMs, 0.1)) * QUERY_STEP_MS;
  session.stepEntries = Math.max(QUERY_STEP_ENTRIES_MIN, Math.round(fitting));
}

function end(job: number): void {
  sessions.get(job)?.reader.close();
  sessions.delete(job);
}

function createGauge(job: number): ScanGauge {
  return {
    noteEntry: (seq, bytes) => {
      gauge[GAUGE.job] = job;
      gauge[GAUGE.entries] = (gauge[GAUGE.entries] as number) + 1;
      gauge[GAUGE.kibibytes] = (gauge[GAUGE.kibibytes] as number) + (bytes >> 10);
      gauge[GAUGE.seq] = seq;
      gauge[GAUGE.size] = bytes >> 10;
    },
    noteReading: (isReading) => {
      gauge[GAUGE.job] = isReading ? 0 : job;
    },
  };
}

function fail(job: number, cause: unknown): void {
  tell({ kind: 'failed', job, detail: cause instanceof Error ? cause.message : String(cause) });
}

function tell(message: FromWorker, transfer: readonly ArrayBuffer[] = []): void {
  port?.postMessage(message, [...transfer]);
}
