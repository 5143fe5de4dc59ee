import type { Bridge } from '../../shared/ipc/contract.ts';
import { createStore } from './store.ts';
import type { Store } from './store.ts';

/** Something that the pane on screen can do now; the palette lists it. */
export interface PaneCommand {
  readonly id: string;
  readonly title: string;
  /** Keys that do it while the pane has the focus. */
  readonly keys: readonly string[];
  readonly run: () => void;
}

const storesByApi = new WeakMap<Bridge, Store<readonly PaneCommand[]>>();

/** The commands of the pane that is mounted; empty while there is none. */
export function getPaneCommands(api: Bridge): Store<readonly PaneCommand[]> {
  const store = storesByApi.get(api) ?? createStore<readonly PaneCommand[]>([]);
  storesByApi.set(api, store);
  return store;
}
