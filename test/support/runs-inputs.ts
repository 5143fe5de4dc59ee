import type { RunsInvocations } from '../../shared/ipc/runs-contract.ts';
import type { ExchangeId } from '../../shared/model/ids.ts';

const exchangeId = 'x-00000000' as ExchangeId;

/** One valid input of each invocation about the history of exchanges. */
export const RUNS_INPUTS: {
  readonly [C in keyof RunsInvocations]: RunsInvocations[C]['input'];
} = {
  'runs:list': { search: 'pets 200', beforeId: null, count: 50 },
  'runs:request': { exchangeId },
  'runs:open': { exchangeId },
  'runs:send': { exchangeId, allowsNewHost: false },
  'runs:delete': { exchangeIds: [exchangeId] },
  'runs:clear': { kind: 'older-than', days: 30 },
};
