import { createStore } from './store.ts';
import type { Store } from './store.ts';

/** A sentence about something that happened, with what can be done about it. */
export interface Notice {
  readonly kind: 'done' | 'failed';
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** The one notice at the foot of the window; a new one takes the place of the old one. */
export interface NoticesStore {
  readonly store: Store<Notice | null>;
  readonly show: (notice: Notice) => void;
  readonly clear: () => void;
}

export function createNoticesStore(): NoticesStore {
  const store = createStore<Notice | null>(null);
  return {
    store,
    show: (notice) => store.set(() => notice),
    clear: () => store.set(() => null),
  };
}
