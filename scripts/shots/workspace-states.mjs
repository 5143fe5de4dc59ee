// The states of the window around a workspace: the sample, opened, edited, and changed by others.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** @typedef {import('./states.mjs').State} State */

/** @type {readonly State[]} */
export const WORKSPACE_STATES = [
  {
    name: '30-workspace',
    reach: async ({ page, app, folder }) => {
      await app.evaluate(({ dialog }, path) => {
        dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
      }, folder);
      await page.getByRole('button', { name: /^Workspace: / }).click();
      await page.getByRole('menuitem', { name: /Create the sample/ }).click();
      await treeRow(page, 'Create chat completion').dblclick();
      await page.getByRole('tab', { name: 'Create chat completion', exact: true }).waitFor();
      await page.getByRole('radio', { name: 'Use Local' }).click();
      await page.keyboard.press('Control+Enter');
      await page.getByText('200 OK').first().waitFor();
      await page.locator('.al-row .ix').nth(12).waitFor();
    },
  },
  {
    name: '31-environment',
    reach: async ({ page }) => {
      await page.keyboard.press('Control+.');
      await page.getByTitle('Edit Local').dblclick();
      await page.getByRole('textbox', { name: 'Name of the environment' }).waitFor();
    },
  },
  {
    name: '32-keep-secrets',
    reach: async ({ page }) => {
      await page.getByLabel('Value of apiKey', { exact: true }).fill('pets-4711');
      await page.getByRole('button', { name: 'Set the value' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: '33-conflict',
    reach: async ({ page, folder }) => {
      await page.getByRole('button', { name: 'Keep until Tideline closes' }).click();
      await treeRow(page, 'Get pet').dblclick();
      const url = page.getByRole('textbox', { name: 'URL' });
      await page.getByRole('tab', { name: 'Get pet', exact: true }).waitFor();
      await url.fill('{{demoUrl}}/pets/{{petId}}?fields={{fields}}');
      const path = join(folder, 'Pet', 'Get pet.yml');
      const text = await readFile(path, 'utf8');
      await writeFile(path, text.replace('/pets/{{petId}}', '/v2/pets/{{petId}}'));
      await page.getByRole('button', { name: 'Show both' }).click();
      await page.getByRole('region', { name: 'Mine and theirs' }).waitFor();
    },
  },
  {
    name: '34-unresolved',
    reach: async ({ page }) => {
      await page.getByRole('button', { name: 'Keep mine' }).click();
      await page.getByRole('region', { name: 'Mine and theirs' }).waitFor({ state: 'detached' });
      await page.keyboard.press('Control+Enter');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: '35-variables',
    reach: async ({ page }) => {
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: /^Environment: / }).click();
      await page.getByRole('menuitem', { name: 'Variables of the request…' }).click();
      await page.getByRole('cell', { name: 'the environment Local' }).first().waitFor();
    },
  },
  {
    name: '36-broken-file',
    reach: async ({ page, folder }) => {
      await page.keyboard.press('Escape');
      const path = join(folder, 'Pet', 'Update pet.yml');
      const text = await readFile(path, 'utf8');
      await writeFile(path, text.replace('method: PUT', 'method: "PUT'));
      await page.getByRole('treeitem', { name: /^Update pet, cannot be read/ }).dblclick();
      await page.getByRole('textbox', { name: /^Text of/ }).waitFor();
    },
  },
  {
    name: '37-collection',
    reach: async ({ page }) => {
      await treeRow(page, 'Modern Pet Store').click({ button: 'right' });
      await page.getByRole('menuitem', { name: 'Edit the collection' }).click();
      await page.getByRole('textbox', { name: 'Name of the collection' }).waitFor();
    },
  },
  {
    name: '38-history',
    reach: async ({ page }) => {
      await page.getByRole('button', { name: 'History' }).click();
      await page.getByRole('grid', { name: 'Requests that were sent' }).waitFor();
    },
  },
  {
    name: '39-history-files',
    reach: async ({ page }) => {
      await page.getByRole('tab', { name: 'Files' }).click();
      await page.getByLabel('Versions of').selectOption('Pet/Get pet.yml');
      await page.getByRole('button', { name: 'Show', exact: true }).first().click();
      await page.getByRole('textbox', { name: /^Kept text of/ }).waitFor();
    },
  },
  {
    name: '40-save-request',
    reach: async ({ page }) => {
      await page.getByRole('button', { name: 'New request', exact: true }).click();
      await page.getByRole('textbox', { name: 'URL' }).fill('{{demoUrl}}/status');
      await page.keyboard.press('Control+S');
      await page.getByRole('dialog', { name: 'Save the request' }).waitFor();
    },
  },
];

/**
 * @param {import('@playwright/test').Page} page
 * @param {string} name
 */
function treeRow(page, name) {
  return page.getByRole('treeitem', { name: new RegExp(`^${name}(,|$)`) });
}
