// Asks the page of an Electron that was started as a user would start it, without Playwright and its loader.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { WebSocket } from 'undici';
import { isRootOnLinux } from '../process.mjs';
import { electronEnv } from '../launch-electron.mjs';

/** Time between two looks for the page. */
const POLL_MS = 50;

/**
 * Starts an app, evaluates an expression in its page as soon as there is one, and ends the app.
 *
 * @param {object} options
 * @param {string} options.executablePath
 * @param {string} options.appFolder
 * @param {string} options.userDataDir
 * @param {string} options.expression its promise is awaited
 * @param {number} options.timeoutMs
 * @returns {Promise<{ startedAtMs: number, value: unknown }>} epoch milliseconds of the process's start, and the answer
 */
export async function askPage({ executablePath, appFolder, userDataDir, expression, timeoutMs }) {
  const sandbox = isRootOnLinux() ? ['--no-sandbox'] : [];
  const args = [
    appFolder,
    `--user-data-dir=${userDataDir}`,
    '--remote-debugging-port=0',
    ...sandbox,
  ];
  const startedAtMs = Date.now();
  const child = spawn(executablePath, args, {
    env: electronEnv(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(child, 'close');
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const origin = await readDebuggerOrigin(child.stderr, signal);
    const url = await findPage(origin, signal);
    return { startedAtMs, value: await evaluate(url, expression, signal) };
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

/**
 * @param {import('node:stream').Readable} stderr
 * @param {AbortSignal} signal
 * @returns {Promise<string>}
 */
async function readDebuggerOrigin(stderr, signal) {
  let printed = '';
  // Listens to the end: what is not read fills the pipe and stops the app.
  stderr.setEncoding('utf8').on('data', (text) => (printed += text));
  for (;;) {
    const found = /^DevTools listening on ws:\/\/([^/\s]+)\//m.exec(printed);
    if (found !== null) return `http://${found[1]}`;
    await once(stderr, 'data', { signal });
  }
}

/**
 * @param {string} origin
 * @param {AbortSignal} signal
 * @returns {Promise<string>} address of the page's debugger
 */
async function findPage(origin, signal) {
  for (;;) {
    const response = await fetch(`${origin}/json/list`, { signal });
    /** @type {{ type: string, url: string, webSocketDebuggerUrl: string }[]} */
    const targets = await response.json();
    const page = targets.find(({ type, url }) => type === 'page' && /^(file|tideline):/.test(url));
    if (page !== undefined) return page.webSocketDebuggerUrl;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/**
 * @param {string} url
 * @param {string} expression
 * @param {AbortSignal} signal
 */
async function evaluate(url, expression, signal) {
  const socket = new WebSocket(url);
  await once(socket, 'open', { signal });
  const params = { expression, awaitPromise: true, returnByValue: true };
  for (let id = 1; ; id++) {
    socket.send(JSON.stringify({ id, method: 'Runtime.evaluate', params }));
    const [message] = await once(socket, 'message', { signal });
    /** @type {{ result?: { result?: { value?: unknown }, exceptionDetails?: unknown } }} */
    const { result } = JSON.parse(message.data);
    if (result !== undefined) {
      socket.close();
      if (result.exceptionDetails !== undefined) throw new Error(`In the page: ${message.data}`);
      return result.result?.value;
    }
    // The page has not begun, or it began while it was asked.
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
