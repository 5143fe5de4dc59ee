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
