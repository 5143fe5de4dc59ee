import { useLayoutEffect, useState } from 'react';
import type { ReactElement, ReactNode, RefObject } from 'react';
import { useElementSize } from './use-element-size.ts';

/** Rows drawn beyond each edge, so that a scroll step shows no gap. */
const ROWS_BEYOND = 8;

/** Rows drawn before the height is known. */
const ROWS_AT_FIRST = 60;

/**
 * Draws of many rows of one height those that are on screen. The scrolling element is the caller's; it stays
 * usable by every input, as its height is that of all rows.
 */
export function RowWindow(props: {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly rowCount: number;
  readonly rowPx: number;
  readonly renderRow: (index: number) => ReactNode;
}): ReactElement {
  const { scroller, rowCount, rowPx } = props;
  const { heightPx } = useElementSize(scroller);
  const [topPx, setTopPx] = useState(0);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const handleScroll = (): void => setTopPx(element.scrollTop);
    handleScroll();
    element.addEventListener('scroll', handleScroll, { passive: true });
    return () => element.removeEventListener('scroll', handleScroll);
  }, [scroller, rowCount]);

  const from = Math.max(0, Math.floor(topPx / rowPx) - ROWS_BEYOND);
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
