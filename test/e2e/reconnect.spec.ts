import { expect, test } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { launchTideline } from '../support/electron-app.ts';
import { startScriptedServer } from '../support/scripted-server.ts';

async function sendUrl(page: Page, url: string): Promise<void> {
  const field = page.getByRole('textbox', { name: 'URL' });
  await field.fill(url);
  await field.press('Enter');
}

/** Rows of the timeline that are no events, by a piece of their text. */
function systemRow(page: Page, text: string | RegExp): Locator {
  return page.getByRole('grid', { name: 'Timeline' }).locator('.sys').filter({ hasText: text });
}

function eventRow(page: Page, text: string): Locator {
  return page.getByRole('grid', { name: 'Timeline' }).locator('.ev').filter({ hasText: text });
}

test('a stream that is cut, resumed, and cut in mid-event shows each step and the verdict', async () => {
  const runs = [
    'retry: 60000\n\nid: 1\nevent: tick\ndata: alpha\n\nevnt: tick\nid: 2\nevent: tick\ndata: bravo\n\n',
    'id: 3\nevent: tick\ndata: charlie\n\nid: 4\nevent: tick\ndata: half of',
  ];
  await using server = await startScriptedServer(async (connection, index) => {
    const text = runs[index];
    if (text === undefined) return connection.write('HTTP/1.1 204 No Content\r\n\r\n');
    await connection.openStream();
    await connection.write(text);
    connection.end();
  });
  await using running = await launchTideline();
  const { page } = running;
  await sendUrl(page, server.origin);

  // The loss, and the countdown with what will be sent.
  await expect(systemRow(page, 'Connection lost').first()).toContainText('without a final event');
  const loss = systemRow(page, 'Connection lost');
  await expect(loss).toHaveCount(1);
  const wait = systemRow(page, 'Reconnecting in');
  await expect(wait).toContainText('attempt 1 of 10');
  await expect(wait).toContainText('Last-Event-ID: 2');
  await expect(page.locator('.rstat')).toContainText('Reconnecting');
  await expect(systemRow(page, 'retry: 60000')).toBeVisible();
  await expect(systemRow(page, 'Ignored a line:')).toContainText('evnt: tick');

  // It goes on at once when asked to, and tells that nothing was skipped.
  await wait.getByRole('button', { name: 'Reconnect now' }).click();
  const again = systemRow(page, 'Connected again');
  await expect(again).toContainText('attempt 1');
  await expect(again).toContainText('sent Last-Event-ID: 2');
  await expect(again).toContainText('down for');
  await expect(again).toContainText('no id skipped');
  await expect(systemRow(page, 'Resumed exactly')).toContainText('id 3 follows 2');
  expect(server.connections[1]?.getField('last-event-id')).toBe('2');

  // The event that the end cut is shown as such, and is no event.
  await expect(systemRow(page, 'Unfinished event:')).toContainText('half of');
  await expect(eventRow(page, 'half of')).toHaveCount(0);

  // The key does the same as the button; 204 ends it, and the rows stay.
  await expect(systemRow(page, 'Reconnecting in')).toBeVisible();
  await page.keyboard.press('Control+R');
  await expect(systemRow(page, 'Not reconnecting')).toContainText('204');
  await expect(eventRow(page, 'tick')).toHaveCount(3);
  await expect(page.locator('.conf')).toContainText('A browser would have');
  await expect(page.locator('.conf')).toContainText('dropped 1 unfinished event');
});

test('a problem leads to its bytes, and bytes to the events of their chunk', async () => {
  let sendMore = (): void => {};
  const isWanted = new Promise<void>((resolve) => (sendMore = resolve));
  await using server = await startScriptedServer(async (connection) => {
    await connection.openStream();
    await connection.write('data: first\n\n'.repeat(40));
    await isWanted;
    await connection.write('data: near\nwrong: line\n\ndata: yonder\n\n');
    await connection.closed();
  });
  await using running = await launchTideline();
  const { page } = running;
  await sendUrl(page, server.origin);
  await expect(eventRow(page, 'first').first()).toBeVisible();
  sendMore();
  await expect(eventRow(page, 'yonder')).toBeVisible();

  await systemRow(page, 'Ignored a line:')
    .getByRole('button', { name: /in Raw/ })
    .click();
  await expect(page.getByRole('tab', { name: 'Raw' })).toHaveAttribute('aria-selected', 'true');
  const hit = page.locator('.rawl.hit');
  await expect(hit).toHaveCount(1);
  await expect(hit).toContainText('wrong: line');
  await expect(hit).toBeInViewport();

  await page.locator('.cmark').last().click();
  await expect(page.getByRole('tab', { name: 'Timeline' })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await expect(page.locator('.ev.hit').last()).toContainText('yonder');
});

test('the Stream settings are sent, and the connection can be cut on purpose', async () => {
  await using server = await startScriptedServer(async (connection, index) => {
    await connection.openStream();
    if (index === 0) await connection.write('id: 8\ndata: alpha\n\nid: 9\ndata: bravo\n\n');
    else await connection.write('id: 12\ndata: later\n\n');
    await connection.closed();
  });
  await using running = await launchTideline();
  const { page } = running;
  await page.getByRole('textbox', { name: 'URL' }).fill(server.origin);
  await page.keyboard.press('Alt+5');
  await page.getByLabel('Last-Event-ID to start from').fill('7');
  await page.getByLabel('Wait before reconnecting').fill('0.3');
  await page.getByLabel('Reconnect', { exact: true }).selectOption('Like a browser');
  await page.keyboard.press('Control+Enter');
  await expect(eventRow(page, 'bravo')).toBeVisible();
  expect(server.connections[0]?.getField('last-event-id')).toBe('7');

  await page.getByRole('button', { name: 'More actions of this stream' }).click();
  await page.getByRole('menuitem', { name: 'Cut the connection now' }).click();
  await expect(systemRow(page, 'You cut the connection on purpose')).toBeVisible();
  await expect(systemRow(page, '2 events lost')).toContainText('between 9 and 12');
  expect(server.connections[1]?.getField('last-event-id')).toBe('9');
});

test('a row is a place to reconnect from', async () => {
  await using server = await startScriptedServer(async (connection) => {
    await connection.openStream();
    await connection.write('id: 1\ndata: alpha\n\nid: 2\ndata: bravo\n\nid: 3\ndata: charlie\n\n');
    await connection.closed();
  });
  await using running = await launchTideline();
  const { page } = running;
  await sendUrl(page, server.origin);
  await eventRow(page, 'bravo').click();
  await page.getByRole('button', { name: 'More actions of this stream' }).click();
  await page.getByRole('menuitem', { name: 'Reconnect from the selected row' }).click();
  await expect.poll(() => server.connections.length).toBe(2);
  expect(server.connections[1]?.getField('last-event-id')).toBe('2');
});

test('a stream under another name is offered as events, and read again without sending', async () => {
  await using server = await startScriptedServer(async (connection) => {
    await connection.write('HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n');
    await connection.write('event: tick\ndata: {"n":1}\n\nevent: tick\ndata: {"n":2}\n\n');
    await connection.closed();
  });
  await using running = await launchTideline();
  const { page } = running;
  await sendUrl(page, server.origin);
  await expect(page.getByText('This looks like an event stream.')).toBeVisible();
  await page.getByRole('button', { name: 'View as events' }).click();
  await expect(eventRow(page, 'tick')).toHaveCount(2);
  await expect(page.locator('.conf')).toContainText('A browser would have refused this stream.');
  expect(server.connections).toHaveLength(1);

  // And back, and another way.
  await page.getByRole('button', { name: /^Read as/ }).click();
  await page.getByRole('menuitemradio', { name: 'Plain chunks' }).click();
  await expect(systemRow(page, 'event: tick')).not.toHaveCount(0);
  await page.getByRole('button', { name: /^Read as/ }).click();
  await page.getByRole('menuitemradio', { name: 'Ordinary response' }).click();
  await expect(page.getByText('This looks like an event stream.')).toBeVisible();
  expect(server.connections).toHaveLength(1);
});
