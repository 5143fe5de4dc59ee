// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { StreamHost, createStreamApi, toProgress } from '../../stream-host.tsx';
import { stubLayout } from '../../support.ts';

beforeEach(() => {
  stubLayout(1000, 260);
  vi.useFakeTimers({ toFake: ['requestAnimationFrame', 'cancelAnimationFrame'] });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const passFrame = (): Promise<void> =>
  act(async () => {
    vi.advanceTimersToNextFrame();
    // Answers of the bridge come in between.
    await new Promise((resolve) => setTimeout(resolve, 0));
  });
const getParts = (): readonly string[] => [
  ...(document.querySelector('.tide') === null ? [] : ['chart']),
  ...(screen.queryByRole('combobox', { name: 'Filter' }) === null ? [] : ['filter']),
  ...(screen.queryByRole('grid', { name: 'Timeline' }) === null ? [] : ['list']),
  ...(screen.queryAllByRole('gridcell').length === 0 ? [] : ['rows']),
];

test('a new pane is built over some frames, and the focus that went with the one before comes to its list', async () => {
  render(<StreamHost api={createStreamApi()} progress={toProgress(100)} />);
  const built = [getParts()];
  for (let frame = 0; frame < 4; frame++) {
    expect(document.activeElement === document.body).toBe(!getParts().includes('list'));
    await passFrame();
    built.push(getParts());
  }
  expect(built).toEqual([
    [],
    ['chart'],
    ['chart', 'filter'],
    ['chart', 'filter', 'list'],
    ['chart', 'filter', 'list', 'rows'],
  ]);
  expect(document.activeElement).toBe(screen.getByRole('grid', { name: 'Timeline' }));
});

test('a pane whose rows are known is there at once', async () => {
  const api = createStreamApi();
  const { unmount } = render(<StreamHost api={api} progress={toProgress(100)} />);
  for (let frame = 0; frame < 4; frame++) await passFrame();
  unmount();
  render(<StreamHost api={api} progress={toProgress(100)} />);
  expect(getParts()).toEqual(['chart', 'filter', 'list', 'rows']);
});

test('Ctrl F before the filter is there reaches it', async () => {
  render(<StreamHost api={createStreamApi()} progress={toProgress(100)} />);
  await passFrame();
  expect(getParts()).toEqual(['chart']);
  fireEvent.keyDown(document.body, { key: 'f', ctrlKey: true });
  for (let frame = 0; frame < 3; frame++) await passFrame();
  expect(document.activeElement).toBe(screen.getByRole('combobox', { name: 'Filter' }));
});

test('another reading with as many entries loads its rows anew', async () => {
  const api = createStreamApi();
  const { rerender } = render(<StreamHost api={api} progress={toProgress(100)} />);
  for (let frame = 0; frame < 4; frame++) await passFrame();
  rerender(<StreamHost api={api} progress={toProgress(100, { reading: 2 })} />);
  for (let frame = 0; frame < 2; frame++) await passFrame();
  expect(getParts()).toContain('rows');
});
