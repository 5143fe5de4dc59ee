import { useRef } from 'react';
import type { PointerEvent } from 'react';
import type { Thumb } from './anchored-scroll.ts';

interface ScrollBarProps {
  readonly thumb: Thumb;
  readonly trackPx: number;
  readonly onFraction: (fraction: number) => void;
  readonly onPage: (direction: 1 | -1) => void;
}

/**
 * A proportional scroll bar. It is for the pointer only: every position is also reached with keys,
 * so it is hidden from assistive technology.
 */
export function ScrollBar({ thumb, trackPx, onFraction, onPage }: ScrollBarProps) {
  const grab = useRef<{ readonly pointerY: number; readonly topPx: number } | null>(null);

  const handlePointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0) return;
    event.preventDefault();
    const y = event.clientY - event.currentTarget.getBoundingClientRect().top;
    if (y < thumb.topPx) return onPage(-1);
    if (y >= thumb.topPx + thumb.sizePx) return onPage(1);
    grab.current = { pointerY: event.clientY, topPx: thumb.topPx };
    event.currentTarget.setPointerCapture(event.pointerId);
    event.currentTarget.dataset['dragging'] = '';
  };

  const handlePointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    if (grab.current === null) return;
    const topPx = grab.current.topPx + event.clientY - grab.current.pointerY;
    onFraction(topPx / Math.max(1, trackPx - thumb.sizePx));
  };

  const handleRelease = (event: PointerEvent<HTMLDivElement>): void => {
    grab.current = null;
    delete event.currentTarget.dataset['dragging'];
  };

  return (
    <div
      className="al-bar"
      aria-hidden="true"
      onPointerDown={handlePointerDown}
      onPointerMove={handlePointerMove}
      onPointerUp={handleRelease}
      onPointerCancel={handleRelease}
    >
      <div
        className="al-thumb"
        style={{ height: thumb.sizePx, transform: `translateY(${thumb.topPx}px)` }}
      />
    </div>
  );
}
