// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeAll, expect, test } from 'vitest';
import type { GlobalsState } from '../../shared/ipc/local-contract.ts';
import type { StoredVariable } from '../../shared/model/workspace/stored-variable.ts';
import { fail, ok } from '../../shared/result.ts';
import { createMemoryWorkspace } from './memory-workspace.ts';
import { renderApp } from './render-app.tsx';
import { stubLayout } from './support.ts';

const HOST: StoredVariable = {
  name: 'host',
  value: 'http://a.test',
  isSecret: false,
  isEnabled: true,
  description: '',
};

beforeAll(() => stubLayout(248, 400));

/** Answers as main does: saved is what was handed over last, values of secrets are kept apart. */
function createGlobals(variables: readonly StoredVariable[]) {
  const saves: (readonly StoredVariable[])[] = [];
  const written = new Map<string, string | null>();
  const read = (): GlobalsState => ({
    variables: saves.at(-1) ?? variables,
    secretNames: [...written].filter(([, value]) => value !== null).map(([name]) => name),
  });
  const api = {
    globalsRead: async () => ok(read()),
    globalsSave: async (input: { readonly variables: readonly StoredVariable[] }) => {
      saves.push(input.variables);
      return ok(read());
    },
    globalsWriteSecret: async (input: { readonly name: string; readonly value: string | null }) => {
      written.set(input.name, input.value);
      return ok(null);
    },
    secretsState: async () => ok({ kind: 'ready', guard: 'keyring' } as const),
  };
  return { api, saves, written };
}

test('globals are edited in a page of the sidebar, written as typed, and their secrets are set apart', async () => {
  const globals = createGlobals([HOST]);
  const memory = createMemoryWorkspace([['List pets', null, 'http://a.test/pets']]);
  const { services } = await renderApp({ ...memory.api, ...globals.api });
  fireEvent.click(await screen.findByRole('button', { name: 'Globals' }));
  const page = within(await screen.findByRole('region', { name: 'Global variables' }));
  const value = await page.findByRole('textbox', { name: 'Value of host' });
  for (const text of ['http://b', 'http://b.tes', 'http://b.test']) {
    fireEvent.change(value, { target: { value: text } });
  }
  await waitFor(() => expect(globals.saves.at(-1)).toEqual([{ ...HOST, value: 'http://b.test' }]));
  fireEvent.change(page.getByRole('textbox', { name: 'Add a variable: name' }), {
    target: { value: 'token' },
  });
  fireEvent.click(page.getByRole('switch', { name: 'token is a secret' }));
  fireEvent.change(page.getByLabelText('Value of token'), { target: { value: 'canary-4711' } });
  fireEvent.click(page.getByRole('button', { name: 'Set the value' }));
  expect(await page.findByRole('button', { name: 'Forget the value of token' })).toBeDefined();
  expect([...globals.written]).toEqual([['token', 'canary-4711']]);
  expect(JSON.stringify(globals.saves)).not.toContain('4711');
  expect(page.getByText(/encrypted by the keyring/)).toBeDefined();

  // The page is one tab, and nothing in it waits to be saved.
  fireEvent.click(screen.getByRole('button', { name: 'Globals' }));
  expect(services.tabs.store.get().tabs.filter(({ kind }) => kind === 'globals')).toHaveLength(1);
  expect(services.actions.isAvailable('save')).toBe(false);
});

test('globals that cannot be read are not written over', async () => {
  const globals = createGlobals([HOST]);
  const globalsRead = async () =>
    fail({ kind: 'storage-error', problem: 'not-permitted', code: 'EACCES', detail: '' } as const);
  const { services } = await renderApp({ ...globals.api, globalsRead });
  services.actions.run('globals');
  expect((await screen.findByRole('alert')).textContent).toContain('EACCES');
  expect(screen.queryByRole('textbox', { name: 'Add a variable: name' })).toBeNull();
  Object.assign(services.api, globals.api);
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('textbox', { name: 'Value of host' })).toBeDefined();
  expect(globals.saves).toEqual([]);
});

test('a request has a table of its own variables, which are part of it', async () => {
  const memory = createMemoryWorkspace([['List pets', null, 'http://a.test/pets']]);
  const { services } = await renderApp(memory.api);
  const tree = await screen.findByRole('tree', { name: 'Collection' });
  fireEvent.doubleClick(within(tree).getByRole('treeitem', { name: /List pets/ }));
  const table = within(await screen.findByRole('group', { name: 'Variables' }));
  fireEvent.change(table.getByRole('textbox', { name: 'Add a variable: name' }), {
    target: { value: 'page' },
  });
  const value = table.getByRole('textbox', { name: 'Value of page' });
  fireEvent.change(value, { target: { value: '2' } });
  expect(services.tabs.getActiveRequest()?.draft.variables).toMatchObject([
    { name: 'page', value: '2', isSecret: false, isEnabled: true },
  ]);
  expect(screen.getByRole('tab', { name: 'List pets, edited' })).toBeDefined();
});
