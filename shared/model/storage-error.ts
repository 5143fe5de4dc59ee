/** A file or folder operation that failed. */
export interface StorageError {
  readonly kind: 'storage-error';
  readonly problem:
    'disk-full' | 'not-permitted' | 'not-found' | 'read-only' | 'too-many-files' | 'other';
  readonly code: string | null;
  readonly detail: string;
}

/** The id names no exchange that this window owns. */
export interface UnknownExchange {
  readonly kind: 'unknown-exchange';
}

/** The input of an invocation did not have the right form, or its sender was not the app's window. */
export interface InvalidInput {
  readonly kind: 'invalid-input';
  readonly detail: string;
}
