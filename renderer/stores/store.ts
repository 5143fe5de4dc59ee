import { useSyncExternalStore } from 'react';

/** A value that can be read, replaced and watched, outside of React. */
export interface Store<T> {
  readonly get: () => T;
  /** Replaces the value; listeners are called once, and only if it is another one. */
  readonly set: (update: (value: T) => T) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

/** Makes a store that holds `initial`. */
export function createStore<T>(initial: T): Store<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set: (update) => {
      const next = update(value);
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

/** Reads a part of a store; `select` has to answer the same reference for the same value. */
export function useStore<T, S>(store: Store<T>, select: (value: T) => S): S {
  return useSyncExternalStore(store.subscribe, () => select(store.get()));
}
