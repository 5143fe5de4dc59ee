import { BrowserWindow, app } from 'electron';
import { join } from 'node:path';
import type { IpcHost } from '../ipc/ipc-host.ts';
import { registerSchemes, serveApp } from './app-protocol.ts';
import { installGuards } from './guards.ts';
import { createIpcHost } from './ipc-host.ts';
import { openLocalData } from './local-data.ts';
import type { LocalData } from './local-data.ts';
import { setApplicationMenu } from './menu.ts';
import { servePreviews } from './preview-protocol.ts';
import { openWindow } from './window.ts';
import type { WindowListeners } from './window.ts';

/** How long the clean-up may hold back the end of the app. */
const CLEAN_UP_TIMEOUT_MS = 3_000;

/** The page's files, next to the main bundle, see vite.config.ts. */
const RENDERER_FOLDER = join(import.meta.dirname, '../renderer');

/** What the shell tells and asks while windows are open. */
export interface DesktopListeners extends WindowListeners {
  /** A page has its script, and is going to ask for the first data when it has compiled it. */
  readonly onScriptServed: () => Promise<void>;
  /** The page of a preview; null if there is none by this id. */
  readonly findPreview: (previewId: string) => string | null;
}

/** The desktop, ready to open windows. */
export interface Desktop {
  readonly localData: LocalData;
  readonly host: IpcHost;
  /**
   * Opens the first window when Electron is ready and `prepare` has resolved, and another one where
   * the system asks for it. Does not wait: Electron gets ready only after the entry's top level.
   */
  readonly openWindows: (listeners: DesktopListeners, prepare: () => Promise<void>) => void;
  /** Runs `cleanUp` before the app ends, and gives it some seconds. */
  readonly onQuit: (cleanUp: () => Promise<void>) => void;
}

/**
 * Prepares Electron; has to run before it is ready. Null: this user's Tideline already runs on the
 * same local data. That one has come to the front, and this process ends.
 */
export function openDesktop(): Desktop | null {
  enableSandbox();
  const localData = openLocalData();
  if (!app.requestSingleInstanceLock()) {
    app.exit(0);
    return null;
  }
  registerSchemes();
  installGuards();

  const windowIds = new Set<number>();
  return {
    localData,
    host: createIpcHost((windowId) => windowIds.has(windowId)),
    openWindows: (listeners, prepare) => {
      const open = (): void => {
        const window = openWindow(localData.windowFile, listeners);
        const { id } = window;
        windowIds.add(id);
        window.once('closed', () => windowIds.delete(id));
      };
      const start = async (): Promise<void> => {
        await Promise.all([app.whenReady(), prepare()]);
        serveApp(RENDERER_FOLDER, () => {
          // What fails here fails with a word when the page asks for it.
          listeners.onScriptServed().catch(() => undefined);
        });
        servePreviews(listeners.findPreview);
        setApplicationMenu();
        open();
        app.on('second-instance', focusWindow);
        app.on('activate', () => {
          if (windowIds.size === 0) open();
        });
        app.on('window-all-closed', () => {
          if (process.platform !== 'darwin') app.quit();
        });
      };
      start().catch((cause: unknown) => {
        console.error('The app could not be started:', cause);
        app.exit(1);
      });
    },
    onQuit,
  };
}

/**
 * Turns Chromium's sandbox on for every page, and takes back a `--no-sandbox` from the command line.
 * Not for root on Linux: Chromium cannot sandbox root and then refuses to start at all, so there the
 * switch decides. Each window asks for the sandbox in any case.
 */
function enableSandbox(): void {
  if (process.platform === 'linux' && process.getuid?.() === 0) return;
  app.enableSandbox();
}

function focusWindow(): void {
  const window = BrowserWindow.getAllWindows()[0];
  if (window === undefined) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

function onQuit(cleanUp: () => Promise<void>): void {
  let isCleanedUp = false;
  app.on('will-quit', (event) => {
    if (isCleanedUp) return;
    event.preventDefault();
    const timeout = new Promise<void>((resolve) => setTimeout(resolve, CLEAN_UP_TIMEOUT_MS));
    const cleaned = cleanUp().catch((cause: unknown) => console.error('Clean-up failed:', cause));
    void Promise.race([cleaned, timeout]).then(() => {
      isCleanedUp = true;
      // Not in the same turn: Electron 33 passes over a quit that is asked for while it handles one.
      setImmediate(() => app.quit());
    });
  });
}
