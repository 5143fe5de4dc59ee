import type { IpcRendererEvent } from 'electron';
import type { Bridge, ExchangeProgress } from '../../shared/ipc/contract.ts';

// CommonJS by need: a sandboxed preload has no ES modules.
const { contextBridge, ipcRenderer } = require('electron') as typeof import('electron');

/** One named function per channel. The page can name no channel, and reaches nothing else. */
const bridge: Bridge = {
  appInfo: (input) => ipcRenderer.invoke('app:info', input),
  settingsRead: (input) => ipcRenderer.invoke('settings:read', input),
  settingsWrite: (input) => ipcRenderer.invoke('settings:write', input),
  demoStart: (input) => ipcRenderer.invoke('demo:start', input),
  exchangeSend: (input) => ipcRenderer.invoke('exchange:send', input),
  exchangeStop: (input) => ipcRenderer.invoke('exchange:stop', input),
  exchangeRelease: (input) => ipcRenderer.invoke('exchange:release', input),
  exchangeSummary: (input) => ipcRenderer.invoke('exchange:summary', input),
  exchangeReconnect: (input) => ipcRenderer.invoke('exchange:reconnect', input),
  exchangeCut: (input) => ipcRenderer.invoke('exchange:cut', input),
  exchangeReadAs: (input) => ipcRenderer.invoke('exchange:read-as', input),
  timelineLastEventId: (input) => ipcRenderer.invoke('timeline:last-event-id', input),
  timelineRowsOfBytes: (input) => ipcRenderer.invoke('timeline:rows-of-bytes', input),
  timelinePage: (input) => ipcRenderer.invoke('timeline:page', input),
  timelineEntry: (input) => ipcRenderer.invoke('timeline:entry', input),
  timelineChart: (input) => ipcRenderer.invoke('timeline:chart', input),
  bodyRead: (input) => ipcRenderer.invoke('body:read', input),
  bodySave: (input) => ipcRenderer.invoke('body:save', input),
  clipboardWrite: (input) => ipcRenderer.invoke('clipboard:write', input),
  onExchangeProgress: (listener) => {
    // The event holds ipcRenderer itself, so it stays here.
    const handlePush = (_event: IpcRendererEvent, push: ExchangeProgress): void => listener(push);
    ipcRenderer.on('exchange:progress', handlePush);
    return () => {
      ipcRenderer.removeListener('exchange:progress', handlePush);
    };
  },
};

contextBridge.exposeInMainWorld('tideline', Object.freeze(bridge));
