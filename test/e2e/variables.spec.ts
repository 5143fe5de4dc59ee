// Variables and secrets in the real app: where they are edited, what they follow, and what of them goes out.
import { expect, test } from '@playwright/test';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expectAccessible } from '../support/axe.ts';
import {
  chooseFromWorkspaceMenu,
  makeWorkspacePlace,
  startEcho,
  treeRow,
} from '../support/workspace-window.ts';

const SECRET = 'canary-4711-value';

test('globals, own variables and secrets: edited, renamed, sent, and sent again with a change', async () => {
  await using place = await makeWorkspacePlace();
  await using server = await startEcho();
  await mkdir(join(place.folder, 'environments'));
  await writeFile(
    join(place.folder, 'opencollection.yml'),
    'opencollection: 1.0.0\ninfo:\n  name: Shop\n',
  );
  await writeFile(
    join(place.folder, 'Get order.yml'),
    'info:\n  name: Get order\n  type: http\nhttp:\n  method: GET\n  url: "{{host}}/orders/{{order}}"\n  headers:\n    - name: Authorization\n      value: "Bearer {{token}}"\n',
  );
  await writeFile(
    join(place.folder, 'environments', 'Local.yml'),
    'name: Local\nvariables:\n  - name: token\n    secret: true\n',
  );
  await using tideline = await place.launch();
  const { page } = tideline;
  await chooseFromWorkspaceMenu(page, /Open a folder/);
  await expect(treeRow(page, 'Get order')).toBeVisible();

  // Globals are kept as they are typed; a value with a placeholder of its own is told.
  await page.getByRole('button', { name: 'Globals', exact: true }).click();
  await page.getByRole('textbox', { name: 'Add a variable: name' }).fill('host');
  await page.getByRole('textbox', { name: 'Value of host' }).fill(server.origin);
  await page.getByRole('textbox', { name: 'Add a variable: name' }).fill('twice');
  await page.getByRole('textbox', { name: 'Value of twice' }).fill('{{host}}/x');

  await expectAccessible(page, 'globals');
  await page.getByTitle('Edit Local').click();
  await page.getByLabel('Value of token', { exact: true }).fill(SECRET);
  await page.getByRole('button', { name: 'Set the value' }).click();
  await page.getByLabel('Passphrase').fill('correct horse');
  await page.getByRole('button', { name: 'Keep with this passphrase' }).click();
  await expect(page.getByRole('button', { name: 'Forget the value of token' })).toBeVisible();
  await page.getByRole('radio', { name: 'Use Local' }).click();
  // Another name in the editor takes the value along.
  await page.getByRole('textbox', { name: 'Name of the environment' }).fill('Dev');
  await page.keyboard.press('Control+s');
  await expect(page.getByRole('radio', { name: 'Use Dev' })).toBeChecked();
  await expect(page.getByRole('button', { name: 'Forget the value of token' })).toBeVisible();

  await treeRow(page, 'Get order').click();
  const own = page.getByRole('group', { name: 'Variables' });
  await own.getByRole('textbox', { name: 'Add a variable: name' }).fill('order');
  await own.getByRole('textbox', { name: 'Value of order' }).fill('8421');
  await expectAccessible(page, 'own variables');
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => server.seen).toEqual([`GET /orders/8421 Bearer ${SECRET}`]);

  await page.getByRole('button', { name: /^Environment: Dev/ }).click();
  await page.getByRole('menuitem', { name: /^Variables of the request/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Variables of the request' });
  await expect(dialog.getByRole('row', { name: /^twice/ })).toContainText(
    'which is sent as it stands',
  );
  await expect(dialog.getByRole('row', { name: /^host/ })).not.toContainText('as it stands');
  await dialog.getByRole('button', { name: 'Params' }).click();
  await expect(dialog).toBeHidden();

  // From the history, with something changed: the secret is what it is now, and no mark goes out.
  await page.getByRole('button', { name: 'History' }).click();
  const sent = page.getByRole('grid', { name: 'Requests that were sent' }).getByRole('row');
  await sent.getByRole('button', { name: 'Send again' }).click();
  await expect.poll(() => server.seen.length).toBe(2);
  const url = page.getByRole('textbox', { name: 'URL' });
  await url.fill(`${server.origin}/orders/1`);
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => server.seen.at(-1)).toBe(`GET /orders/1 Bearer ${SECRET}`);
});
