/** Form of the inputs that are about the history of exchanges. Unknown keys are refused. */
import { z } from 'zod';
import { RUNS_MAX, RUNS_PAGE_MAX } from '../limits.ts';
import { EXCHANGE_ID_PATTERN } from '../model/ids.ts';
import type { ExchangeId } from '../model/ids.ts';
import type { RunsInvocations } from './runs-contract.ts';

const SEARCH_CHARS_MAX = 1_024;
const DAYS_MAX = 36_500;

const exchangeId = z.custom<ExchangeId>(
  (value) => typeof value === 'string' && EXCHANGE_ID_PATTERN.test(value),
);

/** One validator per invocation about the history; a channel without one does not compile. */
export const RUNS_VALIDATORS: {
  readonly [C in keyof RunsInvocations]: z.ZodType<RunsInvocations[C]['input']>;
} = {
  'runs:list': z.strictObject({
    search: z.string().max(SEARCH_CHARS_MAX),
    beforeId: exchangeId.nullable(),
    count: z.int().min(1).max(RUNS_PAGE_MAX),
  }),
  'runs:request': z.strictObject({ exchangeId }),
  'runs:open': z.strictObject({ exchangeId }),
  'runs:send': z.strictObject({ exchangeId, allowsNewHost: z.boolean() }),
  'runs:delete': z.strictObject({ exchangeIds: z.array(exchangeId).min(1).max(RUNS_MAX) }),
  'runs:clear': z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('all') }),
    z.strictObject({ kind: z.literal('older-than'), days: z.number().min(0).max(DAYS_MAX) }),
    z.strictObject({
      kind: z.literal('larger-than'),
      bytes: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
    }),
  ]),
};
