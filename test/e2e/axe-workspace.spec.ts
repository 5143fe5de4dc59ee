// The screens of a workspace, looked at by axe as a whole page.
import { expect, test } from '@playwright/test';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expectAccessible, setTheme } from '../support/axe.ts';
import {
  chooseFromWorkspaceMenu,
  makeWorkspacePlace,
  treeRow,
} from '../support/workspace-window.ts';

for (const theme of ['dark', 'light'] as const) {
  test(`axe finds nothing on any screen of a workspace, ${theme}`, async () => {
    test.setTimeout(180_000);
    await using place = await makeWorkspacePlace();
    await using running = await place.launch();
    const { page } = running;
    await setTheme(page, theme);
    const check = (screen: string): Promise<void> => expectAccessible(page, screen);
    await chooseFromWorkspaceMenu(page, 'New workspace…');
    await expect(page.getByRole('dialog', { name: 'New workspace' })).toBeVisible();
    await check('new workspace');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Workspace: / }).click();
    await check('menu of the workspace');
    await page.getByRole('menuitem', { name: /Create the sample/ }).click();
    await treeRow(page, 'List pets').click();
    await expect(page.getByRole('tab', { name: 'List pets, preview' })).toBeVisible();
    await check('request of the tree');
    await treeRow(page, 'List pets').click({ button: 'right' });
    await check('menu of a request');
    await page.keyboard.press('Escape');
    await treeRow(page, 'List pets').click();
    await page.keyboard.press('F2');
    await expect(page.getByRole('tree').getByRole('textbox', { name: 'Name' })).toBeFocused();
    await check('new name in the tree');
    await page.keyboard.press('Escape');

    await page.getByTitle('Edit Local').dblclick();
    await expect(page.getByRole('textbox', { name: 'Name of the environment' })).toBeVisible();
    await check('environment');
    await page.getByRole('radio', { name: 'Use Local' }).click();
    await page.getByRole('button', { name: 'Duplicate' }).click();
    await expect(page.getByTitle('Edit Local copy')).toBeVisible();
    await page.getByRole('tab', { name: 'Local', exact: true }).click();
    await page.getByRole('button', { name: 'Compare' }).click();
    await expect(page.getByRole('columnheader', { name: 'Difference' })).toBeVisible();
    await check('environments beside each other');
    await page.getByLabel('Value of apiKey', { exact: true }).fill('pets-4711');
    await page.getByRole('button', { name: 'Set the value' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await check('place for secrets');
    await page.getByRole('button', { name: 'Keep until Tideline closes' }).click();

    await treeRow(page, 'Get pet').dblclick();
    await expect(page.getByRole('tab', { name: 'Get pet', exact: true })).toBeVisible();
    const url = page.getByRole('textbox', { name: 'URL' });
    await url.fill('{{demoUrl}}/pets/{{petId}}?fields={{fields}}');
    const path = join(place.folder, 'Pet', 'Get pet.yml');
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('/pets/{{petId}}', '/v2/pets/{{petId}}'));
    await page.getByRole('button', { name: 'Show both' }).click();
    await expect(page.getByRole('region', { name: 'Mine and theirs' })).toBeVisible();
    await check('conflict');
    await page.getByRole('button', { name: 'Keep mine' }).click();
    await expect(page.getByRole('region', { name: 'Mine and theirs' })).toBeHidden();
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('dialog')).toBeVisible();
    await check('variables without a value');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Environment: / }).click();
    await check('menu of the environments');
    await page.getByRole('menuitem', { name: 'Variables of the request…' }).click();
    await expect(page.getByRole('cell', { name: 'the environment Local' }).first()).toBeVisible();
    await check('variables of the request');
    await page.keyboard.press('Escape');

    const broken = join(place.folder, 'Pet', 'Update pet.yml');
    await writeFile(
      broken,
      (await readFile(broken, 'utf8')).replace('method: PUT', 'method: "PUT'),
    );
    await page.getByRole('treeitem', { name: /^Update pet, cannot be read/ }).dblclick();
    await expect(page.getByRole('textbox', { name: /^Text of/ })).toBeVisible();
    await check('file that cannot be read');
    await treeRow(page, 'Pet').click({ button: 'right' });
    await page.getByRole('menuitem', { name: /^Edit the folder/ }).click();
    await expect(page.getByRole('textbox', { name: 'Name of the folder' })).toBeVisible();
    await check('folder');

    await treeRow(page, 'Get order').dblclick();
    await page.getByRole('tab', { name: 'Get order', exact: true }).waitFor();
    await page.keyboard.press('Control+Enter');
    await expect(page.getByText('200 OK')).toBeVisible();
    await page.getByRole('button', { name: 'History' }).click();
    const sent = page.getByRole('grid', { name: 'Requests that were sent' });
    await expect(sent.getByRole('row').first()).toBeVisible();
    await check('history of requests');
    await page.getByRole('tab', { name: 'Files' }).click();
    await page.getByLabel('Versions of').selectOption('Pet/Get pet.yml');
    await page.getByRole('button', { name: 'Show', exact: true }).first().click();
    await expect(page.getByRole('textbox', { name: /^Kept text of/ })).toBeVisible();
    await check('history of files');

    await page.getByRole('button', { name: 'New request', exact: true }).click();
    await url.fill('{{demoUrl}}/status');
    await page.keyboard.press('Control+s');
    await expect(page.getByRole('dialog', { name: 'Save the request' })).toBeVisible();
    await check('save the request');
    await page.keyboard.press('Escape');
    await treeRow(page, 'Get user').click();
    await page.keyboard.press('Delete');
    await expect(page.getByRole('button', { name: 'Restore', exact: true })).toBeVisible();
    await check('notice');
  });
}
