import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { expectAccessible, setTheme } from '../support/axe.ts';
import { launchTideline } from '../support/electron-app.ts';
import { TimelinePage, startFeed, toEvent } from '../support/timeline-page.ts';

const EVENTS = Array.from({ length: 60 }, (_, n) =>
  toEvent(
    n % 2 === 0 ? 'stock.tick' : 'adoption.created',
    `{"n":${n},"pet":{"name":"Biscuit"}}`,
    n,
  ),
).join('');

for (const theme of ['dark', 'light'] as const) {
  test(`axe finds nothing on any screen of a stream, ${theme}`, async () => {
    test.setTimeout(180_000);
    await using feed = await startFeed(`retry: 3000\nevnt: x\n: keep-alive\n\n${EVENTS}`);
    await using running = await launchTideline();
    const timeline = new TimelinePage(running.page);
    const { page } = running;
    await setTheme(page, theme);
    const check = (screen: string): Promise<void> => expectAccessible(page, screen);
    await timeline.send(feed.server.origin);
    await timeline.waitForEvents(60);
    await check('timeline that follows');
    await timeline.grid.focus();
    await page.keyboard.press('Home');
    await check('timeline that is read');
    await feed.write(toEvent('stock.tick', 'later'));
    await expect(page.getByRole('button', { name: /new event/ })).toBeVisible();
    await page.keyboard.press('m');
    await check('mark, and new events below');

    await timeline.filter.fill('Biscuit type:');
    await expect(page.getByRole('option').first()).toBeVisible();
    await check('filter with candidates');
    await page.keyboard.press('Escape');
    await timeline.filter.fill('Biscuit gap>');
    await expect(timeline.filter).toHaveAttribute('aria-invalid', 'true');
    await check('filter with a mistake');
    await timeline.filter.fill('-type:stock.tick');
    await expect(page.getByLabel('Events that match')).toBeVisible();
    await check('filtered timeline');
    await timeline.filter.fill('nothing has this');
    await expect(page.getByText('No event matches.')).toBeVisible();
    await check('nothing found');
    await timeline.filter.fill('');
    await expect(page.getByLabel('Events that match')).toBeHidden();

    await timeline.event(4).click();
    for (const tab of ['Pretty', 'Raw', 'Hex', /^Diff/, 'Timing'] as const) {
      await timeline.detail.getByRole('tab', { name: tab }).click();
      await check(`detail, ${String(tab)}`);
    }
    await timeline.detail.getByRole('tab', { name: 'Pretty' }).click();
    await timeline.detail.locator('.cm-line').getByText('"Biscuit"').click();
    await check('path under the caret');
    await page.getByRole('button', { name: 'Close', exact: true }).click();

    await page.getByRole('button', { name: 'More actions of this stream' }).click();
    await check('menu');
    await page.getByRole('menuitem', { name: 'Columns…' }).click();
    await check('columns');
    await page.keyboard.press('Escape');
    await timeline.grid.focus();
    await page.keyboard.press('g');
    await check('go to');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'More actions of this stream' }).click();
    await page.getByRole('menuitem', { name: 'Export events…' }).click();
    await page.getByRole('radio', { name: /^CSV/ }).check();
    await check('export');
    await page.keyboard.press('Escape');

    await showTab(page, 'Stats');
    await expect(page.getByRole('table', { name: 'By type' })).toBeVisible();
    await check('stats');
    await showTab(page, 'Raw');
    await check('raw');
    await showTab(page, 'Headers');
    await check('headers');
  });
}

async function showTab(page: Page, name: string): Promise<void> {
  await page
    .getByRole('tablist', { name: 'Response' })
    .getByRole('tab', { name: new RegExp(`^${name}`) })
    .click();
}
