import { createContext, use } from 'react';
import type { AppInfo } from '../shared/ipc/contract.ts';
import type { Actions } from './actions.ts';
import type { Api } from './api.ts';
import type { Platform } from './keymap.ts';
import type { Dialog } from './stores/dialog.ts';
import type { DemosStore } from './stores/demos-store.ts';
import type { Documents } from './stores/documents.ts';
import type { DraftKeeper } from './stores/draft-keeper.ts';
import type { ExchangesStore } from './stores/exchanges-store.ts';
import type { GlobalsStore } from './stores/globals-store.ts';
import type { NoticesStore } from './stores/notices-store.ts';
import type { SettingsStore } from './stores/settings-store.ts';
import type { Store } from './stores/store.ts';
import type { TabsStore } from './stores/tabs-store.ts';
import type { TreeStore } from './stores/tree-store.ts';
import type { VariablesStore } from './stores/variables-store.ts';
import type { WorkspaceStore } from './stores/workspace-store.ts';
import type { WorkspaceActions } from './workspace-actions.ts';

/** State of the window that no pane owns. */
export interface WindowState {
  readonly palette: 'closed' | 'commands' | 'keys';
  readonly dialog: Dialog | null;
  /** Whether the sidebar was asked for in a window that is too narrow to show it by default. */
  readonly isNarrowSidebarShown: boolean;
  readonly widthPx: number;
  /** Whether the workspace and the tabs of the last time were looked for; the start page waits for that. */
  readonly isRestored: boolean;
}

/** Everything that components reach through context. */
export interface AppServices {
  readonly api: Api;
  readonly info: AppInfo;
  readonly tabs: TabsStore;
  readonly settings: SettingsStore;
  readonly exchanges: ExchangesStore;
  readonly demos: DemosStore;
  readonly windowState: Store<WindowState>;
  readonly workspace: WorkspaceStore;
  readonly tree: TreeStore;
  readonly documents: Documents;
  readonly keeper: DraftKeeper;
  readonly notices: NoticesStore;
  readonly variables: VariablesStore;
  readonly globals: GlobalsStore;
  readonly workspaceActions: WorkspaceActions;
  readonly actions: Actions;
}

/** Holds the services of the window. */
export const AppContext = createContext<AppServices | null>(null);

/** The services of the window; throws outside of the app, which is a bug. */
export function useApp(): AppServices {
  const services = use(AppContext);
  if (services === null) throw new Error('used outside of the app');
  return services;
}

/** The platform, which decides key caps and where the window buttons are. */
export function usePlatform(): Platform {
  return useApp().info.platform;
}
