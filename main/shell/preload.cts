import type { IpcRendererEvent } from 'electron';
import type { Bridge, PushChannel, Pushes } from '../../shared/ipc/contract.ts';

// CommonJS by need: a sandboxed preload has no ES modules.
const { contextBridge, ipcRenderer } = require('electron') as typeof import('electron');

/** Calls back for each push of a channel; the answer ends that. */
function listenTo<C extends PushChannel>(channel: C) {
  return (listener: (push: Pushes[C]) => void): (() => void) => {
    // The event holds ipcRenderer itself, so it stays here.
    const handlePush = (_event: IpcRendererEvent, push: Pushes[C]): void => listener(push);
    ipcRenderer.on(channel, handlePush);
    return () => {
      ipcRenderer.removeListener(channel, handlePush);
    };
  };
}

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
  workspaceCurrent: (input) => ipcRenderer.invoke('workspace:current', input),
  workspaceRecent: (input) => ipcRenderer.invoke('workspace:recent', input),
  workspaceOpen: (input) => ipcRenderer.invoke('workspace:open', input),
  workspaceCreate: (input) => ipcRenderer.invoke('workspace:create', input),
  workspaceClose: (input) => ipcRenderer.invoke('workspace:close', input),
  workspaceRescan: (input) => ipcRenderer.invoke('workspace:rescan', input),
  workspaceSelectEnvironment: (input) => ipcRenderer.invoke('workspace:select-environment', input),
  itemRead: (input) => ipcRenderer.invoke('item:read', input),
  itemSave: (input) => ipcRenderer.invoke('item:save', input),
  itemCreate: (input) => ipcRenderer.invoke('item:create', input),
  itemRename: (input) => ipcRenderer.invoke('item:rename', input),
  itemDuplicate: (input) => ipcRenderer.invoke('item:duplicate', input),
  itemDelete: (input) => ipcRenderer.invoke('item:delete', input),
  itemMove: (input) => ipcRenderer.invoke('item:move', input),
  historyVersions: (input) => ipcRenderer.invoke('history:versions', input),
  historyRead: (input) => ipcRenderer.invoke('history:read', input),
  historyRestore: (input) => ipcRenderer.invoke('history:restore', input),
  draftList: (input) => ipcRenderer.invoke('draft:list', input),
  draftSave: (input) => ipcRenderer.invoke('draft:save', input),
  draftRemove: (input) => ipcRenderer.invoke('draft:remove', input),
  sessionRead: (input) => ipcRenderer.invoke('session:read', input),
  sessionWrite: (input) => ipcRenderer.invoke('session:write', input),
  secretsState: (input) => ipcRenderer.invoke('secrets:state', input),
  secretsUnlock: (input) => ipcRenderer.invoke('secrets:unlock', input),
  secretsUseSession: (input) => ipcRenderer.invoke('secrets:use-session', input),
  secretsNames: (input) => ipcRenderer.invoke('secrets:names', input),
  secretsWrite: (input) => ipcRenderer.invoke('secrets:write', input),
  variablesView: (input) => ipcRenderer.invoke('variables:view', input),
  requestSend: (input) => ipcRenderer.invoke('request:send', input),
  runsList: (input) => ipcRenderer.invoke('runs:list', input),
  runsRequest: (input) => ipcRenderer.invoke('runs:request', input),
  runsOpen: (input) => ipcRenderer.invoke('runs:open', input),
  runsSend: (input) => ipcRenderer.invoke('runs:send', input),
  runsDelete: (input) => ipcRenderer.invoke('runs:delete', input),
  runsClear: (input) => ipcRenderer.invoke('runs:clear', input),
  previewOpen: (input) => ipcRenderer.invoke('preview:open', input),
  previewClose: (input) => ipcRenderer.invoke('preview:close', input),
  cookiesList: (input) => ipcRenderer.invoke('cookies:list', input),
  cookiesSet: (input) => ipcRenderer.invoke('cookies:set', input),
  cookiesDelete: (input) => ipcRenderer.invoke('cookies:delete', input),
  cookiesClear: (input) => ipcRenderer.invoke('cookies:clear', input),
  certificatesList: (input) => ipcRenderer.invoke('certificates:list', input),
  certificatesAddClient: (input) => ipcRenderer.invoke('certificates:add-client', input),
  certificatesAddAuthority: (input) => ipcRenderer.invoke('certificates:add-authority', input),
  certificatesRemove: (input) => ipcRenderer.invoke('certificates:remove', input),
  proxyRead: (input) => ipcRenderer.invoke('proxy:read', input),
  proxyWrite: (input) => ipcRenderer.invoke('proxy:write', input),
  tokensState: (input) => ipcRenderer.invoke('tokens:state', input),
  tokensFetch: (input) => ipcRenderer.invoke('tokens:fetch', input),
  tokensCancel: (input) => ipcRenderer.invoke('tokens:cancel', input),
  tokensForget: (input) => ipcRenderer.invoke('tokens:forget', input),
  tokensReveal: (input) => ipcRenderer.invoke('tokens:reveal', input),
  filesChoose: (input) => ipcRenderer.invoke('files:choose', input),
  filesLook: (input) => ipcRenderer.invoke('files:look', input),
  requestCopyCurl: (input) => ipcRenderer.invoke('request:copy-curl', input),
  querySet: (input) => ipcRenderer.invoke('query:set', input),
  queryPage: (input) => ipcRenderer.invoke('query:page', input),
  queryFindRow: (input) => ipcRenderer.invoke('query:find-row', input),
  timelineFind: (input) => ipcRenderer.invoke('timeline:find', input),
  timelineCells: (input) => ipcRenderer.invoke('timeline:cells', input),
  timelinePreviousOfType: (input) => ipcRenderer.invoke('timeline:previous-of-type', input),
  timelineStats: (input) => ipcRenderer.invoke('timeline:stats', input),
  timelineAxis: (input) => ipcRenderer.invoke('timeline:axis', input),
  timelineCopy: (input) => ipcRenderer.invoke('timeline:copy', input),
  markList: (input) => ipcRenderer.invoke('mark:list', input),
  markSet: (input) => ipcRenderer.invoke('mark:set', input),
  markRemove: (input) => ipcRenderer.invoke('mark:remove', input),
  exportStart: (input) => ipcRenderer.invoke('export:start', input),
  exportCancel: (input) => ipcRenderer.invoke('export:cancel', input),
  spoolsUsage: (input) => ipcRenderer.invoke('spools:usage', input),
  spoolsClean: (input) => ipcRenderer.invoke('spools:clean', input),
  onExchangeProgress: listenTo('exchange:progress'),
  onWorkspaceChanged: listenTo('workspace:changed'),
  onRunsChanged: listenTo('runs:changed'),
  onTokensPrompt: listenTo('tokens:prompt'),
  onQueryProgress: listenTo('query:progress'),
  onExportProgress: listenTo('export:progress'),
};

contextBridge.exposeInMainWorld('tideline', Object.freeze(bridge));
