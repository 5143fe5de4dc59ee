import { createActions } from './actions.ts';
import type { Api } from './api.ts';
import type { AppServices, WindowState } from './app-context.ts';
import { toItemErrorText } from './features/workspace/item-error-text.ts';
import { createDemosStore } from './stores/demos-store.ts';
import { createDocuments } from './stores/documents.ts';
import { createDraftKeeper } from './stores/draft-keeper.ts';
import { createExchangesStore } from './stores/exchanges-store.ts';
import { createGlobalsStore } from './stores/globals-store.ts';
import { createNoticesStore } from './stores/notices-store.ts';
import { createSettingsStore } from './stores/settings-store.ts';
import { createStore } from './stores/store.ts';
import { createTabsStore } from './stores/tabs-store.ts';
import { createTreeStore } from './stores/tree-store.ts';
import { createVariablesStore } from './stores/variables-store.ts';
import { createWorkspaceStore } from './stores/workspace-store.ts';
import { createWorkspaceActions } from './workspace-actions.ts';

/** How long the first picture waits for the workspace, in milliseconds. A large one comes after it. */
const FIRST_PICTURE_MS = 50;

/** Makes the stores and actions of the window. Settings are read; the demo server is not started. */
export async function createServices(api: Api): Promise<AppServices> {
  const settings = createSettingsStore(api);
  const workspace = createWorkspaceStore(api);
  const tabs = createTabsStore();
  const tree = createTreeStore();
  const exchanges = createExchangesStore(api);
  const notices = createNoticesStore();
  const windowState = createStore<WindowState>({
    palette: 'closed',
    dialog: null,
    isNarrowSidebarShown: false,
    widthPx: window.innerWidth,
    isRestored: false,
  });
  const keeper = createDraftKeeper({ api, tabs, tree, workspace });
  const documents = createDocuments({ api, tabs, workspace, keeper });
  const closeTabs = (tabIds: readonly number[]): void => {
    for (const id of tabIds) {
      tabs.close(id);
      void exchanges.release(id);
    }
  };
  const workspaceActions = createWorkspaceActions({
    api,
    tabs,
    tree,
    workspace,
    documents,
    keeper,
    notices,
    windowState,
    closeTabs,
  });
  const deps = {
    api,
    tabs,
    settings,
    exchanges,
    windowState,
    workspace,
    tree,
    workspaceActions,
    keeper,
    notices,
  };
  const variables = createVariablesStore({ api, tabs, workspace });
  const globals = createGlobalsStore({
    api,
    onSaved: variables.refresh,
    onFailed: (error) =>
      notices.show({
        kind: 'failed',
        text: `The global variables were not kept. ${toItemErrorText(error)}`,
      }),
  });
  const showWorkspace = followWorkspace({ workspace, documents, keeper, tabs, exchanges });
  const opened = workspace
    .load()
    .then(showWorkspace)
    .finally(() => windowState.set((state) => ({ ...state, isRestored: true })));
  const [info] = await Promise.all([
    api.appInfo(null),
    settings.load(),
    Promise.race([opened, new Promise((resolve) => setTimeout(resolve, FIRST_PICTURE_MS))]),
  ]);
  return {
    api,
    info: info.ok ? info.value : { version: '', electron: '', platform: 'linux' },
    tabs,
    settings,
    exchanges,
    demos: createDemosStore(api),
    windowState,
    workspace,
    tree,
    documents,
    keeper,
    notices,
    variables,
    globals,
    workspaceActions,
    actions: createActions(deps),
  };
}

/**
 * Brings the tabs in step with the workspace: another workspace brings its own, a change on disk is looked
 * for in the files of the open ones. Answers what shows the tabs for the first time.
 */
function followWorkspace(
  deps: Pick<AppServices, 'workspace' | 'documents' | 'keeper' | 'tabs' | 'exchanges'>,
): () => Promise<void> {
  const { workspace, documents, keeper, tabs, exchanges } = deps;
  let shown: string | null | undefined;
  const show = async (): Promise<void> => {
    const path = workspace.store.get()?.path ?? null;
    if (path === shown) return documents.refresh();
    const isFirst = shown === undefined;
    shown = path;
    const before = new Set(tabs.store.get().tabs.map((tab) => tab.key));
    const gone = tabs.store.get().tabs;
    await keeper.load();
    if (isFirst) return;
    const after = new Set(tabs.store.get().tabs.map((tab) => tab.id));
    for (const tab of gone)
      if (before.has(tab.key) && !after.has(tab.id)) void exchanges.release(tab.id);
  };
  workspace.store.subscribe(() => {
    if (shown !== undefined) void show();
  });
  return show;
}
