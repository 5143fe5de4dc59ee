import { expect, test } from 'vitest';
import { createHandlers } from '../../../main/ipc/handlers.ts';
import type { ExchangeAnswers, HandlerDeps } from '../../../main/ipc/handlers.ts';
import { Previews } from '../../../main/ipc/previews.ts';
import { toExchangeId } from '../../../shared/model/ids.ts';
import type { ExchangeId } from '../../../shared/model/ids.ts';
import { DEFAULT_SETTINGS } from '../../../shared/model/settings.ts';
import { fail, ok } from '../../../shared/result.ts';

const ID = toExchangeId('x-00000000') as ExchangeId;

test('a saved body goes to the place of the dialog, which is offered a name from the URL', async () => {
  const asked: unknown[] = [];
  const copied: unknown[] = [];
  const handlers = createHandlers(
    deps({
      host: {
        askSavePath: (windowId, name) => {
          asked.push([windowId, name]);
          return Promise.resolve('/somewhere/chosen.json');
        },
      },
      exchanges: {
        copyBody: (...args) => {
          copied.push(args);
          return Promise.resolve(ok(null));
        },
      },
    }),
  );
  expect(await handlers['body:save']({ exchangeId: ID }, 7)).toEqual(
    ok({ fileName: 'chosen.json' }),
  );
  expect(asked).toEqual([[7, 'pets.json']]);
  expect(copied).toEqual([[7, ID, '/somewhere/chosen.json']]);
});

test('a cancelled dialog saves nothing and is no error', async () => {
  const handlers = createHandlers(deps({ host: { askSavePath: () => Promise.resolve(null) } }));
  expect(await handlers['body:save']({ exchangeId: ID }, 7)).toEqual(ok(null));
});

test('no dialog is shown for an exchange that the window does not own', async () => {
  const handlers = createHandlers(
    deps({
      host: { askSavePath: () => expect.unreachable('a dialog was shown') },
      exchanges: { getSummary: () => Promise.resolve(fail({ kind: 'unknown-exchange' })) },
    }),
  );
  expect(await handlers['body:save']({ exchangeId: ID }, 7)).toMatchObject({
    error: { kind: 'unknown-exchange' },
  });
});

test('settings that cannot be saved still take effect, and the failure is a value', async () => {
  const themes: string[] = [];
  const handlers = createHandlers(
    deps({
      host: { applyTheme: (theme) => themes.push(theme) },
      settings: {
        write: () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' })),
      },
    }),
  );
  const answer = await handlers['settings:write']({ ...DEFAULT_SETTINGS, theme: 'light' }, 1);
  expect(answer).toMatchObject({ error: { kind: 'storage-error', problem: 'disk-full' } });
  expect(themes).toEqual(['light']);
});

test('a demo server that cannot start is a value', async () => {
  const handlers = createHandlers({
    ...deps({}),
    startDemo: () => Promise.reject(new Error('no port')),
  });
  expect(await handlers['demo:start'](null, 1)).toMatchObject({ error: { kind: 'storage-error' } });
});

function deps(replaced: {
  readonly host?: Partial<HandlerDeps['host']>;
  readonly settings?: Partial<HandlerDeps['settings']>;
  readonly exchanges?: Partial<ExchangeAnswers>;
}): HandlerDeps {
  const exchanges = {
    getSummary: () =>
      Promise.resolve(
        ok({
          exchangeId: ID,
          startedAtMs: 0,
          state: { kind: 'connecting', attempt: 1, requestSent: null },
          sent: [
            {
              method: 'GET',
              url: 'https://api.example.com/v1/pets?limit=1',
              target: '/v1/pets?limit=1',
              headers: [],
              bodyBytes: 0,
            },
          ],
          responses: [
            { headers: [{ name: 'Content-Type', value: 'application/json; charset=utf-8' }] },
          ],
          trailers: null,
        }),
      ),
    ...replaced.exchanges,
  } as unknown as ExchangeAnswers;
  return {
    host: {
      getAppInfo: () => ({ version: '1', electron: '33', platform: 'linux' }),
      applyTheme: () => undefined,
      writeClipboard: () => Promise.resolve(),
      askSavePath: () => Promise.resolve(null),
      ...replaced.host,
    },
    settings: {
      read: () => Promise.resolve(DEFAULT_SETTINGS),
      write: () => Promise.resolve(),
      ...replaced.settings,
    },
    getExchanges: () => Promise.resolve(exchanges),
    previews: new Previews(),
    startDemo: () => Promise.resolve([]),
    getWorkspaceHandlers: () => Promise.reject(new Error('not in this test')),
    getRunsHandlers: () => Promise.reject(new Error('not in this test')),
    getLocalHandlers: () => Promise.reject(new Error('not in this test')),
    getHttpHandlers: () => Promise.reject(new Error('not in this test')),
    getTimelineHandlers: () => Promise.reject(new Error('not in this test')),
  };
}
