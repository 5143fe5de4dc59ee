import type { PreviewInvocations } from '../../shared/ipc/preview-contract.ts';
import { BODY_READ_BYTES_MAX, PREVIEW_BYTES_MAX } from '../../shared/limits.ts';
import { fail, ok } from '../../shared/result.ts';
import type { InvocationHandlers } from './bind-invocations.ts';
import type { LiveExchanges } from './live-exchanges.ts';
import { toPreviewPage } from './preview-page.ts';
import type { Previews } from './previews.ts';

export interface PreviewHandlerDeps {
  readonly previews: Pick<Previews, 'add' | 'remove'>;
  readonly getExchanges: () => Promise<Pick<LiveExchanges, 'getSummary' | 'readBody'>>;
}

/** The handlers of everything that is about previews. */
export function createPreviewHandlers(
  deps: PreviewHandlerDeps,
): Pick<InvocationHandlers, keyof PreviewInvocations> {
  return {
    'preview:open': async ({ exchangeId }, windowId) => {
      const exchanges = await deps.getExchanges();
      const summary = await exchanges.getSummary(windowId, exchangeId);
      if (!summary.ok) return summary;
      const parts: Uint8Array[] = [];
      for (let offset = 0; ;) {
        const input = { exchangeId, offset, length: BODY_READ_BYTES_MAX };
        const part = await exchanges.readBody(windowId, input);
        if (!part.ok) return part;
        if (part.value.bodyBytes > PREVIEW_BYTES_MAX) {
          return fail({ kind: 'preview-too-large', limitBytes: PREVIEW_BYTES_MAX });
        }
        if (part.value.bytes.length === 0) break;
        parts.push(part.value.bytes);
        offset += part.value.bytes.length;
      }
      const headers = summary.value.responses.at(-1)?.headers ?? [];
      return ok(deps.previews.add(toPreviewPage(Buffer.concat(parts), headers)));
    },
    'preview:close': async ({ previewId }) => {
      deps.previews.remove(previewId);
      return ok(null);
    },
  };
}
