// Every screen around one request, looked at by axe as a whole page.
import { expect, test } from '@playwright/test';
import { expectAccessible, setTheme } from '../support/axe.ts';
import { launchTideline } from '../support/electron-app.ts';
import { startScriptedServer } from '../support/scripted-server.ts';
import type { ScriptedConnection } from '../support/scripted-server.ts';

const JSON_BODY = '{"id":7,"name":"Biscuit","tags":["dog",null,true],"owner":{"since":1.5}}';

async function respond(connection: ScriptedConnection): Promise<void> {
  const isMoved = connection.request.head.startsWith('GET /old');
  await connection.write(
    isMoved
      ? 'HTTP/1.1 302 Found\r\nLocation: /pets\r\nContent-Length: 0\r\n\r\n'
      : `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${JSON_BODY.length}\r\n\r\n${JSON_BODY}`,
  );
  connection.end();
}

for (const theme of ['dark', 'light'] as const) {
  test(`axe finds nothing at the start and in the parts of a request, ${theme}`, async () => {
    test.setTimeout(180_000);
    await using running = await launchTideline();
    const { page } = running;
    await setTheme(page, theme);
    const check = (screen: string): Promise<void> => expectAccessible(page, screen);
    const tabs = page.getByRole('tablist', { name: 'Request' });
    await expect(page.getByRole('button', { name: /Run$/ }).first()).toBeVisible();
    await check('start');
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('option').first()).toBeVisible();
    await check('palette');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'All keys' }).click();
    await check('all keys');
    await page.keyboard.press('Escape');

    const url = page.getByRole('textbox', { name: 'URL' });
    await url.fill('http://127.0.0.1:1/pets/:id?size=big');
    await page.getByRole('combobox', { name: /^Method/ }).click();
    await check('methods');
    await page.getByRole('option', { name: 'POST', exact: true }).click();
    await page.getByRole('button', { name: 'More to do with the request' }).click();
    await check('menu of Send');
    await page.keyboard.press('Escape');

    for (const name of ['Params', 'Headers', 'Stream', 'Docs']) {
      await tabs.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
      await check(name);
    }
    await tabs.getByRole('tab', { name: /^Headers/ }).click();
    await page.getByRole('textbox', { name: 'Add a header: name' }).pressSequentially('Acc');
    await expect(page.getByRole('option').first()).toBeVisible();
    await check('names of headers');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Bulk edit' }).click();
    await check('headers as text');

    await tabs.getByRole('tab', { name: /^Auth/ }).click();
    const kinds = page.getByRole('combobox', { name: 'Authentication' });
    for (const kind of ['Basic', 'Bearer token', 'API key', 'Digest', 'OAuth 2']) {
      await kinds.selectOption(kind);
      await check(`authentication, ${kind}`);
    }
    await tabs.getByRole('tab', { name: /^Body/ }).click();
    for (const kind of ['JSON', 'Form', 'Text', 'XML', 'File', 'GraphQL', 'None']) {
      await page.getByRole('button', { name: kind, exact: true }).click();
      await check(`body, ${kind}`);
    }
    await page.getByRole('button', { name: 'Form', exact: true }).click();
    await page.getByRole('combobox', { name: 'Form encoding' }).selectOption('Multipart');
    await page.getByRole('textbox', { name: 'Add a part: name' }).pressSequentially('n');
    await check('body, Multipart');
    await tabs.getByRole('tab', { name: /^Settings/ }).click();
    for (const part of ['Sending', 'Cookies', 'Certificates', 'Proxy']) {
      await page.getByRole('button', { name: part, exact: true }).click();
      await check(`settings, ${part}`);
    }
  });

  test(`axe finds nothing in responses and failures, ${theme}`, async () => {
    test.setTimeout(180_000);
    await using server = await startScriptedServer(respond);
    await using running = await launchTideline();
    const { page } = running;
    await setTheme(page, theme);
    const check = (screen: string): Promise<void> => expectAccessible(page, screen);
    const url = page.getByRole('textbox', { name: 'URL' });
    const send = async (to: string): Promise<void> => {
      await url.fill(to);
      await expect(url).toHaveValue(to);
      await url.press('Enter');
    };
    await send(`${server.origin}/old`);
    await expect(page.getByText('200 OK')).toBeVisible();
    for (const view of ['Pretty', 'Tree', 'Raw', 'Hex']) {
      await page.getByRole('button', { name: view, exact: true }).click();
      await check(`body, ${view}`);
    }
    const tabs = page.getByRole('tablist', { name: 'Response' });
    for (const name of ['Headers', 'Timing']) {
      await tabs.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
      await check(`response, ${name}`);
    }
    for (const layout of ['Stacked', 'Response only']) {
      await page.getByRole('button', { name: layout }).click();
      await check(`layout, ${layout}`);
    }
    await page.getByRole('button', { name: 'Side by side' }).click();
    await page.getByRole('button', { name: 'Hide sidebar' }).click();
    await check('no sidebar');

    await page.getByRole('button', { name: 'New request', exact: true }).click();
    await send('http://127.0.0.1:1/');
    await expect(page.getByRole('heading', { name: /Nothing listens/, level: 2 })).toBeVisible();
    await check('nothing listens');
    await send('http://no-such-host.invalid/');
    await expect(page.getByRole('heading', { name: /no-such-host/, level: 2 })).toBeVisible();
    await check('no such host');
    await send('http://[');
    await expect(page.getByRole('alert').first()).toBeVisible();
    await check('wrong URL');
  });
}
