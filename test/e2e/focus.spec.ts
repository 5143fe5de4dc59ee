import { expect, test } from '@playwright/test';
import { launchTideline } from '../support/electron-app.ts';
import { TimelinePage, startFeed, toEvent } from '../support/timeline-page.ts';

const EVENTS = Array.from({ length: 40 }, (_, n) => toEvent('tick', `{"n":${n}}`)).join('');

test('the focus comes back in the panel or tab that takes the place of another', async () => {
  await using feed = await startFeed(EVENTS);
  await using running = await launchTideline();
  const { page } = running;
  const timeline = new TimelinePage(page);
  const press = (keys: string): Promise<void> => page.keyboard.press(keys);
  await timeline.send(feed.server.origin);
  await timeline.waitForEvents(40);
  await timeline.grid.focus();
  await press('ArrowUp');
  const selected = timeline.grid.getByRole('row', { selected: true });
  const before = Number(await selected.getAttribute('aria-rowindex'));

  await press('Control+5');
  await expect(page.getByRole('region', { name: 'Stats' })).toBeFocused();
  await press('Control+4');
  await expect(page.getByRole('group', { name: 'Headers' })).toBeFocused();
  await press('Control+1');
  await expect(timeline.grid).toBeFocused();
  await press('ArrowUp');
  await expect(selected).toHaveAttribute('aria-rowindex', String(before - 1));

  // An empty request has its address, and the stream its list again.
  await press('Control+n');
  await expect(page.getByRole('textbox', { name: 'URL' })).toBeFocused();
  await press('Control+Tab');
  await expect(timeline.grid).toBeFocused();
  await press('ArrowUp');
  await expect(selected).toHaveAttribute('aria-rowindex', String(before - 2));

  // What is closed hands the focus to the neighbour.
  await press('Control+w');
  await expect(page.getByRole('textbox', { name: 'URL' })).toBeFocused();
  await press('Control+Shift+T');
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY');

  // What is opened from the history has its list.
  await press('Control+k');
  await page.keyboard.type('history');
  await press('Enter');
  const runs = page.getByRole('grid', { name: 'Requests that were sent' });
  await runs.focus();
  await press('Enter');
  await timeline.waitForEvents(40);
  await expect(timeline.grid).toBeFocused();
});

test('F6 reaches every area of a stream in order, and Shift+F6 goes back', async () => {
  await using feed = await startFeed(EVENTS);
  await using running = await launchTideline();
  const { page } = running;
  const timeline = new TimelinePage(page);
  await timeline.send(feed.server.origin);
  await timeline.waitForEvents(40);
  await timeline.grid.focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(timeline.detail).toBeVisible();
  await page.getByRole('tab', { name: /^Timeline/ }).focus();
  const areas = [
    page.getByRole('tab', { name: /^Timeline/ }),
    page.getByRole('slider', { name: 'Part of the stream in view' }),
    timeline.filter,
    timeline.grid,
    timeline.detail.getByRole('button', { name: 'Previous entry' }),
    page.getByRole('group', { name: 'Counters' }),
  ];
  for (const area of areas.slice(1)) {
    await page.keyboard.press('F6');
    await expect(area).toBeFocused();
  }
  for (const area of areas.toReversed().slice(1)) {
    await page.keyboard.press('Shift+F6');
    await expect(area).toBeFocused();
  }
});
