import { useLayoutEffect, useRef } from 'react';
import type { RefObject } from 'react';
import { returnFocus } from '../focus.ts';

/**
 * The ref of a part that shows one `content` after another: the focus that goes with one comes back in the next. Null:
 * the next one is not there yet. Until it is, keys go to nothing.
 */
export function useFocusReturn<T extends HTMLElement>(content: string | null): RefObject<T | null> {
  const part = useRef<T>(null);
  // Before it is painted, so that no key is lost.
  useLayoutEffect(() => {
    if (content !== null && part.current !== null) returnFocus(part.current);
  }, [content]);
  return part;
}
