import { createElement, useEffect, useSyncExternalStore } from 'react';
import type { ComponentType, ReactElement } from 'react';

/** A component that comes with a script of its own. */
export interface LazyPart<Props extends object> {
  /** Stands for the component; an empty place until its script is here. */
  readonly Part: (props: Props) => ReactElement;
  /** Loads the script before anybody shows the component, which is then there at once. */
  readonly preload: () => void;
}

/**
 * Takes a component out of the script that the first picture waits for. Not `React.lazy`: that one shows its empty
 * place for a moment even when the script is here.
 */
export function lazyPart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  placeClass: string,
): LazyPart<Props> {
  let loaded: ComponentType<Props> | null = null;
  let isLoading = false;
  const listeners = new Set<() => void>();
  const preload = (): void => {
    if (isLoading) return;
    isLoading = true;
    load().then(
      (component) => {
        loaded = component;
        for (const listener of listeners) listener();
      },
      (cause: unknown) => {
        // The next one that shows it tries again.
        isLoading = false;
        console.error('A part of the window could not be loaded:', cause);
      },
    );
  };
  const subscribe = (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  function Part(props: Props): ReactElement {
    const component = useSyncExternalStore(subscribe, () => loaded);
    useEffect(preload, []);
    return component === null ? <div className={placeClass} /> : createElement(component, props);
  }
  return { Part, preload };
}
