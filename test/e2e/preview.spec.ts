// T14 of security-reliability.md: a response that is looked at as a page reaches nothing and leads nowhere.
import { expect, test } from '@playwright/test';
import type { ElectronApplication, Page } from '@playwright/test';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCanary } from '../support/canary.ts';
import { launchTideline } from '../support/electron-app.ts';
import { startScriptedServer } from '../support/scripted-server.ts';

/** A name that nobody looks up unless the page makes them. */
const HINTED_HOST = 'canary-by-hint.invalid';

/** Every way out of a page that is known, towards a canary. */
function toHostilePage(canary: string): string {
  return `<!doctype html>
<html><head>
<meta http-equiv="refresh" content="0; url=${canary}/meta-refresh">
<meta http-equiv="x-dns-prefetch-control" content="on">
<meta http-equiv="Content-Security-Policy" content="default-src *; script-src * 'unsafe-inline'">
<base href="${canary}/base/">
<link rel="stylesheet" href="${canary}/link.css">
<link rel="dns-prefetch" href="//${HINTED_HOST}">
<link rel="preconnect" href="${canary}">
<link rel="prefetch" href="${canary}/prefetch"><link rel="preload" as="image" href="${canary}/preload">
<link rel="modulepreload" href="${canary}/module.js"><link rel="icon" href="${canary}/icon.png">
<link rel="manifest" href="${canary}/manifest.json"><link rel="prerender" href="${canary}/prerender">
<style>@import url("${canary}/import.css");
@font-face { font-family: c; src: url("${canary}/font.woff2") }
body { background: url("${canary}/background.png"); font-family: c; cursor: url("${canary}/cursor.png"), auto }
li { list-style-image: url("${canary}/list.png") } p::before { content: url("${canary}/content.png") }
p { border-image: url("${canary}/border.png") 1; mask: url("${canary}/mask.svg#m"); filter: url("${canary}/filter.svg#f") }
</style>
<script>location.href = "${canary}/script"; fetch("${canary}/fetch")</script>
<script src="${canary}/script.js"></script>
<script type="speculationrules">{"prerender":[{"source":"list","urls":["${canary}/speculation"]}]}</script>
</head><body onload="location='${canary}/onload'">
<h1>Shown as a page</h1>
<p>text</p><ul><li>item</li></ul>
<img src="${canary}/image.png" srcset="${canary}/srcset.png 2x" onerror="location='${canary}/onerror'">
<picture><source srcset="${canary}/source.webp"><img src="${canary}/fallback.png"></picture>
<svg><use href="${canary}/use.svg#x"></use><image href="${canary}/svg-image.png"/>
<a href="${canary}/svg-link"><text y="20">x</text></a><script>fetch("${canary}/svg-script")</script>
<link rel="dns-prefetch" href="//svg-${HINTED_HOST}"></link></svg>
<iframe src="${canary}/iframe"></iframe><iframe srcdoc="<img src='${canary}/srcdoc.png'>"></iframe>
<object data="${canary}/object"></object><embed src="${canary}/embed">
<video poster="${canary}/poster.png" src="${canary}/video.mp4" autoplay></video>
<audio src="${canary}/audio.mp3" autoplay></audio><track src="${canary}/track.vtt">
<form id="f" action="${canary}/form"><input name="q" value="1" autofocus><button id="submit">Submit</button></form>
<input type="image" src="${canary}/input.png">
<a id="self" href="${canary}/link-self">self</a>
<a id="blank" href="${canary}/link-blank" target="_blank" ping="${canary}/ping">blank</a>
<a id="top" href="${canary}/link-top" target="_top">top</a>
<a id="own" href="tideline://app/index.html" target="_top">own</a>
<a id="file" href="file:///etc/hostname">file</a>
<a id="script" href="javascript:location='${canary}/javascript'">javascript</a>
<a id="again" href="#there">anchor</a>
<table background="${canary}/table.png"><tr><td background="${canary}/td.png"></td></tr></table>
<p id="there">The end.</p>
</body></html>`;
}

async function send(page: Page, url: string): Promise<void> {
  await page.getByRole('textbox', { name: 'URL' }).fill(url);
  await page.keyboard.press('Control+Enter');
}

/** Counts navigations that were done, in whatever frame. */
async function recordNavigation(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ webContents }) => {
    const urls: string[] = [];
    Reflect.set(globalThis, 'frameUrls', urls);
    for (const contents of webContents.getAllWebContents()) {
      contents.on('did-frame-navigate', (_event, url) => urls.push(url));
    }
  });
}

test('T14: a page in the preview asks for nothing, runs nothing and stays where it is', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tideline-netlog-'));
  const netLog = join(folder, 'net-log.json');
  try {
    await using canary = await startCanary();
    await using server = await startScriptedServer(async (connection) => {
      const body = Buffer.from(toHostilePage(canary.origin));
      await connection.write(
        `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nLink: <${canary.origin}/header>; rel=preload; as=image\r\nRefresh: 0; url=${canary.origin}/refresh\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`,
      );
      await connection.write(body);
      connection.end();
    });
    {
      await using running = await launchTideline({ args: [`--log-net-log=${netLog}`] });
      const { app, page } = running;
      await send(page, server.origin);
      // Text first: nothing is shown as a page unless somebody wants it.
      await expect(page.getByRole('button', { name: 'Raw', pressed: true })).toBeVisible();
      await expect(page.locator('iframe')).toHaveCount(0);
      await recordNavigation(app);
      await page.getByRole('button', { name: 'Preview' }).click();

      const frame = page.frameLocator('iframe[title="Response body, preview"]');
      await expect(frame.getByRole('heading', { name: 'Shown as a page' })).toBeVisible();
      await expect(page.locator('iframe[title="Response body, preview"]')).toHaveAttribute(
        'sandbox',
        '',
      );

      // What a user may press on does nothing either.
      for (const id of ['submit', 'self', 'blank', 'top', 'own', 'file', 'script', 'again']) {
        await frame.locator(`#${id}`).click();
        await expect(frame.locator('#there'), `after a click on ${id}`).toBeVisible();
      }
      await frame.locator('#self').click({ button: 'middle' });
      await frame.locator('#self').click({ modifiers: ['Control'] });
      await expect(frame.getByRole('heading', { name: 'Shown as a page' })).toBeVisible();

      const urls = await app.evaluate(() => Reflect.get(globalThis, 'frameUrls') as string[]);
      const places = new Set(urls.map((url) => url.replace(/[0-9a-f]{32}/, 'ID')));
      expect([...places].filter((url) => !/^about:(blank|srcdoc)$/.test(url))).toEqual([
        'tideline-preview://ID/',
      ]);
      expect(page.url()).toBe('tideline://app/index.html');
      expect(
        await app.evaluate(({ BrowserWindow, webContents }) => [
          BrowserWindow.getAllWindows().length,
          webContents.getAllWebContents().length,
        ]),
      ).toEqual([1, 1]);

      // The bridge is not in the frame, and the frame is not of the page's origin.
      const inside = page
        .frames()
        .find((candidate) => candidate.url().startsWith('tideline-preview:'));
      expect(inside).toBeDefined();
      expect(
        await page.evaluate(() => {
          const preview = document.querySelector('iframe');
          try {
            return preview?.contentDocument ?? 'out of reach';
          } catch {
            return 'out of reach';
          }
        }),
      ).toBe('out of reach');
      // A frame of the page's own making cannot take a preview's place, nor can one lead elsewhere.
      expect(await tryFrame(page, 'https://outside.invalid/')).toBe('blocked');
      expect(await tryFrame(page, `${canary.origin}/own-frame`)).toBe('blocked');
    }
    expect(canary.touched).toEqual([]);
    // Names are looked up without a request: only the log of Chromium's network tells.
    const log = await readFile(netLog, 'utf8');
    expect(log.includes(HINTED_HOST)).toBe(false);
    expect(log.includes(new URL(canary.origin).host)).toBe(false);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

/** Puts a frame for a URL into the page; the page's policy has to stop it. */
function tryFrame(page: Page, url: string): Promise<string> {
  return page.evaluate(
    (source) =>
      new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', () => resolve('blocked'), {
          once: true,
        });
        const frame = document.createElement('iframe');
        frame.src = source;
        frame.addEventListener('load', () => setTimeout(() => resolve('loaded'), 500));
        document.body.append(frame);
      }),
    url,
  );
}

test('SVG is a picture in the preview: its scripts, links and pictures do nothing', async () => {
  await using canary = await startCanary();
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="80" onload="fetch('${canary.origin}/onload')">
<image href="${canary.origin}/image.png" width="9" height="9"/><script>fetch('${canary.origin}/script')</script>
<style>@import url('${canary.origin}/import.css');</style><foreignObject width="9" height="9"><iframe xmlns="http://www.w3.org/1999/xhtml" src="${canary.origin}/frame"/></foreignObject>
<rect width="200" height="80" fill="teal"/></svg>`;
  await using server = await startScriptedServer(async (connection) => {
    await connection.write(
      `HTTP/1.1 200 OK\r\nContent-Type: image/svg+xml\r\nContent-Length: ${Buffer.byteLength(svg)}\r\nConnection: close\r\n\r\n${svg}`,
    );
    connection.end();
  });
  await using running = await launchTideline();
  const { page } = running;
  await send(page, server.origin);
  await page.getByRole('button', { name: 'Preview' }).click();
  const picture = page.frameLocator('iframe').locator('img');
  await expect(picture).toBeVisible();
  await expect.poll(async () => (await picture.boundingBox())?.width).toBe(200);
  expect(canary.touched).toEqual([]);
});
