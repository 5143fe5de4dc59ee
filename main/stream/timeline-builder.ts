import { SNIFF_BYTES_MAX } from '../../shared/limits.ts';
import type { ContentShape, StreamShape } from '../../shared/model/exchange.ts';
import { getFieldValue } from '../../shared/model/header-field.ts';
import type { TimelinePart } from '../../shared/model/plain-events.ts';
import type {
  CloseEntry,
  ConnectingEntry,
  ErrorEntry,
  ObservedProblemKind,
  OpenEntry,
  ProblemKind,
  ReconnectWaitEntry,
  TimelineEntry,
} from '../../shared/model/timeline.ts';
import { BurstWatch } from './burst-watch.ts';
import { createFraming } from './create-framing.ts';
import { detectByMediaType, sniffShape } from './detect-shape.ts';
import type { Framing, SeqCounter } from './framing.ts';
import { findBufferingSigns, inspectHead } from './head-inspector.ts';
import { ResumeWatch } from './resume-watch.ts';
import type { Batch, Verdict } from './resume-watch.ts';

/** What happened to the connection, before it has a seq. How the content is read is not part of it. */
export type ConnectionFact =
  | Omit<ConnectingEntry, 'seq'>
  | Omit<OpenEntry, 'seq' | 'accepted' | 'shape'>
  | Omit<ReconnectWaitEntry, 'seq'>
  | Omit<CloseEntry, 'seq'>
  | Omit<ErrorEntry, 'seq'>
  | ObservedProblem;

/** A problem that the bytes do not tell. */
export interface ObservedProblem {
  readonly kind: 'problem';
  readonly atMs: number;
  readonly problem: ObservedProblemKind;
  readonly detail: string;
}

/**
 * Makes the timeline of one exchange out of what happened: facts of the connection and chunks of
 * content, in order. The same facts give the same timeline, live and read back from the disk; with
 * another shape they give another reading of the same bytes.
 */
export class TimelineBuilder {
  readonly #readAs: 'auto' | ContentShape;
  readonly #seqs: SeqCounter = { next: 0 };
  readonly #resume = new ResumeWatch();
  #framing: Framing | null = null;
  #open: OpenEntry | null = null;
  #burst = new BurstWatch();
  #bodyBytes = 0;
  #lastEventId: string;
  #closedAtMs: number | null = null;
  #sniffed: Buffer = Buffer.alloc(0);
  #looksLike: StreamShape | null = null;
  #streamShape: StreamShape | null = null;

  /** `lastEventId` is the string that the first connection starts with, empty for none. */
  constructor(options: { readonly readAs: 'auto' | ContentShape; readonly lastEventId: string }) {
    this.#readAs = options.readAs;
    this.#lastEventId = options.lastEventId;
  }

  /** Last event ID string of the stream. */
  get lastEventId(): string {
    return this.#framing?.lastEventId ?? this.#lastEventId;
  }

  /** Shape of the newest response, null before there is one. */
  get shape(): ContentShape | null {
    return this.#open?.shape ?? null;
  }

  /** Shape of the newest response that was a stream, where there was one; else of the newest response. */
  get shownShape(): ContentShape | null {
    return this.#streamShape ?? this.shape;
  }

  /** What an ordinary body looks like, null while it looks like nothing else. */
  get looksLike(): StreamShape | null {
    return this.#looksLike;
  }

  /** Takes a fact of the connection. */
  addFact(fact: ConnectionFact): readonly TimelinePart[] {
    switch (fact.kind) {
      case 'open':
        return this.#addOpen(fact);
      case 'close':
      case 'error':
        return [...this.#endContent(fact.atMs), { ...fact, seq: this.#seqs.next++ }];
      case 'problem':
        return [this.#toProblem(fact.problem, fact.detail, fact.atMs)];
      case 'connecting':
      case 'reconnect-wait':
        return [{ ...fact, seq: this.#seqs.next++ }];
    }
  }

  /** Takes the next bytes of content. */
  addChunk(bytes: Uint8Array, atMs: number): readonly TimelinePart[] {
    this.#bodyBytes += bytes.length;
    if (this.#framing === null) {
      this.#sniff(bytes);
      return [];
    }
    return this.#watch(this.#framing.push(bytes, atMs), atMs);
  }

  #addOpen(fact: Omit<OpenEntry, 'seq' | 'accepted' | 'shape'>): readonly TimelineEntry[] {
    const contentType = getFieldValue(fact.headers, 'content-type');
    const isRedirect =
      fact.status >= 300 && fact.status < 400 && getFieldValue(fact.headers, 'location') !== null;
    const hasContent = fact.status !== 204 && fact.status !== 205 && !isRedirect;
    const wanted = this.#readAs === 'auto' ? detectByMediaType(contentType) : this.#readAs;
    const shape = hasContent ? wanted : 'ordinary';
    const open: OpenEntry = {
      ...fact,
      seq: this.#seqs.next++,
      accepted: shape !== 'ordinary',
      shape,
    };
    this.#lastEventId = this.lastEventId;
    this.#open = open;
    if (shape !== 'ordinary') this.#streamShape = shape;
    this.#burst = new BurstWatch();
    this.#sniffed = Buffer.alloc(0);
    this.#looksLike = null;
    this.#framing =
      shape === 'ordinary'
        ? null
        : createFraming(shape, contentType, {
            seqs: this.#seqs,
            offset: this.#bodyBytes,
            lastEventId: this.#lastEventId,
          });
    if (shape !== 'ordinary' && this.#closedAtMs !== null) {
      this.#resume.start(open.atMs - this.#closedAtMs);
    }
    const problems = inspectHead(open, shape).map(({ problem, detail }) =>
      this.#toProblem(problem, detail, open.atMs),
    );
    return [open, ...problems];
  }

  #endContent(atMs: number): readonly TimelinePart[] {
    const framing = this.#framing;
    if (framing === null) return [];
    const rest = this.#watch(framing.end(atMs), atMs);
    const verdict = this.#resume.end();
    this.#lastEventId = framing.lastEventId;
    this.#framing = null;
    this.#closedAtMs = atMs;
    return verdict === null ? rest : [...rest, this.#toVerdict(verdict, atMs)];
  }

  /** Adds what only several entries together tell. */
  #watch(parts: readonly TimelinePart[], atMs: number): readonly TimelinePart[] {
    if (parts.length === 0) return parts;
    const more: TimelineEntry[] = [];
    const batch = toBatch(parts);
    const verdict = this.#resume.observe(batch);
    if (verdict !== null) more.push(this.#toVerdict(verdict, atMs));
    if (this.#burst.observe(batch.events, atMs)) {
      const signs = this.#open === null ? [] : findBufferingSigns(this.#open);
      more.push(this.#toProblem('late-burst', signs.join('; '), atMs));
    }
    return more.length === 0 ? parts : [...parts, ...more];
  }

  /** An ordinary body may be a stream under another name. Looked for once, at its beginning. */
  #sniff(bytes: Uint8Array): void {
    if (this.#looksLike !== null || this.#sniffed.length >= SNIFF_BYTES_MAX) return;
    const room = SNIFF_BYTES_MAX - this.#sniffed.length;
    this.#sniffed = Buffer.concat([this.#sniffed, bytes.subarray(0, room)]);
    this.#looksLike = sniffShape(this.#sniffed);
  }

  #toProblem(problem: ProblemKind, detail: string, atMs: number): TimelineEntry {
    return {
      kind: 'problem',
      seq: this.#seqs.next++,
      atMs,
      offset: this.#bodyBytes,
      length: 0,
      problem,
      line: null,
      detail,
    };
  }

  #toVerdict(verdict: Verdict, atMs: number): TimelineEntry {
    return { kind: 'verdict', seq: this.#seqs.next++, atMs, ...verdict };
  }
}

function toBatch(parts: readonly TimelinePart[]): Batch {
  let events = 0;
  let ids = 0;
  for (const part of parts) {
    if (part.kind === 'plain-events') {
      events += part.count;
      ids += part.ids;
    } else if (part.kind === 'event') {
      events++;
      if (part.id !== null) ids++;
    }
  }
  return { parts, events, ids };
}
