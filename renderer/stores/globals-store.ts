import type { GlobalsState, LocalInvocations } from '../../shared/ipc/local-contract.ts';
import type { StoredVariable } from '../../shared/model/workspace/stored-variable.ts';
import type { Api } from '../api.ts';
import { createStore } from './store.ts';
import type { Store } from './store.ts';

type GlobalsError = Extract<
  LocalInvocations['globals:read']['output'],
  { readonly ok: false }
>['error'];

/** The global variables, as far as they are known here. */
export type GlobalsView =
  | { readonly kind: 'loading' }
  /** They cannot be read, and nothing is written over them. */
  | { readonly kind: 'failed'; readonly error: GlobalsError }
  | ({ readonly kind: 'ready' } & GlobalsState);

/** The variables of this computer that every workspace sees. */
export interface GlobalsStore {
  readonly store: Store<GlobalsView>;
  /** Reads them again; while a change is being written, what is here is newer. */
  readonly load: () => Promise<void>;
  /** Shows a change at once, and writes it as soon as the one before is written. */
  readonly change: (variables: readonly StoredVariable[]) => void;
}

interface GlobalsDeps {
  readonly api: Pick<Api, 'globalsRead' | 'globalsSave'>;
  /** Called after each change that was written. */
  readonly onSaved: () => void;
  readonly onFailed: (error: GlobalsError) => void;
}

/** Makes the store. Nothing is read before it is asked for. */
export function createGlobalsStore({ api, onSaved, onFailed }: GlobalsDeps): GlobalsStore {
  const store = createStore<GlobalsView>({ kind: 'loading' });
  /** The newest change, as long as it is not written. */
  let waiting: readonly StoredVariable[] | null = null;
  let isWriting = false;

  const write = async (): Promise<void> => {
    isWriting = true;
    while (waiting !== null) {
      const variables = waiting;
      waiting = null;
      const answer = await api.globalsSave({ variables });
      if (!answer.ok) {
        onFailed(answer.error);
        continue;
      }
      const { secretNames } = answer.value;
      store.set((now) => (now.kind === 'ready' ? { ...now, secretNames } : now));
      onSaved();
    }
    isWriting = false;
  };
  return {
    store,
    load: async () => {
      const answer = await api.globalsRead(null);
      store.set((now) => {
        if (!answer.ok) return now.kind === 'ready' ? now : { kind: 'failed', error: answer.error };
        const { variables, secretNames } = answer.value;
        const isNewer = isWriting && now.kind === 'ready';
        return { kind: 'ready', variables: isNewer ? now.variables : variables, secretNames };
      });
    },
    change: (variables) => {
      store.set((now) => (now.kind === 'ready' ? { ...now, variables } : now));
      waiting = variables;
      if (!isWriting) void write();
    },
  };
}
