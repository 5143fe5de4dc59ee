import type { CopyInput, ExportInput } from '../../shared/ipc/timeline-contract.ts';
import type { ExchangeId } from '../../shared/model/ids.ts';
import type { StorageError, UnknownExchange } from '../../shared/model/storage-error.ts';
import { toStorageError } from '../../shared/model/to-storage-error.ts';
import { COPY_CHARS_MAX, MARKS_MAX } from '../../shared/limits.ts';
import { checkPath } from '../../shared/query/json-path.ts';
import type { QuerySyntaxError } from '../../shared/query/query.ts';
import { fail, ok } from '../../shared/result.ts';
import { QueryHost } from '../log/query/query-host.ts';
import { holdSource } from '../log/row-source.ts';
import { readCopiedText, toEntryText } from './copy-rows.ts';
import type { CopiedText } from './copy-rows.ts';
import { ExchangeTimeline } from './exchange-timeline.ts';
import { toExportFileName } from './body-file-name.ts';
import { Exports } from './exports.ts';
import type { IpcHost } from './ipc-host.ts';
import type { TimelineHandlers } from './lazy-handlers.ts';
import type { FollowedExchange } from './exchange-follower.ts';
import type { LiveExchanges } from './live-exchanges.ts';

export interface TimelineHandlerDeps {
  readonly host: Pick<IpcHost, 'askSavePath' | 'writeClipboard' | 'push'>;
  readonly getExchanges: () => Promise<Pick<LiveExchanges, 'find' | 'readUsage' | 'cleanUnused'>>;
  readonly queryHost?: QueryHost;
}

type Failed<E> = { readonly ok: false; readonly error: E };

const unknownExchange = fail<UnknownExchange>({ kind: 'unknown-exchange' });
const unknownQuery = fail({ kind: 'unknown-query' } as const);

const toUnknownEntry = (seq: number) =>
  fail({ kind: 'invalid-input', detail: `no entry ${seq}` } as const);

/** The handlers of queries, jumps, columns, marks, statistics, the time axis, copying and export. */
export function createTimelineHandlers(deps: TimelineHandlerDeps): TimelineHandlers {
  const host = deps.queryHost ?? new QueryHost();
  const timelines = new Map<ExchangeId, ExchangeTimeline>();
  const exports = new Exports((windowId, progress) =>
    deps.host.push(windowId, 'export:progress', progress),
  );

  const getTimeline = (exchange: FollowedExchange, windowId: number): ExchangeTimeline => {
    const { exchangeId } = exchange;
    const known = timelines.get(exchangeId);
    if (known !== undefined) return known;
    const timeline = new ExchangeTimeline(exchange, {
      host,
      push: (progress) => deps.host.push(windowId, 'query:progress', progress),
      onRelease: () => timelines.delete(exchangeId),
    });
    timelines.set(exchangeId, timeline);
    return timeline;
  };

  /** Answers about an exchange of the window; what the disk refuses becomes a value. */
  const about = async <R>(
    input: { readonly exchangeId: ExchangeId },
    windowId: number,
    answer: (timeline: ExchangeTimeline) => Promise<R>,
  ): Promise<R | typeof unknownExchange | Failed<StorageError>> => {
    const exchange = (await deps.getExchanges()).find(windowId, input.exchangeId);
    if (exchange === null) return unknownExchange;
    try {
      return await answer(getTimeline(exchange, windowId));
    } catch (cause: unknown) {
      return fail(toStorageError(cause));
    }
  };

  const toClipboard = async ({ text, rows, isCut }: CopiedText) => {
    await deps.host.writeClipboard(text);
    return ok({ rows, chars: text.length, isCut });
  };

  const copy = async (input: CopyInput, timeline: ExchangeTimeline) => {
    if ('seq' in input) {
      const full = await timeline.exchange.log.readFullEntry(input.seq);
      if (full === null) return toUnknownEntry(input.seq);
      const copied = toEntryText(full, input.format);
      if (copied !== null) return toClipboard(copied);
      return fail({ kind: 'too-long-to-copy', limit: COPY_CHARS_MAX } as const);
    }
    const source = timeline.getSource(input.queryId);
    if (source === null) return unknownQuery;
    const { fromRow, toRow, format } = input;
    return toClipboard(await readCopiedText(source, fromRow, toRow, format));
  };

  const startExport = async (input: ExportInput, windowId: number, timeline: ExchangeTimeline) => {
    const paths = input.columns.flatMap((column) => (column.kind === 'path' ? [column.path] : []));
    const wrong = findWrongPath(paths);
    if (wrong !== null) return fail(wrong);
    const source = timeline.getSource(input.queryId);
    if (source === null) return unknownQuery;
    const { exchange } = timeline;
    const name = toExportFileName(exchange.getSummary(), input.format);
    // The filter may change while the system asks; what was on screen is what is exported.
    const release = holdSource(source);
    try {
      const path = await deps.host.askSavePath(windowId, name);
      if (path === null) return ok(null);
      const { format, columns } = input;
      return ok(exports.start(windowId, exchange, { source, format, columns, path, host }));
    } finally {
      await release();
    }
  };

  return {
    'query:set': async (input, windowId) => {
      const exchange = (await deps.getExchanges()).find(windowId, input.exchangeId);
      if (exchange === null) return unknownExchange;
      return getTimeline(exchange, windowId).queries.set(input.text, input.matchesCase);
    },
    'query:page': (input, windowId) =>
      about(input, windowId, async ({ queries }) => {
        const page = await queries.readPage(input.queryId, input.fromRow, input.toRow);
        return page === null ? unknownQuery : ok(page);
      }),
    'query:find-row': (input, windowId) =>
      about(input, windowId, async ({ queries }) => {
        const row = await queries.findRow(input.queryId, input.seq);
        return row === null ? unknownQuery : ok(row);
      }),
    'query:find-ranges': ({ patterns, texts }) => host.findRanges(patterns, texts),
    'timeline:find': (input, windowId) =>
      about(input, windowId, async ({ exchange }) => ok(await exchange.log.find(input.target))),
    'timeline:cells': (input, windowId) =>
      about(input, windowId, async ({ exchange }) => {
        const wrong = findWrongPath(input.paths);
        if (wrong !== null) return fail(wrong);
        const source = (fromSeq: number) => exchange.log.getSnapshot(fromSeq);
        return host.readCells(source, input.seqs, input.paths);
      }),
    'timeline:previous-of-type': (input, windowId) =>
      about(input, windowId, async ({ exchange }) =>
        ok(await exchange.log.findPreviousOfType(input.seq)),
      ),
    'timeline:stats': (input, windowId) =>
      about(input, windowId, async ({ exchange, json }) => {
        json.goOn();
        return ok(await exchange.log.readStats(exchange.elapsedMs, json.getCount));
      }),
    'timeline:axis': (input, windowId) =>
      about(input, windowId, async (timeline) => {
        const source = timeline.getSource(input.queryId);
        if (source === null) return unknownQuery;
        const release = holdSource(source);
        try {
          return ok(await source.log.readAxis(input.span, input.bins, source.matches));
        } finally {
          await release();
        }
      }),
    'timeline:copy': (input, windowId) =>
      about(input, windowId, (timeline) => copy(input, timeline)),
    'mark:list': (input, windowId) =>
      about(input, windowId, async (timeline) => ok(await (await timeline.getMarks()).list())),
    'mark:set': (input, windowId) =>
      about(input, windowId, async (timeline) => {
        const marks = await timeline.getMarks();
        const outcome = await marks.set(input.seq, input.note);
        if (outcome === 'done') return ok(await marks.list());
        return outcome === 'too-many'
          ? fail({ kind: 'too-many-marks', limit: MARKS_MAX } as const)
          : toUnknownEntry(input.seq);
      }),
    'mark:remove': (input, windowId) =>
      about(input, windowId, async (timeline) => {
        const marks = await timeline.getMarks();
        await marks.remove(input.seq);
        return ok(await marks.list());
      }),
    'export:start': (input, windowId) =>
      about(input, windowId, (timeline) => startExport(input, windowId, timeline)),
    'export:cancel': async ({ exportId }, windowId) => {
      exports.cancel(windowId, exportId);
      return ok(null);
    },
    'spools:usage': async () => (await deps.getExchanges()).readUsage(),
    'spools:clean': async () => (await deps.getExchanges()).cleanUnused(),
  };
}

/** The first path that is none, as an error in the path's own text. */
function findWrongPath(paths: readonly string[]): QuerySyntaxError | null {
  for (const path of paths) {
    const checked = checkPath(path);
    if (!('detail' in checked)) continue;
    const { offset, detail } = checked;
    return { kind: 'query-syntax', expected: 'json-path', from: offset, to: path.length, detail };
  }
  return null;
}
