/** A question over the window. */
export type Dialog =
  | { readonly kind: 'create-workspace' }
  /** Where a request that was never saved goes. */
  | { readonly kind: 'save-request'; readonly tabId: number }
  | { readonly kind: 'unresolved'; readonly tabId: number; readonly names: readonly string[] }
  | {
      readonly kind: 'new-host';
      readonly tabId: number;
      readonly secrets: readonly string[];
      readonly origin: string;
    }
  /** Secrets have to be opened first; `onReady` goes on with what needed them. */
  | { readonly kind: 'unlock'; readonly onReady: () => void }
  | { readonly kind: 'new-environment' }
  /** The variables that the request at hand sees. */
  | { readonly kind: 'variables' };
