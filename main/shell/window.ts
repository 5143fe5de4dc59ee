import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { BrowserWindowConstructorOptions } from 'electron';
import { join } from 'node:path';
import { APP_URL } from './app-protocol.ts';
import { CrashLimit } from './crash-limit.ts';
import { askAfterCrashes } from './dialogs.ts';
import { TITLE_BAR_HEIGHT, getThemeColours } from './theme-colours.ts';
import {
  SIZE_DEFAULT,
  SIZE_MIN,
  fitToScreens,
  readWindowPlace,
  writeWindowPlace,
} from './window-bounds.ts';
import type { WindowPlace } from './window-bounds.ts';

/** What a window tells the rest of the app. */
export interface WindowListeners {
  /** The window's first page is there. */
  readonly onShown: () => void;
  /** The page and all it knew is gone: the window was closed, or its page crashed or was loaded anew. */
  readonly onPageGone: (windowId: number) => void;
}

/** Built next to the main bundle, see vite.config.ts. */
const PRELOAD = join(import.meta.dirname, '../preload/preload.cjs');

/** Opens a window of the app at the place where the last one was left. */
export function openWindow(windowFile: string, listeners: WindowListeners): BrowserWindow {
  const place = readWindowPlace(windowFile);
  const window = new BrowserWindow({
    ...toPlacement(place),
    minWidth: SIZE_MIN.width,
    minHeight: SIZE_MIN.height,
    show: false,
    title: 'Tideline',
    ...toTitleBar(),
    webPreferences: {
      preload: PRELOAD,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  });
  if (place?.isMaximized === true) window.maximize();

  window.once('ready-to-show', () => {
    window.show();
    listeners.onShown();
  });
  rememberPlace(window, windowFile);
  followTheme(window);
  reloadAfterCrash(window);
  tellPageGone(window, listeners.onPageGone);
  loadPage(window);
  return window;
}

function toPlacement(place: WindowPlace | null): BrowserWindowConstructorOptions {
  if (place === null) return SIZE_DEFAULT;
  const workAreas = screen.getAllDisplays().map((display) => display.workArea);
  return fitToScreens(place.bounds, workAreas) ?? SIZE_DEFAULT;
}

/** The title bar is the page's own; the system only draws the window buttons into it. */
function toTitleBar(): BrowserWindowConstructorOptions {
  const { background } = getThemeColours(nativeTheme.shouldUseDarkColors);
  if (process.platform === 'darwin') {
    return {
      backgroundColor: background,
      titleBarStyle: 'hidden',
      // Centred in the bar: the buttons are 14 high.
      trafficLightPosition: { x: 14, y: (TITLE_BAR_HEIGHT - 14) / 2 },
    };
  }
  return { backgroundColor: background, titleBarStyle: 'hidden', titleBarOverlay: toOverlay() };
}

function toOverlay(): { color: string; symbolColor: string; height: number } {
  const { titleBar, symbols } = getThemeColours(nativeTheme.shouldUseDarkColors);
  // One pixel less, so that the bar's lower line also goes under the buttons.
  return { color: titleBar, symbolColor: symbols, height: TITLE_BAR_HEIGHT - 1 };
}

function followTheme(window: BrowserWindow): void {
  const repaint = (): void => {
    window.setBackgroundColor(getThemeColours(nativeTheme.shouldUseDarkColors).background);
    if (process.platform !== 'darwin') window.setTitleBarOverlay(toOverlay());
  };
  nativeTheme.on('updated', repaint);
  window.once('closed', () => nativeTheme.removeListener('updated', repaint));
}

function rememberPlace(window: BrowserWindow, windowFile: string): void {
  window.on('close', () => {
    writeWindowPlace(windowFile, {
      bounds: window.getNormalBounds(),
      isMaximized: window.isMaximized(),
    });
  });
}

function tellPageGone(window: BrowserWindow, onPageGone: (windowId: number) => void): void {
  const { id, webContents } = window;
  let hasPage = false;
  // Not did-start-navigation: that one also tells of navigations which the guards then block.
  webContents.on('did-navigate', () => {
    if (hasPage) onPageGone(id);
    hasPage = true;
  });
  window.once('closed', () => onPageGone(id));
}

function reloadAfterCrash(window: BrowserWindow): void {
  const limit = new CrashLimit();
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    console.error(`The page of window ${window.id} is gone: ${reason}, exit code ${exitCode}`);
    if (!limit.isReachedBy(performance.now())) {
      loadPage(window);
      return;
    }
    // A page that crashed before its first frame has left the window hidden.
    window.show();
    void askAfterCrashes(window).then((answer) => {
      if (window.isDestroyed()) return;
      if (answer === 'close') return window.destroy();
      limit.reset();
      loadPage(window);
    });
  });
}

function loadPage(window: BrowserWindow): void {
  window.loadURL(APP_URL).catch((cause: unknown) => {
    // A window that is closed or crashes while it loads ends here as well; both are told elsewhere.
    if (!window.isDestroyed()) console.error('The page could not be loaded:', cause);
  });
}
