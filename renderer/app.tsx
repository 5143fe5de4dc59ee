import { useEffect, useLayoutEffect, useRef } from 'react';
import type { ReactElement, RefObject } from 'react';
import { AppContext } from './app-context.ts';
import type { AppServices } from './app-context.ts';
import { ErrorBoundary } from './components/error-boundary.tsx';
import { Palette } from './features/palette/palette.tsx';
import { Dialogs } from './features/dialogs/dialogs.tsx';
import { NoticeBar } from './components/notice-bar.tsx';
import { TabView } from './features/shell/tab-view.tsx';
import { TitleBar } from './features/shell/title-bar.tsx';
import { Sidebar } from './features/sidebar/sidebar.tsx';
import { isTextEntry, returnFocusToTab } from './focus.ts';
import { findCommand, getKeys, isTyped } from './keymap.ts';
import { getShownLayout } from './layout.ts';
import { useStore } from './stores/store.ts';
import { getTab, getTabTitle, isBlank } from './stores/tabs-store.ts';
import type { Tab } from './stores/tabs-store.ts';

/** The window: title bar, sidebar, the request at hand and its response. */
export function App(props: { readonly services: AppServices }): ReactElement {
  const { services } = props;
  const { tabs, settings, exchanges, windowState, info } = services;
  const tab = useStore(tabs.store, (state) => getTab(state.tabs, state.activeId));
  const chosen = useStore(settings.store, (state) => state);
  const state = useStore(windowState, (value) => value);
  const hasExchange = useStore(exchanges.store, (map) => map.has(tab.id));
  const shown = getShownLayout(chosen, state.widthPx, state.isNarrowSidebarShown);
  const isStart = isBlank(tab) && !hasExchange;
  useWindowKeys(services);
  useWindowWidth(services);
  const main = useTabFocus(tab.id);

  return (
    <AppContext value={services}>
      <div className="app" data-platform={info.platform}>
        <TitleBar
          hasSidebar={shown.hasSidebar}
          hasLayoutSwitch={!isStart && tab.kind === 'request'}
        />
        <div className="below">
          {shown.hasSidebar && (
            <ErrorBoundary name="The sidebar">
              <Sidebar />
            </ErrorBoundary>
          )}
          <main className="main-area">
            <div
              ref={main}
              className="main"
              id="request-panel"
              role="tabpanel"
              aria-label={getPanelLabel(tab, isStart)}
            >
              <TabView key={tab.id} tab={tab} shown={shown} isStart={isStart} />
            </div>
          </main>
        </div>
      </div>
      <NoticeBar notices={services.notices} />
      <Dialogs />
      {state.palette !== 'closed' && (
        <Palette
          mode={state.palette}
          onMode={(palette) => windowState.set((value) => ({ ...value, palette }))}
        />
      )}
    </AppContext>
  );
}

function getPanelLabel(tab: Tab, isStart: boolean): string {
  if (isStart) return 'New request';
  return tab.kind === 'request' ? 'Request and response' : getTabTitle(tab);
}

/** Runs commands by their keys; typed characters belong to a field that has the focus. */
function useWindowKeys(services: AppServices): void {
  useEffect(() => {
    const { actions, info, windowState } = services;
    const handleKeyDown = (keyEvent: KeyboardEvent): void => {
      const command = findCommand(keyEvent, info.platform);
      if (command === null || keyEvent.isComposing) return;
      // Both are modal: of the commands only the palette's own key gets through.
      const { palette, dialog } = windowState.get();
      if (dialog !== null || (palette !== 'closed' && command.id !== 'palette')) return;
      const keys = getKeys(command.id) ?? '';
      if (isTyped(keys) && isTextEntry(keyEvent.composedPath()[0])) return;
      // Before the editor sees it: it has Mod+Enter and others for itself.
      keyEvent.preventDefault();
      keyEvent.stopPropagation();
      actions.run(command.id);
    };
    window.addEventListener('keydown', handleKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', handleKeyDown, { capture: true });
  }, [services]);
}

/** The ref of what a tab shows: the focus that goes with one tab comes back in the next. */
function useTabFocus(tabId: number): RefObject<HTMLDivElement | null> {
  const main = useRef<HTMLDivElement>(null);
  // A window begins at its address.
  const area = useRef('request-bar');
  useEffect(() => {
    const handleFocus = ({ target }: FocusEvent): void => {
      const inArea = target instanceof Element ? target.closest<HTMLElement>('[data-area]') : null;
      area.current = inArea?.dataset['area'] ?? '';
    };
    window.addEventListener('focusin', handleFocus);
    return () => window.removeEventListener('focusin', handleFocus);
  }, []);
  useLayoutEffect(() => {
    if (main.current !== null) returnFocusToTab(main.current, area.current);
  }, [tabId]);
  return main;
}

function useWindowWidth(services: AppServices): void {
  useEffect(() => {
    const { windowState } = services;
    const handleResize = (): void =>
      windowState.set((value) => ({ ...value, widthPx: window.innerWidth }));
    handleResize();
    window.addEventListener('resize', handleResize);
    return () => window.removeEventListener('resize', handleResize);
  }, [services]);
}
