// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { toStoredRequest } from '../../../../renderer/features/request/draft-mapping.ts';
import type { Cookie } from '../../../../shared/model/http-parts.ts';
import type { StoredRequest } from '../../../../shared/model/workspace/stored-request.ts';
import { fail, ok } from '../../../../shared/result.ts';
import { renderApp } from '../../render-app.tsx';
import type { RenderedApp } from '../../render-app.tsx';
import { stubLayout } from '../../support.ts';

stubLayout(480, 600);

function openRequestTab(name: string): void {
  const tabs = within(screen.getByRole('tablist', { name: 'Request' }));
  fireEvent.click(tabs.getByRole('tab', { name: new RegExp(`^${name}`) }));
}

function type(field: HTMLElement, text: string): void {
  fireEvent.change(field, { target: { value: text } });
}

async function renderRequest(): Promise<RenderedApp> {
  const app = await renderApp();
  type(screen.getByRole('textbox', { name: 'URL' }), 'http://a.test/pets/:id?x=1');
  return app;
}

function getStored(app: RenderedApp): StoredRequest {
  const tab = app.services.tabs.getActiveRequest();
  if (tab === null) throw new Error('no request is open');
  return toStoredRequest(tab.draft);
}

test('a parameter in the path has a row of its own, which keeps its value while the URL changes', async () => {
  const app = await renderRequest();
  openRequestTab('Params');
  type(screen.getByRole('textbox', { name: 'Value of id' }), '7');
  type(screen.getByRole('textbox', { name: 'URL' }), 'http://a.test/pets/:petId?x=1');
  expect(getStored(app).params).toMatchObject([
    { kind: 'query', name: 'x', value: '1' },
    { kind: 'path', name: 'petId', value: '7' },
  ]);
});

test('kinds of authentication keep what was typed when another one is tried', async () => {
  const app = await renderRequest();
  openRequestTab('Auth');
  const kind = screen.getByRole('combobox', { name: 'Authentication' });
  fireEvent.change(kind, { target: { value: 'basic' } });
  type(screen.getByLabelText('User name'), 'mara');
  type(screen.getByLabelText('Password'), '{{password}}');
  fireEvent.change(kind, { target: { value: 'apikey' } });
  type(screen.getByLabelText('Name'), 'X-Key');
  fireEvent.change(screen.getByLabelText('Goes into'), { target: { value: 'query' } });
  expect(getStored(app).auth).toEqual({
    kind: 'apikey',
    values: { key: 'X-Key', placement: 'query' },
  });
  fireEvent.change(kind, { target: { value: 'basic' } });
  expect(getStored(app).auth).toEqual({
    kind: 'basic',
    values: { username: 'mara', password: '{{password}}' },
  });
});

test('a kind that is not sent is shown, kept and said to be so', async () => {
  const app = await renderRequest();
  const { id } = app.services.tabs.getActive();
  act(() =>
    app.services.tabs.edit(id, (draft) => ({
      ...draft,
      authKind: 'ntlm',
      authValues: { ntlm: { username: 'u', domain: 'd', workstation: 'w' } },
    })),
  );
  openRequestTab('Auth');
  screen.getByText(/does not send this kind/);
  type(screen.getByLabelText('User name'), 'v');
  expect(getStored(app).auth).toEqual({
    kind: 'ntlm',
    values: { username: 'v', domain: 'd', workstation: 'w' },
  });
});

test('an Authorization header of its own is told where it takes the place of the authentication', async () => {
  await renderRequest();
  openRequestTab('Headers');
  type(screen.getByRole('textbox', { name: 'Add a header: name' }), 'authorization');
  openRequestTab('Auth');
  expect(screen.queryByText(/of its own/)).toBeNull();
  fireEvent.change(screen.getByRole('combobox', { name: 'Authentication' }), {
    target: { value: 'bearer' },
  });
  screen.getByText(/of its own/);
});

test('a token is fetched on demand; why there is none is told in words', async () => {
  const app = await renderRequest();
  const answers = [
    fail({ kind: 'oauth2-error', problem: 'refused', code: 'invalid_client', detail: 'unknown' }),
    ok({
      kind: 'token',
      tokenType: 'Bearer',
      scope: 'pets',
      obtainedAtMs: 0,
      expiresAtMs: Date.now() + 3_600_000,
      canRefresh: true,
    }),
  ] as const;
  let asked = 0;
  Object.assign(app.api, { tokensFetch: async () => answers[asked++] });
  openRequestTab('Auth');
  fireEvent.change(screen.getByRole('combobox', { name: 'Authentication' }), {
    target: { value: 'oauth2' },
  });
  fireEvent.change(screen.getByRole('combobox', { name: 'Grant' }), {
    target: { value: 'client_credentials' },
  });
  expect(screen.queryByLabelText('Authorization URL')).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Get token' }));
  expect((await screen.findByRole('alert')).textContent).toContain('invalid_client');
  fireEvent.click(screen.getByRole('button', { name: 'Get token' }));
  await screen.findByText(/expires in/);
  expect(screen.queryByRole('alert')).toBeNull();
  expect(getStored(app).auth).toMatchObject({ values: { flow: 'client_credentials' } });
});

test('a multipart body has texts and files, each with a type of its own', async () => {
  const app = await renderRequest();
  Object.assign(app.api, {
    filesChoose: async () =>
      ok([{ kind: 'readable', path: 'img/cat.png', name: 'cat.png', sizeBytes: 1_200 }]),
    filesLook: async () => ok([]),
  });
  openRequestTab('Body');
  fireEvent.click(screen.getByRole('button', { name: 'Form' }));
  fireEvent.change(screen.getByRole('combobox', { name: 'Form encoding' }), {
    target: { value: 'multipart-form' },
  });
  type(screen.getByRole('textbox', { name: 'Add a part: name' }), 'photo');
  fireEvent.change(screen.getByRole('combobox', { name: 'Kind of photo' }), {
    target: { value: 'file' },
  });
  fireEvent.click(screen.getByRole('button', { name: 'Choose files for photo' }));
  await screen.findByText('cat.png');
  fireEvent.click(screen.getByRole('button', { name: 'Types' }));
  type(screen.getByRole('textbox', { name: 'Content-Type of photo' }), 'image/png');
  expect(getStored(app).body).toMatchObject({
    kind: 'multipart-form',
    parts: [{ kind: 'file', name: 'photo', paths: ['img/cat.png'], contentType: 'image/png' }],
  });
  fireEvent.click(screen.getByRole('button', { name: 'Take cat.png out' }));
  expect(getStored(app).body).toMatchObject({ parts: [{ paths: [] }] });
});

test('a row moves with Alt and an arrow key, and keeps the focus', async () => {
  const app = await renderRequest();
  openRequestTab('Headers');
  type(screen.getByRole('textbox', { name: 'Add a header: name' }), 'X-One');
  type(screen.getByRole('textbox', { name: 'Add a header: name' }), 'X-Two');
  const field = screen.getByRole('textbox', { name: 'Name of header 2' });
  field.focus();
  fireEvent.keyDown(field, { key: 'ArrowUp', altKey: true });
  expect(getStored(app).headers.map(({ name }) => name)).toEqual(['X-Two', 'X-One']);
  expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Name of header 1' }));
  fireEvent.keyDown(field, { key: 'ArrowUp', altKey: true });
  expect(getStored(app).headers.map(({ name }) => name)).toEqual(['X-Two', 'X-One']);
});

test('settings are stored only once they are set', async () => {
  const app = await renderRequest();
  openRequestTab('Settings');
  expect(getStored(app)).toMatchObject({ transport: {}, settings: { timeoutMs: null } });
  fireEvent.change(screen.getByRole('combobox', { name: 'HTTP version' }), {
    target: { value: '2' },
  });
  fireEvent.click(screen.getByRole('switch', { name: 'Cookies' }));
  const timeout = screen.getByRole('textbox', { name: 'Headers within' });
  type(timeout, '5');
  fireEvent.blur(timeout);
  expect(getStored(app)).toMatchObject({
    transport: { httpVersion: '2', usesCookies: false },
    settings: { timeoutMs: 5_000 },
  });
});

test('cookies are listed, edited and deleted', async () => {
  const app = await renderRequest();
  const cookie: Cookie = {
    name: 'sid',
    value: 'a\u202eb',
    domain: 'a.test',
    isHostOnly: true,
    path: '/',
    isSecure: true,
    isHttpOnly: false,
    sameSite: 'lax',
    expiresAtMs: null,
  };
  let jar: readonly Cookie[] = [cookie];
  const calls: unknown[] = [];
  Object.assign(app.api, {
    cookiesList: async () => ok(jar),
    cookiesSet: async (set: Cookie) => {
      calls.push(['set', set.name, set.value]);
      jar = [...jar, set];
      return ok(null);
    },
    cookiesDelete: async (key: unknown) => {
      calls.push(['delete', key]);
      jar = jar.slice(1);
      return ok(null);
    },
  });
  openRequestTab('Settings');
  fireEvent.click(screen.getByRole('button', { name: 'Cookies' }));
  // What would reorder the line is shown as a glyph.
  await screen.findByText('U+202E');
  fireEvent.click(screen.getByRole('button', { name: 'Edit sid' }));
  type(screen.getByLabelText('Name'), 'sid2');
  fireEvent.click(screen.getByRole('button', { name: 'Save cookie' }));
  await screen.findByRole('button', { name: 'Delete sid2' });
  // A cookie under another name is another cookie: the old one goes.
  expect(calls).toEqual([
    ['set', 'sid2', 'a\u202eb'],
    ['delete', { domain: 'a.test', path: '/', name: 'sid' }],
  ]);
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Delete sid' })).toBeNull());
});
