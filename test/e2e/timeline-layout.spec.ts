import { expect, test } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { launchTideline } from '../support/electron-app.ts';
import type { RunningTideline } from '../support/electron-app.ts';
import { TimelinePage, startFeed, toEvent } from '../support/timeline-page.ts';

async function resize(running: RunningTideline, width: number, height: number): Promise<void> {
  await running.app.evaluate(
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setSize(size.width, size.height),
    { width, height },
  );
  await expect.poll(() => running.page.evaluate(() => innerWidth)).toBe(width);
}

/** Pixels that a box can be scrolled sideways. */
const getOverflow = (box: Locator): Promise<number> =>
  box.evaluate((element) => element.scrollWidth - element.clientWidth);

async function addColumns(page: Page, paths: readonly string[]): Promise<void> {
  await page.getByRole('button', { name: 'Column Type' }).click();
  await page.getByRole('menuitem', { name: 'Columns…' }).click();
  for (const path of paths) {
    await page.getByRole('textbox', { name: 'JSONPath of a new column' }).fill(path);
    await page.keyboard.press('Enter');
  }
  await page.getByRole('button', { name: 'Close columns' }).click();
}

function toWideEvents(): string {
  let text = '';
  for (let n = 1; n <= 60; n++) {
    text += toEvent(
      'tick',
      `{"a":${n},"b":"b${n}","c":[${n}],"d":${n},"rest":"${'x'.repeat(90)}"}`,
    );
  }
  return text;
}

test('columns that do not fit scroll sideways with their heads; by default nothing does', async () => {
  await using feed = await startFeed(toWideEvents());
  await using running = await launchTideline();
  const timeline = new TimelinePage(running.page);
  const { page } = running;
  await resize(running, 1440, 900);
  await timeline.send(feed.server.origin);
  await timeline.waitForEvents(60);
  expect(await getOverflow(timeline.grid)).toBe(0);

  await addColumns(page, ['$.a', '$.b', '$.c', '$.d']);
  await expect.poll(() => getOverflow(timeline.grid)).toBeGreaterThan(100);
  const data = timeline.events.last().locator('.dt');
  const size = timeline.events.last().locator('.sz');
  expect((await data.boundingBox())?.width).toBeGreaterThanOrEqual(160);
  await expect(size).not.toBeInViewport();

  await timeline.grid.focus();
  for (let presses = 0; presses < 12; presses++) await page.keyboard.press('ArrowRight');
  await expect(size).toBeInViewport();
  await expect(data).toBeInViewport();
  const head = timeline.grid.getByRole('columnheader', { name: 'Size' });
  // Both are read again until the scrolling has come to rest.
  const getOffset = async (): Promise<number> =>
    ((await head.boundingBox())?.x ?? 0) - ((await size.boundingBox())?.x ?? 0);
  await expect.poll(getOffset).toBe(0);
  // The scroll bar of the rows stays at the edge, and they still move by row.
  const bar = await page.locator('.tl .al-bar').boundingBox();
  const grid = await timeline.grid.boundingBox();
  expect((bar?.x ?? 0) + (bar?.width ?? 0)).toBe((grid?.x ?? 0) + (grid?.width ?? 0));
  await page.keyboard.press('Home');
  await expect(timeline.grid.getByText('Connected')).toBeInViewport();
});

test('types that need more than two lines scroll, and those without a chip are counted', async () => {
  let text = '';
  for (let n = 1; n <= 20; n++)
    text += toEvent(`com.example.shop.a-type-with-a-long-name.${n}`, '1');
  await using feed = await startFeed(text);
  await using running = await launchTideline();
  const timeline = new TimelinePage(running.page);
  const { page } = running;
  await resize(running, 1440, 900);
  await timeline.send(feed.server.origin);
  await timeline.waitForEvents(20);
  await expect(page.getByText('8 more types')).toBeInViewport({ ratio: 1 });
  const chips = page.getByRole('list', { name: 'Event types' }).getByRole('button');
  await expect(chips).toHaveCount(12);
  await expect(chips.last()).not.toBeInViewport();
  await chips.last().focus();
  await expect(chips.last()).toBeInViewport({ ratio: 1 });
});

test('the path of the detail is in sight, and at the smallest window the detail takes the place of the list', async () => {
  await using feed = await startFeed(toWideEvents());
  await using running = await launchTideline();
  const timeline = new TimelinePage(running.page);
  const { page } = running;
  await resize(running, 1440, 900);
  await timeline.send(feed.server.origin);
  await timeline.waitForEvents(60);
  await timeline.grid.focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await timeline.detail.getByText('"rest"').click();
  const filterBy = timeline.detail.getByRole('button', { name: 'Filter by this' });
  const close = timeline.detail.getByRole('button', { name: 'Close' });
  for (const [width, height] of [
    [1440, 900],
    [1000, 700],
    [880, 560],
  ] as const) {
    await resize(running, width, height);
    await expect(filterBy).toBeInViewport({ ratio: 1 });
    await expect(close).toBeInViewport({ ratio: 1 });
  }
  expect((await timeline.detail.boundingBox())?.height).toBeGreaterThan(200);
  // Facts, tabs and path leave room for the content: eight lines of it.
  const pane = timeline.detail.getByRole('tabpanel');
  expect((await pane.boundingBox())?.height).toBeGreaterThan(150);

  // The list keeps its keys, and is back when the detail is closed.
  await timeline.grid.focus();
  await page.keyboard.press('ArrowUp');
  await expect(timeline.detail).toHaveAccessibleName('Event 59');
  await close.click();
  await expect(timeline.detail).toHaveCount(0);
  await expect(timeline.grid).toBeFocused();
});

test('what does not fit gives way: counters before Dropped, and no sentence is cut', async () => {
  const problems = 'retry: x\nevnt: a\nid: a\u0000b\ndata: \u0000\n\n';
  await using feed = await startFeed(`${problems}${toWideEvents()}`);
  await using running = await launchTideline();
  const timeline = new TimelinePage(running.page);
  const { page } = running;
  await resize(running, 1440, 900);
  await timeline.send(feed.server.origin);
  await timeline.waitForEvents(61);
  const dropped = page.getByText('Dropped', { exact: false }).last();
  const banner = page.locator('.conf');
  for (const [width, height] of [
    [1440, 900],
    [1148, 700],
    [1000, 640],
    [880, 560],
  ] as const) {
    await resize(running, width, height);
    await expect(dropped).toBeInViewport({ ratio: 1 });
    expect(
      await banner.evaluate((element) => {
        const sentence = element.querySelector('.t1')?.getBoundingClientRect();
        const box = element.getBoundingClientRect();
        return sentence !== undefined && sentence.top >= box.top && sentence.bottom <= box.bottom;
      }),
    ).toBe(true);
  }
  // The first row in sight is not covered by what floats over the list.
  await timeline.grid.focus();
  await page.keyboard.press('ArrowUp');
  await feed.write(toEvent('tick', '1'));
  await page.keyboard.press('Control+c');
  const pill = page.getByRole('button', { name: '1 new event' });
  const row = timeline.grid.getByRole('row', { selected: true });
  const type = await row.locator('.ty').boundingBox();
  const over = await pill.boundingBox();
  expect(over?.x ?? 0).toBeGreaterThan((type?.x ?? 0) + (type?.width ?? 0));
  const notice = await page.getByText('Copied 1 row.').boundingBox();
  expect((notice?.y ?? 0) + (notice?.height ?? 0)).toBeLessThanOrEqual((type?.y ?? 0) + 6);
});
