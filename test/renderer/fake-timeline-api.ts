import { fail, ok } from '../../shared/result.ts';
import type { Api } from '../../renderer/api.ts';

type TimelineApi = Pick<
  Api,
  | 'querySet'
  | 'queryPage'
  | 'queryFindRow'
  | 'queryFindRanges'
  | 'timelineFind'
  | 'timelineCells'
  | 'timelinePreviousOfType'
  | 'timelineStats'
  | 'timelineAxis'
  | 'timelineCopy'
  | 'markList'
  | 'markSet'
  | 'markRemove'
  | 'exportStart'
  | 'exportCancel'
  | 'spoolsUsage'
  | 'spoolsClean'
  | 'onQueryProgress'
  | 'onExportProgress'
>;

/** The part of the bridge that is about queries, marks, the axis and export, of an exchange without rows. */
export function createFakeTimelineApi(): TimelineApi {
  const usage = { usedBytes: 0, limitBytes: 1, runs: 0, deletableRuns: 0, deletableBytes: 0 };
  const noExchange = async () => fail({ kind: 'unknown-exchange' } as const);
  return {
    querySet: async () => ok(null),
    queryPage: async () => fail({ kind: 'unknown-query' }),
    queryFindRow: async () => fail({ kind: 'unknown-query' }),
    queryFindRanges: async ({ texts }) => ok(texts.map(() => [])),
    timelineFind: async () => ok(null),
    timelineCells: async ({ seqs, paths }) =>
      ok(seqs.map(() => paths.map(() => ({ kind: 'none' }) as const))),
    timelinePreviousOfType: async () => ok(null),
    timelineStats: noExchange,
    timelineAxis: noExchange,
    timelineCopy: async () => ok({ rows: 0, chars: 0, isCut: false }),
    markList: async () => ok([]),
    markSet: async () => ok([]),
    markRemove: async () => ok([]),
    exportStart: async () => ok(null),
    exportCancel: async () => ok(null),
    spoolsUsage: async () => ok(usage),
    spoolsClean: async () => ok(usage),
    onQueryProgress: () => () => undefined,
    onExportProgress: () => () => undefined,
  };
}
