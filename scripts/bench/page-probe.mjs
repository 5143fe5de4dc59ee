/// <reference lib="dom" />
// What runs inside of the page while it is measured. Playwright carries these functions over as text, so each has to
// stand for itself.

/**
 * @typedef {object} StreamMeasure
 * @property {number} shownAfterMs from the press on Send until the last event's row was painted
 * @property {number} longestFrameMs longest time between two animation frames in that time
 * @property {number} longestFrameAtMs when that one ended, after the press
 * @property {number} frames
 * @property {number} idleFrameMs the same longest time before the press, with nothing to do
 */

/**
 * Watches the animation frames from now on. One look at the last row a frame is all it costs: about 0.05 ms.
 *
 * @param {string} lastNumber number of the last event as its row shows it
 */
export function watchStream(lastNumber) {
  let sentAtMs = 0;
  let lastFrameAtMs = performance.now();
  let idleFrameMs = 0;
  let longestFrameMs = 0;
  let longestFrameAtMs = 0;
  let frames = 0;
  const isLastShown = () => {
    const numbers = document.querySelectorAll('[role=grid][aria-label=Timeline] .al-row .ix');
    const last = numbers[numbers.length - 1];
    if (last?.textContent !== lastNumber) return false;
    const grid = last.closest('[role=grid]');
    return (
      grid !== null && last.getBoundingClientRect().bottom <= grid.getBoundingClientRect().bottom
    );
  };
  document.addEventListener(
    'click',
    (clickEvent) => {
      const button =
        clickEvent.target instanceof Element ? clickEvent.target.closest('button') : null;
      if (sentAtMs === 0 && button?.textContent?.startsWith('Send'))
        sentAtMs = clickEvent.timeStamp;
    },
    { capture: true },
  );
  /** @type {Promise<StreamMeasure>} */
  const measured = new Promise((resolve) => {
    const frame = () => {
      const nowMs = performance.now();
      const gapMs = nowMs - lastFrameAtMs;
      lastFrameAtMs = nowMs;
      if (sentAtMs === 0) {
        idleFrameMs = Math.max(idleFrameMs, gapMs);
      } else {
        frames++;
        if (gapMs > longestFrameMs) {
          longestFrameMs = gapMs;
          longestFrameAtMs = nowMs - sentAtMs;
        }
        if (isLastShown()) {
          // The row stands in the document; the frame after this one begins when it has been painted.
          requestAnimationFrame(() => {
            const shownAfterMs = performance.now() - sentAtMs;
            resolve({ shownAfterMs, longestFrameMs, longestFrameAtMs, frames, idleFrameMs });
          });
          return;
        }
      }
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  Reflect.set(window, 'streamMeasure', measured);
}

/** Waits for the end of what {@link watchStream} began. */
export function readStreamMeasure() {
  return /** @type {Promise<StreamMeasure>} */ (Reflect.get(window, 'streamMeasure'));
}

/**
 * @typedef {object} FrameMeasure
 * @property {number} p95Ms of the times between two animation frames by the frames' own clock. Callbacks come up to a
 *   millisecond early or late: by them an idle window has 17.5 ms, and none could have 17.
 * @property {number} longestMs longest time between two callbacks, by the clock of the page: how long nothing was drawn
 * @property {number} frames
 */

/** Keeps the times between animation frames from now on, for {@link readFrames}. */
export function watchFrames() {
  /** @type {{ clock: number[], callbacks: number[] }} */
  const gaps = { clock: [], callbacks: [] };
  let lastClockMs = 0;
  let lastMs = performance.now();
  /** @param {number} clockMs */
  const frame = (clockMs) => {
    const nowMs = performance.now();
    gaps.callbacks.push(nowMs - lastMs);
    lastMs = nowMs;
    if (lastClockMs > 0) gaps.clock.push(clockMs - lastClockMs);
    lastClockMs = clockMs;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  Reflect.set(window, 'frameGaps', gaps);
}

/**
 * What {@link watchFrames} saw so far.
 *
 * @returns {FrameMeasure}
 */
export function readFrames() {
  const { clock, callbacks } = /** @type {{ clock: number[], callbacks: number[] }} */ (
    Reflect.get(window, 'frameGaps')
  );
  const sorted = clock.toSorted((a, b) => a - b);
  return {
    p95Ms: sorted[Math.floor(sorted.length * 0.95)] ?? 0,
    longestMs: Math.max(0, ...callbacks),
    frames: callbacks.length,
  };
}

/**
 * Presses Stop; gives the milliseconds until the window says so.
 *
 * @returns {Promise<number>}
 */
export function stopStream() {
  const button = [...document.querySelectorAll('button')].find((each) =>
    each.textContent?.startsWith('Stop'),
  );
  const startedMs = performance.now();
  button?.click();
  return new Promise((resolve) => {
    const look = () => {
      const isStopped = document.querySelector('.rstat')?.textContent?.includes('Stopped') === true;
      if (isStopped) resolve(performance.now() - startedMs);
      else requestAnimationFrame(look);
    };
    look();
  });
}

/**
 * Waits for the first row of the tree; gives the milliseconds since the page began to load.
 *
 * @returns {Promise<number>}
 */
export function waitForTree() {
  return new Promise((resolve) => {
    const look = () => {
      const row = document.querySelector('.tree-scroll [role=treeitem]');
      if (row !== null) resolve(performance.now());
      else requestAnimationFrame(look);
    };
    look();
  });
}

/**
 * Scrolls the tree by some rows in each frame; resolves after so many frames.
 *
 * @param {number} frames
 * @returns {Promise<void>}
 */
export function scrollTree(frames) {
  const tree = document.querySelector('.tree-scroll');
  if (tree === null) throw new Error('There is no tree.');
  return new Promise((resolve) => {
    let left = frames;
    const turn = () => {
      if (left-- === 0) return resolve();
      tree.scrollTop += 120;
      requestAnimationFrame(turn);
    };
    turn();
  });
}
