import type { Api } from '../../renderer/api.ts';
import { ok } from '../../shared/result.ts';

type LocalApi = Pick<
  Api,
  'globalsRead' | 'globalsSave' | 'globalsWriteSecret' | 'grantsList' | 'grantsSet'
>;

/** The part of the bridge that is about global variables and grants, with nothing in it. */
export function createFakeLocalApi(): LocalApi {
  return {
    globalsRead: async () => ok({ variables: [], secretNames: [] }),
    globalsSave: async ({ variables }) => ok({ variables, secretNames: [] }),
    globalsWriteSecret: async () => ok(null),
    grantsList: async () => ok([]),
    grantsSet: async () => ok(null),
  };
}
