import { useCallback, useMemo } from 'react';
import { diffLines } from '../../../shared/diff/diff-lines.ts';
import type { LineDiff } from '../../../shared/diff/diff-lines.ts';
import type { Bridge, EntryDetail } from '../../../shared/ipc/contract.ts';
import type { ExchangeId } from '../../../shared/model/ids.ts';
import { reindentJson } from '../../../shared/json/reindent-json.ts';
import { ok } from '../../../shared/result.ts';
import { getEntryText } from './entry-text.ts';
import { useLoaded } from './use-loaded.ts';

/** What an entry is compared with. */
export type DiffBase =
  { readonly kind: 'same-type' } | { readonly kind: 'mark'; readonly seq: number };

/** An entry compared with another one. */
export interface EntryDiff extends LineDiff {
  readonly other: EntryDetail;
}

/** JSON laid out, so that one member is one line; other data as it is. */
function toComparable(detail: EntryDetail): string {
  const text = getEntryText(detail.entry);
  const json = reindentJson(text);
  return json.ok ? json.text : text;
}

/** A comparison, or why there is none. */
export type DiffState =
  | { readonly kind: 'compared'; readonly diff: EntryDiff }
  | { readonly kind: 'loading' | 'failed' }
  /** There is nothing to compare with. */
  | { readonly kind: 'none' }
  /** The end of the other entry was not sent here, so that a comparison would invent differences. */
  | { readonly kind: 'too-large'; readonly other: EntryDetail };

/** Another entry, and which entry it was asked for. */
interface Answer {
  readonly seq: number | null;
  readonly markSeq: number | null;
  readonly other: EntryDetail | null;
}

/** Compares an entry with an earlier event of its type or with a marked one; `detail` is null for what is not compared. */
export function useDiff(
  api: Bridge,
  exchangeId: ExchangeId,
  detail: EntryDetail | null,
  base: DiffBase,
): DiffState {
  const seq = detail?.entry.kind === 'event' ? detail.entry.seq : null;
  const markSeq = base.kind === 'mark' ? base.seq : null;
  const load = useCallback(async () => {
    const toAnswer = (other: EntryDetail | null) => ok<Answer>({ seq, markSeq, other });
    if (seq === null) return toAnswer(null);
    let otherSeq = markSeq;
    if (otherSeq === null) {
      const place = await api.timelinePreviousOfType({ exchangeId, seq });
      if (!place.ok) return place;
      if (place.value === null) return toAnswer(null);
      otherSeq = place.value.seq;
    }
    if (otherSeq === seq) return toAnswer(null);
    const other = await api.timelineEntry({ exchangeId, seq: otherSeq });
    return other.ok ? toAnswer(other.value) : other;
  }, [api, exchangeId, seq, markSeq]);
  const { value, problem } = useLoaded<Answer>(load);
  return useMemo((): DiffState => {
    // The answer for the entry before may still be here.
    if (value === null || value.seq !== seq || value.markSeq !== markSeq) {
      return { kind: problem === null ? 'loading' : 'failed' };
    }
    const { other } = value;
    if (detail === null || other === null) return { kind: 'none' };
    if (other.isCut) return { kind: 'too-large', other };
    const lines = diffLines(toComparable(other), toComparable(detail));
    return { kind: 'compared', diff: { ...lines, other } };
  }, [detail, value, problem, seq, markSeq]);
}
