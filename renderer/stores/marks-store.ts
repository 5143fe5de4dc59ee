import type { Bridge } from '../../shared/ipc/contract.ts';
import type { Mark } from '../../shared/ipc/timeline-contract.ts';
import type { ExchangeId } from '../../shared/model/ids.ts';
import { createStore } from './store.ts';
import type { Store } from './store.ts';

/** Stars that the user put on entries, by seq, in order of time. */
export type Marks = ReadonlyMap<number, Mark>;

/** The marks of one exchange; main keeps them beside its spool. */
export interface MarksStore {
  readonly store: Store<Marks>;
  /** Reads them once; later calls do nothing. */
  readonly load: () => void;
  /** Marks an entry or takes the mark away. False: there are as many marks as there may be. */
  readonly toggle: (seq: number) => Promise<boolean>;
  readonly setNote: (seq: number, note: string) => Promise<void>;
  /** Nothing is marked: another reading numbers its entries anew. */
  readonly clear: () => void;
}

type MarksApi = Pick<Bridge, 'markList' | 'markSet' | 'markRemove'>;

/** Makes the store; nothing is read before `load`. */
export function createMarksStore(api: MarksApi, exchangeId: ExchangeId): MarksStore {
  const store = createStore<Marks>(new Map());
  let isLoaded = false;
  const put = (marks: readonly Mark[]): void =>
    store.set(() => new Map(marks.map((mark) => [mark.seq, mark])));
  return {
    store,
    load: () => {
      if (isLoaded) return;
      isLoaded = true;
      void api.markList({ exchangeId }).then((answer) => {
        if (answer.ok) put(answer.value);
      });
    },
    toggle: async (seq) => {
      const answer = store.get().has(seq)
        ? await api.markRemove({ exchangeId, seq })
        : await api.markSet({ exchangeId, seq, note: '' });
      if (answer.ok) put(answer.value);
      return answer.ok;
    },
    setNote: async (seq, note) => {
      const answer = await api.markSet({ exchangeId, seq, note });
      if (answer.ok) put(answer.value);
    },
    clear: () => {
      isLoaded = false;
      put([]);
    },
  };
}

/** The next mark in a direction, round the end; null when there is none. */
export function findMark(marks: Marks, fromSeq: number | null, direction: 1 | -1): Mark | null {
  const inOrder = [...marks.values()].toSorted((a, b) => direction * (a.seq - b.seq));
  const isPast = (mark: Mark): boolean => fromSeq === null || direction * (mark.seq - fromSeq) > 0;
  return inOrder.find(isPast) ?? inOrder[0] ?? null;
}
