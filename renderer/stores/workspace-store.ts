import type { WorkspaceState } from '../../shared/ipc/workspace-contract.ts';
import type { Api } from '../api.ts';
import { createStore } from './store.ts';
import type { Store } from './store.ts';

/** The open workspace as main lists it. */
export interface WorkspaceStore {
  /** Null: none is open. */
  readonly store: Store<WorkspaceState | null>;
  readonly isOpen: () => boolean;
  /** Asks main for what is listed now. */
  readonly load: () => Promise<void>;
  readonly dispose: () => void;
}

/** Makes the store and starts listening to changes; nothing is asked before `load`. */
export function createWorkspaceStore(api: Api): WorkspaceStore {
  const store = createStore<WorkspaceState | null>(null);
  let loading: Promise<void> | null = null;
  let isStale = false;

  const read = async (): Promise<void> => {
    do {
      isStale = false;
      const answer = await api.workspaceCurrent(null);
      if (answer.ok) store.set(() => answer.value);
      // A change that came meanwhile may not be in the answer.
    } while (isStale);
  };
  const load = (): Promise<void> => {
    isStale = true;
    loading ??= read().finally(() => {
      loading = null;
    });
    return loading;
  };

  const dispose = api.onWorkspaceChanged(({ revision }) => {
    if (revision === null || revision > (store.get()?.revision ?? -1)) void load();
  });
  return { store, isOpen: () => store.get() !== null, load, dispose };
}
