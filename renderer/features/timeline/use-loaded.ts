import { useEffect, useState } from 'react';
import type { Result } from '../../../shared/result.ts';

export interface Loaded<T> {
  /** The newest answer; stays while the next one is on its way. */
  readonly value: T | null;
  /** Kind of the error of the newest answer, null if it was good. */
  readonly problem: string | null;
}

/** Calls `load` now and whenever it is another function; an answer that comes too late is dropped. */
export function useLoaded<T>(load: () => Promise<Result<T, { readonly kind: string }>>): Loaded<T> {
  const [loaded, setLoaded] = useState<Loaded<T>>({ value: null, problem: null });
  useEffect(() => {
    let isLate = false;
    load().then(
      (answer) => {
        if (isLate) return;
        setLoaded((old) =>
          answer.ok
            ? { value: answer.value, problem: null }
            : { value: old.value, problem: answer.error.kind },
        );
      },
      (cause: unknown) => {
        if (!isLate) setLoaded((old) => ({ value: old.value, problem: String(cause) }));
      },
    );
    return () => {
      isLate = true;
    };
  }, [load]);
  return loaded;
}
