/** Form of the inputs about previews. */
import { z } from 'zod';
import { EXCHANGE_ID_PATTERN } from '../model/ids.ts';
import type { ExchangeId } from '../model/ids.ts';
import { PREVIEW_ID_PATTERN } from './preview-contract.ts';
import type { PreviewInvocations } from './preview-contract.ts';

const exchangeId = z.custom<ExchangeId>(
  (value) => typeof value === 'string' && EXCHANGE_ID_PATTERN.test(value),
);

/** One validator per invocation about previews. */
export const PREVIEW_VALIDATORS: {
  readonly [C in keyof PreviewInvocations]: z.ZodType<PreviewInvocations[C]['input']>;
} = {
  'preview:open': z.strictObject({ exchangeId }),
  'preview:close': z.strictObject({ previewId: z.string().regex(PREVIEW_ID_PATTERN) }),
};
