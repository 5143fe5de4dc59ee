import { compileQuery } from '../../shared/query/compile-query.ts';
import type { Predicate } from '../../shared/query/compile-query.ts';
import { toEntryFacts } from '../../shared/query/entry-facts.ts';
import type { EntryFacts } from '../../shared/query/entry-facts.ts';
import type { QueryNode } from '../../shared/query/query.ts';
import type { TimelineEntry } from '../../shared/model/timeline.ts';
import { QueryHost } from '../log/query/query-host.ts';
import type { EntryInContext } from '../log/query/worker-messages.ts';

/** Which entries of one run match the query of `--filter`. */
export class EntryFilter {
  readonly #query: QueryNode;
  /** Null: a query that may take for ever, which is evaluated where it can be ended. */
  readonly #matches: Predicate<EntryFacts> | null;
  readonly #host: QueryHost;
  #events = 0;
  #lastEventMs: number | null = null;

  constructor(query: QueryNode, workerPath?: string) {
    this.#query = query;
    this.#matches = mayHang(query) ? null : compileQuery(query, { matchesCase: false });
    this.#host = new QueryHost(workerPath);
  }

  /** One answer per entry, which come in order; null: it takes too long, or cannot be evaluated. */
  async match(entries: readonly TimelineEntry[]): Promise<readonly boolean[] | null> {
    const inContext = entries.map((entry) => this.#toContext(entry));
    const matches = this.#matches;
    if (matches !== null) {
      return inContext.map(({ entry, ...context }) => matches(toEntryFacts(entry, context)));
    }
    const query = { node: this.#query, matchesCase: false };
    const matched = await this.#host.matchEntries(query, inContext);
    return matched.ok ? matched.value : null;
  }

  close(): Promise<void> {
    return this.#host.close();
  }

  #toContext(entry: TimelineEntry): EntryInContext {
    if (entry.kind !== 'event') return { entry, number: 0, gapMs: null };
    const gapMs = this.#lastEventMs === null ? null : entry.atMs - this.#lastEventMs;
    this.#lastEventMs = entry.atMs;
    return { entry, number: ++this.#events, gapMs };
  }
}

/** Regular expressions may, also those in a path's functions. */
function mayHang(query: QueryNode): boolean {
  switch (query.kind) {
    case 'and':
    case 'or':
      return query.terms.some(mayHang);
    case 'not':
      return mayHang(query.term);
    case 'regex':
      return true;
    case 'path':
      return /\b(?:match|search)\s*\(/.test(query.path);
    default:
      return false;
  }
}
