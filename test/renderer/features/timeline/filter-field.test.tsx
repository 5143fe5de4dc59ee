// @vitest-environment jsdom
import { readFileSync } from 'node:fs';
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useRef } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { FilterField } from '../../../../renderer/features/timeline/filter-field.tsx';
import { createFilterStore, useFilterSnapshot } from '../../../../renderer/stores/filter-store.ts';
import type { FilterStore } from '../../../../renderer/stores/filter-store.ts';
import type { ExchangeId } from '../../../../shared/model/ids.ts';
import { fail, ok } from '../../../../shared/result.ts';

const VOCABULARY = { types: ['tick', 'ping'], paths: [] };

function Field(props: { readonly store: FilterStore; readonly onLeave: () => void }) {
  const inputRef = useRef<HTMLInputElement>(null);
  return (
    <FilterField
      store={props.store}
      filter={useFilterSnapshot(props.store)}
      vocabulary={VOCABULARY}
      inputRef={inputRef}
      onLeave={props.onLeave}
    />
  );
}

function setUp() {
  const onLeave = vi.fn();
  const store = createFilterStore(
    {
      querySet: async ({ text }) =>
        text.endsWith('(')
          ? fail({ kind: 'query-syntax', from: 2, to: 3, expected: 'term', detail: null } as const)
          : ok(null),
      queryPage: async () => fail({ kind: 'unknown-query' }),
    },
    'x-00000001' as ExchangeId,
  );
  render(<Field store={store} onLeave={onLeave} />);
  const input = screen.getByRole<HTMLInputElement>('combobox', { name: 'Filter' });
  input.focus();
  const type = (text: string): void => {
    fireEvent.change(input, { target: { value: text, selectionStart: text.length } });
  };
  return { store, onLeave, input, type };
}

afterEach(() => {
  cleanup();
  document.head.querySelectorAll('style').forEach((style) => style.remove());
});

test('Escape closes the list first, then clears, then leaves', () => {
  const { input, type, onLeave } = setUp();
  type('x type:t');
  expect(screen.getByRole('listbox')).toBeTruthy();
  fireEvent.keyDown(input, { key: 'Escape' });
  expect(screen.queryByRole('listbox')).toBeNull();
  expect(input.value).toBe('x type:t');
  fireEvent.keyDown(input, { key: 'Escape' });
  expect(input.value).toBe('');
  expect(onLeave).not.toHaveBeenCalled();
  fireEvent.keyDown(input, { key: 'Escape' });
  expect(onLeave).toHaveBeenCalledOnce();
});

test('a list that was asked for in an empty field is closed before the field is left', () => {
  const { input, onLeave } = setUp();
  fireEvent.keyDown(input, { key: 'ArrowDown', altKey: true });
  expect(screen.getByRole('listbox')).toBeTruthy();
  fireEvent.keyDown(input, { key: 'Escape' });
  expect(screen.queryByRole('listbox')).toBeNull();
  expect(onLeave).not.toHaveBeenCalled();
});

test('the toggle of regular expressions puts the caret between the slashes of an empty one', () => {
  const { input, store } = setUp();
  const toggle = screen.getByRole('button', { name: 'Regular expression' });
  fireEvent.click(toggle);
  expect(input.value).toBe('//i');
  expect([input.selectionStart, input.selectionEnd]).toEqual([1, 1]);
  expect(document.activeElement).toBe(input);
  fireEvent.click(toggle);
  expect(input.value).toBe('');
  act(() => store.setText('a or b', true));
  fireEvent.click(toggle);
  expect(store.getSnapshot().text).toBe('a or b');
});

test.each([
  [true, ['1', 'auto']],
  [false, ['0', 'none']],
])('what is wrong is over the chips with the focus alone: %s', async (hasFocus, look) => {
  const { input, type } = setUp();
  type('x (');
  fireEvent.keyDown(input, { key: 'Enter' });
  const problem = await screen.findByText(/^Expected/);
  if (!hasFocus) act(() => input.blur());
  // jsdom keeps what it has found once, so the style comes last.
  const style = document.createElement('style');
  style.textContent = readFileSync('renderer/features/timeline/filter.css', 'utf8');
  document.head.append(style);
  const { opacity, pointerEvents } = getComputedStyle(problem);
  expect([opacity, pointerEvents]).toEqual(look);
  // The field is marked and described in both cases.
  expect(input.getAttribute('aria-invalid')).toBe('true');
  expect(input.getAttribute('aria-describedby')).toBe(problem.id);
});
