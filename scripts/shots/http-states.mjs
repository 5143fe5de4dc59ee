// States of the request editor and of ordinary responses. The design draws none of them; they follow its other pictures.

/** @type {readonly import('./states.mjs').State[]} */
export const HTTP_STATES = [
  {
    name: '30-json-tree',
    reach: async ({ page }) => {
      await page.getByRole('button', { name: 'Tree', exact: true }).click();
      const tree = page.getByRole('treegrid', { name: 'Response body, tree' });
      await tree.getByText('leash-red-m').click();
      await page.getByText('$.items[0].sku').waitFor();
    },
  },
  {
    name: '31-headers-and-hops',
    reach: async ({ page, server }) => {
      await open(page, `${server.origin}/moved/8421`);
      await responseTab(page, 'Headers').click();
      await page.getByRole('list', { name: 'Hops' }).waitFor();
    },
  },
  {
    name: '32-html-source',
    reach: async ({ page, server }) => {
      await responseTab(page, 'Body').click();
      await open(page, `${server.origin}/adoptions.html`);
      await page.getByText('Adopted this week').waitFor();
    },
  },
  {
    name: '33-html-preview',
    reach: async ({ page }) => {
      await page.getByRole('button', { name: 'Preview', exact: true }).click();
      await page.frameLocator('iframe').getByRole('heading').waitFor();
    },
  },
  {
    name: '34-picture',
    reach: async ({ page, server }) => {
      await open(page, `${server.origin}/harbour.bmp`);
      await page.getByText('320 × 200').waitFor();
    },
  },
  {
    name: '35-auth-oauth2',
    reach: async ({ page }) => {
      await requestTab(page, 'Auth').click();
      await page.getByRole('combobox', { name: 'Authentication' }).selectOption('OAuth 2');
      await page.getByLabel('Authorization URL').fill('https://id.petstore.test/authorize');
      await page.getByLabel('Token URL').fill('https://id.petstore.test/token');
      await page.getByLabel('Client ID').fill('{{clientId}}');
      await page.getByLabel('Scope').fill('orders:read pets:read');
    },
  },
  {
    name: '36-body-multipart',
    reach: async ({ page }) => {
      await requestTab(page, 'Body').click();
      await page.getByRole('button', { name: 'Form', exact: true }).click();
      await page.getByRole('combobox', { name: 'Form encoding' }).selectOption('Multipart');
      await addPart(page, 1, 'caption', 'Biscuit at the harbour');
      await addPart(page, 2, 'tags', '{"dog":true}');
      await page.getByRole('button', { name: 'Types' }).click();
      await page.getByLabel('Content-Type of tags').fill('application/json');
      await addPart(page, 3, 'photo', '');
      await page.getByRole('combobox', { name: 'Kind of photo' }).selectOption('File');
      await page.getByRole('button', { name: 'Choose files for photo' }).waitFor();
    },
  },
  {
    name: '37-body-graphql',
    reach: async ({ page }) => {
      await page.getByRole('button', { name: 'GraphQL', exact: true }).click();
      await page
        .getByRole('textbox', { name: 'GraphQL document' })
        .fill(
          'query Order($id: ID!) {\n  order(id: $id) { status total }\n}\nquery Orders { orders { id } }',
        );
      await page.getByRole('textbox', { name: 'GraphQL variables' }).fill('{ "id": {{orderId}} }');
      await page.getByLabel('Operation name').fill('Order');
    },
  },
  {
    name: '38-settings-sending',
    reach: async ({ page }) => {
      await requestTab(page, 'Settings').click();
      await page.getByRole('combobox', { name: 'HTTP version' }).waitFor();
    },
  },
  {
    name: '39-cookies',
    reach: async ({ page }) => {
      await page.getByRole('button', { name: 'Cookies', exact: true }).click();
      await page.getByRole('textbox', { name: 'Filter cookies' }).waitFor();
    },
  },
  {
    name: '40-headers-as-text',
    reach: async ({ page }) => {
      await requestTab(page, 'Headers').click();
      await page.getByRole('button', { name: 'Bulk edit' }).click();
      await page.getByRole('textbox', { name: 'Headers, as text' }).waitFor();
    },
  },
];

/**
 * @param {import('@playwright/test').Page} page
 * @param {string} url
 */
async function open(page, url) {
  await page.getByRole('textbox', { name: 'URL', exact: true }).fill(url);
  await page.keyboard.press('Control+Enter');
}

/**
 * @param {import('@playwright/test').Page} page
 * @param {string} name
 */
function requestTab(page, name) {
  const tabs = page.getByRole('tablist', { name: 'Request', exact: true });
  return tabs.getByRole('tab', { name: new RegExp(`^${name}`) });
}

/**
 * @param {import('@playwright/test').Page} page
 * @param {string} name
 */
function responseTab(page, name) {
  const tabs = page.getByRole('tablist', { name: 'Response', exact: true });
  return tabs.getByRole('tab', { name: new RegExp(`^${name}`) });
}

/**
 * @param {import('@playwright/test').Page} page
 * @param {number} number
 * @param {string} name
 * @param {string} value
 */
async function addPart(page, number, name, value) {
  await page.getByRole('textbox', { name: 'Add a part: name' }).pressSequentially(name[0] ?? '');
  await page.getByLabel(`Name of part ${number}`).fill(name);
  await page.getByLabel(`Value of ${name}`).fill(value);
}
