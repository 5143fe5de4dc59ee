// @vitest-environment jsdom
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { matchFuzzy } from '../../renderer/features/palette/fuzzy.ts';
import { renderApp } from './render-app.tsx';

function openPalette(): HTMLElement {
  fireEvent.keyDown(window, { key: 'k', ctrlKey: true });
  return screen.getByRole('combobox', { name: 'Find a command' });
}

test('Ctrl+K opens the palette, typing finds, Enter runs', async () => {
  const { services } = await renderApp();
  const field = openPalette();
  fireEvent.change(field, { target: { value: 'theme lig' } });
  const option = screen.getByRole('option', { name: 'Theme: light' });
  expect(option.getAttribute('aria-selected')).toBe('true');
  expect(field.getAttribute('aria-activedescendant')).toBe(option.id);
  fireEvent.keyDown(field, { key: 'Enter' });
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(services.settings.store.get().theme).toBe('light');
});

test('arrow keys move round the list, and Escape gives the focus back', async () => {
  await renderApp();
  const opener = screen.getByRole('button', { name: 'Commands' });
  opener.focus();
  const field = openPalette();
  const selected = (): string | undefined =>
    screen.getAllByRole('option').find((option) => option.getAttribute('aria-selected') === 'true')
      ?.textContent;
  const first = selected();
  fireEvent.keyDown(field, { key: 'ArrowUp' });
  expect(selected()).toContain('Get order');
  fireEvent.keyDown(field, { key: 'ArrowDown' });
  expect(selected()).toBe(first);
  fireEvent.keyDown(field, { key: 'Escape' });
  expect(document.activeElement).toBe(opener);
});

test('commands that would do nothing are left out', async () => {
  await renderApp();
  openPalette();
  expect(screen.queryByRole('option', { name: /^Stop/ })).toBeNull();
  expect(screen.queryByRole('option', { name: /^Reopen/ })).toBeNull();
});

test('a question mark lists all keys, in a field it is typed', async () => {
  await renderApp();
  fireEvent.keyDown(screen.getByRole('textbox', { name: 'URL' }), { key: '?', shiftKey: true });
  expect(screen.queryByRole('dialog')).toBeNull();
  fireEvent.keyDown(screen.getByRole('button', { name: 'Commands' }), { key: '?', shiftKey: true });
  await waitFor(() => screen.getByRole('dialog', { name: 'All keys' }));
  screen.getByRole('option', { name: /Follow the newest event/ });
});

test('letters are found in order, in words first', () => {
  expect(matchFuzzy('Response only', 'ro')?.positions).toEqual([0, 9]);
  expect(matchFuzzy('Response only', 'xyz')).toBeNull();
  expect(matchFuzzy('New request', 're')?.positions).toEqual([4, 5]);
});
