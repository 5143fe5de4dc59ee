import type { Cell, RegexPattern } from '../../../shared/ipc/timeline-contract.ts';
import type { TimelineEntry } from '../../../shared/model/timeline.ts';
import type { TextRange } from '../../../shared/query/find-ranges.ts';
import type { QueryNode } from '../../../shared/query/query.ts';
import type { LogSnapshot } from '../log-snapshot.ts';
import type { ScanPosition } from './query-scan.ts';

/** A query as it is evaluated. */
export interface CompiledQuery {
  readonly node: QueryNode;
  readonly matchesCase: boolean;
}

/** An entry that is at hand, with what it is among the events. */
export interface EntryInContext {
  readonly entry: TimelineEntry;
  readonly number: number;
  readonly gapMs: number | null;
}

/** What the worker is told. Sessions and calls have numbers of their own, all different. */
export type ToWorker =
  | {
      readonly kind: 'open';
      readonly job: number;
      readonly snapshot: LogSnapshot;
      readonly query: CompiledQuery;
      readonly from: ScanPosition;
    }
  | { readonly kind: 'update'; readonly job: number; readonly snapshot: LogSnapshot }
  | { readonly kind: 'close'; readonly job: number }
  | {
      readonly kind: 'cells';
      readonly job: number;
      readonly snapshot: LogSnapshot;
      readonly seqs: readonly number[];
      readonly paths: readonly string[];
      /** Characters of a value that are given. */
      readonly charsMax: number;
    }
  | {
      readonly kind: 'match';
      readonly job: number;
      readonly query: CompiledQuery;
      readonly entries: readonly EntryInContext[];
    }
  | {
      readonly kind: 'ranges';
      readonly job: number;
      readonly patterns: readonly RegexPattern[];
      readonly texts: readonly string[];
    };

/** What the worker tells. */
export type FromWorker =
  | {
      readonly kind: 'found';
      readonly job: number;
      /** Rows that match, in order, after those told before. */
      readonly rows: Uint32Array;
      readonly position: ScanPosition;
      /** Whether nothing is left to look at in the newest snapshot. */
      readonly isDone: boolean;
    }
  | {
      readonly kind: 'cells';
      readonly job: number;
      readonly cells: readonly (readonly Cell[])[];
    }
  | { readonly kind: 'matched'; readonly job: number; readonly answers: readonly boolean[] }
  | {
      readonly kind: 'ranges';
      readonly job: number;
      readonly ranges: readonly (readonly TextRange[])[];
    }
  | { readonly kind: 'failed'; readonly job: number; readonly detail: string };

/**
 * Numbers that the worker writes while it is busy and cannot answer, in shared memory: by them others see
 * whether it gets on.
 */
export const GAUGE = {
  /** The job whose entry is being evaluated; 0 while nothing is, and while the disk is waited for. */
  job: 0,
  /** Entries evaluated; wraps around. */
  entries: 1,
  /** Bytes of them in KiB; wraps around. */
  kibibytes: 2,
  /** The entry at hand. */
  seq: 3,
  /** Its bytes in KiB. */
  size: 4,
} as const;

export const GAUGE_NUMBERS = 5;
