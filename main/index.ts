/** Electron entry: wires the rooms together. No logic. */
import { bindInvocations } from './ipc/bind-invocations.ts';
import { Demo } from './ipc/demo.ts';
import { createHandlers } from './ipc/handlers.ts';
import { LazyExchanges } from './ipc/lazy-exchanges.ts';
import { SettingsStore } from './ipc/settings-store.ts';
import { giveWayToWindows } from './shell/give-way.ts';
import { openDesktop } from './shell/desktop.ts';
import { systemKeyring } from './shell/keyring.ts';
import { once } from './ipc/once.ts';

const desktop = openDesktop();
if (desktop !== null) {
  const { host, localData } = desktop;
  const settings = new SettingsStore(localData.settingsFile);
  const demo = new Demo(() => import('./replay/index.ts'));
  const exchanges = new LazyExchanges(async () => {
    const { LiveExchanges } = await import('./ipc/live-exchanges.ts');
    return new LiveExchanges({
      spoolsFolder: localData.spoolsFolder,
      userAgent: `Tideline/${host.getAppInfo().version}`,
      push: (windowId, progress) => host.push(windowId, 'exchange:progress', progress),
    });
  });
  const loadWorkspaceRoom = once(async () => {
    const { WorkspaceRoom } = await import('./ipc/workspace-room.ts');
    return new WorkspaceRoom(localData.workspacesFolder, (revision) =>
      host.pushAll('workspace:changed', { revision }),
    );
  });
  const loadWorkspaceHandlers = once(async () => {
    const [{ createWorkspaceHandlers }, { SecretVault }, room] = await Promise.all([
      import('./ipc/workspace-handlers.ts'),
      import('./workspace/secrets/secret-vault.ts'),
      loadWorkspaceRoom(),
    ]);
    return createWorkspaceHandlers({
      host,
      room,
      vault: new SecretVault(localData.secretsFile, systemKeyring),
      getExchanges: exchanges.get,
      getDemoOrigin: async () => new URL((await demo.start())[0]?.request.url ?? '').origin,
    });
  });
  const loadTimelineHandlers = once(async () => {
    const { createTimelineHandlers } = await import('./ipc/timeline-handlers.ts');
    return createTimelineHandlers({ host, getExchanges: exchanges.get });
  });
  const handlers = createHandlers({
    host,
    settings,
    getExchanges: exchanges.get,
    startDemo: () => demo.start(),
    getWorkspaceHandlers: loadWorkspaceHandlers,
    getTimelineHandlers: loadTimelineHandlers,
  });
  bindInvocations(host, handlers, (channel, cause) =>
    console.error(`Handler of ${channel} failed:`, cause),
  );
  desktop.onQuit(async () => {
    await Promise.all([exchanges.settle(), demo.close()]);
  });
  desktop.openWindows(
    {
      onShown: () => {
        giveWayToWindows();
        // The engine is loaded while the user looks at the first screen.
        void exchanges.get();
      },
      onPageGone: exchanges.releaseWindow,
    },
    async () => host.applyTheme((await settings.read()).theme),
  );
}
