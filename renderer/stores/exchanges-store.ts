import type { CutInput, ExchangeProgress, TooManyExchanges } from '../../shared/ipc/contract.ts';
import type { ExchangeId } from '../../shared/model/ids.ts';
import type { UnknownRun } from '../../shared/ipc/runs-contract.ts';
import type { SendStoredError } from '../../shared/ipc/workspace-contract.ts';
import type { InvalidRequest, RequestDefinition } from '../../shared/model/request.ts';
import type { InvalidInput, StorageError } from '../../shared/model/storage-error.ts';
import type { Result } from '../../shared/result.ts';
import type { Api } from '../api.ts';
import type { Sendable } from './sendable.ts';
import { createStore } from './store.ts';
import type { Store } from './store.ts';

/** Why a request was not sent. */
export type SendError =
  SendStoredError | StorageError | TooManyExchanges | InvalidInput | UnknownRun;

/** What became of the last Send of one tab. */
export interface TabExchange {
  /** Null while the answer to the invocation is awaited, and when nothing was sent. */
  readonly exchangeId: ExchangeId | null;
  /** The newest push; null before the first one. */
  readonly progress: ExchangeProgress | null;
  readonly sent: Sendable;
  /** The request that was sent, as far as the window knows it. */
  readonly request: RequestDefinition;
  /** `performance.now()` at the Send. */
  readonly sentAtMs: number;
  readonly error: SendError | null;
}

/** Live dot of a tab: none, connecting or waiting, open, over, failed. */
export type LiveMark = 'none' | 'wait' | 'live' | 'off' | 'bad';

type ByTab = ReadonlyMap<number, TabExchange>;

/** The exchange of each tab, and what can be done with it. */
export interface ExchangesStore {
  readonly store: Store<ByTab>;
  /** Stops and releases the tab's exchange, then sends. An invalid request is told and not sent. */
  readonly send: (tabId: number, request: Sendable) => Promise<void>;
  /** Closes the connection; what had arrived stays. Also stops a Send that has no answer yet. */
  readonly stop: (tabId: number) => Promise<void>;
  /** Ends the wait before the next attempt, or cuts the connection and asks again at once. */
  readonly reconnect: (tabId: number) => Promise<void>;
  /** Cuts the tab's connection on purpose. */
  readonly cut: (tabId: number, when: CutInput['when']) => Promise<void>;
  /** Stops and frees the tab's exchange. */
  readonly release: (tabId: number) => Promise<void>;
  /** Takes away what was told about an invalid field, once that field is edited. */
  readonly clearError: (tabId: number) => void;
  /** Shows an exchange that main opened again, in place of the tab's own. */
  readonly adopt: (tabId: number, sent: Sendable, progress: ExchangeProgress) => Promise<void>;
  readonly dispose: () => void;
}

/** Makes the store and starts listening to pushes. */
export function createExchangesStore(api: Api): ExchangesStore {
  const store = createStore<ByTab>(new Map());
  /** Number of the newest Send of each tab: an answer to an older one is released. */
  const runs = new Map<number, number>();
  let lastRun = 0;
  let pendingSends = 0;
  /** Pushes that came before the answer that names their exchange. */
  const early = new Map<ExchangeId, ExchangeProgress>();

  const put = (tabId: number, update: (old: TabExchange | undefined) => TabExchange | null): void =>
    store.set((map) => {
      const next = new Map(map);
      const value = update(map.get(tabId));
      if (value === null) next.delete(tabId);
      else next.set(tabId, value);
      return next;
    });

  const dispose = api.onExchangeProgress((push) => {
    for (const [tabId, exchange] of store.get()) {
      if (exchange.exchangeId === push.exchangeId) {
        return put(tabId, (old) => (old === undefined ? null : { ...old, progress: push }));
      }
    }
    if (pendingSends > 0) early.set(push.exchangeId, push);
  });

  /** Ends the old connection before anything new happens. */
  const free = async (old: TabExchange | undefined): Promise<void> => {
    if (old === undefined || old.exchangeId === null) return;
    const { exchangeId } = old;
    if (isLive(old)) await api.exchangeStop({ exchangeId });
    await api.exchangeRelease({ exchangeId });
  };

  const ask = ({ shown, stored, run }: Sendable): Promise<Result<ExchangeId, SendError>> => {
    if (run !== null) return api.runsSend(run);
    return stored === null ? api.exchangeSend(shown) : api.requestSend(stored);
  };

  const askNow = (request: Sendable): Promise<Result<ExchangeId, SendError>> => {
    pendingSends += 1;
    return ask(request).finally(() => (pendingSends -= 1));
  };

  const send = async (tabId: number, request: Sendable): Promise<void> => {
    lastRun += 1;
    const run = lastRun;
    runs.set(tabId, run);
    const { invalid } = request;
    if (invalid !== null) {
      // Nothing is sent, so what is on screen stays; only the problem is added.
      const blank = toTabExchange(request, invalid);
      put(tabId, (old) => (old === undefined ? blank : { ...old, error: invalid }));
      return;
    }
    const old = store.get().get(tabId);
    const isFirst = old === undefined || old.exchangeId === null;
    // Where nothing has to end before, the request is on its way before the window draws that it is.
    const asked = isFirst ? askNow(request) : null;
    put(tabId, () => toTabExchange(request, null));
    if (!isFirst) await free(old);
    if (asked === null && runs.get(tabId) !== run) return;
    const answer = await (asked ?? askNow(request));
    const isStale = runs.get(tabId) !== run;
    if (!answer.ok) {
      const { error } = answer;
      if (!isStale) put(tabId, (sent) => (sent === undefined ? null : { ...sent, error }));
    } else if (isStale) {
      await api.exchangeRelease({ exchangeId: answer.value });
    } else {
      const exchangeId = answer.value;
      const progress = early.get(exchangeId) ?? null;
      put(tabId, (sent) => (sent === undefined ? null : { ...sent, exchangeId, progress }));
    }
    if (pendingSends === 0) early.clear();
  };

  return {
    store,
    send,
    stop: async (tabId) => {
      const exchange = store.get().get(tabId);
      if (exchange === undefined || !isLive(exchange)) return;
      if (exchange.exchangeId === null) {
        runs.delete(tabId);
        put(tabId, () => null);
      } else {
        await api.exchangeStop({ exchangeId: exchange.exchangeId });
      }
    },
    reconnect: async (tabId) => {
      const exchange = store.get().get(tabId);
      if (exchange === undefined || exchange.exchangeId === null || !canReconnect(exchange)) return;
      await api.exchangeReconnect({ exchangeId: exchange.exchangeId });
    },
    cut: async (tabId, when) => {
      const exchange = store.get().get(tabId);
      if (exchange === undefined || exchange.exchangeId === null || !isStreaming(exchange)) return;
      await api.exchangeCut({ exchangeId: exchange.exchangeId, when });
    },
    release: async (tabId) => {
      runs.delete(tabId);
      const old = store.get().get(tabId);
      if (old === undefined) return;
      put(tabId, () => null);
      await free(old);
    },
    adopt: async (tabId, sent, progress) => {
      const old = store.get().get(tabId);
      const { exchangeId } = progress;
      put(tabId, () => ({ ...toTabExchange(sent, null), exchangeId, progress }));
      await free(old);
    },
    clearError: (tabId) => {
      const exchange = store.get().get(tabId);
      if (exchange === undefined || exchange.error === null) return;
      put(tabId, (old) =>
        old === undefined || old.exchangeId === null ? null : { ...old, error: null },
      );
    },
    dispose,
  };
}

function toTabExchange(sent: Sendable, error: SendError | null): TabExchange {
  return {
    exchangeId: null,
    progress: null,
    sent,
    request: sent.shown,
    sentAtMs: performance.now(),
    error,
  };
}

/** Whether the exchange still has a connection, or is about to get one. */
export function isLive(exchange: TabExchange | undefined): boolean {
  if (exchange === undefined) return false;
  if (exchange.exchangeId === null) return exchange.error === null;
  return exchange.progress?.state.kind !== 'closed';
}

/** Whether a stream is open, so that it can be cut. */
export function isStreaming(exchange: TabExchange | undefined): boolean {
  const progress = exchange?.progress ?? null;
  return progress?.state.kind === 'open' && progress.shape !== 'ordinary';
}

/** Whether asking again at once would do something: it waits, or it is open and reconnection is on. */
export function canReconnect(exchange: TabExchange | undefined): boolean {
  if (exchange?.progress?.state.kind === 'waiting') return true;
  return isStreaming(exchange) && (exchange?.request.stream?.reconnect ?? 'off') !== 'off';
}

/** The dot for an exchange. */
export function getLiveMark(exchange: TabExchange | undefined): LiveMark {
  if (exchange === undefined) return 'none';
  if (isLive(exchange)) return exchange.progress?.state.kind === 'open' ? 'live' : 'wait';
  const state = exchange.progress?.state;
  if (state?.kind !== 'closed') return 'none';
  return state.end.kind === 'failed' ? 'bad' : 'off';
}

/** The problem at a field, or null. */
export function getInvalidRequest(exchange: TabExchange | undefined): InvalidRequest | null {
  return exchange?.error?.kind === 'invalid-request' ? exchange.error : null;
}
