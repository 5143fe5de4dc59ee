import type { VariableView } from '../../shared/model/workspace/variable-view.ts';
import type { Api } from '../api.ts';
import { toStoredRequest } from '../features/request/draft-mapping.ts';
import { createStore } from './store.ts';
import type { Store } from './store.ts';
import type { OpenRequest, TabsStore } from './tabs-store.ts';
import type { WorkspaceStore } from './workspace-store.ts';

/** Time in which changes are gathered before main is asked, in milliseconds. */
const ASK_DELAY_MS = 120;

/** The variables that the request at hand sees, by name. */
export type VariablesByName = ReadonlyMap<string, VariableView>;

export interface VariablesStore {
  /** Null: not known, so that nothing is marked as unresolved. */
  readonly store: Store<VariablesByName | null>;
  /** Asks main again, such as after a secret got its value. */
  readonly refresh: () => void;
  readonly dispose: () => void;
}

interface VariablesDeps {
  readonly api: Api;
  readonly tabs: TabsStore;
  readonly workspace: WorkspaceStore;
}

/** Makes the store, which follows the active tab, its own variables and the workspace. */
export function createVariablesStore({ api, tabs, workspace }: VariablesDeps): VariablesStore {
  const store = createStore<VariablesByName | null>(null);
  let timer: ReturnType<typeof setTimeout> | null = null;
  /** What the answer depends on, as it was asked last. */
  let asked: readonly unknown[] = [];
  let run = 0;

  const getDependencies = (tab: OpenRequest): readonly unknown[] => [
    tab.id,
    tab.item?.itemId,
    tab.draft.variables,
    workspace.store.get(),
  ];
  const ask = async (): Promise<void> => {
    timer = null;
    const tab = tabs.getActiveRequest();
    if (tab === null) return;
    run += 1;
    const own = run;
    // Only its variables matter; bodies of megabytes need not travel for them.
    const request = { ...toStoredRequest(tab.draft), body: { kind: 'none' } as const };
    const answer = await api.variablesView({ itemId: tab.item?.itemId ?? null, request });
    if (own !== run) return;
    store.set(() => (answer.ok ? new Map(answer.value.map((view) => [view.name, view])) : null));
  };
  const refresh = (): void => {
    timer ??= setTimeout(() => void ask(), ASK_DELAY_MS);
  };
  const follow = (): void => {
    const tab = tabs.getActiveRequest();
    if (tab === null) return;
    const next = getDependencies(tab);
    if (next.every((value, index) => Object.is(value, asked[index]))) return;
    // Those of another tab would mark the wrong names.
    if (tab.id !== asked[0]) store.set(() => null);
    asked = next;
    refresh();
  };
  const disposers = [tabs.store.subscribe(follow), workspace.store.subscribe(follow)];
  follow();
  return {
    store,
    refresh,
    dispose: () => {
      if (timer !== null) clearTimeout(timer);
      disposers.forEach((dispose) => dispose());
    },
  };
}
