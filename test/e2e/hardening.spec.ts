// T01, T04 and T05 of security-reliability.md, against the real app in a real Electron.
import { expect, test } from '@playwright/test';
import type { ElectronApplication } from '@playwright/test';
import { join } from 'node:path';
import type { Bridge, InvocationChannel, PushChannel } from '../../shared/ipc/contract.ts';
import { INVOCATION_CHANNELS, PUSH_CHANNELS } from '../../shared/ipc/contract.ts';
import { DEFAULT_SETTINGS } from '../../shared/model/settings.ts';
import { launchTideline } from '../support/electron-app.ts';
import { LOCAL_INPUTS } from '../support/local-inputs.ts';
import { RUNS_INPUTS } from '../support/runs-inputs.ts';
import { PREVIEW_INPUTS } from '../support/preview-inputs.ts';
import { HTTP_INPUTS } from '../support/http-inputs.ts';
import { TIMELINE_INPUTS } from '../support/timeline-inputs.ts';
import { WORKSPACE_INPUTS } from '../support/workspace-inputs.ts';

declare global {
  interface Window {
    hasRunInjected?: boolean;
  }
}

const APP_URL = 'tideline://app/index.html';
const PRELOAD = 'out/preload/preload.cjs';
const OUTSIDE_URL = 'https://outside.invalid/';
const EXCHANGE = { exchangeId: 'x-00000000' };

/** One valid input per channel, so that only the sender can be what is refused. */
const VALID_INPUTS: Readonly<Record<InvocationChannel, unknown>> = {
  'app:info': null,
  'settings:read': null,
  'settings:write': {
    ...DEFAULT_SETTINGS,
    theme: DEFAULT_SETTINGS.theme === 'light' ? 'dark' : 'light',
  },
  'demo:start': null,
  'exchange:send': {
    method: 'GET',
    url: 'http://127.0.0.1:9/',
    headers: [],
    body: { kind: 'none' },
  },
  'exchange:stop': EXCHANGE,
  'exchange:release': EXCHANGE,
  'exchange:summary': EXCHANGE,
  'exchange:reconnect': EXCHANGE,
  'exchange:cut': { ...EXCHANGE, when: { kind: 'now' } },
  'exchange:read-as': { ...EXCHANGE, shape: 'ndjson' },
  'timeline:last-event-id': { ...EXCHANGE, seq: 0 },
  'timeline:rows-of-bytes': { ...EXCHANGE, offset: 0, length: 1 },
  'timeline:page': { ...EXCHANGE, fromRow: 0, toRow: 1 },
  'timeline:entry': { ...EXCHANGE, seq: 0 },
  'body:read': { ...EXCHANGE, offset: 0, length: 1 },
  'body:save': EXCHANGE,
  'clipboard:write': { text: 'from a foreign page' },
  ...WORKSPACE_INPUTS,
  ...RUNS_INPUTS,
  ...LOCAL_INPUTS,
  ...PREVIEW_INPUTS,
  ...HTTP_INPUTS,
  ...TIMELINE_INPUTS,
};

test('T01: every page runs sandboxed, isolated, and without node or webviews', async () => {
  await using tideline = await launchTideline();
  const all = await tideline.app.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((contents) =>
      // Not in the type definitions, but seen in Electron 33; a newer one without it fails here.
      (contents as unknown as { getLastWebPreferences(): unknown }).getLastWebPreferences(),
    ),
  );
  expect(all.length).toBeGreaterThan(0);
  for (const preferences of all) {
    expect(preferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      webSecurity: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      allowRunningInsecureContent: false,
    });
  }
  const reach = await tideline.page.evaluate(() => ({
    node: ['require', 'process', 'module', 'Buffer', 'global'].filter((name) => name in globalThis),
    isBridgeFrozen: Object.isFrozen(Reflect.get(globalThis, 'tideline')),
    bridge: Object.keys(Reflect.get(globalThis, 'tideline') as Bridge).sort(),
  }));
  expect(reach.node).toEqual([]);
  expect(reach.isBridgeFrozen).toBe(true);
  expect(reach.bridge).toEqual(
    [...INVOCATION_CHANNELS.map(toName), ...PUSH_CHANNELS.map(toListenerName)].sort(),
  );
});

test('T04: the page is served with a strict CSP', async () => {
  await using tideline = await launchTideline();
  const answer = await tideline.app.evaluate(async ({ session }, url) => {
    const response = await session.defaultSession.fetch(url);
    return { status: response.status, headers: Object.fromEntries(response.headers) };
  }, APP_URL);
  expect(answer.status).toBe(200);
  expect(answer.headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
  const policy = parsePolicy(answer.headers['content-security-policy'] ?? '');
  expect(policy).toMatchObject({
    'default-src': "'none'",
    'script-src': "'self'",
    // Previews of responses: served by the app itself, sandboxed, with a policy of their own.
    'frame-src': 'tideline-preview:',
    'img-src': "'self' data: blob:",
    'connect-src': "'none'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
    'require-trusted-types-for': "'script'",
    'trusted-types': "'none'",
  });
  expect(JSON.stringify(policy)).not.toMatch(/unsafe|https?:|\*/);
});

test('T04: injected markup, inline handlers, eval and requests are blocked and reported', async () => {
  await using tideline = await launchTideline();
  const { page } = tideline;
  const seen = await page.evaluate(async (outside) => {
    const violations: string[] = [];
    document.addEventListener('securitypolicyviolation', (violation) => {
      violations.push(violation.effectiveDirective);
    });
    const attempts: Record<string, () => unknown> = {
      innerHTML: () => {
        document.body.innerHTML += '<img src="nowhere" onerror="hasRunInjected = true">';
      },
      handler: () => {
        const image = document.createElement('img');
        image.setAttribute('onerror', 'hasRunInjected = true');
        image.src = 'data:image/png;base64,AAAA';
        document.body.append(image);
        return new Promise((resolve) => image.addEventListener('error', resolve, { once: true }));
      },
      scriptText: () => {
        const script = document.createElement('script');
        script.append('hasRunInjected = true');
        document.body.append(script);
      },
      // oxlint-disable-next-line no-eval -- it has to fail
      eval: () => (0, eval)('hasRunInjected = true'),
      // oxlint-disable-next-line no-implied-eval -- it has to fail
      newFunction: () => new Function('hasRunInjected = true')() as unknown,
      module: () => import(`${outside}module.js`),
      fetch: () => fetch(outside),
      image: () => {
        const image = document.createElement('img');
        image.src = `${outside}image.png`;
        document.body.append(image);
        return new Promise((resolve) => image.addEventListener('error', resolve, { once: true }));
      },
      style: () => {
        const style = document.createElement('style');
        style.textContent = 'body { display: none }';
        document.head.append(style);
        // Reports come in order, each as a task of its own: this is the last one.
        return new Promise<void>((resolve) => {
          document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
            if (effectiveDirective === 'style-src-elem') resolve();
          });
        });
      },
    };
    const threw: string[] = [];
    // The tool that runs this function is let off the CSP; a task of the page's own is not.
    await new Promise((resolve) => setTimeout(resolve));
    for (const [name, attempt] of Object.entries(attempts)) {
      try {
        await attempt();
      } catch {
        threw.push(name);
      }
    }
    return {
      violations,
      threw,
      hasRun: window.hasRunInjected === true,
      isHidden: getComputedStyle(document.body).display === 'none',
    };
  }, OUTSIDE_URL);
  expect(seen.hasRun).toBe(false);
  expect(seen.isHidden).toBe(false);
  expect(seen.threw).toEqual(expect.arrayContaining(['innerHTML', 'eval', 'newFunction', 'fetch']));
  expect(new Set(seen.violations)).toEqual(
    new Set([
      'require-trusted-types-for',
      'script-src-elem',
      'connect-src',
      'img-src',
      'style-src-elem',
    ]),
  );
});

test('T05: no other frame or window gets anything done through the bridge', async () => {
  await using tideline = await launchTideline();
  const { app, page } = tideline;

  const inFrame = await page.evaluate(() => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    return typeof Reflect.get(frame.contentWindow as object, 'tideline');
  });
  expect(inFrame).toBe('undefined');
  // The app's own page is answered, so what follows is about the sender.
  const own = await page.evaluate(() => (Reflect.get(window, 'tideline') as Bridge).appInfo(null));
  expect(own.ok).toBe(true);

  await app.evaluate(({ clipboard }) => clipboard.writeText('untouched'));
  const calls = Object.entries(VALID_INPUTS).map(([channel, input]) => [
    toName(channel as InvocationChannel),
    input,
  ]);
  const preload = join(await app.evaluate(({ app: it }) => it.getAppPath()), PRELOAD);
  for (const url of ['data:text/html,<iframe></iframe>', APP_URL]) {
    const answers = await callFromForeignWindow(app, {
      url,
      preload,
      calls: JSON.stringify(calls),
    });
    // Once from the window itself, once from a frame in it where it has one.
    expect(Object.keys(answers.top).length).toBe(INVOCATION_CHANNELS.length);
    const all = [...Object.entries(answers.top), ...Object.entries(answers.frame ?? {})];
    for (const [name, answer] of all) {
      expect({ name, answer }).toMatchObject({
        name,
        answer: { ok: false, error: { kind: 'invalid-input' } },
      });
    }
  }
  expect(await app.evaluate(({ clipboard }) => clipboard.readText())).toBe('untouched');
  expect(await app.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe(
    DEFAULT_SETTINGS.theme,
  );
});

/** `workspace:changed` is heard through `onWorkspaceChanged`. */
function toListenerName(channel: PushChannel): string {
  return `on-${channel}`.replace(/[:-](.)/g, (_match, letter: string) => letter.toUpperCase());
}

function toName(channel: InvocationChannel): string {
  return channel.replace(/[:-](.)/g, (_match, letter: string) => letter.toUpperCase());
}

function parsePolicy(policy: string): Record<string, string> {
  return Object.fromEntries(
    policy.split(';').map((directive) => {
      const [name = '', ...values] = directive.trim().split(/\s+/);
      return [name, values.join(' ')];
    }),
  );
}

interface ForeignAnswers {
  readonly top: Record<string, unknown>;
  readonly frame: Record<string, unknown> | null;
}

/** Opens a window that is none of the app's, but has its preload, and calls every bridge function. */
function callFromForeignWindow(
  app: ElectronApplication,
  options: { readonly url: string; readonly preload: string; readonly calls: string },
): Promise<ForeignAnswers> {
  return app.evaluate(async ({ BrowserWindow }, { url, preload, calls }) => {
    const window = new BrowserWindow({
      show: false,
      webPreferences: { preload, sandbox: true, nodeIntegrationInSubFrames: true },
    });
    await window.loadURL(url);
    const callAll = `async (bridge) => {
      if (bridge === undefined) return null;
      const answers = {};
      for (const [name, input] of ${calls}) answers[name] = await bridge[name](input);
      return answers;
    }`;
    const answers: unknown = await window.webContents.executeJavaScript(`(async () => {
      const callAll = ${callAll};
      return { top: await callAll(window.tideline), frame: await callAll(window[0]?.tideline) };
    })()`);
    window.destroy();
    return answers as ForeignAnswers;
  }, options);
}
