import type { CutInput } from '../shared/ipc/contract.ts';
import type { SendStoredInput } from '../shared/ipc/workspace-contract.ts';
import type { DemoRequest } from '../shared/model/demo.ts';
import type { Settings } from '../shared/model/settings.ts';
import { assertNever } from '../shared/result.ts';
import type { Api } from './api.ts';
import type { WindowState } from './app-context.ts';
import { toStoredRequest } from './features/request/draft-mapping.ts';
import { toSendErrorText } from './features/response/send-error-text.ts';
import { clickField, focusArea, focusField, focusResponse } from './focus.ts';
import type { CommandId } from './keymap.ts';
import { isNarrow } from './layout.ts';
import type { DraftKeeper } from './stores/draft-keeper.ts';
import type { ExchangesStore } from './stores/exchanges-store.ts';
import { canReconnect, isLive, isStreaming } from './stores/exchanges-store.ts';
import type { NoticesStore } from './stores/notices-store.ts';
import type { SendChange, Sendable } from './stores/sendable.ts';
import { toSendable, withConsent, withSendChange } from './stores/sendable.ts';
import type { SettingsStore } from './stores/settings-store.ts';
import type { Store } from './stores/store.ts';
import { getTab, getTabTitle, isBlank, isEdited, isPage } from './stores/tabs-store.ts';
import type { RequestTab, Tab, TabsStore } from './stores/tabs-store.ts';
import type { TreeStore } from './stores/tree-store.ts';
import type { WorkspaceStore } from './stores/workspace-store.ts';
import type { WorkspaceActions } from './workspace-actions.ts';

/** What buttons, keys and the palette do. */
export interface Actions {
  readonly run: (id: CommandId) => void;
  /** Whether the command would do something now; others are left out of the palette. */
  readonly isAvailable: (id: CommandId) => boolean;
  readonly send: () => void;
  /** Sends in a tab what its request cannot say, such as an exchange of the history; then asks what it takes. */
  readonly sendIn: (tabId: number, request: Sendable) => void;
  /** Sends what was held back for a question, with the user's consent. */
  readonly sendAllowing: (
    tabId: number,
    consent: Partial<Pick<SendStoredInput, 'allowsUnresolved' | 'allowsNewHost'>>,
  ) => void;
  readonly stop: () => void;
  /** Puts the request at hand on the clipboard as a cURL command. */
  readonly copyCurl: (withSecrets: boolean) => void;
  /** Asks again at once: ends the wait, or cuts the connection at hand. */
  readonly reconnect: () => void;
  /** Cuts the connection on purpose, to see what the reconnection does. */
  readonly cut: (when: CutInput['when']) => void;
  /** Sends what was sent last, changed. The request in the editor stays as it is. */
  readonly sendAgain: (change: SendChange) => void;
  readonly closeTab: (id: number) => void;
  readonly openDemo: (demo: DemoRequest) => void;
  /** Opens a demo and sends it at once. */
  readonly runDemo: (demo: DemoRequest) => void;
  readonly setLayout: (layout: Settings['layout']) => void;
}

interface ActionDeps {
  readonly api: Api;
  readonly tabs: TabsStore;
  readonly settings: SettingsStore;
  readonly exchanges: ExchangesStore;
  readonly windowState: Store<WindowState>;
  readonly workspace: WorkspaceStore;
  readonly tree: TreeStore;
  readonly workspaceActions: WorkspaceActions;
  readonly keeper: DraftKeeper;
  readonly notices: NoticesStore;
}

/** Binds the actions to the stores of the window. */
export function createActions(deps: ActionDeps): Actions {
  const { tabs, settings, exchanges, windowState, workspace, tree, workspaceActions } = deps;
  const { api, keeper, notices } = deps;

  const send = (): void => {
    const tab = tabs.getActiveRequest();
    if (tab === null) return;
    const itemId = tab.item?.itemId ?? null;
    const sent = exchanges.store.get().get(tab.id)?.sent;
    // An exchange of the history goes out as it did; what was edited is made anew of the variables there are now.
    const isRun = sent !== undefined && sent.run !== null && tab.draft === tab.original;
    const request = isRun
      ? sent
      : toSendable(tab.draft, { itemId, hasWorkspace: workspace.isOpen() });
    // What was sent is worth keeping in its tab.
    if (tab.isPreview) tabs.change(tab.id, (now) => ({ ...now, isPreview: false }));
    void exchanges.send(tab.id, request).then(() => askAbout(tab.id));
  };
  /** Shows what is wrong with a request, or asks what it takes to send it. */
  const askAbout = (tabId: number): void => {
    const error = exchanges.store.get().get(tabId)?.error;
    if (error === undefined || error === null) return;
    if (error.kind === 'invalid-request') showInvalidField(tabs, error.field);
    else if (error.kind === 'unresolved-variables') {
      workspaceActions.ask({ kind: 'unresolved', tabId, names: error.names });
    } else if (error.kind === 'new-host') {
      const { secrets, origin } = error;
      workspaceActions.ask({ kind: 'new-host', tabId, secrets, origin });
    } else if (error.kind === 'secrets-locked') {
      workspaceActions.ask({ kind: 'unlock', onReady: () => sendAllowing(tabId, {}) });
    }
  };
  const sendAllowing: Actions['sendAllowing'] = (tabId, consent) => {
    const sent = exchanges.store.get().get(tabId)?.sent;
    if (sent === undefined) return;
    void exchanges.send(tabId, withConsent(sent, consent)).then(() => askAbout(tabId));
  };
  const copyCurl = (withSecrets: boolean): void => {
    const tab = tabs.getActiveRequest();
    if (tab === null) return;
    const input = {
      itemId: tab.item?.itemId ?? null,
      request: toStoredRequest(tab.draft),
      withSecrets,
    };
    void api.requestCopyCurl(input).then((answer) => {
      if (answer.ok) return notices.show({ kind: 'done', text: 'Copied as cURL.' });
      const text = toSendErrorText(answer.error) ?? 'The request is not complete yet.';
      notices.show({ kind: 'failed', text });
    });
  };
  const stop = (): void => void exchanges.stop(tabs.getActive().id);
  const reconnect = (): void => void exchanges.reconnect(tabs.getActive().id);
  const cut = (when: CutInput['when']): void => void exchanges.cut(tabs.getActive().id, when);
  const sendAgain = (change: SendChange): void => {
    const { id } = tabs.getActive();
    const sent = exchanges.store.get().get(id)?.sent;
    if (sent === undefined) return;
    void exchanges.send(id, withSendChange(sent, change)).then(() => askAbout(id));
  };
  const closeTab = (id: number): void => {
    const tab = getTab(tabs.store.get().tabs, id);
    tabs.close(id);
    if (tab.item !== null && isEdited(tab)) tellKept(tab);
    void exchanges.release(id);
  };
  /** Closing asks nothing, because nothing is lost. */
  const tellKept = (tab: Tab): void =>
    notices.show({
      kind: 'done',
      text: `The edits of “${getTabTitle(tab)}” are kept until you save or drop them.`,
      action: { label: 'Drop the edits', run: () => void keeper.discard(tab.key) },
    });
  const openDemo = (demo: DemoRequest): void => {
    tabs.openDemo(demo);
  };
  const setLayout = (layout: Settings['layout']): void => settings.change({ layout });
  const setPalette = (palette: WindowState['palette']): void =>
    windowState.set((state) => ({ ...state, palette }));

  const toggleSidebar = (): void => {
    if (isNarrow(windowState.get().widthPx)) {
      windowState.set((state) => ({
        ...state,
        isNarrowSidebarShown: !state.isNarrowSidebarShown,
      }));
    } else {
      settings.change({ isSidebarHidden: !settings.store.get().isSidebarHidden });
    }
  };
  const showSidebar = (): void => {
    if (isNarrow(windowState.get().widthPx)) {
      windowState.set((state) => ({ ...state, isNarrowSidebarShown: true }));
    } else {
      settings.change({ isSidebarHidden: false });
    }
  };

  /** The layout to go back to when 'response only' is switched off. */
  let lastLayout: Settings['layout'] = 'side';
  const toggleResponseOnly = (): void => {
    const { layout } = settings.store.get();
    if (layout === 'response') setLayout(lastLayout);
    else {
      lastLayout = layout;
      setLayout('response');
    }
  };
  const showRequestTab = (requestTab: RequestTab): void => {
    if (settings.store.get().layout === 'response') toggleResponseOnly();
    tabs.showRequestTab(tabs.getActive().id, requestTab);
    focusField(`#tab-request-${requestTab}`);
  };

  const moveTab = (step: 1 | -1): void => {
    const { tabs: open, activeId } = tabs.store.get();
    const at = open.findIndex((tab) => tab.id === activeId);
    tabs.moveTo(activeId, step === 1 ? at + 2 : at - 1);
  };
  const showInTree = (): void => {
    const itemId = tabs.getActive().item?.itemId ?? null;
    if (itemId === null) return;
    const items = workspace.store.get()?.tree ?? [];
    const collapsed = new Set(tree.store.get().collapsed);
    collapsed.delete('root');
    let above = items.find((item) => item.itemId === itemId);
    while (above !== undefined) {
      const { parentId } = above;
      if (parentId !== null) collapsed.delete(parentId);
      above = items.find((item) => item.itemId === parentId);
    }
    tree.change({ collapsed });
    tree.select(itemId);
    showSidebar();
    focusField('[data-area="sidebar"] [role=tree]');
  };

  const run = (id: CommandId): void => {
    switch (id) {
      case 'send':
        return send();
      case 'stop':
        return stop();
      case 'focus-url':
        return focusField('#url');
      case 'request-params':
        return showRequestTab('params');
      case 'request-headers':
        return showRequestTab('headers');
      case 'request-auth':
        return showRequestTab('auth');
      case 'request-settings':
        return showRequestTab('settings');
      case 'request-docs':
        return showRequestTab('docs');
      case 'copy-curl':
        return copyCurl(false);
      case 'request-body':
        return showRequestTab('body');
      case 'request-stream':
        return showRequestTab('stream');
      case 'reconnect-now':
        return reconnect();
      case 'cut-now':
        return cut({ kind: 'now' });
      case 'cut-in-next-event':
        return cut({ kind: 'in-next-event' });
      case 'save':
        return void workspaceActions.save();
      case 'open-folder':
        return void workspaceActions.open(null);
      case 'new-workspace':
        return workspaceActions.ask({ kind: 'create-workspace' });
      case 'create-sample':
        return void workspaceActions.createSample();
      case 'close-workspace':
        return void workspaceActions.close();
      case 'environment':
        return clickField('#environment');
      case 'show-variables':
        return workspaceActions.ask({ kind: 'variables' });
      case 'new-environment':
        return workspaceActions.ask({ kind: 'new-environment' });
      case 'show-in-tree':
        return showInTree();
      case 'history':
        return workspaceActions.openPage('history');
      case 'globals':
        return workspaceActions.openPage('globals');
      case 'unlock-secrets':
        return workspaceActions.ask({ kind: 'unlock', onReady: () => undefined });
      case 'move-tab-left':
        return moveTab(-1);
      case 'move-tab-right':
        return moveTab(1);
      case 'new-tab':
        tabs.openNew();
        return focusField('#url');
      case 'close-tab':
        return closeTab(tabs.store.get().activeId);
      case 'reopen-tab':
        return tabs.reopen();
      case 'next-tab':
        return tabs.activateNext(1);
      case 'previous-tab':
        return tabs.activateNext(-1);
      case 'toggle-sidebar':
        return toggleSidebar();
      case 'find-sidebar':
        showSidebar();
        return focusField('#find');
      case 'response-only':
        return toggleResponseOnly();
      case 'layout-side':
        return setLayout('side');
      case 'layout-stacked':
        return setLayout('stacked');
      case 'theme-system':
        return settings.change({ theme: 'system' });
      case 'theme-dark':
        return settings.change({ theme: 'dark' });
      case 'theme-light':
        return settings.change({ theme: 'light' });
      case 'next-area':
        return focusArea(1);
      case 'previous-area':
        return focusArea(-1);
      case 'palette':
        return setPalette('commands');
      case 'all-keys':
        return setPalette('keys');
      default:
        return assertNever(id);
    }
  };

  const isAvailable = (id: CommandId): boolean => {
    const tab = tabs.getActive();
    switch (id) {
      case 'send':
      case 'show-variables':
        return tab.kind === 'request';
      case 'save':
        return !isPage(tab) && !isBlank(tab);
      case 'environment':
        return tab.kind === 'request' && workspace.isOpen();
      case 'close-workspace':
      case 'new-environment':
      case 'unlock-secrets':
        return workspace.isOpen();
      case 'show-in-tree':
        return tab.item !== null && tab.item.itemId !== null;
      case 'move-tab-left':
      case 'move-tab-right':
        return tabs.store.get().tabs.length > 1;
      case 'stop':
        return isLive(exchanges.store.get().get(tab.id));
      case 'reconnect-now':
        return canReconnect(exchanges.store.get().get(tab.id));
      case 'cut-now':
      case 'cut-in-next-event':
        return isStreaming(exchanges.store.get().get(tab.id));
      case 'reopen-tab':
        return tabs.store.get().closed.length > 0;
      case 'next-tab':
      case 'previous-tab':
        return tabs.store.get().tabs.length > 1;
      default:
        return true;
    }
  };

  return {
    run,
    isAvailable,
    send,
    sendAllowing,
    sendIn: (tabId, request) => void exchanges.send(tabId, request).then(() => askAbout(tabId)),
    stop,
    copyCurl,
    reconnect,
    cut,
    sendAgain,
    closeTab,
    openDemo,
    runDemo: (demo) => {
      openDemo(demo);
      send();
      focusResponse();
    },
    setLayout,
  };
}

/** Brings the field with a problem on screen. */
function showInvalidField(tabs: TabsStore, field: 'method' | 'url' | 'headers' | 'body'): void {
  if (field === 'url') return focusField('#url');
  if (field === 'method') return focusField('#method');
  tabs.showRequestTab(tabs.getActive().id, field);
}
