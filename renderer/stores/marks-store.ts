import type { Bridge } from '../../shared/ipc/contract.ts';
import type { Mark, TimelineInvocations } from '../../shared/ipc/timeline-contract.ts';
import type { ExchangeId } from '../../shared/model/ids.ts';
import { toStorageError } from '../../shared/model/to-storage-error.ts';
import { fail } from '../../shared/result.ts';
import { createStore } from './store.ts';
import type { Store } from './store.ts';

/** Stars that the user put on entries, by seq, in order of time. */
export type Marks = ReadonlyMap<number, Mark>;

type MarksAnswer = TimelineInvocations['mark:set' | 'mark:list' | 'mark:remove']['output'];

/** What could not be done with the marks, and why. */
export interface MarkFailure {
  readonly doing: 'read' | 'mark' | 'unmark' | 'note';
  readonly error: Extract<MarksAnswer, { readonly ok: false }>['error'];
}

/** The marks of one exchange; main keeps them beside its spool. What gives a failure gives null when all is well. */
export interface MarksStore {
  readonly store: Store<Marks>;
  /** Reads them once; later calls do nothing, but try again what failed. */
  readonly load: () => Promise<MarkFailure | null>;
  /** Marks an entry or takes the mark away. */
  readonly toggle: (seq: number) => Promise<MarkFailure | null>;
  readonly setNote: (seq: number, note: string) => Promise<MarkFailure | null>;
  /** A note that was typed and could not be kept; null if there is none. */
  readonly getUnsavedNote: (seq: number) => string | null;
  /** Nothing is marked: another reading numbers its entries anew. */
  readonly clear: () => void;
}

type MarksApi = Pick<Bridge, 'markList' | 'markSet' | 'markRemove'>;

/** Makes the store; nothing is read before it is asked for. */
export function createMarksStore(api: MarksApi, exchangeId: ExchangeId): MarksStore {
  const store = createStore<Marks>(new Map());
  const unsaved = new Map<number, string>();
  let loading: Promise<MarkFailure | null> | null = null;
  /** Counts up when entries are numbered anew: answers of before are about others. */
  let readings = 0;

  const put = (marks: readonly Mark[]): void =>
    store.set(() => new Map(marks.map((mark) => [mark.seq, mark])));
  const take = async (
    doing: MarkFailure['doing'],
    ask: () => Promise<MarksAnswer>,
    // Before what shows the marks is told of them.
    onAnswer: (isDone: boolean) => void = () => undefined,
  ): Promise<MarkFailure | null> => {
    const reading = readings;
    const answer = await ask().catch((cause: unknown) => fail(toStorageError(cause)));
    if (reading === readings) {
      onAnswer(answer.ok);
      if (answer.ok) put(answer.value);
    }
    return answer.ok ? null : { doing, error: answer.error };
  };
  const load = (): Promise<MarkFailure | null> => {
    if (loading !== null) return loading;
    const own = take('read', () => api.markList({ exchangeId })).then((failure) => {
      if (failure !== null && loading === own) loading = null;
      return failure;
    });
    loading = own;
    return own;
  };

  return {
    store,
    load,
    toggle: async (seq) => {
      // A mark that is not known here would lose its note.
      const unread = await load();
      if (unread !== null) return unread;
      if (!store.get().has(seq)) {
        return take('mark', () => api.markSet({ exchangeId, seq, note: '' }));
      }
      return take(
        'unmark',
        () => api.markRemove({ exchangeId, seq }),
        (isDone) => isDone && unsaved.delete(seq),
      );
    },
    setNote: (seq, note) =>
      take(
        'note',
        () => api.markSet({ exchangeId, seq, note }),
        (isDone) => (isDone ? unsaved.delete(seq) : unsaved.set(seq, note)),
      ),
    getUnsavedNote: (seq) => unsaved.get(seq) ?? null,
    clear: () => {
      readings++;
      loading = null;
      unsaved.clear();
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
