/** What the window remembers between starts. Lives in the local data folder, not in a workspace. */
export interface Settings {
  readonly theme: 'system' | 'dark' | 'light';
  readonly layout: 'side' | 'stacked' | 'response';
  readonly rowHeight: 'compact' | 'normal' | 'roomy';
  readonly isSidebarHidden: boolean;
  /** Width of the request pane in the side-by-side layout, in CSS pixels. */
  readonly requestWidth: number;
}

export const DEFAULT_SETTINGS: Settings = {
  theme: 'dark',
  layout: 'side',
  rowHeight: 'normal',
  isSidebarHidden: false,
  requestWidth: 448,
};
