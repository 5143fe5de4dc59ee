import { basename } from 'node:path';
import type { InvocationOutput } from '../../shared/ipc/contract.ts';
import { TIMELINE_CHANNELS } from '../../shared/ipc/timeline-contract.ts';
import { HTTP_CHANNELS } from '../../shared/ipc/http-contract.ts';
import { LOCAL_CHANNELS } from '../../shared/ipc/local-contract.ts';
import { RUNS_CHANNELS } from '../../shared/ipc/runs-contract.ts';
import { WORKSPACE_CHANNELS } from '../../shared/ipc/workspace-contract.ts';
import type { DemoRequest } from '../../shared/model/demo.ts';
import type { ExchangeId } from '../../shared/model/ids.ts';
import type { RequestDefinition } from '../../shared/model/request.ts';
import { fail, ok } from '../../shared/result.ts';
import type { InvocationHandlers } from './bind-invocations.ts';
import { toBodyFileName } from './body-file-name.ts';
import type { IpcHost } from './ipc-host.ts';
import type { LiveExchanges } from './live-exchanges.ts';
import { createPreviewHandlers } from './preview-handlers.ts';
import type { Previews } from './previews.ts';
import type { SettingsStore } from './settings-store.ts';
import { toLazyHandlers } from './lazy-handlers.ts';
import type {
  HttpHandlers,
  LocalHandlers,
  RunsHandlers,
  TimelineHandlers,
  WorkspaceHandlers,
} from './lazy-handlers.ts';
import { toStorageError } from '../../shared/model/to-storage-error.ts';

/** What the handlers ask of the live exchanges. */
export type ExchangeAnswers = Pick<
  LiveExchanges,
  | 'send'
  | 'stop'
  | 'release'
  | 'getSummary'
  | 'reconnectNow'
  | 'cut'
  | 'readAs'
  | 'readLastEventId'
  | 'findRows'
  | 'readPage'
  | 'readEntry'
  | 'readBody'
  | 'copyBody'
>;

export interface HandlerDeps {
  readonly host: Pick<IpcHost, 'getAppInfo' | 'applyTheme' | 'writeClipboard' | 'askSavePath'>;
  readonly settings: Pick<SettingsStore, 'read' | 'write'>;
  /** Loaded with the first use, so that the engine does not hold back the window. */
  readonly getExchanges: () => Promise<ExchangeAnswers>;
  /** Starts the demo server if it is not running. Rejects when the system refuses it. */
  readonly startDemo: () => Promise<readonly DemoRequest[]>;
  readonly previews: Previews;
  /** Loaded with the first use, like the engine. */
  readonly getWorkspaceHandlers: () => Promise<WorkspaceHandlers>;
  readonly getRunsHandlers: () => Promise<RunsHandlers>;
  readonly getLocalHandlers: () => Promise<LocalHandlers>;
  readonly getHttpHandlers: () => Promise<HttpHandlers>;
  readonly getTimelineHandlers: () => Promise<TimelineHandlers>;
}

/** The handler table: each channel of the contract, wired to the room that does the work. */
export function createHandlers(deps: HandlerDeps): InvocationHandlers {
  const { host, settings, getExchanges } = deps;
  return {
    'app:info': async () => ok(host.getAppInfo()),
    'settings:read': async () => ok(await settings.read()),
    'settings:write': async (input) => {
      host.applyTheme(input.theme);
      try {
        await settings.write(input);
        return ok(null);
      } catch (cause) {
        return fail(toStorageError(cause));
      }
    },
    'demo:start': async () => {
      try {
        return ok(await deps.startDemo());
      } catch (cause) {
        return fail(toStorageError(cause));
      }
    },
    'exchange:send': async (input: RequestDefinition, windowId) =>
      (await getExchanges()).send(windowId, input),
    'exchange:stop': async ({ exchangeId }, windowId) =>
      (await getExchanges()).stop(windowId, exchangeId),
    'exchange:release': async ({ exchangeId }, windowId) =>
      (await getExchanges()).release(windowId, exchangeId),
    'exchange:summary': async ({ exchangeId }, windowId) =>
      (await getExchanges()).getSummary(windowId, exchangeId),
    'exchange:reconnect': async ({ exchangeId }, windowId) =>
      (await getExchanges()).reconnectNow(windowId, exchangeId),
    'exchange:cut': async (input, windowId) => (await getExchanges()).cut(windowId, input),
    'exchange:read-as': async (input, windowId) => (await getExchanges()).readAs(windowId, input),
    'timeline:last-event-id': async (input, windowId) =>
      (await getExchanges()).readLastEventId(windowId, input),
    'timeline:rows-of-bytes': async (input, windowId) =>
      (await getExchanges()).findRows(windowId, input),
    'timeline:page': async (input, windowId) => (await getExchanges()).readPage(windowId, input),
    'timeline:entry': async (input, windowId) => (await getExchanges()).readEntry(windowId, input),
    'body:read': async (input, windowId) => (await getExchanges()).readBody(windowId, input),
    'body:save': async ({ exchangeId }, windowId) =>
      saveBody(host, await getExchanges(), windowId, exchangeId),
    'clipboard:write': async ({ text }) => {
      await host.writeClipboard(text);
      return ok(null);
    },
    ...createPreviewHandlers(deps),
    ...toLazyHandlers(WORKSPACE_CHANNELS, deps.getWorkspaceHandlers),
    ...toLazyHandlers(RUNS_CHANNELS, deps.getRunsHandlers),
    ...toLazyHandlers(LOCAL_CHANNELS, deps.getLocalHandlers),
    ...toLazyHandlers(HTTP_CHANNELS, deps.getHttpHandlers),
    ...toLazyHandlers(TIMELINE_CHANNELS, deps.getTimelineHandlers),
  };
}

/** The path comes from the system's dialog alone; the page only names the exchange. */
async function saveBody(
  host: Pick<IpcHost, 'askSavePath'>,
  exchanges: ExchangeAnswers,
  windowId: number,
  exchangeId: ExchangeId,
): Promise<InvocationOutput<'body:save'>> {
  const summary = await exchanges.getSummary(windowId, exchangeId);
  if (!summary.ok) return summary;
  const path = await host.askSavePath(windowId, toBodyFileName(summary.value));
  if (path === null) return ok(null);
  const copied = await exchanges.copyBody(windowId, exchangeId, path);
  return copied.ok ? ok({ fileName: basename(path) }) : copied;
}
