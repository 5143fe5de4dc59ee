export const THEMES = ['system', 'dark', 'light'] as const;

/** What the window remembers between starts. Lives in the local data folder, not in a workspace. */
export interface Settings {
  readonly theme: (typeof THEMES)[number];
  readonly layout: 'side' | 'stacked' | 'response';
  readonly rowHeight: 'compact' | 'normal' | 'roomy';
  readonly isSidebarHidden: boolean;
  /** Width of the request pane in the side-by-side layout, in CSS pixels. */
  readonly requestWidth: number;
  /** Columns of the timeline in their order; one that is not named stands where it stands by default. */
  readonly timelineColumns: readonly ColumnSetting[];
  /** Whether single letters act in a list (WCAG 2.1.4). */
  readonly hasLetterKeys: boolean;
  /** Whether new events are announced to assistive technology. */
  readonly announcesEvents: boolean;
}

/** How a column of the timeline is shown. */
export interface ColumnSetting {
  /** Name of a column, or the JSONPath whose values it shows, which begins with `$`. */
  readonly id: string;
  /** Width in CSS pixels, null for the default. */
  readonly widthPx: number | null;
  readonly isHidden: boolean;
}

export const DEFAULT_SETTINGS: Settings = {
  theme: 'dark',
  layout: 'side',
  rowHeight: 'normal',
  isSidebarHidden: false,
  requestWidth: 448,
  timelineColumns: [],
  hasLetterKeys: true,
  announcesEvents: true,
};
