import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import type { TimelineHandlers } from '../../main/ipc/lazy-handlers.ts';
import { LiveExchanges } from '../../main/ipc/live-exchanges.ts';
import { createTimelineHandlers } from '../../main/ipc/timeline-handlers.ts';
import { QueryHost } from '../../main/log/query/query-host.ts';
import type { ExportProgress, QueryId, QueryProgress } from '../../shared/ipc/timeline-contract.ts';
import type { ExchangeId } from '../../shared/model/ids.ts';
import { WORKER_PATH } from './build-worker.ts';
import { aRequest } from './collect.ts';
import { startScriptedServer } from './scripted-server.ts';

/** The window that asks. */
export const WINDOW = 1;

/** Four events and two comments. With the rows of the connection they are nine entries. */
export const SHOP = [
  'id: 1\nevent: tick\ndata: {"n":1}\n\n',
  'id: 2\nevent: note\ndata: {"n":2,"by":"Ann"}\n\n',
  ': beat\n\n: beat\n\n',
  'id: 3\nevent: tick\ndata: {"n":3}\n\n',
  'id: 4\nevent: tick\ndata: two\ndata: "lines", really\n\n',
].join('');

/** The value of an answer that has to be one. */
export async function value<T>(
  answer: Promise<{ readonly ok: true; readonly value: T } | { readonly ok: false }>,
): Promise<T> {
  const result = await answer;
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.value;
}

/** The handlers of the timeline over real exchanges, with a window that takes note of what it is told. */
export class TimelineRoom {
  readonly folder: string;
  readonly exchanges: LiveExchanges;
  readonly handlers: TimelineHandlers;
  /** The text that was copied last. */
  copied = '';
  exported: ExportProgress[] = [];
  /** What the save dialog answers. */
  savePath: string | null;
  /** Runs while the save dialog is open. */
  onAsk: () => Promise<unknown> = async () => undefined;
  readonly #queryHost = new QueryHost(WORKER_PATH);
  readonly #pushed: QueryProgress[] = [];
  #isOver = false;

  private constructor(folder: string) {
    this.folder = folder;
    this.savePath = join(folder, 'export.txt');
    this.exchanges = new LiveExchanges({
      spoolsFolder: join(folder, 'spools'),
      userAgent: 'Tideline/test',
      push: (_windowId, progress) => {
        this.#isOver = progress.state.kind === 'closed';
      },
    });
    this.handlers = createTimelineHandlers({
      host: {
        askSavePath: async () => {
          await this.onAsk();
          return this.savePath;
        },
        writeClipboard: async (text) => {
          this.copied = text;
        },
        push: (_windowId, channel, push) => {
          if (channel === 'query:progress') this.#pushed.push(push as QueryProgress);
          if (channel === 'export:progress') this.exported.push(push as ExportProgress);
        },
      },
      getExchanges: async () => this.exchanges,
      queryHost: this.#queryHost,
    });
  }

  static async open(): Promise<TimelineRoom> {
    return new TimelineRoom(await mkdtemp(join(tmpdir(), 'tideline-timeline-')));
  }

  async close(): Promise<void> {
    await this.exchanges.releaseWindow(WINDOW);
    await this.#queryHost.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  async send(url: string): Promise<ExchangeId> {
    const sent = await this.exchanges.send(WINDOW, aRequest(url));
    if (!sent.ok) throw new Error(sent.error.kind);
    return sent.value;
  }

  /** Sends a request whose answer is a whole stream, and waits for its end. */
  async receive(body: string): Promise<ExchangeId> {
    await using server = await startScriptedServer(async (connection) => {
      await connection.openStream();
      await connection.write(body);
      connection.end();
    });
    const exchangeId = await this.send(server.origin);
    await vi.waitFor(() => expect(this.#isOver).toBe(true), 30_000);
    return exchangeId;
  }

  async setQuery(exchangeId: ExchangeId, text: string): Promise<QueryId> {
    const queryId = await value(
      this.handlers['query:set']({ exchangeId, text, matchesCase: false }, WINDOW),
    );
    if (queryId === null) throw new Error('no query');
    return queryId;
  }

  /** The newest push of a query. */
  lastOf(queryId: QueryId): QueryProgress | undefined {
    return this.#pushed.findLast((push) => push.queryId === queryId);
  }

  /** Waits until a query has looked at everything, or failed. */
  async settle(queryId: QueryId): Promise<QueryProgress> {
    await vi.waitFor(
      () => expect(this.lastOf(queryId)?.state.kind ?? 'scanning').not.toBe('scanning'),
      30_000,
    );
    const last = this.lastOf(queryId);
    if (last === undefined) throw new Error('no push');
    return last;
  }

  /** Exports entries and gives the file's text. */
  async exportAs(
    exchangeId: ExchangeId,
    rest: Omit<Parameters<TimelineHandlers['export:start']>[0], 'exchangeId'>,
  ): Promise<string> {
    this.exported = [];
    const started = await value(this.handlers['export:start']({ exchangeId, ...rest }, WINDOW));
    expect(started?.fileName).toBe('export.txt');
    await vi.waitFor(
      () => expect(this.exported.at(-1)?.state.kind ?? 'writing').not.toBe('writing'),
      30_000,
    );
    expect(this.exported.at(-1)).toMatchObject({
      exportId: started?.exportId,
      state: { kind: 'done' },
    });
    return readFile(this.savePath ?? '', 'utf8');
  }
}
