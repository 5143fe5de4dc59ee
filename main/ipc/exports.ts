import { basename } from 'node:path';
import type {
  ExportColumn,
  ExportFormat,
  ExportId,
  ExportProgress,
  ExportStarted,
} from '../../shared/ipc/timeline-contract.ts';
import type { QueryHost } from '../log/query/query-host.ts';
import type { RowSource } from '../log/row-source.ts';
import { exportRows } from './export-rows.ts';
import type { FollowedExchange } from './exchange-follower.ts';

/** The exports of all windows. An export ends with the exchange that it reads. */
export class Exports {
  readonly #push: (windowId: number, progress: ExportProgress) => void;
  readonly #running = new Map<
    ExportId,
    { readonly windowId: number; readonly abort: AbortController }
  >();
  #lastId = 0;

  constructor(push: (windowId: number, progress: ExportProgress) => void) {
    this.#push = push;
  }

  /** Starts to write. Progress is pushed; the last push tells how it ended. */
  start(
    windowId: number,
    exchange: FollowedExchange,
    job: {
      readonly source: RowSource;
      readonly format: ExportFormat;
      readonly columns: readonly ExportColumn[];
      readonly path: string;
      readonly host: QueryHost;
    },
  ): ExportStarted {
    const exportId = ++this.#lastId;
    const fileName = basename(job.path);
    const abort = new AbortController();
    const { exchangeId } = exchange;
    const { startedAtMs } = exchange.getSummary();
    this.#running.set(exportId, { windowId, abort });
    const finished = exportRows({
      ...job,
      startedAtMs,
      signal: abort.signal,
      onProgress: (progress) =>
        this.#push(windowId, { exchangeId, exportId, fileName, ...progress }),
    }).finally(() => {
      this.#running.delete(exportId);
      exchange.followers.delete(follower);
    });
    const end = async (): Promise<void> => {
      abort.abort();
      await finished;
    };
    const follower = { onGrowth: () => undefined, onReread: end, onRelease: end };
    exchange.followers.add(follower);
    return { exportId, fileName };
  }

  /** Ends an export of the window. Nothing happens if it has ended. */
  cancel(windowId: number, exportId: ExportId): void {
    const running = this.#running.get(exportId);
    if (running?.windowId === windowId) running.abort.abort();
  }
}
