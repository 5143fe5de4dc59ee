// A workspace in the real app: what is made, sent, broken, deleted and changed by others is never lost.
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  chooseFromWorkspaceMenu,
  killApp,
  makeWorkspacePlace,
  startEcho,
  treeRow,
} from '../support/workspace-window.ts';

const SECRET = 'canary-4711-value';

/** Until the drafts folder of the local data holds a text. */
async function waitForDraft(userDataDir: string, text: string): Promise<void> {
  await expect
    .poll(async () => {
      const files = await readdir(join(userDataDir, 'workspaces'), { recursive: true });
      const drafts = files.filter((file) => /drafts[\\/][0-9a-f]{64}\.json$/.test(file));
      const texts = await Promise.all(
        drafts.map((file) => readFile(join(userDataDir, 'workspaces', file), 'utf8')),
      );
      return texts.some((each) => each.includes(text));
    })
    .toBe(true);
}

/** Names an item that was just made, whose name field has the focus. */
async function nameIt(page: Page, name: string): Promise<void> {
  const field = page.getByRole('tree', { name: 'Collection' }).getByRole('textbox');
  await expect(field).toBeFocused();
  await field.fill(name);
  await field.press('Enter');
  await expect(treeRow(page, name)).toBeVisible();
}

async function openSample(page: Page): Promise<void> {
  await chooseFromWorkspaceMenu(page, /Create the sample/);
  await expect(treeRow(page, 'Get order')).toBeVisible();
}

const url = (page: Page) => page.getByRole('textbox', { name: 'URL' });

test('folder, request, environment and secret are made, sent, and there again after a crash', async () => {
  await using place = await makeWorkspacePlace();
  await using server = await startEcho();
  {
    await using first = await place.launch();
    const { page } = first;
    await chooseFromWorkspaceMenu(page, 'New workspace…');
    await page.getByRole('dialog').getByRole('textbox').fill('Shop');
    await page.getByRole('button', { name: 'Choose a folder…' }).click();
    await expect(treeRow(page, 'Shop')).toBeVisible();

    await page.getByRole('button', { name: 'New request or folder' }).click();
    await page.getByRole('menuitem', { name: 'New folder' }).click();
    await nameIt(page, 'Orders');
    await page.getByRole('button', { name: 'New request or folder' }).click();
    await page.getByRole('menuitem', { name: 'New request' }).click();
    await nameIt(page, 'Get order');

    await page.getByRole('button', { name: 'New environment' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('Local');
    await page.getByRole('button', { name: 'Create' }).click();
    // A request has a table of the same kind, and is shown until the environment is made.
    await page.getByRole('region', { name: 'Environment Local' }).waitFor();
    await page.getByRole('textbox', { name: 'Add a variable: name' }).fill('base');
    await page.getByRole('textbox', { name: 'Value of base' }).fill(server.origin);
    await page.getByRole('textbox', { name: 'Add a variable: name' }).fill('token');
    await page.getByRole('switch', { name: 'token is a secret' }).click();
    await page.keyboard.press('Control+s');
    await expect(page.getByRole('tab', { name: 'Local', exact: true })).toBeVisible();
    await page.getByLabel('Value of token', { exact: true }).fill(SECRET);
    await page.getByRole('button', { name: 'Set the value' }).click();
    // There is no keyring in a test, which is told, and a passphrase takes its place.
    await page.getByLabel('Passphrase').fill('correct horse');
    await page.getByRole('button', { name: 'Keep with this passphrase' }).click();
    await expect(page.getByText(/encrypted with your passphrase/)).toBeVisible();
    await expect(page.getByRole('button', { name: 'Forget the value of token' })).toBeVisible();
    await page.getByRole('radio', { name: 'Use Local' }).click();

    await treeRow(page, 'Get order').click();
    await url(page).fill('{{base}}/orders/8421');
    await page.getByRole('tab', { name: /^Headers/ }).click();
    await page.getByRole('textbox', { name: 'Add a header: name' }).fill('Authorization');
    await page.getByLabel('Value of Authorization', { exact: true }).fill('Bearer {{token}}');
    await page.keyboard.press('Control+s');
    await expect(page.getByRole('tab', { name: 'Get order', exact: true })).toBeVisible();
    await page.keyboard.press('Control+Enter');
    await expect(page.getByText('200 OK')).toBeVisible();
    expect(server.seen).toEqual([`GET /orders/8421 Bearer ${SECRET}`]);

    // An edit that was not saved, and a request that has no file.
    await url(page).fill('{{base}}/orders/8421?edited=1');
    await page.keyboard.press('Control+n');
    await url(page).fill('{{base}}/scratch');
    await waitForDraft(place.userDataDir, 'edited=1');
    await waitForDraft(place.userDataDir, '/scratch');
    await killApp(first);
  }
  await using second = await place.launch();
  const { page } = second;
  await expect(treeRow(page, 'Get order, GET, edited')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Environment: Local/ })).toBeVisible();
  await expect(url(page)).toHaveValue('{{base}}/scratch');
  await page.getByRole('tab', { name: 'Get order, edited' }).click();
  await expect(url(page)).toHaveValue('{{base}}/orders/8421?edited=1');
  await page.keyboard.press('Control+Enter');
  const dialog = page.getByRole('dialog', { name: 'Unlock the secrets' });
  await dialog.waitFor();
  await page.getByLabel('Passphrase').fill('another one');
  await page.getByRole('button', { name: 'Unlock' }).click();
  await expect(dialog.getByRole('alert')).toContainText('not the passphrase');
  await page.getByLabel('Passphrase').fill('correct horse');
  await page.getByRole('button', { name: 'Unlock' }).click();
  await expect.poll(() => server.seen.at(-1)).toBe(`GET /orders/8421?edited=1 Bearer ${SECRET}`);
  await expect(page.getByText('200 OK')).toBeVisible();

  // The history has both, masks the secret, and sends it again with what it stands for now.
  await page.getByRole('button', { name: 'History' }).click();
  const sent = page.getByRole('grid', { name: 'Requests that were sent' }).getByRole('row');
  await expect(sent).toHaveCount(2);
  await page.getByRole('searchbox', { name: 'Find in the history' }).fill('edited=1 200');
  await expect(sent).toHaveCount(1);
  await sent.getByRole('button', { name: 'Send again' }).click();
  await expect.poll(() => server.seen.length).toBe(3);
  expect(server.seen[2]).toBe(`GET /orders/8421?edited=1 Bearer ${SECRET}`);
  await page
    .getByRole('tab', { name: /^Headers/ })
    .first()
    .click();
  await expect(page.getByLabel('Value of Authorization', { exact: true })).not.toHaveValue(
    new RegExp(SECRET),
  );
  await page.getByRole('tab', { name: 'History', exact: true }).click();
  await expect(sent).toHaveCount(3);
  await sent.last().getByRole('button', { name: 'Open' }).click();
  await expect(page.getByText('200 OK')).toBeVisible();
  expect(server.seen).toHaveLength(3);

  const files = await readdir(place.folder, { recursive: true });
  for (const file of files.filter((each) => each.endsWith('.yml'))) {
    expect(await readFile(join(place.folder, file), 'utf8')).not.toContain(SECRET);
  }
});

test('T43: opening, browsing, sending and closing changes no file', async () => {
  await using place = await makeWorkspacePlace();
  {
    await using first = await place.launch();
    await openSample(first.page);
  }
  await place.git('init', '-q');
  await place.git('add', '-A');
  await place.git('commit', '-qm', 'sample');
  {
    await using second = await place.launch();
    const { page } = second;
    for (const name of ['List pets', 'Create order', 'Live news', 'Get user']) {
      await treeRow(page, name).dblclick();
      await expect(page.getByRole('tab', { name, exact: true })).toBeVisible();
    }
    for (const name of ['Pet', 'Modern Pet Store']) {
      await treeRow(page, name).click({ button: 'right' });
      await page.getByRole('menuitem', { name: /^Edit the/ }).click();
      await expect(page.getByRole('textbox', { name: /^Name of the/ })).toHaveValue(name);
    }
    await page.getByTitle('Edit Local').click();
    await expect(page.getByRole('textbox', { name: 'Name of the environment' })).toBeVisible();
    await page.getByRole('tab', { name: 'List pets', exact: true }).click();
    await page.keyboard.press('Control+s');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByText('200 OK')).toBeVisible();
    await treeRow(page, 'Store').click();
    await chooseFromWorkspaceMenu(page, 'Close the workspace');
    await expect(page.getByRole('button', { name: 'Workspace: Personal' })).toBeVisible();
  }
  expect(await place.git('status', '--porcelain', '--ignored')).toBe('');
});

test('T44: a broken file is shown with its line and mended as text', async () => {
  await using place = await makeWorkspacePlace();
  await using tideline = await place.launch();
  const { page } = tideline;
  await openSample(page);
  const path = join(place.folder, 'Pet', 'Get pet.yml');
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.replace('method: GET', 'method: "GET'));
  const row = page.getByRole('treeitem', { name: /^Get pet, cannot be read/ });
  await row.click();
  await expect(page.getByRole('status').filter({ hasText: /line 6, column/ })).toBeVisible();
  const editor = page.getByRole('textbox', { name: 'Text of Pet/Get pet.yml' });
  await editor.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(text);
  await page.keyboard.press('Control+s');
  await expect(url(page)).toHaveValue('{{demoUrl}}/pets/{{petId}}');
  expect(await readFile(path, 'utf8')).toBe(text);
});

test('T46: a deleted folder comes back, file for file', async () => {
  await using place = await makeWorkspacePlace();
  await using tideline = await place.launch();
  const { page } = tideline;
  await openSample(page);
  const read = async (): Promise<string> => {
    const names = (await readdir(join(place.folder, 'Pet'))).toSorted();
    const texts = await Promise.all(
      names.map((name) => readFile(join(place.folder, 'Pet', name), 'utf8')),
    );
    return JSON.stringify([names, texts]);
  };
  const before = await read();
  await treeRow(page, 'Get pet').dblclick();
  await expect(page.getByRole('tab', { name: 'Get pet', exact: true })).toBeVisible();
  await treeRow(page, 'Pet').click();
  await page.keyboard.press('Delete');
  await expect(treeRow(page, 'Pet')).toHaveCount(0);
  await expect(page.getByRole('tab', { name: 'Get pet', exact: true })).toHaveCount(0);
  await page.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(treeRow(page, 'Pet')).toBeVisible();
  expect(await read()).toBe(before);

  // Without the notice, the history has it.
  await treeRow(page, 'Pet').click();
  await treeRow(page, 'List pets').click();
  await page.keyboard.press('Delete');
  await expect(treeRow(page, 'List pets')).toHaveCount(0);
  await page.getByRole('button', { name: 'History' }).click();
  await page.getByRole('tab', { name: 'Files' }).click();
  const version = page.getByRole('row', { name: /Pet\/List pets\.yml.*deleted/ }).first();
  await version.getByRole('button', { name: 'Restore' }).click();
  await expect(treeRow(page, 'List pets')).toBeVisible();
  expect(await read()).toBe(before);
});

test('T51: a file that changes under edits keeps both; without edits the tab follows', async () => {
  await using place = await makeWorkspacePlace();
  await using tideline = await place.launch();
  const { page } = tideline;
  await openSample(page);
  const path = join(place.folder, 'Store', 'Get order.yml');
  const change = async (to: string): Promise<void> => {
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace(/url: .*/, `url: "{{demoUrl}}/orders/${to}"`));
  };
  await treeRow(page, 'Get order').dblclick();
  await expect(url(page)).toHaveValue('{{demoUrl}}/orders/8421');
  await change('from-git');
  await expect(url(page)).toHaveValue('{{demoUrl}}/orders/from-git');

  await url(page).fill('{{demoUrl}}/orders/mine');
  await change('theirs');
  await page.getByRole('button', { name: 'Show both' }).click();
  const both = page.getByRole('region', { name: 'Mine and theirs' });
  await expect(both).toContainText('GET {{demoUrl}}/orders/mine');
  await expect(both).toContainText('GET {{demoUrl}}/orders/theirs');
  // Saving as ever writes nothing over the other's work.
  await page.keyboard.press('Control+s');
  await expect(page.getByText(/Nothing was written/)).toBeVisible();
  expect(await readFile(path, 'utf8')).toContain('orders/theirs');
  await page.getByRole('button', { name: 'Save mine as a copy' }).click();
  await expect(url(page)).toHaveValue('{{demoUrl}}/orders/mine');
  await page.getByRole('tab', { name: 'Get order', exact: true }).click();
  await expect(url(page)).toHaveValue('{{demoUrl}}/orders/theirs');

  await url(page).fill('{{demoUrl}}/orders/again');
  await change('theirs-again');
  await page.getByRole('button', { name: 'Keep mine' }).click();
  await expect.poll(() => readFile(path, 'utf8')).toContain('orders/again');
  await expect(page.getByRole('button', { name: 'Keep mine' })).toHaveCount(0);

  await url(page).fill('{{demoUrl}}/orders/last');
  await rm(path);
  await page.getByRole('button', { name: 'Save it again' }).click();
  await expect(treeRow(page, 'Get order')).toBeVisible();
  await expect(url(page)).toHaveValue('{{demoUrl}}/orders/last');
});

test('T45: what was typed is kept within a second, in every kind of body', async () => {
  await using place = await makeWorkspacePlace();
  {
    await using first = await place.launch();
    const { page } = first;
    await openSample(page);
    await treeRow(page, 'Create order').dblclick();
    await page.getByRole('tab', { name: /^Body/ }).click();
    const body = page.getByRole('textbox', { name: 'Request body' });
    await body.click();
    await page.keyboard.press('Control+End');
    await page.keyboard.insertText('\nlast words');
    await waitForDraft(place.userDataDir, 'last words');
    await killApp(first);
  }
  await using second = await place.launch();
  const { page } = second;
  await expect(page.getByRole('tab', { name: 'Create order, edited' })).toBeVisible();
  await page.getByRole('tab', { name: /^Body/ }).click();
  await expect(page.getByRole('textbox', { name: 'Request body' })).toContainText('last words');
});

test('the tree by keyboard: rename, duplicate, move, cut and paste, search', async () => {
  await using place = await makeWorkspacePlace();
  await using tideline = await place.launch();
  const { page } = tideline;
  await openSample(page);
  const names = (): Promise<readonly string[]> =>
    page
      .getByRole('treeitem')
      .evaluateAll((rows) =>
        rows.map((row) => row.getAttribute('aria-label')?.split(',')[0] ?? ''),
      );
  const find = page.getByRole('searchbox', { name: 'Find' });
  await find.fill('get user');
  await expect.poll(names).toEqual(['Modern Pet Store', 'User', 'Get user']);
  await page.keyboard.press('Enter');
  await page.keyboard.press('End');
  await page.keyboard.press('F2');
  await nameIt(page, 'Get user now');
  await page.keyboard.press('/');
  await expect(find).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tree', { name: 'Collection' })).toBeFocused();
  await page.keyboard.press('Control+d');
  await expect(treeRow(page, 'Get user now copy')).toBeVisible();
  expect(await readdir(join(place.folder, 'User'))).toContain('Get user now copy.yml');
  await page.keyboard.press('Alt+ArrowUp');
  await page.keyboard.press('Alt+ArrowLeft');
  await expect.poll(() => readdir(place.folder)).toContain('Get user now copy.yml');
  // The tree follows the folder; what is cut next is the request at its new place.
  const moved = page.getByRole('treeitem', {
    name: /^Get user now copy/,
    level: 2,
    selected: true,
  });
  await expect(moved).toBeVisible();
  await page.keyboard.press('Control+x');
  await page.keyboard.press('Home');
  await page.keyboard.press('c');
  await page.keyboard.press('Control+v');
  await expect.poll(() => readdir(join(place.folder, 'Chat'))).toContain('Get user now copy.yml');
});
