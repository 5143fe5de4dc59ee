import { expect, test } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { launchTideline } from '../support/electron-app.ts';
import { startScriptedServer } from '../support/scripted-server.ts';
import type { ScriptedConnection } from '../support/scripted-server.ts';

/** Types a URL into the address field and sends it, as a user would. */
async function sendUrl(page: Page, url: string): Promise<void> {
  const field = page.getByRole('textbox', { name: 'URL' });
  await field.fill(url);
  await field.press('Enter');
}

function eventRows(page: Page): Locator {
  return page.getByRole('grid', { name: 'Timeline' }).locator('.ev');
}

test('rows appear while the stream is open; Follow yields and comes back; detail; stop', async () => {
  let connection: ScriptedConnection | null = null;
  await using server = await startScriptedServer(async (opened) => {
    connection = opened;
    await opened.openStream();
    await opened.write('id: 1\nevent: greeting\ndata: {"hello":"world","n":9007199254740993}\n\n');
  });
  const write = async (text: string): Promise<void> => {
    await connection?.write(text);
  };
  await using running = await launchTideline();
  const { page } = running;
  await sendUrl(page, server.origin);

  // The first event is on screen although the response has not ended.
  await expect(eventRows(page).filter({ hasText: 'greeting' })).toBeVisible();
  await expect(page.locator('.rstat').getByText('Live', { exact: true })).toBeVisible();

  for (let from = 2; from <= 200; from += 20) {
    const numbers = Array.from({ length: 20 }, (_, index) => from + index);
    await write(numbers.map((number) => `event: tick\ndata: ${number}\n\n`).join(''));
  }
  await expect(eventRows(page).last()).toContainText('201');
  const follow = page.getByRole('button', { name: 'Follow' });
  await expect(follow).toHaveAttribute('aria-pressed', 'true');

  // Scrolling up turns Follow off, and new events do not move what is read.
  const grid = page.getByRole('grid', { name: 'Timeline' });
  await grid.hover();
  await page.mouse.wheel(0, -1500);
  await expect(follow).toHaveAttribute('aria-pressed', 'false');
  // Rows that were not at hand come a moment later.
  await expect(eventRows(page).first()).not.toHaveText('');
  const firstShown = await eventRows(page).first().textContent();
  await write('event: tick\ndata: later\n\n'.repeat(23));
  await expect(page.getByRole('button', { name: /23 new events/ })).toBeVisible();
  expect(await eventRows(page).first().textContent()).toBe(firstShown);

  // End resumes it.
  await grid.focus();
  await page.keyboard.press('End');
  await expect(follow).toHaveAttribute('aria-pressed', 'true');
  await expect(eventRows(page).last()).toContainText('later');

  // The first event in full: numbers beyond 2^53 stay as they were sent.
  await page.keyboard.press('Home');
  await eventRows(page).filter({ hasText: 'greeting' }).click();
  await page.keyboard.press('Enter');
  const detail = page.getByRole('complementary', { name: 'Event 1', exact: true });
  await expect(detail).toContainText('9007199254740993');
  await page.keyboard.press('Escape');
  await expect(detail).toBeHidden();

  await page.getByRole('button', { name: /^Stop/ }).click();
  await expect(page.locator('.rstat').getByText('Stopped', { exact: true })).toBeVisible();
  await server.connections[0]?.closed();
});

test('100,000 events: the first, a middle and the last row are there', async () => {
  const total = 100_000;
  await using server = await startScriptedServer(async (connection) => {
    await connection.openStream();
    for (let from = 1; from <= total; from += 1000) {
      const numbers = Array.from({ length: 1000 }, (_, index) => from + index);
      await connection.write(
        numbers.map((number) => `id: ${number}\ndata: event ${number}\n\n`).join(''),
      );
    }
    connection.end();
  });
  await using running = await launchTideline();
  const { page } = running;
  await sendUrl(page, server.origin);
  await expect(eventRows(page).last()).toContainText('event 100000');
  await expect(page.getByText('100,000').first()).toBeVisible();

  const grid = page.getByRole('grid', { name: 'Timeline' });
  await expect(grid).toHaveAttribute('aria-rowcount', /^1000\d\d$/);
  await grid.focus();
  await page.keyboard.press('Home');
  await expect(eventRows(page).first()).toContainText('event 1');

  // The thumb is dragged to the middle of its track.
  const box = await grid.locator('..').locator('.al-bar').boundingBox();
  if (box === null) throw new Error('no scroll bar');
  await page.mouse.move(box.x + box.width / 2, box.y + 6);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 5 });
  await page.mouse.up();
  await expect(eventRows(page).first()).toContainText(/event [3-6]\d{4}/);
});

test('sending again closes the old connection', async () => {
  await using server = await startScriptedServer(async (connection, index) => {
    await connection.openStream();
    await connection.write(`data: run ${index}\n\n`);
  });
  await using running = await launchTideline();
  const { page } = running;
  await sendUrl(page, server.origin);
  await expect(eventRows(page)).toContainText('run 0');
  await page.keyboard.press('Control+Enter');
  await expect(eventRows(page)).toContainText('run 1');
  await server.connections[0]?.closed();
  expect(server.connections).toHaveLength(2);
});

test('an ordinary response shows status, header fields and the body in order', async () => {
  await using server = await startScriptedServer(async (connection) => {
    const body = '{"id":12345678901234567890,"name":"Biscuit"}';
    await connection.write(
      `HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nX-a: 1\r\nX-a: 2\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
  });
  await using running = await launchTideline();
  const { page } = running;
  await sendUrl(page, `${server.origin}/pets/1`);
  await expect(page.getByText('404 Not Found')).toBeVisible();
  await expect(page.locator('.rstat')).toContainText(/(^|[^/])HTTP\/1\.1/);
  await expect(
    page.locator('.cm-content').filter({ hasText: '12345678901234567890' }),
  ).toBeVisible();
});

test('what cannot be sent is told at its field, and a refused connection in a sentence', async () => {
  await using running = await launchTideline();
  const { page } = running;
  await sendUrl(page, 'ftp://example.test/');
  await expect(page.getByRole('textbox', { name: 'URL' })).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByRole('alert')).toBeVisible();
  await sendUrl(page, 'http://127.0.0.1:1/');
  await expect(
    page.getByRole('heading', { name: /Nothing listens on 127\.0\.0\.1:1/ }),
  ).toBeVisible();
  await expect(page.getByText(/ECONNREFUSED/)).toBeVisible();
});
