// One stream into a real window, by a press on Send.
import { openTideline } from '../tideline-window.mjs';
import {
  readFrames,
  readStreamMeasure,
  scrollTree,
  stopStream,
  waitForTree,
  watchFrames,
  watchStream,
} from './page-probe.mjs';
import { readTreeMb } from './process-memory.mjs';

/** @typedef {import('./page-probe.mjs').StreamMeasure} StreamMeasure */

/** Time between two looks at the memory. One look costs a few milliseconds of one core. */
const MEMORY_INTERVAL_MS = 100;
/** Time between the first screen and the press on Send, in milliseconds. A person needs longer to write the address. */
const REST_MS = 1_500;
/** Frames over which a tree is scrolled: three seconds of a window that keeps up. */
const SCROLL_FRAMES = 180;
/** An idle window is one whose memory stays within this many MB for {@link IDLE_LOOKS} looks. */
const IDLE_SPREAD_MB = 1;
const IDLE_LOOKS = 8;
const IDLE_LOOKS_MAX = 100;

/**
 * Streams `events` events into a new window and measures what the user sees.
 *
 * @param {string} executablePath
 * @param {string} origin
 * @param {number} events
 * @returns {Promise<StreamMeasure>}
 */
export async function measureWindow(executablePath, origin, events) {
  const window = await openTideline(executablePath);
  try {
    await window.page.waitForTimeout(REST_MS);
    return await stream(window.page, origin, events);
  } finally {
    await window.close();
  }
}

/**
 * Streams `events` events into a new window; gives the memory of the idle window and the peak from the press on Send
 * to the last row, in MB of all processes.
 *
 * @param {string} executablePath
 * @param {string} origin
 * @param {number} events
 */
export async function measureMemory(executablePath, origin, events) {
  const window = await openTideline(executablePath);
  try {
    const idleMb = await readIdleMb(window.pid);
    let peakMb = 0;
    let isOver = false;
    const watch = async () => {
      while (!isOver) {
        peakMb = Math.max(peakMb, await readTreeMb(window.pid));
        await new Promise((resolve) => setTimeout(resolve, MEMORY_INTERVAL_MS));
      }
      peakMb = Math.max(peakMb, await readTreeMb(window.pid));
    };
    const watched = watch();
    await stream(window.page, origin, events).finally(() => (isOver = true));
    await watched;
    return { idleMb, peakMb };
  } finally {
    await window.close();
  }
}

/**
 * Shows a stream of `rate` events a second for `seconds`, and stops it; every event has to be there.
 *
 * @param {string} executablePath
 * @param {string} origin
 * @param {{ rate: number, seconds: number }} stream
 */
export async function measureRate(executablePath, origin, { rate, seconds }) {
  const window = await openTideline(executablePath);
  try {
    const { page } = window;
    await page.waitForTimeout(REST_MS);
    const events = rate * seconds;
    // One more than is waited for, much later: the stream is still open when it is stopped.
    const url = `${origin}/?events=${events + rate * 60}&rate=${rate}`;
    await page.getByRole('textbox', { name: 'URL' }).fill(url);
    await page.getByRole('button', { name: /^Send/ }).click();
    await page.locator('.al-row .ix').first().waitFor();
    await page.evaluate(watchFrames);
    await page.waitForTimeout(seconds * 1000);
    const frames = await page.evaluate(readFrames);
    const stopMs = await page.evaluate(stopStream);
    const counters = page.getByRole('group', { name: 'Counters' });
    const texts = await counters.locator('span').allTextContents();
    const counted = texts.find((text) => text.startsWith('Events'))?.replace(/\D/g, '');
    // The start of the page's watch and the press on Stop are not the server's clock.
    const share = Number(counted) / events;
    if (!texts.includes('Dropped0') || share < 0.99) {
      throw new Error(`${counted} of ${events} events in ${seconds} s: ${texts.join(', ')}`);
    }
    return { ...frames, stopMs, share };
  } finally {
    await window.close();
  }
}

/**
 * Opens a window on a workspace, and scrolls its tree.
 *
 * @param {string} executablePath
 * @param {string} workspace
 */
export async function measureTree(executablePath, workspace) {
  const window = await openTideline(executablePath, {}, workspace);
  try {
    const { page } = window;
    const usableMs = await page.evaluate(waitForTree);
    await page.evaluate(watchFrames);
    await page.evaluate(scrollTree, SCROLL_FRAMES);
    return { usableMs, ...(await page.evaluate(readFrames)) };
  } finally {
    await window.close();
  }
}

/**
 * @param {import('@playwright/test').Page} page
 * @param {string} origin
 * @param {number} events
 * @returns {Promise<StreamMeasure>}
 */
async function stream(page, origin, events) {
  const total = events.toLocaleString('en-US');
  await page.getByRole('textbox', { name: 'URL' }).fill(`${origin}/?events=${events}`);
  await page.evaluate(watchStream, total);
  await page.getByRole('button', { name: /^Send/ }).click();
  const measure = await page.evaluate(readStreamMeasure);
  const counters = page.getByRole('group', { name: 'Counters' });
  await page.locator('.rstat').getByText('Ended', { exact: true }).waitFor();
  const texts = await counters.locator('span').allTextContents();
  for (const expected of [`Events${total}`, 'Dropped0']) {
    if (!texts.includes(expected)) {
      throw new Error(`The window does not count ${expected}, but: ${texts.join(', ')}`);
    }
  }
  return measure;
}

/**
 * Memory of a window that has come to rest.
 *
 * @param {number} pid
 */
async function readIdleMb(pid) {
  /** @type {number[]} */
  const looks = [];
  for (;;) {
    looks.push(await readTreeMb(pid));
    const last = looks.slice(-IDLE_LOOKS);
    const spreadMb = Math.max(...last) - Math.min(...last);
    if (last.length === IDLE_LOOKS && spreadMb <= IDLE_SPREAD_MB) return Math.min(...last);
    if (looks.length === IDLE_LOOKS_MAX) throw new Error('The idle window does not come to rest.');
    await new Promise((resolve) => setTimeout(resolve, MEMORY_INTERVAL_MS));
  }
}
