import { expect, test } from 'vitest';
import { getShownLayout } from '../../renderer/layout.ts';
import { DEFAULT_SETTINGS } from '../../shared/model/settings.ts';

const SIDE = { ...DEFAULT_SETTINGS, layout: 'side' } as const;

test.each([
  // The sidebar takes its room first, and a window that gets wider never goes back to stacked panes.
  { widthPx: 880, hasSidebar: false, layout: 'stacked' },
  { widthPx: 1099, hasSidebar: false, layout: 'stacked' },
  { widthPx: 1100, hasSidebar: true, layout: 'stacked' },
  { widthPx: 1147, hasSidebar: true, layout: 'stacked' },
  { widthPx: 1148, hasSidebar: true, layout: 'side' },
  { widthPx: 1440, hasSidebar: true, layout: 'side' },
])('at $widthPx px the panes are $layout', ({ widthPx, hasSidebar, layout }) => {
  expect(getShownLayout(SIDE, widthPx, false)).toMatchObject({ hasSidebar, layout });
});

test('without the sidebar panes stand side by side from 1100 px on', () => {
  const hidden = { ...SIDE, isSidebarHidden: true };
  expect(getShownLayout(hidden, 1100, false).layout).toBe('side');
  expect(getShownLayout(hidden, 1099, false).layout).toBe('stacked');
});
