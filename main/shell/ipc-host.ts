import { BrowserWindow, app, clipboard, ipcMain, nativeTheme, session, shell } from 'electron';
import type { IpcMainInvokeEvent } from 'electron';
import type { InvocationSender, IpcHost } from '../ipc/ipc-host.ts';
import { APP_ORIGIN } from './app-protocol.ts';
import { askFiles, askFolder, askSavePath } from './dialogs.ts';

/** The {@link IpcHost} of the desktop. `isAppWindow` tells the app's own windows from any other. */
export function createIpcHost(isAppWindow: (windowId: number) => boolean): IpcHost {
  return {
    appOrigin: APP_ORIGIN,
    handleInvocation: (channel, answer) => {
      ipcMain.handle(channel, (event, ...args: unknown[]) =>
        // The bridge passes exactly one value. Anything else is no input of any channel.
        answer(toSender(event, isAppWindow), args.length === 1 ? args[0] : undefined),
      );
    },
    push: (windowId, channel, push) => {
      const window = isAppWindow(windowId) ? BrowserWindow.fromId(windowId) : null;
      if (window === null || window.isDestroyed() || window.webContents.isCrashed()) return;
      window.webContents.send(channel, push);
    },
    pushAll: (channel, push) => {
      for (const window of BrowserWindow.getAllWindows()) {
        if (!isAppWindow(window.id) || window.webContents.isCrashed()) continue;
        window.webContents.send(channel, push);
      }
    },
    getAppInfo: () => ({
      version: app.getVersion(),
      electron: process.versions.electron,
      platform: toPlatform(process.platform),
    }),
    applyTheme: (theme) => {
      nativeTheme.themeSource = theme;
    },
    // A promise in Electron 45, nothing in 33.
    writeClipboard: async (text) => clipboard.writeText(text),
    askFolder: async (windowId, purpose) => {
      const window = BrowserWindow.fromId(windowId);
      return window === null ? null : askFolder(window, purpose);
    },
    askFiles: async (windowId, options) => {
      const window = BrowserWindow.fromId(windowId);
      return window === null ? null : askFiles(window, options);
    },
    openExternal: async (url) => {
      const { protocol } = new URL(url);
      if (protocol !== 'https:' && protocol !== 'http:')
        throw new Error(`${protocol} is not opened`);
      await shell.openExternal(url);
    },
    resolveProxy: (url) => session.defaultSession.resolveProxy(url),
    askSavePath: async (windowId, suggestedName) => {
      const window = BrowserWindow.fromId(windowId);
      return window === null ? null : askSavePath(window, suggestedName);
    },
  };
}

function toSender(
  event: IpcMainInvokeEvent,
  isAppWindow: (windowId: number) => boolean,
): InvocationSender {
  const window = BrowserWindow.fromWebContents(event.sender);
  const frame = event.senderFrame;
  return {
    windowId: window !== null && isAppWindow(window.id) ? window.id : null,
    // The frame is null when it is gone since; Electron 33 may still type it as always there.
    isTopFrame: frame !== null && frame.parent === null,
    origin: frame?.origin ?? '',
  };
}

function toPlatform(platform: NodeJS.Platform): 'mac' | 'windows' | 'linux' {
  if (platform === 'darwin') return 'mac';
  return platform === 'win32' ? 'windows' : 'linux';
}
