// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeAll, expect, test, vi } from 'vitest';
import { createStoredRequest } from '../../shared/model/workspace/stored-request.ts';
import { createMemoryWorkspace, idOf } from './memory-workspace.ts';
import type { MemoryWorkspace, Seed } from './memory-workspace.ts';
import { renderApp } from './render-app.tsx';
import { stubLayout } from './support.ts';

const SEEDS: readonly Seed[] = [
  ['Orders', null, null],
  ['Get order', 'Orders', 'http://a.test/orders/1'],
  ['Create order', 'Orders', 'http://a.test/orders'],
  ['List pets', null, 'http://a.test/pets'],
];

beforeAll(() => stubLayout(248, 400));

async function openWorkspace(seeds: readonly Seed[] = SEEDS): Promise<MemoryWorkspace> {
  const memory = createMemoryWorkspace(seeds);
  await renderApp(memory.api);
  await screen.findByRole('tree', { name: 'Collection' });
  return memory;
}

const tree = (): HTMLElement => screen.getByRole('tree', { name: 'Collection' });
const row = (name: RegExp): HTMLElement => within(tree()).getByRole('treeitem', { name });
const names = (): readonly (string | undefined)[] =>
  within(tree())
    .getAllByRole('treeitem')
    .map((item) => item.getAttribute('aria-label')?.split(',')[0]);
const press = (key: string, more: object = {}): boolean =>
  fireEvent.keyDown(tree(), { key, ...more });
const url = async (): Promise<HTMLInputElement> =>
  (await screen.findByRole('textbox', { name: 'URL' })) as HTMLInputElement;
const setUrl = async (value: string): Promise<void> => {
  fireEvent.change(await url(), { target: { value } });
};
const tabNames = (): readonly (string | null)[] =>
  (screen.getByRole('tablist', { name: 'Open requests' }).getAttribute('aria-owns') ?? '')
    .split(' ')
    .map((id) => document.querySelector(`#${id}[role=tab]`)?.getAttribute('aria-label') ?? null);

test('the tree tells levels, places and what is closed', async () => {
  await openWorkspace();
  expect(names()).toEqual(['Shop', 'Orders', 'Get order', 'Create order', 'List pets']);
  const order = row(/^Create order/);
  expect(order.getAttribute('aria-level')).toBe('3');
  expect(order.getAttribute('aria-posinset')).toBe('2');
  expect(order.getAttribute('aria-setsize')).toBe('2');
  fireEvent.click(row(/^Orders/));
  expect(names()).toEqual(['Shop', 'Orders', 'List pets']);
  expect(row(/^Orders, 2 requests/).getAttribute('aria-expanded')).toBe('false');
});

test('a click looks at a request, the next one takes its place, Enter keeps it', async () => {
  await openWorkspace();
  fireEvent.click(row(/^Get order/));
  await waitFor(() => expect(tabNames()).toEqual(['Get order, preview']));
  fireEvent.click(row(/^List pets/));
  await waitFor(() => expect(tabNames()).toEqual(['List pets, preview']));
  press('Enter');
  await waitFor(() => expect(tabNames()).toEqual(['List pets']));
  fireEvent.click(row(/^Get order/));
  await waitFor(() => expect(tabNames()).toEqual(['List pets', 'Get order, preview']));
  await setUrl('http://a.test/edited');
  expect(tabNames()).toEqual(['List pets', 'Get order, edited']);
});

test('a double click opens one tab, and keeps it', async () => {
  await openWorkspace();
  const target = row(/^Get order/);
  fireEvent.click(target);
  fireEvent.click(target);
  fireEvent.doubleClick(target);
  await waitFor(() => expect(tabNames()).toEqual(['Get order']));
});

test('keys move, select a range, move items and delete them; the notice brings back only those', async () => {
  const { calls } = await openWorkspace();
  press('ArrowDown');
  press('ArrowDown');
  press('ArrowDown', { shiftKey: true });
  const selected = within(tree()).getAllByRole('treeitem', { selected: true });
  expect(selected.map((item) => item.getAttribute('aria-label'))).toEqual([
    'Get order, GET',
    'Create order, GET',
  ]);
  press('ArrowUp', { altKey: true });
  await waitFor(() =>
    expect(calls).toContain('move i-create-order into i-orders before i-get-order'),
  );
  press('ArrowLeft', { altKey: true });
  await waitFor(() => expect(calls).toContain('move i-create-order into root before i-list-pets'));
  press('Delete');
  await waitFor(() => expect(calls).toContain('delete i-get-order i-create-order'));
  fireEvent.click(await screen.findByRole('button', { name: 'Restore' }));
  await waitFor(() => expect(calls).toContain('restore new'));
  expect(calls).not.toContain('restore old');
});

test('F2 renames in place; Escape does not', async () => {
  const { calls } = await openWorkspace();
  fireEvent.click(row(/^List pets/));
  press('F2');
  const field = within(tree()).getByRole('textbox', { name: 'Name' });
  fireEvent.change(field, { target: { value: 'No' } });
  fireEvent.keyDown(field, { key: 'Escape' });
  expect(calls).toEqual([]);
  expect(document.activeElement).toBe(tree());
  press('F2');
  const again = within(tree()).getByRole('textbox', { name: 'Name' });
  fireEvent.change(again, { target: { value: 'All pets' } });
  fireEvent.keyDown(again, { key: 'Enter' });
  await waitFor(() => expect(row(/^All pets/)).toBeTruthy());
  expect(calls).toEqual(['rename i-list-pets to All pets']);
});

test('of 5,000 requests only those on screen are drawn, and the last one is reached by a key', async () => {
  await openWorkspace(
    Array.from({ length: 5_000 }, (_, index): Seed => [`Request ${index}`, null, 'http://a.test']),
  );
  expect(within(tree()).getAllByRole('treeitem').length).toBeLessThan(60);
  press('End');
  // jsdom does not scroll by itself; what is asked for is the place.
  expect(tree().scrollTop).toBeGreaterThan(5_000 * 26 - 1_000);
  fireEvent.scroll(tree());
  await waitFor(() => expect(row(/^Request 4999/)).toBeTruthy());
});

test('edits are kept within a second, and are there when the item is opened again', async () => {
  const memory = await openWorkspace();
  fireEvent.click(row(/^Get order/));
  await waitFor(() => expect(tabNames()).toEqual(['Get order, preview']));
  await setUrl('http://a.test/mine');
  await vi.waitFor(() => expect(memory.drafts.size).toBe(1), { timeout: 1_000 });
  const [draft] = memory.drafts.values();
  expect(draft).toMatchObject({
    itemId: idOf('Get order'),
    change: { request: { url: 'http://a.test/mine' } },
  });
  fireEvent.click(screen.getByRole('button', { name: 'Close Get order' }));
  expect(row(/^Get order, GET, edited/)).toBeTruthy();
  fireEvent.click(row(/^Get order/));
  await waitFor(async () => expect((await url()).value).toBe('http://a.test/mine'));
  fireEvent.keyDown(window, { key: 's', ctrlKey: true });
  await waitFor(() => expect(memory.calls).toContain('save i-get-order'));
  await vi.waitFor(() => expect(memory.drafts.size).toBe(0), { timeout: 1_500 });
  expect(tabNames()).toEqual(['Get order']);
});

test('tabs, their order and drafts come back; a draft whose file is gone is kept', async () => {
  const memory = createMemoryWorkspace(SEEDS);
  const request = { ...createStoredRequest('Gone'), url: 'http://a.test/gone' };
  memory.drafts.set('k1', {
    draftKey: 'k1',
    itemId: idOf('Gone'),
    version: null,
    change: { kind: 'request', request },
  });
  const scratch = { ...createStoredRequest(''), url: 'http://a.test/scratch' };
  memory.drafts.set('k2', {
    draftKey: 'k2',
    itemId: null,
    version: null,
    change: { kind: 'request', request: scratch },
  });
  const tab = (draftKey: string, name: string | null) => ({
    draftKey,
    itemId: name === null ? null : idOf(name),
    isPreview: false,
    isPinned: true,
  });
  memory.session = {
    tabs: [tab('k1', 'Gone'), tab('k2', null), tab('k3', 'List pets')],
    active: 1,
    collapsed: [idOf('Orders')],
  };
  await renderApp(memory.api);
  await waitFor(() =>
    expect(tabNames()).toEqual(['Gone, changed on disk', '/scratch', 'List pets']),
  );
  expect((await url()).value).toBe('http://a.test/scratch');
  expect(names()).toEqual(['Shop', 'Orders', 'List pets']);
});

test('a change on disk: a clean tab follows, an edited one keeps both until the user chooses', async () => {
  const memory = await openWorkspace();
  const change = (to: string): void =>
    act(() =>
      memory.changeOnDisk(idOf('Get order'), {
        kind: 'request',
        request: { ...createStoredRequest('Get order'), url: to },
      }),
    );
  fireEvent.doubleClick(row(/^Get order/));
  await waitFor(() => expect(tabNames()).toEqual(['Get order']));
  change('http://a.test/theirs');
  await waitFor(async () => expect((await url()).value).toBe('http://a.test/theirs'));
  await setUrl('http://a.test/mine');
  change('http://a.test/theirs-2');
  fireEvent.click(await screen.findByRole('button', { name: 'Show both' }));
  const both = screen.getByRole('region', { name: 'Mine and theirs' });
  expect(both.textContent).toContain('GET http://a.test/mine');
  expect(both.textContent).toContain('GET http://a.test/theirs-2');
  expect((await url()).value).toBe('http://a.test/mine');
  fireEvent.click(screen.getByRole('button', { name: 'Keep mine' }));
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Keep mine' })).toBeNull());
  expect(memory.contents.get(idOf('Get order'))?.content).toMatchObject({
    request: { url: 'http://a.test/mine' },
  });
  await setUrl('http://a.test/mine-2');
  change('http://a.test/theirs-3');
  fireEvent.click(await screen.findByRole('button', { name: 'Take theirs' }));
  await waitFor(async () => expect((await url()).value).toBe('http://a.test/theirs-3'));
});

test('another name or place of an edited item is no conflict', async () => {
  const memory = await openWorkspace();
  fireEvent.doubleClick(row(/^Get order/));
  await waitFor(() => expect(tabNames()).toEqual(['Get order']));
  await setUrl('http://a.test/mine');
  const request = { ...createStoredRequest('Fetch order'), url: 'http://a.test/orders/1', seq: 7 };
  act(() => memory.changeOnDisk(idOf('Get order'), { kind: 'request', request }));
  await waitFor(() => expect(tabNames()).toEqual(['Fetch order, edited']));
  fireEvent.keyDown(window, { key: 's', ctrlKey: true });
  await waitFor(() =>
    expect(memory.contents.get(idOf('Get order'))?.content).toMatchObject({
      request: { name: 'Fetch order', seq: 7, url: 'http://a.test/mine' },
    }),
  );
});

test('a request without a file is saved under a name in a folder', async () => {
  const { calls } = await openWorkspace();
  await setUrl('http://a.test/new');
  fireEvent.keyDown(window, { key: 's', ctrlKey: true });
  const dialog = await screen.findByRole('dialog', { name: 'Save the request' });
  fireEvent.change(within(dialog).getByRole('textbox', { name: 'Name' }), {
    target: { value: 'New one' },
  });
  fireEvent.change(within(dialog).getByRole('combobox', { name: 'Folder' }), {
    target: { value: idOf('Orders') },
  });
  fireEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(calls).toEqual(['create request New one in i-orders']));
  await waitFor(() => expect(tabNames()).toEqual(['New one']));
});
