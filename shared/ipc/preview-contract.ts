/** The part of the contract that is about looking at a response as a page. */
import type { ExchangeId } from '../model/ids.ts';
import type { InvalidInput, StorageError, UnknownExchange } from '../model/storage-error.ts';
import type { Result } from '../result.ts';

/** The body is larger than what is shown as a page. */
export interface PreviewTooLarge {
  readonly kind: 'preview-too-large';
  readonly limitBytes: number;
}

/** A response that can be shown in a frame. */
export interface Preview {
  /** Names it to `preview:close`; 32 hexadecimal digits that cannot be guessed. */
  readonly previewId: string;
  /** Source of the frame. Works until the preview is closed or pushed out by newer ones. */
  readonly url: string;
}

export interface PreviewInvocations {
  /** Prepares the body, read as HTML or SVG, for a frame that can do nothing but show it. */
  'preview:open': {
    input: { readonly exchangeId: ExchangeId };
    output: Result<Preview, PreviewTooLarge | UnknownExchange | StorageError | InvalidInput>;
  };
  /** The frame is gone. Closing twice is no error. */
  'preview:close': {
    input: { readonly previewId: string };
    output: Result<null, InvalidInput>;
  };
}

/** Every invocation about previews. */
export const PREVIEW_CHANNELS = {
  'preview:open': true,
  'preview:close': true,
} as const satisfies Record<keyof PreviewInvocations, true>;

/** Scheme under which the shell serves previews, and nothing else. */
export const PREVIEW_SCHEME = 'tideline-preview';

/** Form of a preview's id. */
export const PREVIEW_ID_PATTERN = /^[0-9a-f]{32}$/;
