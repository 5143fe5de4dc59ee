import { expect, test } from '@playwright/test';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchTideline } from '../support/electron-app.ts';
import { TimelinePage, startFeed, toEvent } from '../support/timeline-page.ts';

const PETS = ['Biscuit', 'Juniper', 'Olive'];

const TYPES = ['stock.tick', 'adoption.created', 'adoption.updated'];

/** Events in blocks of 40 of one type; every third is about Biscuit. */
function toPets(from = 1, to = 120): string {
  let text = '';
  for (let n = from; n <= to; n++) {
    const type = TYPES[Math.min(2, Math.floor((n - 1) / 40))] ?? '';
    const pet = PETS[n % 3] ?? '';
    text += toEvent(type, `{"id":${n},"pet":{"name":"${pet}"},"fee":${n}.0}`, n);
  }
  return text;
}

test('a query shows what matches, marks it, and goes on while the stream does', async () => {
  await using feed = await startFeed(toPets());
  await using running = await launchTideline();
  const timeline = new TimelinePage(running.page);
  const { page } = running;
  await timeline.send(feed.server.origin);
  await timeline.waitForEvents(120);

  await timeline.setFilter('Biscuit', '40 of 120');
  await expect(timeline.grid).toHaveAttribute('aria-rowcount', '41');
  await expect(timeline.grid.getByRole('columnheader', { name: 'Gap (shown)' })).toBeVisible();
  await expect(timeline.events.last().locator('mark')).toHaveText('Biscuit');

  // Filtering never stops reading, and what comes is looked at as well.
  await feed.write(toPets(121, 150));
  await expect(page.getByLabel('Events that match')).toHaveText('50 of 150');

  // A mistake is told at its place; the last result stays.
  await timeline.filter.fill('Biscuit and (');
  await expect(timeline.filter).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByText(/^Expected .* at character 14/)).toBeVisible();
  await expect(page.locator('.errplace u')).toBeAttached();
  await expect(timeline.grid).toHaveAttribute('aria-rowcount', '51');

  // A path is compared by its value.
  await timeline.setFilter('$.pet.name == "Olive" $.fee > 140', '3 of 150');
  await timeline.setFilter('/jun.per/i', '50 of 150');
  await expect(timeline.events.last().locator('mark')).toHaveText('Juniper');
  await expect(page.getByRole('button', { name: 'Regular expression' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );

  // Nothing found is a sentence with a way out.
  await timeline.filter.fill('Rover');
  await expect(page.getByText('No event matches. 150 are hidden.')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filter' }).last().click();
  await expect(timeline.filter).toHaveValue('');
  await expect(timeline.events.last()).toContainText('150');
});

test('chips and toggles write into the query', async () => {
  await using feed = await startFeed(toPets());
  await using running = await launchTideline();
  const timeline = new TimelinePage(running.page);
  const { page } = running;
  await timeline.send(feed.server.origin);
  await timeline.waitForEvents(120);
  const ticks = page.getByRole('button', { name: /^stock\.tick/ });
  await expect(ticks).toHaveAttribute('aria-pressed', 'true');
  await ticks.click();
  await expect(timeline.filter).toHaveValue('-type:stock.tick');
  await expect(ticks).toHaveAttribute('aria-pressed', 'false');
  await expect(page.getByLabel('Events that match')).toHaveText('80 of 120');
  await page.getByRole('button', { name: /^adoption\.created/ }).click({ modifiers: ['Alt'] });
  await expect(timeline.filter).toHaveValue('type:adoption.created');
  await expect(page.getByLabel('Events that match')).toHaveText('40 of 120');
  await page.getByRole('button', { name: /^adoption\.created/ }).click({ modifiers: ['Alt'] });
  await expect(timeline.filter).toHaveValue('');

  await timeline.setFilter('biscuit', '40 of 120');
  await page.getByRole('button', { name: 'Match case' }).click();
  await expect(page.getByText('No event matches.')).toBeVisible();
  await page.getByRole('button', { name: 'Match case' }).click();
  await page.getByRole('button', { name: 'Regular expression' }).click();
  await expect(timeline.filter).toHaveValue('/biscuit/i');
});

test('the time axis: a span is selected, zoomed and moved by pointer and by keys', async () => {
  await using feed = await startFeed(toPets(1, 60));
  await using running = await launchTideline();
  const timeline = new TimelinePage(running.page);
  const { page } = running;
  await timeline.send(feed.server.origin);
  await timeline.waitForEvents(60);
  // A second batch, three seconds later, so that the axis has two ends; the first one comes within its first half.
  await expect(page.locator('.rstat .num.t1')).toHaveText(/^([3-9]|\d\d)\.\d s$/);
  await feed.write(toPets(61, 120));
  await timeline.waitForEvents(120);
  await expect(page.getByRole('img', { name: /^120 events of 3 types/ })).toBeVisible();

  const plot = page.locator('.tide .plot');
  const box = (await plot.boundingBox())!;
  // With Shift a span is selected wherever the frame is.
  await page.keyboard.down('Shift');
  // A pixel is five milliseconds, and the first events may come sooner.
  await page.mouse.move(box.x, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, box.y + 20, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await expect(timeline.filter).toHaveValue(/^at>=0.*s at<=[\d.]+s$/);
  await expect(page.getByLabel('Events that match')).toHaveText('60 of 120');
  await timeline.filter.fill('');
  await expect(page.getByLabel('Events that match')).toBeHidden();

  const slider = page.getByRole('slider', { name: 'Part of the stream in view' });
  await slider.focus();
  await page.keyboard.press('Home');
  await expect(timeline.event(1)).toBeVisible();
  await expect(slider).toHaveAttribute('aria-valuetext', /^[01]\.\d s to /);
  await page.keyboard.press('+');
  await expect(page.getByRole('button', { name: 'Show all' })).toBeVisible();
  await page.keyboard.press('0');
  await expect(page.getByRole('button', { name: 'Show all' })).toBeHidden();
  await page.mouse.move(box.x + box.width / 2, box.y + 20);
  await page.mouse.wheel(0, -300);
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(page.getByRole('button', { name: 'Show all' })).toBeHidden();
  await slider.focus();
  await page.keyboard.press('End');
  await expect(timeline.event(120)).toBeVisible();
});

test('marks: a star and its note stay with the event', async () => {
  await using feed = await startFeed(toPets());
  await using running = await launchTideline();
  const timeline = new TimelinePage(running.page);
  const { page } = running;
  await timeline.send(feed.server.origin);
  await timeline.waitForEvents(120);
  await timeline.grid.focus();
  await page.keyboard.press('Home');
  await timeline.event(3).click();
  await page.getByRole('button', { name: 'Mark', exact: true }).click();
  await expect(timeline.event(3).locator('.star')).toBeVisible();
  const note = page.getByRole('textbox', { name: 'Note of the mark' });
  await note.fill('first of Biscuit <b>');
  await note.press('Enter');
  await page.getByRole('button', { name: 'Close', exact: true }).click();

  await page.keyboard.press('End');
  await timeline.event(118).click();
  await timeline.grid.focus();
  await page.keyboard.press('m');
  await expect(timeline.event(118).locator('.star')).toBeVisible();
  await page.keyboard.press('[');
  await expect(timeline.event(3).locator('.sel')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Note of the mark' })).toHaveValue(
    'first of Biscuit <b>',
  );
  await page.keyboard.press(']');
  await expect(timeline.event(118).locator('.sel')).toBeVisible();

  // A filter that hides a mark says so.
  await timeline.setFilter('number<100', '99 of 120');
  await timeline.grid.focus();
  await page.keyboard.press(']');
  await expect(timeline.event(3).locator('.sel')).toBeVisible();
  await page.keyboard.press(']');
  await expect(page.getByText('The filter hides the marked row.')).toBeVisible();
});

test('detail: path, difference with the event before, raw lines and chunks', async () => {
  const first =
    '{"pet":{"name":"Biscuit"},"state":"home-check","fee":120.0,"n":12345678901234567890}';
  const second =
    '{"pet":{"name":"Biscuit"},"state":"approved","fee":95.0,"n":12345678901234567890}';
  await using feed = await startFeed(
    toEvent('adoption', first) + toEvent('tick', '1') + toEvent('adoption', second),
  );
  await using running = await launchTideline();
  const timeline = new TimelinePage(running.page);
  const { page } = running;
  await timeline.send(feed.server.origin);
  await timeline.waitForEvents(3);
  await timeline.event(3).click();
  await expect(timeline.detail.locator('.cm-line').getByText('12345678901234567890')).toBeVisible();
  await timeline.detail.locator('.cm-line').getByText('"Biscuit"').click();
  await expect(timeline.detail.locator('.pathbar')).toContainText('$.pet.name');

  await timeline.detail.getByRole('tab', { name: /^Diff/ }).click();
  await expect(timeline.detail.locator('.diffhd')).toContainText('Compared with #1 adoption');
  await expect(timeline.detail.locator('.diffhd')).toContainText('+2');
  await expect(timeline.detail.locator('.diffhd')).toContainText('−2');
  expect(await timeline.detail.locator('.cm-removed').allTextContents()).toEqual([
    '  "state": "home-check",',
    '  "fee": 120.0,',
  ]);
  expect(
    (await timeline.detail.locator('.cm-sign .cm-gutterElement').allTextContents()).join(''),
  ).toBe('−+−+');
  await timeline.detail.getByRole('tab', { name: 'Pretty' }).click();
  await timeline.detail.locator('.cm-line').getByText('"Biscuit"').click();
  await page.getByRole('button', { name: 'Filter by this' }).click();
  await expect(timeline.filter).toHaveValue('$.pet.name == "Biscuit"');
  await expect(page.getByLabel('Events that match')).toHaveText('2 of 3');
});

test('columns: a JSONPath becomes one, and they are hidden, moved and sized for good', async () => {
  const userDataDir = await mkdtemp(join(tmpdir(), 'tideline-columns-'));
  try {
    await using feed = await startFeed(toPets(1, 30));
    {
      await using running = await launchTideline({ userDataDir });
      const timeline = new TimelinePage(running.page);
      const { page } = running;
      await timeline.send(feed.server.origin);
      await timeline.waitForEvents(30);
      await timeline.event(30).click();
      await timeline.detail.locator('.cm-line').getByText('"Biscuit"').click();
      await page.getByRole('button', { name: 'Add column' }).click();
      await expect(timeline.event(29).locator('.pv')).toHaveText('Olive');

      await timeline.grid.getByRole('button', { name: 'Column Gap', exact: true }).click();
      await page.getByRole('menuitem', { name: 'Hide' }).click();
      await expect(timeline.grid.getByRole('columnheader', { name: 'Gap' })).toHaveCount(0);

      // The pointer drags the edge of a head, a number does the same.
      const type = timeline.grid.getByRole('columnheader', { name: 'Type' });
      const before = (await type.boundingBox())!;
      await page.mouse.move(before.x + before.width + 4, before.y + 10);
      await page.mouse.down();
      await page.mouse.move(before.x + before.width + 44, before.y + 10, { steps: 3 });
      await page.mouse.up();
      expect((await type.boundingBox())!.width).toBeCloseTo(before.width + 40, -1);

      await page.getByRole('button', { name: 'More actions of this stream' }).click();
      await page.getByRole('menuitem', { name: 'Columns…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Columns' });
      await dialog.getByRole('spinbutton', { name: 'Width of Type' }).fill('90');
      await dialog.getByRole('spinbutton', { name: 'Width of Type' }).press('Enter');
      await dialog.getByRole('button', { name: 'Move Size up' }).click();
      await dialog.getByRole('textbox', { name: 'JSONPath of a new column' }).fill('fee');
      await dialog.getByRole('button', { name: 'Add column' }).click();
      await expect(dialog.getByRole('alert')).toBeVisible();
      await dialog.getByRole('textbox', { name: 'JSONPath of a new column' }).fill('$.fee');
      await dialog.getByRole('button', { name: 'Add column' }).click();
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
      expect((await type.boundingBox())!.width).toBe(90);
      await expect(timeline.event(29).locator('.pv')).toHaveText(['Olive', '29.0']);
      // Settings are gathered for a moment before they are written.
      await expect
        .poll(async () => readFile(join(userDataDir, 'settings.json'), 'utf8').catch(() => ''))
        .toContain('$.fee');
    }
    await using running = await launchTideline({ userDataDir });
    const timeline = new TimelinePage(running.page);
    await timeline.send(feed.server.origin);
    await timeline.waitForEvents(30);
    expect(await timeline.grid.getByRole('columnheader').allTextContents()).toEqual([
      '#',
      'Time',
      '',
      'Type',
      'id',
      '$.pet.name',
      'Size',
      '$.fee',
      'Data',
    ]);
  } finally {
    await rm(userDataDir, { recursive: true, force: true });
  }
});

test('export writes what is chosen, where the dialog says', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tideline-export-'));
  try {
    await using feed = await startFeed(toPets());
    await using running = await launchTideline();
    const timeline = new TimelinePage(running.page);
    const { app, page } = running;
    const answerWith = (filePath: string): Promise<void> =>
      app.evaluate(({ dialog }, path) => {
        dialog.showSaveDialog = async () => ({ canceled: false, filePath: path });
      }, filePath);
    await timeline.send(feed.server.origin);
    await timeline.waitForEvents(120);
    await timeline.setFilter('Biscuit', '40 of 120');
    const openDialog = async () => {
      await page.getByRole('button', { name: 'More actions of this stream' }).click();
      await page.getByRole('menuitem', { name: 'Export events…' }).click();
      return page.getByRole('dialog', { name: 'Export events' });
    };

    const jsonPath = join(folder, 'biscuit.jsonl');
    await answerWith(jsonPath);
    const dialog = await openDialog();
    await expect(dialog.getByRole('radio', { name: /^Filtered/ })).toBeChecked();
    await dialog.getByRole('button', { name: 'Choose file and export' }).click();
    await expect(dialog.getByRole('status')).toContainText('Wrote 40 rows to biscuit.jsonl');
    const lines = (await readFile(jsonPath, 'utf8')).trimEnd().split('\n');
    expect(lines).toHaveLength(40);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ kind: 'event' });

    const csvPath = join(folder, 'all.csv');
    await answerWith(csvPath);
    await dialog.getByRole('radio', { name: /^CSV/ }).check();
    await dialog.getByRole('radio', { name: /^All/ }).check();
    await dialog.getByRole('checkbox', { name: 'Data' }).uncheck();
    await dialog.getByRole('button', { name: 'Choose file and export' }).click();
    await expect(dialog.getByRole('status')).toContainText('all.csv');
    const csv = await readFile(csvPath, 'utf8');
    expect(csv).toContain('stock.tick');
    expect(csv).not.toContain('Biscuit');

    const rawPath = join(folder, 'all.txt');
    await answerWith(rawPath);
    await dialog.getByRole('radio', { name: /^Raw event stream/ }).check();
    await dialog.getByRole('button', { name: 'Choose file and export' }).click();
    await expect(dialog.getByRole('status')).toContainText('all.txt');
    expect(await readFile(rawPath, 'utf8')).toBe(toPets());
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('the whole timeline by keyboard', async () => {
  await using feed = await startFeed(`: hello\n\n${toPets()}`);
  await using running = await launchTideline();
  const timeline = new TimelinePage(running.page);
  const { app, page } = running;
  const press = (key: string): Promise<void> => page.keyboard.press(key);
  await timeline.send(feed.server.origin);
  await timeline.waitForEvents(120);

  // To the list without the pointer.
  for (let stops = 0; stops < 40; stops++) {
    if (await timeline.grid.evaluate((grid) => grid === document.activeElement)) break;
    await press('Tab');
  }
  await expect(timeline.grid).toBeFocused();
  await press('Home');
  await press('j');
  await press('ArrowDown');
  const active = timeline.grid.getByRole('row', { selected: true });
  await expect(active).toHaveCount(1);
  await expect(active).toContainText('{"id":1,');
  await expect(timeline.grid).toHaveAttribute(
    'aria-activedescendant',
    (await active.getAttribute('id')) ?? '',
  );
  await press('Shift+ArrowDown');
  await press('Shift+ArrowDown');
  await expect(active).toHaveCount(3);
  await press('Control+c');
  await expect(page.getByText('Copied 3 rows.')).toBeVisible();
  const copied = await app.evaluate(({ clipboard }) => clipboard.readText());
  expect(copied).toContain('{"id":1,"pet":{"name":"Juniper"},"fee":1.0}');
  expect(copied).toContain('{"id":3,"pet":{"name":"Biscuit"},"fee":3.0}');
  await press('Control+Shift+c');
  await expect
    .poll(() => app.evaluate(({ clipboard }) => clipboard.readText()))
    .toContain('event: stock.tick\ndata: {"id":3,');

  // Detail and back.
  await press('Enter');
  await expect(page.getByRole('complementary', { name: 'Event 3' })).toBeVisible();
  await press('ArrowDown');
  await expect(page.getByRole('complementary', { name: 'Event 4' })).toBeVisible();
  await press('Escape');
  await expect(timeline.detail).toBeHidden();
  await expect(timeline.grid).toBeFocused();

  // Filter with a candidate, and back to the list.
  await press('Control+f');
  await expect(timeline.filter).toBeFocused();
  await page.keyboard.type('type:stock');
  await expect(page.getByRole('option', { name: /stock\.tick/ })).toBeVisible();
  await press('ArrowDown');
  await press('Enter');
  await expect(timeline.filter).toHaveValue('type:stock.tick ');
  await press('Enter');
  await expect(timeline.grid).toBeFocused();
  await expect(page.getByLabel('Events that match')).toHaveText('40 of 120');
  await press('Escape');
  await expect(timeline.filter).toHaveValue('');

  // One type, comments, row height.
  await press('t');
  await expect(timeline.filter).toHaveValue(/^type:/);
  await press('t');
  await expect(timeline.filter).toHaveValue('');
  await press('h');
  await expect(timeline.filter).toHaveValue('-kind:comment');
  await press('h');
  await expect(timeline.filter).toHaveValue('');
  await press('d');
  await expect(page.getByRole('button', { name: 'Roomy rows' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );

  // Go to a number, a time and an id.
  for (const [target, found] of [
    ['#77', '{"id":77,'],
    ['id:12', '{"id":12,'],
  ] as const) {
    await press('g');
    await page.getByRole('textbox', { name: 'Number, time or id' }).fill(target);
    await press('Enter');
    await expect(active).toContainText(found);
    await expect(timeline.grid).toBeFocused();
  }
  await press('g');
  await page.getByRole('textbox', { name: 'Number, time or id' }).fill('#5000');
  await press('Enter');
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('number 5,000');
  await press('Escape');
  await expect(timeline.grid).toBeFocused();

  // Follow, and the keys that can be switched off.
  await press('f');
  await expect(page.getByRole('button', { name: 'Follow' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await press('Control+k');
  await page.getByRole('combobox', { name: /command/i }).fill('Columns');
  await press('Enter');
  await expect(page.getByRole('dialog', { name: 'Columns' })).toBeVisible();
  await press('Escape');
  await page.getByRole('button', { name: 'More actions of this stream' }).focus();
  await press('Enter');
  await page.getByRole('menuitemcheckbox', { name: 'Single-letter keys' }).focus();
  await press('Enter');
  await timeline.grid.focus();
  await press('f');
  await press('m');
  await expect(page.getByRole('button', { name: 'Follow' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
});

test('new events are announced now and then, and not when that is switched off', async () => {
  await using feed = await startFeed(toPets(1, 3));
  await using running = await launchTideline();
  const timeline = new TimelinePage(running.page);
  const { page } = running;
  await timeline.send(feed.server.origin);
  await timeline.waitForEvents(3);
  const spoken = page.locator('.sres > .sr [aria-live=polite]');
  await feed.write(toPets(4, 26));
  await expect(spoken).toHaveText(/^2[36] new events$/, { timeout: 8_000 });
  await page.getByRole('button', { name: 'More actions of this stream' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Announce new events' }).click();
  await expect(spoken).toHaveText('');
});

test('stats tell the figures of the whole stream', async () => {
  await using feed = await startFeed(toPets());
  await using running = await launchTideline();
  const timeline = new TimelinePage(running.page);
  const { page } = running;
  await timeline.send(feed.server.origin);
  await timeline.waitForEvents(120);
  await page.keyboard.press('Control+5');
  const types = page.getByRole('table', { name: 'By type' });
  await expect(types.getByRole('row').filter({ hasText: 'stock.tick' })).toContainText('40');
  await expect(types.getByRole('row').filter({ hasText: 'stock.tick' })).toContainText('33 %');
  await expect(types.getByRole('columnheader', { name: 'Valid JSON' })).toBeVisible();
  await expect(types.getByRole('row').filter({ hasText: 'stock.tick' })).toContainText('100 %');
  const connections = page.getByRole('table', { name: 'Connections' });
  await expect(connections.getByRole('row')).toHaveCount(2);
  await expect(connections).toContainText('still open');
  feed.end();
  await expect(connections).toContainText('server');
  await expect(page.getByRole('img', { name: /^Size of data: most, / })).toBeVisible();
});
