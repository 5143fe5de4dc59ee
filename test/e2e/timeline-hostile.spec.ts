import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ENTRY_DETAIL_BYTES_MAX } from '../../shared/limits.ts';
import { launchTideline } from '../support/electron-app.ts';
import { TimelinePage, startFeed, toEvent } from '../support/timeline-page.ts';
import { listPayloads } from '../support/xss-payloads.ts';

/** A server that counts what it is asked for. */
async function startCanary() {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.setHeader('access-control-allow-origin', '*').end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Elements that no part of the window makes, and whether a script of a payload ran. */
function findForeign(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const foreign =
      'script:not([src^="tideline:"]):not([src^="./"]):not([src^="/"]), iframe, object, embed, video, audio, img, base, form, marquee, details, template, noscript, math, [onerror], [onload], [onfocus], [onmouseover], [ping], a[href]';
    const roots: (Document | ShadowRoot)[] = [document];
    for (const element of document.querySelectorAll('*')) {
      if (element.shadowRoot !== null) roots.push(element.shadowRoot);
    }
    const found = roots.flatMap((root) =>
      [...root.querySelectorAll(foreign)].map((element) => element.outerHTML.slice(0, 200)),
    );
    return 'hasRunInjected' in globalThis ? [...found, 'a script ran'] : found;
  });
}

/** Payloads of one stream: as many as event types have a chip. */
const PER_STREAM = 12;
const SINKS = [
  'list row',
  'chip',
  'tooltip',
  'column',
  'detail pretty',
  'detail raw',
  'hex',
  'diff',
  'search hit',
  'stats',
] as const;

test('T13: sixty payloads are text in every place of the timeline, and load nothing', async () => {
  test.setTimeout(240_000);
  await using canary = await startCanary();
  const payloads = listPayloads(canary.origin);
  expect(new Set(payloads).size).toBeGreaterThanOrEqual(60);
  await using running = await launchTideline();
  const timeline = new TimelinePage(running.page);
  const { page } = running;
  const before = await findForeign(page);
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  const cells: string[] = [];
  const check = async (
    sink: (typeof SINKS)[number],
    payload: string,
    read: () => Promise<string | null>,
  ): Promise<void> => {
    await expect.poll(read, { message: `${sink}: ${payload}` }).toContain(payload);
    cells.push(`${sink} ${payload}`);
  };

  for (let from = 0; from < payloads.length; from += PER_STREAM) {
    const batch = payloads.slice(from, from + PER_STREAM);
    // Two events of each type: the bare text, and the text in JSON with a change for the difference.
    const text = batch
      .map(
        (payload, index) =>
          toEvent(payload, payload, `${payload}`) +
          toEvent(payload, JSON.stringify({ p: payload, n: index }), index),
      )
      .join('');
    await using feed = await startFeed(`: ${batch[0]}\n${batch[1]}: x\n${text}`);
    await timeline.send(feed.server.origin);
    await timeline.waitForEvents(batch.length * 2);
    await timeline.grid.focus();
    await page.keyboard.press('Home');
    if (from === 0) {
      await timeline.event(2).click();
      await timeline.detail.locator('.cm-line').getByText('"p"').click();
      await page.getByRole('button', { name: 'Add column' }).click();
      await page.getByRole('button', { name: 'Close', exact: true }).click();
    }
    await timeline.grid.focus();
    for (const [index, payload] of batch.entries()) {
      const bare = timeline.event(index * 2 + 1);
      const inJson = timeline.event(index * 2 + 2);
      await page.keyboard.press('g');
      await page.getByRole('textbox', { name: 'Number, time or id' }).fill(`#${index * 2 + 2}`);
      await page.keyboard.press('Enter');
      await expect(timeline.grid).toBeFocused();
      await check('list row', payload, () => bare.locator('.dt').textContent());
      await check('tooltip', payload, () => bare.locator('.id').getAttribute('title'));
      await check('column', payload, () => inJson.locator('.pv').textContent());
      await check('chip', payload, () => page.locator('.chip bdi').nth(index).textContent());
      await page.keyboard.press('Enter');
      const tab = (name: string | RegExp): Promise<void> =>
        timeline.detail.getByRole('tab', { name }).click();
      await tab('Pretty');
      const asJson = JSON.stringify(payload);
      await expect.poll(() => timeline.readCode()).toContain(asJson);
      cells.push(`detail pretty ${payload}`);
      await tab('Raw');
      await check('detail raw', JSON.stringify({ p: payload }).slice(1, -1), () =>
        timeline.readCode(),
      );
      await tab('Hex');
      // Only the lines on screen are drawn; they hold this much of the event.
      await check('hex', payload.slice(0, 60), async () =>
        (await timeline.detail.locator('.hex [role=gridcell]:last-child').allTextContents()).join(
          '',
        ),
      );
      await tab(/^Diff/);
      await expect
        .poll(() => timeline.detail.locator('.cm-removed').allTextContents())
        .toContain(payload);
      cells.push(`diff ${payload}`);
      await page.keyboard.press('Escape');
      await timeline.grid.focus();
      if (await timeline.detail.isVisible()) await page.keyboard.press('Escape');
    }
    for (const payload of batch) {
      await timeline.filter.fill(JSON.stringify(payload));
      await check('search hit', payload, () =>
        timeline.grid.locator('.dt mark').first().textContent(),
      );
    }
    await timeline.filter.fill('');
    await page.keyboard.press('Control+5');
    const names = page.getByRole('table', { name: 'By type' }).locator('.pill');
    await expect(names).toHaveCount(batch.length);
    const inStats = await names.allTextContents();
    for (const payload of batch) {
      expect(inStats).toContain(payload);
      cells.push(`stats ${payload}`);
    }
    await page.keyboard.press('Control+1');
    expect(await findForeign(page)).toEqual(before);
    expect(await page.title()).not.toContain('hasRunInjected');
  }
  expect(cells.length).toBe(payloads.length * SINKS.length);
  expect(dialogs).toEqual([]);
  expect(canary.asked).toEqual([]);
});

const DEEP = 100_000;

function toKeys(count: number): string {
  return `{${Array.from({ length: count }, (_, n) => `"k${n}":0`).join(',')}}`;
}

test('T28: an expression that takes for ever on what is shown stops its marks, not the window', async () => {
  await using feed = await startFeed(toEvent('delta', `${'a'.repeat(60)}!`).repeat(20));
  await using running = await launchTideline();
  const timeline = new TimelinePage(running.page);
  const { page } = running;
  await timeline.send(feed.server.origin);
  await timeline.waitForEvents(20);
  // The query itself is done at the type and never comes to the expression.
  await timeline.setFilter('type:delta or /(a+)+$/', '20 of 20');
  await expect(
    page.getByText('Matches are not marked: the expression takes too long'),
  ).toBeVisible();
  await timeline.setFilter('type:delta or /a+/', '20 of 20');
  await expect(timeline.events.last().locator('.dt mark')).toHaveText('a'.repeat(60));
});

test.describe('T24: JSON that breaks others', () => {
  const CASES: readonly (readonly [name: string, json: string, shown: RegExp])[] = [
    ['nesting of 100,000', '['.repeat(DEEP) + ']'.repeat(DEEP), /^\[/],
    ['60,000 keys', toKeys(60_000), /"k0": 0/],
    // Longer than what the detail shows: it says so, and the copy is whole all the same.
    ['1,000,000 keys', toKeys(1_000_000), /^event: 1,000,000 keys\ndata: \{"k0":0,/],
    ['duplicate keys', '{"a":1,"a":2}', /"a": 1,\n {2}"a": 2/],
    ['__proto__', '{"__proto__":{"polluted":true}}', /"__proto__": \{/],
    ['a number beyond doubles', '{"n":9007199254740993,"e":1e400}', /9007199254740993/],
    ['lone surrogates', String.raw`{"s":"\ud800 and \udfff"}`, /\\ud800 and \\udfff/],
  ];
  test('is shown as it was sent, and copied as it was sent', async () => {
    await using feed = await startFeed(CASES.map(([name, json]) => toEvent(name, json)).join(''));
    await using running = await launchTideline();
    const timeline = new TimelinePage(running.page);
    const { app, page } = running;
    await timeline.send(feed.server.origin);
    await timeline.waitForEvents(CASES.length);
    for (const [index, [name, json, shown]] of CASES.entries()) {
      await timeline.event(index + 1).click();
      await expect(page.getByRole('complementary', { name: `Event ${index + 1}` })).toBeVisible();
      const isLong = json.length > ENTRY_DETAIL_BYTES_MAX;
      const tab = timeline.detail.getByRole('tab', { name: isLong ? 'Raw' : 'Pretty' });
      await expect(tab, name).toBeVisible();
      if (isLong) await expect(page.getByText('The first 1.0 MB are shown.')).toBeVisible();
      await expect.poll(() => timeline.readCode(), name).toMatch(shown);
      await timeline.grid.focus();
      await page.keyboard.press('Control+c');
      await expect
        .poll(async () => (await app.evaluate(({ clipboard }) => clipboard.readText())) === json)
        .toBe(true);
    }
    expect(await page.evaluate(() => 'polluted' in {})).toBe(false);
    // The window still answers at once.
    await page.keyboard.press('Escape');
    await expect(timeline.detail).toBeHidden();
  });
});
