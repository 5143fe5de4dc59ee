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

/** Compares an entry with an earlier event of its type or with a marked one; null: there is none, or not yet. */
export function useDiff(
  api: Bridge,
  exchangeId: ExchangeId,
  detail: EntryDetail | null,
  base: DiffBase,
): EntryDiff | null {
  const seq = detail?.entry.kind === 'event' ? detail.entry.seq : null;
  const markSeq = base.kind === 'mark' ? base.seq : null;
  const load = useCallback(async () => {
    if (seq === null) return ok(null);
    let otherSeq = markSeq;
    if (otherSeq === null) {
      const place = await api.timelinePreviousOfType({ exchangeId, seq });
      if (!place.ok) return place;
      if (place.value === null) return ok(null);
      otherSeq = place.value.seq;
    }
    return otherSeq === seq ? ok(null) : api.timelineEntry({ exchangeId, seq: otherSeq });
  }, [api, exchangeId, seq, markSeq]);
  const other = useLoaded<EntryDetail | null>(load).value;
  return useMemo(() => {
    // The answer for the entry before may still be here.
    if (detail === null || other === null || detail.entry.seq !== seq || other.entry.seq === seq) {
      return null;
    }
    return { ...diffLines(toComparable(other), toComparable(detail)), other };
  }, [detail, other, seq]);
}
