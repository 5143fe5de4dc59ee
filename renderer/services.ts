import { createActions } from './actions.ts';
import type { Api } from './api.ts';
import type { AppServices, WindowState } from './app-context.ts';
import { createDemosStore } from './stores/demos-store.ts';
import { createExchangesStore } from './stores/exchanges-store.ts';
import { createSettingsStore } from './stores/settings-store.ts';
import { createStore } from './stores/store.ts';
import { createTabsStore } from './stores/tabs-store.ts';
import { createWorkspaceStore } from './stores/workspace-store.ts';

/** Makes the stores and actions of the window. Settings are read; the demo server is not started. */
export async function createServices(api: Api): Promise<AppServices> {
  const settings = createSettingsStore(api);
  const workspace = createWorkspaceStore(api);
  const [info] = await Promise.all([api.appInfo(null), settings.load(), workspace.load()]);
  const tabs = createTabsStore();
  const exchanges = createExchangesStore(api);
  const windowState = createStore<WindowState>({
    palette: 'closed',
    isNarrowSidebarShown: false,
    widthPx: window.innerWidth,
    note: '',
  });
  return {
    api,
    info: info.ok ? info.value : { version: '', electron: '', platform: 'linux' },
    tabs,
    settings,
    exchanges,
    demos: createDemosStore(api),
    windowState,
    workspace,
    actions: createActions({ api, tabs, settings, exchanges, windowState, workspace }),
  };
}
