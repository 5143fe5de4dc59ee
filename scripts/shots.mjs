// npm run shots: drives the built app into every state that the design shows and that is built, and writes a picture of
// each at 1440 by 900 to out/shots/dark and out/shots/light. `--only NAME` keeps one of them.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { resolveElectron } from './electron-runtime.mjs';
import { PROJECT, run } from './process.mjs';
import { startSampleServer } from './shots/sample-server.mjs';
import { STATES } from './shots/states.mjs';
import { openTideline, withDisplay } from './tideline-window.mjs';

const THEMES = /** @type {const} */ (['dark', 'light']);
const SIZE = { width: 1440, height: 900 };
/** The longest feed takes 18 s. */
const TIMEOUT_MS = 40_000;

/**
 * @param {string} executablePath
 * @param {(typeof THEMES)[number]} theme
 * @param {string | undefined} only
 */
async function takeShots(executablePath, theme, only) {
  const folder = join(PROJECT, 'out/shots', theme);
  await mkdir(folder, { recursive: true });
  const server = await startSampleServer();
  const window = await openTideline(executablePath, { theme });
  const workspace = await mkdtemp(join(tmpdir(), 'tideline-shots-'));
  try {
    const { page, app } = window;
    page.setDefaultTimeout(TIMEOUT_MS);
    await assertSize(page);
    for (const { name, reach } of STATES) {
      try {
        await reach({ page, server, app, folder: workspace });
      } catch (cause) {
        await page.screenshot({ path: join(PROJECT, 'out/shots/failed.png') });
        throw new Error(`${name} was not reached, see out/shots/failed.png`, { cause });
      }
      if (only !== undefined && only !== name) continue;
      // Nothing under the pointer, and no text in a font that is still on its way.
      await page.mouse.move(SIZE.width / 2, 1);
      await page.evaluate('document.fonts.ready.then(() => null)');
      await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
      console.log(`out/shots/${theme}/${name}.png`);
    }
  } finally {
    await window.close();
    await server.close();
    await rm(workspace, { recursive: true, force: true });
  }
}

/** @param {import('@playwright/test').Page} page */
async function assertSize(page) {
  const size = await page.evaluate('({ width: innerWidth, height: innerHeight })');
  if (JSON.stringify(size) !== JSON.stringify(SIZE)) {
    throw new Error(`The window is not 1440 by 900 but ${JSON.stringify(size)}.`);
  }
}

async function shots() {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  const names = STATES.map(({ name }) => name);
  if (values.only !== undefined && !names.includes(values.only)) {
    throw new Error(`Use: npm run shots -- [--only ${names.join('|')}]`);
  }
  const code = await run(process.execPath, ['scripts/build.mjs'], { stdin: 'ignore' });
  if (code !== 0) throw new Error('The build failed.');
  const { executablePath } = await resolveElectron();
  if (values.only === undefined) {
    await rm(join(PROJECT, 'out/shots'), { recursive: true, force: true });
  }
  for (const theme of THEMES) await takeShots(executablePath, theme, values.only);
  return 0;
}

try {
  process.exitCode = await withDisplay(shots);
} catch (cause) {
  console.error(cause);
  process.exitCode = 1;
}
