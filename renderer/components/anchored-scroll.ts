/**
 * Scrolling by index: the arithmetic of the anchored list, without any DOM.
 *
 * A position is a row and the pixels of it that are hidden above the viewport, or 'the end'. No
 * pixel height of the whole list exists anywhere, so the browser's limit of 33,554,432 px, which
 * cuts off every spacer-based list, does not apply.
 */

/** Where a list stands: a row at the top edge, or pinned to the last row. */
export type ScrollPosition =
  | { readonly kind: 'end' }
  /** `offsetPx` of row `index` are above the viewport. */
  | { readonly kind: 'anchor'; readonly index: number; readonly offsetPx: number };

export interface Anchor {
  readonly index: number;
  readonly offsetPx: number;
}

/** What the arithmetic needs to know about a list. Row heights are positive. */
export interface ListMetrics {
  readonly rowCount: number;
  readonly viewportPx: number;
  readonly getRowHeight: (index: number) => number;
}

/** Rows to draw: `fromIndex` inclusive, `toIndex` exclusive, the first one `topPx` (0 or negative) from the top. */
export interface VisibleRows {
  readonly fromIndex: number;
  readonly toIndex: number;
  readonly topPx: number;
}

export interface Thumb {
  readonly topPx: number;
  readonly sizePx: number;
}

export const PINNED_TO_END: ScrollPosition = { kind: 'end' };
export const AT_START: ScrollPosition = { kind: 'anchor', index: 0, offsetPx: 0 };

/** Smallest scroll bar thumb, in pixels: the smallest pointer target of WCAG 2.5.8. */
export const THUMB_PX_MIN = 24;

/** The anchor at which the last row stands at the bottom; the first row if everything fits. */
export function getEndAnchor({ rowCount, viewportPx, getRowHeight }: ListMetrics): Anchor {
  let remainingPx = viewportPx;
  for (let index = rowCount - 1; index >= 0; index--) {
    const heightPx = getRowHeight(index);
    if (heightPx >= remainingPx) return { index, offsetPx: heightPx - remainingPx };
    remainingPx -= heightPx;
  }
  return { index: 0, offsetPx: 0 };
}

function isAtOrAfter(a: Anchor, b: Anchor): boolean {
  return a.index > b.index || (a.index === b.index && a.offsetPx >= b.offsetPx);
}

/** The anchor of a position, never beyond the end of the list. */
export function toAnchor(position: ScrollPosition, metrics: ListMetrics): Anchor {
  const end = getEndAnchor(metrics);
  if (position.kind === 'end' || metrics.rowCount === 0) return end;
  if (isAtOrAfter(position, end)) return end;
  const index = Math.max(0, position.index);
  const offsetPx = Math.max(0, Math.min(position.offsetPx, metrics.getRowHeight(index) - 1));
  return { index, offsetPx };
}

/**
 * Moves by pixels. Costs O(rows passed). Moving down to the last row pins to the end; moving up
 * leaves the end, unless there is nothing to scroll.
 */
export function moveBy(
  position: ScrollPosition,
  deltaPx: number,
  metrics: ListMetrics,
): ScrollPosition {
  const { rowCount, getRowHeight } = metrics;
  if (rowCount === 0 || deltaPx === 0) return position;
  const start = toAnchor(position, metrics);
  let { index } = start;
  let offsetPx = start.offsetPx + deltaPx;
  while (offsetPx < 0 && index > 0) {
    index--;
    offsetPx += getRowHeight(index);
  }
  if (offsetPx < 0) offsetPx = 0;
  while (index < rowCount - 1 && offsetPx >= getRowHeight(index)) {
    offsetPx -= getRowHeight(index);
    index++;
  }
  if (deltaPx > 0 && isAtOrAfter({ index, offsetPx }, getEndAnchor(metrics))) return PINNED_TO_END;
  if (index === start.index && offsetPx === start.offsetPx) return position;
  return { kind: 'anchor', index, offsetPx };
}

/** Moves by one viewport, keeping one row in sight. */
export function moveByPage(
  position: ScrollPosition,
  direction: 1 | -1,
  metrics: ListMetrics,
): ScrollPosition {
  const anchor = toAnchor(position, metrics);
  const rowPx = metrics.rowCount === 0 ? 0 : metrics.getRowHeight(anchor.index);
  const keptPx = Math.min(rowPx, metrics.viewportPx / 4);
  return moveBy(position, direction * Math.max(1, metrics.viewportPx - keptPx), metrics);
}

/** Rows that touch the viewport. */
export function getVisibleRows(position: ScrollPosition, metrics: ListMetrics): VisibleRows {
  const { rowCount, viewportPx, getRowHeight } = metrics;
  const { index, offsetPx } = toAnchor(position, metrics);
  let toIndex = index;
  let bottomPx = -offsetPx;
  while (toIndex < rowCount && bottomPx < viewportPx) {
    bottomPx += getRowHeight(toIndex);
    toIndex++;
  }
  return { fromIndex: index, toIndex, topPx: offsetPx === 0 ? 0 : -offsetPx };
}

/** The least movement that shows row `index` whole. The same position if it is whole already. */
export function reveal(
  position: ScrollPosition,
  index: number,
  metrics: ListMetrics,
): ScrollPosition {
  const { viewportPx, getRowHeight } = metrics;
  const anchor = toAnchor(position, metrics);
  if (index < anchor.index || (index === anchor.index && anchor.offsetPx > 0)) {
    return { kind: 'anchor', index, offsetPx: 0 };
  }
  let bottomPx = -anchor.offsetPx;
  for (let row = anchor.index; row <= index && bottomPx <= viewportPx; row++) {
    bottomPx += getRowHeight(row);
    if (row === index && bottomPx <= viewportPx) return position;
  }
  const last = getEndAnchor({ ...metrics, rowCount: index + 1 });
  // A row higher than the viewport shows its top.
  if (last.index === index) return { kind: 'anchor', index, offsetPx: 0 };
  return { kind: 'anchor', ...last };
}

/** Rows, with fractions, above the viewport. */
function toRowsAbove(anchor: Anchor, { rowCount, getRowHeight }: ListMetrics): number {
  return rowCount === 0 ? 0 : anchor.index + anchor.offsetPx / getRowHeight(anchor.index);
}

/** Share of the way from the first row (exactly 0) to the end (exactly 1). 0 if everything fits. */
export function toFraction(position: ScrollPosition, metrics: ListMetrics): number {
  const all = toRowsAbove(getEndAnchor(metrics), metrics);
  return all === 0 ? 0 : Math.min(1, toRowsAbove(toAnchor(position, metrics), metrics) / all);
}

/** The position at a share of the way; 0 and below is the first row, 1 and above is pinned to the end. */
export function fromFraction(fraction: number, metrics: ListMetrics): ScrollPosition {
  if (fraction >= 1) return PINNED_TO_END;
  if (!(fraction > 0)) return AT_START;
  const above = fraction * toRowsAbove(getEndAnchor(metrics), metrics);
  const index = Math.floor(above);
  const offsetPx = Math.floor((above - index) * metrics.getRowHeight(index));
  return { kind: 'anchor', index, offsetPx };
}

/** Size and place of the scroll bar's thumb, null if everything fits. */
export function getThumb(
  position: ScrollPosition,
  trackPx: number,
  metrics: ListMetrics,
): Thumb | null {
  const above = toRowsAbove(getEndAnchor(metrics), metrics);
  if (above === 0 || trackPx <= THUMB_PX_MIN) return null;
  const share = (metrics.rowCount - above) / metrics.rowCount;
  const sizePx = Math.min(trackPx, Math.max(THUMB_PX_MIN, Math.round(trackPx * share)));
  return { sizePx, topPx: Math.round(toFraction(position, metrics) * (trackPx - sizePx)) };
}

/** Pixels of a wheel event. `deltaMode` 0 is pixels, 1 is lines, 2 is pages. */
export function toWheelPx(
  deltaY: number,
  deltaMode: number,
  linePx: number,
  viewportPx: number,
): number {
  if (deltaMode === 1) return deltaY * linePx;
  if (deltaMode === 2) return deltaY * viewportPx;
  return deltaY;
}
