import type { StorageError } from '../../shared/model/storage-error.ts';
import { toStorageError } from '../../shared/model/to-storage-error.ts';
import { fail } from '../../shared/result.ts';
import type { Result } from '../../shared/result.ts';

/** What an action answers; what the system refuses on the way becomes an error. Never rejects. */
export async function attempt<T, E>(
  action: () => Promise<Result<T, E>>,
): Promise<Result<T, E | StorageError>> {
  try {
    return await action();
  } catch (cause: unknown) {
    return fail(toStorageError(cause));
  }
}
