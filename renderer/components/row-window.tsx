import { useLayoutEffect, useState } from 'react';
import type { ReactElement, ReactNode } from 'react';

/** Rows drawn beyond each edge, so that a scroll step shows no gap. */
const ROWS_BEYOND = 8;

/** Rows drawn before the height is known. */
const ROWS_AT_FIRST = 60;

/**
 * Draws of many rows of one height those that are on screen. The scrolling element is the caller's; it stays
 * usable by every input, as its height is that of all rows.
 */
export function RowWindow(props: {
  /** The element that scrolls; null before it is there. */
  readonly scroller: HTMLElement | null;
  readonly rowCount: number;
  readonly rowPx: number;
  readonly renderRow: (index: number) => ReactNode;
}): ReactElement {
  const { scroller, rowCount, rowPx } = props;
  const [view, setView] = useState({ topPx: 0, heightPx: 0 });
  useLayoutEffect(() => {
    if (scroller === null) return;
    const set = (topPx: number, heightPx: number): void =>
      setView((old) =>
        old.topPx === topPx && old.heightPx === heightPx ? old : { topPx, heightPx },
      );
    let height = scroller.clientHeight;
    const handleScroll = (): void => set(scroller.scrollTop, height);
    const observer = new ResizeObserver((entries) => {
      height = entries.at(-1)?.contentRect.height ?? height;
      handleScroll();
    });
    handleScroll();
    observer.observe(scroller);
    scroller.addEventListener('scroll', handleScroll, { passive: true });
    return () => {
      observer.disconnect();
      scroller.removeEventListener('scroll', handleScroll);
    };
  }, [scroller]);

  const { topPx, heightPx } = view;
  // The list may have become shorter than where it was scrolled to.
  const first = Math.min(Math.floor(topPx / rowPx), Math.max(0, rowCount - 1));
  const from = Math.max(0, first - ROWS_BEYOND);
  const shown = heightPx === 0 ? ROWS_AT_FIRST : Math.ceil(heightPx / rowPx) + 2 * ROWS_BEYOND;
  const to = Math.min(rowCount, from + shown);
  const rows: ReactNode[] = [];
  for (let index = from; index < to; index += 1) rows.push(props.renderRow(index));
  return (
    <div
      role="presentation"
      style={{ height: rowCount * rowPx, paddingTop: from * rowPx, boxSizing: 'border-box' }}
    >
      {rows}
    </div>
  );
}

/** Scrolls as little as it takes to show a row. */
export function revealRow(scroller: HTMLElement | null, index: number, rowPx: number): void {
  if (scroller === null || index < 0) return;
  const [top, bottom] = [index * rowPx, (index + 1) * rowPx];
  if (top < scroller.scrollTop) scroller.scrollTop = top;
  else if (bottom > scroller.scrollTop + scroller.clientHeight) {
    scroller.scrollTop = bottom - scroller.clientHeight;
  }
}
