// T13 of security-reliability.md, for what an ordinary response brings: every payload in every place is text.
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { startCanary } from '../support/canary.ts';
import { launchTideline } from '../support/electron-app.ts';
import { startScriptedServer } from '../support/scripted-server.ts';
import { listPayloads } from '../support/xss-payloads.ts';

declare global {
  interface Window {
    hasRunInjected?: boolean;
  }
}

const responseTab = (page: Page, name: string) =>
  page
    .getByRole('tablist', { name: 'Response' })
    .getByRole('tab', { name: new RegExp(`^${name}`) });

/** Shows every view of the body, whatever its kind has. */
async function walkViews(page: Page): Promise<void> {
  const views = page.getByRole('group', { name: 'View' }).getByRole('button');
  for (let at = 0; at < (await views.count()); at += 1) {
    await views.nth(at).click();
    await expect(views.nth(at)).toHaveAttribute('aria-pressed', 'true');
  }
}

test('T13: payloads in status, headers, cookies, trailers, URL and bodies of every kind stay text', async () => {
  test.setTimeout(180_000);
  await using canary = await startCanary();
  const payloads = listPayloads(canary.origin);
  const kinds = [
    [
      'application/json',
      JSON.stringify(
        Object.fromEntries(payloads.map((text, index) => [text, { [text]: text, index }])),
      ),
    ],
    ['text/plain', payloads.join('\n')],
    ['application/xml', `<all>${payloads.join('\n')}</all>`],
    ['text/html', payloads.join('\n')],
    ['image/svg+xml', `<svg xmlns="http://www.w3.org/2000/svg">${payloads.join('\n')}</svg>`],
    ['image/png', payloads.join('\n')],
    ['application/octet-stream', payloads.join('\n')],
  ] as const;
  await using server = await startScriptedServer(async (connection, index) => {
    const [contentType, body] = kinds[index] ?? ['text/plain', ''];
    const fields = payloads.flatMap((payload, at) => [
      `X-Payload-${at}: ${payload}`,
      `Set-Cookie: c${at}=${payload.replaceAll(';', ' ')}; Path=/`,
    ]);
    const chunk = `${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n0\r\n`;
    const trailers = payloads.map((payload, at) => `X-Trailer-${at}: ${payload}`);
    await connection.write(
      [
        'HTTP/1.1 103 Early Hints',
        `Link: ${payloads[8]}`,
        '',
        `HTTP/1.1 200 ${payloads[index]}`,
        `Content-Type: ${contentType}`,
        'Transfer-Encoding: chunked',
        'Connection: close',
        ...fields,
        '',
        `${chunk}${trailers.join('\r\n')}`,
        '',
        '',
      ].join('\r\n'),
    );
    connection.end();
  });
  await using running = await launchTideline();
  const { page } = running;
  let cells = 0;
  for (const [index, [contentType]] of kinds.entries()) {
    const query = encodeURIComponent(payloads[index] ?? '');
    await page
      .getByRole('textbox', { name: 'URL' })
      .fill(`${server.origin}/?q=${query}&${payloads[index]}`);
    await page.keyboard.press('Control+Enter');
    await expect(page.locator('.status').getByText(contentType)).toBeVisible();
    await expect(page.locator('.rstat')).toContainText(payloads[index] ?? '');
    await responseTab(page, 'Body').click();
    await walkViews(page);
    await responseTab(page, 'Headers').click();
    for (const name of ['Response headers', 'Trailers', 'Headers of 103']) {
      const values = await page.getByRole('table', { name }).getByRole('cell').allTextContents();
      const shown = new Set(values.map((value) => value.trim()));
      const wanted = name === 'Headers of 103' ? [payloads[8] ?? ''] : payloads;
      for (const payload of wanted) expect(shown, name).toContain(payload);
      cells += wanted.length;
    }
    await responseTab(page, 'Timing').click();
  }
  // The cookies that came with it are shown, too.
  await page
    .getByRole('tablist', { name: 'Request' })
    .getByRole('tab', { name: /^Settings/ })
    .click();
  await page.getByRole('button', { name: 'Cookies', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Edit c0', exact: true })).toBeVisible();
  expect(cells).toBeGreaterThan(500);
  expect(await page.evaluate(() => window.hasRunInjected)).toBeUndefined();
  // Elements that only a payload can have brought.
  expect(
    await page
      .locator('marquee, embed, object, base, video, audio, x, link[href*="127.0.0.1"]')
      .count(),
  ).toBe(0);
  expect(canary.touched).toEqual([]);
});
