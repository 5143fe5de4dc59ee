// Starts an Electron app under Playwright's control.
import { _electron } from '@playwright/test';
import { isRootOnLinux } from './process.mjs';

/** Playwright has attached within a second, on a busy machine within four. */
const ATTACH_TIMEOUT_MS = 12_000;

const ATTEMPTS = 3;

/** The environment for an Electron: with this variable it would start as a plain Node. */
export function electronEnv() {
  /** @type {Record<string, string>} */
  const env = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && name !== 'ELECTRON_RUN_AS_NODE') env[name] = value;
  }
  return env;
}

/**
 * Starts an app. Chromium's sandbox is on, but for root on Linux, where it cannot be.
 *
 * When Playwright attaches in the very moment in which the first page is committed, Chromium does not tell it of that
 * navigation, and it waits for good. The app is then ended and started again.
 *
 * @param {Parameters<typeof _electron.launch>[0]} options
 * @returns {Promise<import('@playwright/test').ElectronApplication>}
 */
export async function launchElectron(options) {
  for (let attempt = 1; ; attempt++) {
    try {
      const app = await _electron.launch({
        env: electronEnv(),
        // Playwright adds --no-sandbox on Linux unless this is true.
        chromiumSandbox: !isRootOnLinux(),
        ...options,
        timeout: ATTACH_TIMEOUT_MS,
      });
      askAgainAfterCollection(app);
      return app;
    } catch (cause) {
      const isTimeout = cause instanceof Error && cause.name === 'TimeoutError';
      if (!isTimeout || attempt === ATTEMPTS) throw cause;
      console.warn(`Playwright did not get hold of the app, attempt ${attempt} of ${ATTEMPTS}.`);
    }
  }
}

/**
 * The inspector holds the promise of an evaluation weakly: when the garbage collector comes by before it has resolved,
 * the answer is lost, whatever the function did. It is then asked for again.
 *
 * @param {import('@playwright/test').ElectronApplication} app
 */
function askAgainAfterCollection(app) {
  const evaluate = /** @type {(...args: unknown[]) => Promise<unknown>} */ (app.evaluate.bind(app));
  /** @param {unknown[]} args */
  const askAgain = async (...args) => {
    for (;;) {
      try {
        return await evaluate(...args);
      } catch (cause) {
        if (!String(cause).includes('promise was garbage collected')) throw cause;
      }
    }
  };
  Reflect.set(app, 'evaluate', askAgain);
}
