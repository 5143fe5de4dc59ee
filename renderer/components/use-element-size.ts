import { useLayoutEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';

export interface ElementSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

/**
 * Inner size of an element, kept up to date; 0 by 0 before it is laid out. `isAwaited`: the first picture needs it. The
 * page is then laid out once more for it; else it comes with the first frame.
 */
export function useElementSize(ref: RefObject<HTMLElement | null>, isAwaited = true): ElementSize {
  const wasAwaited = useRef(isAwaited);
  const [size, setSize] = useState<ElementSize>({ widthPx: 0, heightPx: 0 });
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const apply = (widthPx: number, heightPx: number): void =>
      setSize((old) =>
        old.widthPx === widthPx && old.heightPx === heightPx ? old : { widthPx, heightPx },
      );
    if (wasAwaited.current) apply(element.clientWidth, element.clientHeight);
    const observer = new ResizeObserver((entries) => {
      const box = entries.at(-1)?.contentRect;
      if (box !== undefined) apply(Math.round(box.width), Math.round(box.height));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return size;
}
