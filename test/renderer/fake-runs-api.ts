import type { Api } from '../../renderer/api.ts';
import { fail, ok } from '../../shared/result.ts';

type RunsApi = Pick<
  Api,
  | 'runsList'
  | 'runsRequest'
  | 'runsOpen'
  | 'runsSend'
  | 'runsDelete'
  | 'runsClear'
  | 'onRunsChanged'
>;

/** The part of the bridge that is about the history of exchanges, with nothing in it. */
export function createFakeRunsApi(): RunsApi {
  const unknownRun = async () => fail({ kind: 'unknown-run', missing: 'run' } as const);
  return {
    runsList: async () => ok({ runs: [], matches: 0, hasMore: false }),
    runsRequest: unknownRun,
    runsOpen: unknownRun,
    runsSend: unknownRun,
    runsDelete: async () => ok({ deleted: 0 }),
    runsClear: async () => ok({ deleted: 0 }),
    onRunsChanged: () => () => undefined,
  };
}
