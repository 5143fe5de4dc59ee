import type { Settings } from '../shared/model/settings.ts';

/** Below this width of the window the sidebar is not shown unless asked for, and the panes are stacked, in CSS pixels. */
export const SIDEBAR_MIN_WINDOW_PX = 1100;

/** Below this width of the main part the panes are stacked, also in a window with room for the sidebar, in CSS pixels. */
export const SIDE_MIN_MAIN_PX = 900;

/** Narrowest request pane of the side-by-side layout, in CSS pixels. */
export const REQUEST_MIN_PX = 360;

/** Room that the response always keeps, in CSS pixels. */
export const RESPONSE_MIN_PX = 440;

const SIDEBAR_PX = 248;

/** Whether the window is too narrow for the sidebar. */
export function isNarrow(widthPx: number): boolean {
  return widthPx < SIDEBAR_MIN_WINDOW_PX;
}

/** What the window shows at this width. */
export interface ShownLayout {
  readonly hasSidebar: boolean;
  readonly layout: Settings['layout'];
  /** Width of the request pane in the side-by-side layout. */
  readonly requestWidthPx: number;
  readonly requestMaxPx: number;
}

/** Fits the chosen layout to the window: the sidebar goes first, then panes are stacked. */
export function getShownLayout(
  settings: Settings,
  widthPx: number,
  isNarrowSidebarShown: boolean,
): ShownLayout {
  const hasSidebar = isNarrow(widthPx) ? isNarrowSidebarShown : !settings.isSidebarHidden;
  const mainPx = widthPx - (hasSidebar ? SIDEBAR_PX : 0);
  const layout =
    settings.layout === 'side' && (isNarrow(widthPx) || mainPx < SIDE_MIN_MAIN_PX)
      ? 'stacked'
      : settings.layout;
  const requestMaxPx = Math.max(REQUEST_MIN_PX, mainPx - RESPONSE_MIN_PX);
  return {
    hasSidebar,
    layout,
    requestMaxPx,
    requestWidthPx: Math.min(Math.max(settings.requestWidth, REQUEST_MIN_PX), requestMaxPx),
  };
}
