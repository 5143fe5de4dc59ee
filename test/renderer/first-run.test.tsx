// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderApp } from './render-app.tsx';

test('the first-run screen lists the featured demos, and the URL field has the focus', async () => {
  await renderApp();
  const list = within(screen.getByRole('region', { name: 'Start' }));
  expect(list.getAllByRole('button', { name: /Run$/ })).toHaveLength(3);
  await waitFor(() =>
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'URL' })),
  );
});

test('one click opens a demo in the tab and sends it', async () => {
  const { sent } = await renderApp();
  fireEvent.click(screen.getByRole('button', { name: /News feed.*Run$/ }));
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]?.url).toContain('/news');
  expect(screen.getAllByRole('tab', { name: /News feed/ })).toHaveLength(1);
  expect(screen.queryByRole('region', { name: 'Start' })).toBeNull();
});

test('arrow keys choose a demo, and Enter in the empty URL field runs the chosen one', async () => {
  const { sent } = await renderApp();
  const url = screen.getByRole('textbox', { name: 'URL' });
  fireEvent.keyDown(url, { key: 'ArrowDown' });
  expect(document.activeElement).toBe(
    screen.getByRole('button', { name: /LLM chat completion.*Run$/ }),
  );
  fireEvent.keyDown(document.activeElement ?? url, { key: 'ArrowDown' });
  expect(document.activeElement).toBe(screen.getByRole('button', { name: /News feed.*Run$/ }));
  fireEvent.keyDown(url, { key: 'Enter' });
  await waitFor(() => expect(sent[0]?.url).toContain('/news'));
});

test('typing a URL keeps the field and shows the request panes', async () => {
  await renderApp();
  const url = screen.getByRole('textbox', { name: 'URL' });
  url.focus();
  fireEvent.change(url, { target: { value: 'h' } });
  expect(screen.getByRole('textbox', { name: 'URL' })).toBe(url);
  expect(document.activeElement).toBe(url);
  screen.getByRole('tab', { name: 'Params' });
});

test('a demo of the tree opens without being sent; finding narrows the tree', async () => {
  const { sent } = await renderApp();
  fireEvent.change(screen.getByRole('searchbox', { name: 'Find' }), { target: { value: 'order' } });
  const tree = within(screen.getByRole('tree'));
  expect(tree.getAllByRole('treeitem').map((item) => item.textContent)).toEqual([
    'Modern Pet Store',
    'Store',
    'GETGet order',
  ]);
  fireEvent.click(tree.getByRole('treeitem', { name: /Get order/ }));
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'URL' }).value).toContain('/order');
  expect(sent).toHaveLength(0);
});
