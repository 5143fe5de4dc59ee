import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';

/**
 * Counts the pictures of a part, from 0 to `last`, so that a part that takes long to build is built over some frames and
 * holds up none of them: each step begins with a frame and has all of it. `isAtOnce`: the first picture is the last step already.
 */
export function useBuildStep(last: number, isAtOnce: boolean): number {
  const [step, setStep] = useState(isAtOnce ? last : 0);
  useEffect(() => {
    if (step >= last) return undefined;
    const frame = requestAnimationFrame(() => flushSync(() => setStep(step + 1)));
    return () => cancelAnimationFrame(frame);
  }, [step, last]);
  return step;
}
