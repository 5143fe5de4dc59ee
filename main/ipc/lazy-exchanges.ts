import type { LiveExchanges } from './live-exchanges.ts';

/** The live exchanges, loaded with their first use: the engine does not hold back the window. */
export class LazyExchanges<T extends Pick<LiveExchanges, 'releaseWindow'> = LiveExchanges> {
  readonly #load: () => Promise<T>;
  readonly #releases = new Set<Promise<void>>();
  #loaded: Promise<T> | null = null;

  constructor(load: () => Promise<T>) {
    this.#load = load;
  }

  /** Loads them if need be. */
  readonly get = (): Promise<T> => {
    this.#loaded ??= this.#load();
    return this.#loaded;
  };

  /** Stops and frees everything of a window. Nothing is loaded for it; `settle` waits for it. */
  readonly releaseWindow = (windowId: number): void => {
    if (this.#loaded === null) return;
    const release = this.#loaded
      .then((exchanges) => exchanges.releaseWindow(windowId))
      .catch((cause: unknown) => console.error(`Window ${windowId} was not released:`, cause))
      .finally(() => this.#releases.delete(release));
    this.#releases.add(release);
  };

  /** Resolves when every release that was begun has come to its end. */
  async settle(): Promise<void> {
    await Promise.all(this.#releases);
  }
}
