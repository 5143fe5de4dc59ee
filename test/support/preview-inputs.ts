import type { PreviewInvocations } from '../../shared/ipc/preview-contract.ts';
import type { ExchangeId } from '../../shared/model/ids.ts';

/** One valid input of each invocation about previews. */
export const PREVIEW_INPUTS: {
  readonly [C in keyof PreviewInvocations]: PreviewInvocations[C]['input'];
} = {
  'preview:open': { exchangeId: 'x-00000000' as ExchangeId },
  'preview:close': { previewId: '0123456789abcdef'.repeat(2) },
};
