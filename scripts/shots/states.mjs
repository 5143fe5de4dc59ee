// The states of the design that are built, in an order in which each leads to the next.
import { HTTP_STATES } from './http-states.mjs';
import { ADOPTION_EVENTS, CHAT_BODY, CHAT_EVENTS } from './sample-data.mjs';
import { WORKSPACE_STATES } from './workspace-states.mjs';

/**
 * @typedef {object} Stage
 * @property {import('@playwright/test').Page} page
 * @property {import('./sample-server.mjs').SampleServer} server
 * @property {import('@playwright/test').ElectronApplication} app
 * @property {string} folder an empty one, for a workspace
 *
 * @typedef {object} State
 * @property {string} name number and name as in the design
 * @property {(stage: Stage) => Promise<unknown>} reach resolves when it is on screen
 */

/** @type {readonly State[]} */
export const STATES = [
  {
    name: '11-first-run',
    reach: ({ page }) => page.getByRole('button', { name: /Run/ }).first().waitFor(),
  },
  {
    name: '01-main',
    reach: async ({ page, server }) => {
      await fillRequests(page, server.origin);
      await openTab(page, 0);
      await page.getByRole('tab', { name: /^Body/ }).click();
      await send(page);
      await waitForEvents(page, CHAT_EVENTS);
    },
  },
  {
    name: '02-timeline',
    reach: async ({ page }) => {
      await page.getByRole('button', { name: /^Stop/ }).click();
      await openTab(page, 1);
      await page.getByRole('button', { name: 'Response only' }).click();
      await send(page);
      // The first rows come one by one; going to the top stops the list from following the others.
      await page.locator('.al-row .ix').first().waitFor();
      await page.getByRole('grid', { name: 'Timeline' }).focus();
      await page.keyboard.press('Home');
      await waitForEvents(page, ADOPTION_EVENTS);
      await page.getByRole('button', { name: /new events/ }).waitFor();
    },
  },
  {
    name: '17-palette',
    reach: async ({ page }) => {
      await page.keyboard.press('Control+K');
      await page.getByRole('combobox', { name: /command/i }).fill('re');
      await page.getByRole('option').first().waitFor();
    },
  },
  {
    name: '05-detail-json',
    reach: async ({ page }) => {
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.getByRole('grid', { name: 'Timeline' }).focus();
      await page.keyboard.press('Home');
      await row(page, 8).click();
      await page.getByRole('complementary', { name: 'Event 8' }).getByText('r.osei').waitFor();
    },
  },
  {
    name: '07-detail-hex',
    reach: async ({ page }) => {
      const detail = page.getByRole('complementary', { name: 'Event 8' });
      await detail.getByRole('tab', { name: 'Hex' }).click();
      await detail.getByText('69 64 3a').waitFor();
    },
  },
  {
    name: '06-detail-diff',
    reach: async ({ page }) => {
      const detail = page.getByRole('complementary', { name: 'Event 8' });
      await detail.getByRole('tab', { name: /^Diff/ }).click();
      await detail.getByText('Compared with').waitFor();
      await detail.getByText('"approved"').waitFor();
    },
  },
  {
    name: '21-stats',
    reach: async ({ page }) => {
      await page.getByRole('tab', { name: 'Stats' }).click();
      await page.getByRole('table', { name: 'By type' }).getByText('100 %').first().waitFor();
    },
  },
  {
    name: '03-timeline-filtered',
    reach: async ({ page }) => {
      await page.getByRole('tab', { name: /^Timeline/ }).click();
      await page.getByRole('button', { name: 'Close', exact: true }).click();
      await page.getByRole('button', { name: 'Compact rows' }).click();
      const filter = page.getByRole('combobox', { name: 'Filter' });
      await filter.fill('/"name":"(Biscuit|Juniper)"/ -type:stock.tick,pet.available');
      await page.getByLabel('Events that match').waitFor();
      await page.getByRole('grid', { name: 'Timeline' }).focus();
      await page.keyboard.press('Home');
      await row(page, 3).click();
      await page.getByRole('button', { name: 'Mark', exact: true }).click();
      await page.locator('.ev.star').waitFor();
      await page.getByRole('button', { name: 'Close', exact: true }).click();
    },
  },
  {
    name: '03-timeline-paused',
    reach: async ({ page, server }) => {
      await page.getByRole('combobox', { name: 'Filter' }).fill('');
      await page.getByLabel('Events that match').waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Follow' }).click();
      await row(page, ADOPTION_EVENTS).waitFor();
      await page.getByRole('grid', { name: 'Timeline' }).hover();
      await page.mouse.wheel(0, -2000);
      await row(page, ADOPTION_EVENTS).waitFor({ state: 'detached' });
      server.sendTicks(23);
      await page.getByRole('button', { name: /^23 new events/ }).waitFor();
    },
  },
  {
    name: '22-stream-settings',
    reach: async ({ page }) => {
      await page.getByRole('button', { name: 'Normal rows' }).click();
      await page.getByRole('button', { name: 'Side by side' }).click();
      await page.getByRole('tab', { name: 'Stream', exact: true }).click();
      await page.getByRole('grid', { name: 'Timeline' }).focus();
      await page.keyboard.press('Home');
      await row(page, 1).waitFor();
    },
  },
  {
    name: '04-reconnecting',
    reach: async ({ page, server }) => {
      await page.getByRole('button', { name: 'Response only' }).click();
      await page.getByRole('button', { name: 'Follow' }).click();
      server.endFeed();
      await page.getByText('Reconnecting in').waitFor();
    },
  },
  {
    name: '12-error-tls',
    reach: async ({ page, server }) => {
      await page.keyboard.press('Control+.');
      await sendTo(page, `${server.tlsOrigin}/adoptions/live?store=harbour`);
      await waitForError(page);
    },
  },
  {
    name: '13-error-dns',
    reach: async ({ page }) => {
      await sendTo(page, 'http://feed.petstor.test/adoptions/live?store=harbour');
      await waitForError(page, 'petstor');
    },
  },
  {
    name: '14-error-refused',
    reach: async ({ page, server }) => {
      await sendTo(page, `${server.closedOrigin}/adoptions/live?store=harbour`);
      await waitForError(page, 'Nothing listens');
    },
  },
  {
    name: '23-waiting',
    reach: async ({ page, server }) => {
      await openTab(page, 0);
      await sendTo(page, `${server.origin}/v1/slow`);
      await page.getByRole('heading', { name: 'Connected. No event yet' }).waitFor();
      await page.getByText('Content-Encoding: gzip').waitFor();
    },
  },
  {
    name: '16-looks-like-sse',
    reach: async ({ page, server }) => {
      await page.keyboard.press('Control+.');
      await openTab(page, 1);
      await sendTo(page, `${server.origin}/adoptions/plain`);
      await page.getByText('This looks like an event stream.').waitFor();
      await page.getByText('106').first().waitFor();
    },
  },
  {
    name: '15-ordinary-json',
    reach: async ({ page }) => {
      await page.keyboard.press('Control+.');
      await openTab(page, 2);
      await page.getByRole('button', { name: 'Side by side' }).click();
      await page
        .getByRole('tab', { name: /^Headers/ })
        .first()
        .click();
      await send(page);
      await page.getByText('"/orders/8421/events"').waitFor();
    },
  },
  ...HTTP_STATES,
  ...WORKSPACE_STATES,
];

/**
 * Opens three requests: a chat completion, a feed and an order.
 *
 * @param {import('@playwright/test').Page} page
 * @param {string} origin
 */
async function fillRequests(page, origin) {
  await fillUrl(page, `${origin}/v1/messages`);
  await page.getByRole('combobox', { name: /^Method/ }).click();
  await page.getByRole('option', { name: 'POST', exact: true }).click();
  await fillHeaders(page, [
    ['Accept', 'text/event-stream'],
    ['X-Api-Key', 'sk-pets-0123'],
    ['X-Store', 'harbour'],
  ]);
  await page.getByRole('tab', { name: /^Body/ }).click();
  await page.getByRole('button', { name: 'JSON', exact: true }).click();
  await page.getByRole('textbox', { name: 'Request body' }).fill(CHAT_BODY);
  await page.getByRole('button', { name: 'New request' }).click();
  await fillUrl(page, `${origin}/adoptions/live?store=harbour`);
  await page.getByRole('button', { name: 'New request' }).click();
  await fillUrl(page, `${origin}/orders/8421`);
  await fillHeaders(page, [
    ['Accept', 'application/json'],
    ['Authorization', 'Bearer pets-4711'],
    ['X-Store', 'harbour'],
    ['X-Debug', '1'],
  ]);
  await page.getByRole('checkbox', { name: 'Send X-Debug' }).click();
}

/**
 * @param {import('@playwright/test').Page} page
 * @param {readonly (readonly [name: string, value: string])[]} fields
 */
async function fillHeaders(page, fields) {
  await page
    .getByRole('tab', { name: /^Headers/ })
    .first()
    .click();
  for (const [index, [name, value]] of fields.entries()) {
    await page
      .getByRole('textbox', { name: 'Add a header: name' })
      .pressSequentially(name[0] ?? '');
    await page.getByLabel(`Name of header ${index + 1}`).fill(name);
    await page.getByLabel(`Value of ${name}`).fill(value);
  }
}

/**
 * @param {import('@playwright/test').Page} page
 * @param {number} index
 */
async function openTab(page, index) {
  // The list owns its tabs by their ids; they stand beside it.
  const tabs = page.locator('.tabs-list').getByRole('tab');
  await tabs.nth(index).click();
}

/**
 * @param {import('@playwright/test').Page} page
 * @param {string} url
 */
async function fillUrl(page, url) {
  await page.getByRole('textbox', { name: 'URL', exact: true }).fill(url);
}

/** @param {import('@playwright/test').Page} page */
async function send(page) {
  await page
    .getByRole('button', { name: /^Send(?! )/ })
    .first()
    .click();
}

/**
 * @param {import('@playwright/test').Page} page
 * @param {string} url
 */
async function sendTo(page, url) {
  await fillUrl(page, url);
  await send(page);
}

/**
 * @param {import('@playwright/test').Page} page
 * @param {number} number of the event
 */
function row(page, number) {
  const hasNumber = page.getByText(number.toLocaleString('en-US'), { exact: true });
  return page.locator('.al-row').filter({ has: page.locator('.ix').and(hasNumber) });
}

/**
 * @param {import('@playwright/test').Page} page
 * @param {number} count
 */
async function waitForEvents(page, count) {
  await page.getByRole('tab', { name: `Timeline ${count.toLocaleString('en-US')}` }).waitFor();
}

/**
 * @param {import('@playwright/test').Page} page
 * @param {string} [text] that the heading holds
 */
async function waitForError(page, text = '') {
  await page.locator('.err-head').getByRole('heading').filter({ hasText: text }).waitFor();
}
