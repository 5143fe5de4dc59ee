import type { DemoRequest } from '../../shared/model/demo.ts';
import type { Api } from '../api.ts';
import { createStore } from './store.ts';
import type { Store } from './store.ts';

/** The demo requests of the built-in server. */
export interface DemosState {
  readonly kind: 'loading' | 'ready' | 'failed';
  readonly demos: readonly DemoRequest[];
  /** Developer text of the failure, else empty. */
  readonly detail: string;
}

export interface DemosStore {
  readonly store: Store<DemosState>;
  /** Starts the demo server and lists its requests. */
  readonly load: () => Promise<void>;
}

/** Makes the store; the server is not started before `load`. */
export function createDemosStore(api: Api): DemosStore {
  const store = createStore<DemosState>({ kind: 'loading', demos: [], detail: '' });
  return {
    store,
    load: async () => {
      store.set(() => ({ kind: 'loading', demos: [], detail: '' }));
      const answer = await api.demoStart(null);
      store.set(() =>
        answer.ok
          ? { kind: 'ready', demos: answer.value, detail: '' }
          : { kind: 'failed', demos: [], detail: answer.error.detail },
      );
    },
  };
}
