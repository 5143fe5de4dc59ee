import { useCallback, useEffect, useState } from 'react';
import type { Result } from '../../../../shared/result.ts';

/** An answer of main, and a way to ask for it again. */
export interface Answered<T> {
  /** Null before the first answer. */
  readonly value: T | null;
  /** Why the last question had no answer; null when it had. */
  readonly problem: string | null;
  readonly ask: () => Promise<void>;
}

/** Asks once, and again on demand. `question` has to be the same function until another thing is asked. */
export function useAnswer<T>(
  question: () => Promise<Result<T, { readonly detail: string }>>,
): Answered<T> {
  const [state, setState] = useState<Pick<Answered<T>, 'value' | 'problem'>>({
    value: null,
    problem: null,
  });
  const ask = useCallback(async () => {
    const answer = await question();
    setState((old) =>
      answer.ok
        ? { value: answer.value, problem: null }
        : { value: old.value, problem: answer.error.detail },
    );
  }, [question]);
  useEffect(() => {
    let isWanted = true;
    void question().then((answer) => {
      if (!isWanted) return;
      setState(
        answer.ok
          ? { value: answer.value, problem: null }
          : { value: null, problem: answer.error.detail },
      );
    });
    return () => {
      isWanted = false;
    };
  }, [question]);
  return { ...state, ask };
}
