import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';
import { toWheelPx } from './anchored-scroll.ts';

/** Pixels of one wheel line, for devices that report lines. */
const WHEEL_LINE_PX = 26;

/** Calls `onDelta` with the pixels that wheel and touch ask for. Zooming (Ctrl and wheel) is left alone. */
export function useScrollInput(
  ref: RefObject<HTMLElement | null>,
  viewportPx: number,
  onDelta: (deltaPx: number) => void,
): void {
  const latest = useRef({ onDelta, viewportPx });
  useEffect(() => {
    latest.current = { onDelta, viewportPx };
  });

  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    let lastTouchY: number | null = null;
    const handleWheel = (event: WheelEvent): void => {
      if (event.ctrlKey || event.deltaY === 0) return;
      event.preventDefault();
      const { onDelta: scroll, viewportPx: pagePx } = latest.current;
      scroll(toWheelPx(event.deltaY, event.deltaMode, WHEEL_LINE_PX, pagePx));
    };
    const handleTouchStart = (event: TouchEvent): void => {
      lastTouchY = event.touches.length === 1 ? (event.touches[0]?.clientY ?? null) : null;
    };
    const handleTouchMove = (event: TouchEvent): void => {
      const touch = event.touches[0];
      if (lastTouchY === null || touch === undefined || event.touches.length !== 1) return;
      event.preventDefault();
      latest.current.onDelta(lastTouchY - touch.clientY);
      lastTouchY = touch.clientY;
    };
    // React attaches wheel and touch listeners as passive, which cannot prevent the page's own scrolling.
    element.addEventListener('wheel', handleWheel, { passive: false });
    element.addEventListener('touchstart', handleTouchStart, { passive: true });
    element.addEventListener('touchmove', handleTouchMove, { passive: false });
    return () => {
      element.removeEventListener('wheel', handleWheel);
      element.removeEventListener('touchstart', handleTouchStart);
      element.removeEventListener('touchmove', handleTouchMove);
    };
  }, [ref]);
}
