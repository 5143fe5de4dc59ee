/** Electron entry: wires the rooms together. No logic. */
import { bindInvocations } from './ipc/bind-invocations.ts';
import { Demo } from './ipc/demo.ts';
import { createHandlers } from './ipc/handlers.ts';
import type { HttpRoom } from './ipc/http/http-room.ts';
import { LazyExchanges } from './ipc/lazy-exchanges.ts';
import { Previews } from './ipc/previews.ts';
import { loadValidators } from './ipc/load-validators.ts';
import { SettingsStore } from './ipc/settings-store.ts';
import { giveWayToWindows } from './shell/give-way.ts';
import { openDesktop } from './shell/desktop.ts';
import { systemKeyring } from './shell/keyring.ts';
import { once } from './ipc/once.ts';
import { wasWorkspaceOpened, withoutWorkspace } from './ipc/without-workspace.ts';

const desktop = openDesktop();
if (desktop !== null) {
  const { host, localData } = desktop;
  const userAgent = `Tideline/${host.getAppInfo().version}`;
  const settings = new SettingsStore(localData.settingsFile);
  const previews = new Previews();
  const demo = new Demo(() => import('./replay/index.ts'));
  const loadRuns = once(async () => {
    const { RunHistory } = await import('./workspace/runs/run-history.ts');
    return new RunHistory(localData.runsFile, (runs) => host.pushAll('runs:changed', { runs }));
  });
  const loadVault = once(async () => {
    const { SecretVault } = await import('./workspace/secrets/secret-vault.ts');
    return new SecretVault(localData.secretsFile, systemKeyring);
  });
  const loadHttpRoom = once(async () => {
    const [{ HttpRoom }, vault] = await Promise.all([
      import('./ipc/http/http-room.ts'),
      loadVault(),
    ]);
    return new HttpRoom({
      folder: localData.httpFolder,
      vault,
      host,
      userAgent,
      onPrompt: (prompt) => host.pushAll('tokens:prompt', { prompt }),
    });
  });
  const findObstacle: HttpRoom['findObstacle'] = async (...request) =>
    (await loadHttpRoom()).findObstacle(...request);
  const exchanges = new LazyExchanges(async () => {
    const [{ LiveExchanges }, runs] = await Promise.all([
      import('./ipc/live-exchanges.ts'),
      loadRuns(),
    ]);
    return new LiveExchanges({
      spoolsFolder: localData.spoolsFolder,
      runs,
      userAgent,
      getEnvironment: async (...place) => (await loadHttpRoom()).getEnvironment(...place),
      push: (windowId, progress) => host.push(windowId, 'exchange:progress', progress),
    });
  });
  let isRoomLoaded = false;
  const loadWorkspaceRoom = once(async () => {
    isRoomLoaded = true;
    const { WorkspaceRoom } = await import('./ipc/workspace-room.ts');
    return new WorkspaceRoom(localData.workspacesFolder, (revision) =>
      host.pushAll('workspace:changed', { revision }),
    );
  });
  const loadGrants = once(async () => {
    const { FileGrants } = await import('./workspace/variables/file-grants.ts');
    return new FileGrants(localData.grantsFile);
  });
  const loadGlobals = once(async () => {
    const { GlobalVariables } = await import('./workspace/variables/global-variables.ts');
    return new GlobalVariables(localData.globalsFile);
  });
  const loadStoredRequests = once(async () => {
    const [{ StoredRequests }, vault, room, globals, grants] = await Promise.all([
      import('./ipc/stored-requests.ts'),
      loadVault(),
      loadWorkspaceRoom(),
      loadGlobals(),
      loadGrants(),
    ]);
    return new StoredRequests({
      room,
      vault,
      globals,
      grants,
      getDemoOrigin: async () => new URL((await demo.start())[0]?.request.url ?? '').origin,
    });
  });
  const loadLocalHandlers = once(async () => {
    const [{ createLocalHandlers }, room, vault, globals, grants] = await Promise.all([
      import('./ipc/local-handlers.ts'),
      loadWorkspaceRoom(),
      loadVault(),
      loadGlobals(),
      loadGrants(),
    ]);
    return createLocalHandlers({ room, vault, globals, grants });
  });
  const loadWorkspaceHandlers = once(async () => {
    const [{ createWorkspaceHandlers }, vault, room, stored] = await Promise.all([
      import('./ipc/workspace-handlers.ts'),
      loadVault(),
      loadWorkspaceRoom(),
      loadStoredRequests(),
    ]);
    return createWorkspaceHandlers({
      host,
      room,
      vault,
      stored,
      findObstacle,
      getExchanges: exchanges.get,
    });
  });
  const loadRunsHandlers = once(async () => {
    const [{ createRunsHandlers }, runs, vault, grants] = await Promise.all([
      import('./ipc/runs-handlers.ts'),
      loadRuns(),
      loadVault(),
      loadGrants(),
    ]);
    return createRunsHandlers({ runs, vault, grants, findObstacle, getExchanges: exchanges.get });
  });
  const loadHttpHandlers = once(async () => {
    const [{ createHttpHandlers }, http, vault, room, stored] = await Promise.all([
      import('./ipc/http-handlers.ts'),
      loadHttpRoom(),
      loadVault(),
      loadWorkspaceRoom(),
      loadStoredRequests(),
    ]);
    return createHttpHandlers({ host, http, vault, room, stored });
  });
  const loadTimelineHandlers = once(async () => {
    const { createTimelineHandlers } = await import('./ipc/timeline-handlers.ts');
    return createTimelineHandlers({ host, getExchanges: exchanges.get });
  });
  const handlers = createHandlers({
    host,
    settings,
    getExchanges: exchanges.get,
    previews,
    startDemo: () => demo.start(),
    getWorkspaceHandlers: loadWorkspaceHandlers,
    getRunsHandlers: loadRunsHandlers,
    getLocalHandlers: loadLocalHandlers,
    getHttpHandlers: loadHttpHandlers,
    getTimelineHandlers: loadTimelineHandlers,
  });
  const { workspacesFolder } = localData;
  bindInvocations(
    host,
    { ...handlers, ...withoutWorkspace(handlers, workspacesFolder, () => isRoomLoaded) },
    (channel, cause) => console.error(`Handler of ${channel} failed:`, cause),
  );
  desktop.onQuit(async () => {
    await Promise.all([exchanges.settle(), demo.close()]);
  });
  desktop.openWindows(
    {
      // What the page asks for first is loaded while it compiles its script.
      onScriptServed: async () => {
        if (await wasWorkspaceOpened(workspacesFolder)) await loadWorkspaceHandlers();
      },
      onShown: () => {
        giveWayToWindows();
        // What a request needs is loaded while the user looks at the first screen.
        void Promise.all([
          loadWorkspaceHandlers(),
          loadValidators(),
          exchanges.get(),
          loadHttpRoom(),
          loadTimelineHandlers(),
        ])
          .then(() => import('./ipc/warm-up.ts'))
          .then(({ warmUp }) => warmUp(`${localData.spoolsFolder}-warm-up`))
          // Only a help: what fails here fails with a word when it is needed.
          .catch(() => undefined);
      },
      onPageGone: exchanges.releaseWindow,
      findPreview: (previewId) => previews.find(previewId),
    },
    async () => host.applyTheme(await settings.readTheme()),
  );
}
