// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AnchoredList } from '../../../renderer/components/anchored-list.tsx';
import { AT_START, PINNED_TO_END } from '../../../renderer/components/anchored-scroll.ts';
import type { ScrollPosition } from '../../../renderer/components/anchored-scroll.ts';
import { stubLayout } from '../support.ts';

beforeEach(() => stubLayout(800, 260));
afterEach(cleanup);

interface HostProps {
  readonly rowCount: number;
  readonly initial?: ScrollPosition;
  readonly onRange?: (from: number, to: number) => void;
}

function Host({ rowCount, initial = PINNED_TO_END, onRange }: HostProps) {
  const [position, setPosition] = useState(initial);
  const [active, setActive] = useState<number | null>(null);
  return (
    <>
      <AnchoredList
        label="Rows"
        rowCount={rowCount}
        getRowHeight={() => 26}
        renderRow={(index) => <span role="gridcell">row {index}</span>}
        position={position}
        onPositionChange={setPosition}
        activeIndex={active}
        onActiveIndexChange={setActive}
        {...(onRange && { onRangeChange: onRange })}
      />
      <output>{position.kind}</output>
    </>
  );
}

const getCells = (): readonly string[] =>
  screen.getAllByRole('gridcell').map((cell) => cell.textContent);
const getGrid = (): HTMLElement => screen.getByRole('grid', { name: 'Rows' });

describe('AnchoredList', () => {
  test('draws only the rows on screen and tells how many there are', () => {
    render(<Host rowCount={10_000_000} />);
    expect(getGrid().getAttribute('aria-rowcount')).toBe('10000000');
    expect(getCells()).toHaveLength(10);
    expect(getCells().at(-1)).toBe('row 9999999');
    expect(screen.getAllByRole('row').at(-1)?.getAttribute('aria-rowindex')).toBe('10000000');
  });

  test('has one tab stop', () => {
    const { container } = render(<Host rowCount={100} />);
    expect(container.querySelectorAll('[tabindex]')).toHaveLength(1);
    expect(getGrid().tabIndex).toBe(0);
  });

  test('follows while pinned, and stays when scrolled up', () => {
    const { rerender } = render(<Host rowCount={1000} />);
    rerender(<Host rowCount={1005} />);
    expect(getCells().at(-1)).toBe('row 1004');
    fireEvent.wheel(screen.getByRole('rowgroup'), { deltaY: -52 });
    expect(screen.getByRole('status').textContent).toBe('anchor');
    const before = getCells();
    expect(before.at(-1)).toBe('row 1002');
    rerender(<Host rowCount={900_000} />);
    expect(getCells()).toEqual(before);
  });

  describe('takes over the elements of rows that left', () => {
    const getElements = (): readonly Element[] => screen.getAllByRole('row');

    test('a row that stays on screen keeps its element', () => {
      const { rerender } = render(<Host rowCount={1000} />);
      const before = new Map(getElements().map((row) => [row.textContent, row]));
      rerender(<Host rowCount={1003} />);
      const stayed = getElements().filter((row) => before.has(row.textContent));
      expect(stayed).toHaveLength(7);
      for (const row of stayed) expect(before.get(row.textContent)).toBe(row);
    });

    test('elements do not move when every row is another one, also after a part of them did', () => {
      const { rerender } = render(<Host rowCount={1000} />);
      rerender(<Host rowCount={1003} />);
      const before = getElements();
      // Not a multiple of the rows on screen.
      for (const rowCount of [1_337, 50_001, 900_004]) {
        rerender(<Host rowCount={rowCount} />);
        expect(getElements()).toEqual(before);
        expect(getElements().every((row, index) => row === before[index])).toBe(true);
        expect(getCells().at(-1)).toBe(`row ${rowCount - 1}`);
      }
    });

    test('elements are taken over on the way up as well', () => {
      const { rerender } = render(<Host rowCount={30} initial={AT_START} />);
      fireEvent.keyDown(getGrid(), { key: 'End' });
      for (let step = 0; step < 6; step++) {
        const before = getElements();
        fireEvent.wheel(screen.getByRole('rowgroup'), { deltaY: -26 });
        rerender(<Host rowCount={30} initial={AT_START} />);
        const isKept = (row: Element): boolean => before.includes(row);
        // One more while a part of a row shows at each edge.
        expect(getElements().filter((row) => !isKept(row)).length).toBeLessThanOrEqual(1);
      }
    });

    test('every row has an element of its own, up and down', () => {
      // React tells of two elements with the same key.
      const warned = vi.spyOn(console, 'error');
      const { rerender } = render(<Host rowCount={100_000} />);
      fireEvent.keyDown(getGrid(), { key: 'Home' });
      for (const key of ['PageDown', 'ArrowDown', 'PageDown', 'End', 'Home']) {
        fireEvent.keyDown(getGrid(), { key });
        rerender(<Host rowCount={100_000} />);
        expect(warned).not.toHaveBeenCalled();
        const cells = getCells().map((cell) => Number(cell.slice(4)));
        expect(cells).toEqual(cells.map((_, index) => (cells[0] ?? 0) + index));
      }
    });
  });

  test('wheel events between two renders add up', () => {
    render(<Host rowCount={1000} />);
    const body = screen.getByRole('rowgroup');
    for (let i = 0; i < 5; i++) fireEvent.wheel(body, { deltaY: -26 });
    expect(getCells().at(-1)).toBe('row 994');
  });

  test('scrolling to the end pins again', () => {
    render(<Host rowCount={1000} initial={{ kind: 'anchor', index: 980, offsetPx: 0 }} />);
    fireEvent.wheel(screen.getByRole('rowgroup'), { deltaY: 3, deltaMode: 2 });
    expect(screen.getByRole('status').textContent).toBe('end');
  });

  test('ArrowUp while pinned selects the last row and stops following', () => {
    render(<Host rowCount={1000} />);
    fireEvent.keyDown(getGrid(), { key: 'ArrowUp' });
    expect(screen.getByRole('status').textContent).toBe('anchor');
    const selected = screen.getByRole('row', { selected: true });
    expect(selected.textContent).toBe('row 999');
    expect(getGrid().getAttribute('aria-activedescendant')).toBe(selected.id);
    fireEvent.keyDown(getGrid(), { key: 'k' });
    expect(screen.getByRole('row', { selected: true }).textContent).toBe('row 998');
  });

  test('Home and End reach the first and the last row', () => {
    render(<Host rowCount={10_000_000} />);
    fireEvent.keyDown(getGrid(), { key: 'Home' });
    expect(getCells()[0]).toBe('row 0');
    expect(screen.getByRole('row', { selected: true }).textContent).toBe('row 0');
    fireEvent.keyDown(getGrid(), { key: 'End' });
    expect(getCells().at(-1)).toBe('row 9999999');
    // The selected row is far away, so it cannot be the active descendant.
    expect(getGrid().hasAttribute('aria-activedescendant')).toBe(false);
  });

  test('a row that is selected from elsewhere comes into sight, but not when the rows become others', () => {
    const show = (source: string, activeIndex: number | null, index: number) => (
      <AnchoredList
        label="Rows"
        source={source}
        rowCount={10_000}
        getRowHeight={() => 26}
        renderRow={(row) => <span role="gridcell">row {row}</span>}
        position={{ kind: 'anchor', index, offsetPx: 0 }}
        onPositionChange={onPosition}
        activeIndex={activeIndex}
        onActiveIndexChange={() => undefined}
      />
    );
    const onPosition = vi.fn<(position: ScrollPosition) => void>();
    const { rerender } = render(show('all', 10, 5_000));
    onPosition.mockClear();
    rerender(show('filtered', 3, 1_500));
    rerender(show('all', 10, 5_000));
    rerender(show('filtered', null, 1_500));
    rerender(show('all', 10, 5_000));
    expect(onPosition).not.toHaveBeenCalled();
    rerender(show('all', 11, 5_000));
    expect(onPosition).toHaveBeenCalledWith({ kind: 'anchor', index: 11, offsetPx: 0 });
  });

  test('a button in a row acts by itself and does not open the row', () => {
    const onRowClick = vi.fn<(index: number) => void>();
    render(
      <AnchoredList
        label="Rows"
        rowCount={1}
        getRowHeight={() => 26}
        renderRow={() => (
          <>
            <span>text</span>
            <button>act</button>
          </>
        )}
        position={PINNED_TO_END}
        onPositionChange={() => undefined}
        onRowClick={onRowClick}
      />,
    );
    fireEvent.click(screen.getByRole('button', { name: 'act' }));
    expect(onRowClick).not.toHaveBeenCalled();
    fireEvent.click(screen.getByText('text'));
    expect(onRowClick.mock.lastCall?.[0]).toBe(0);
  });

  test('reports the rows on screen', () => {
    const onRange = vi.fn<(from: number, to: number) => void>();
    render(<Host rowCount={1000} onRange={onRange} />);
    expect(onRange.mock.lastCall?.slice(0, 2)).toEqual([990, 1000]);
  });

  test('dragging the thumb reaches both ends', () => {
    const { container } = render(<Host rowCount={1_000_000} />);
    const bar = container.querySelector<HTMLElement>('.al-bar');
    if (bar === null) throw new Error('no scroll bar');
    bar.setPointerCapture = () => undefined;
    fireEvent.pointerDown(bar, { button: 0, clientY: 250, pointerId: 1 });
    fireEvent.pointerMove(bar, { clientY: -500, pointerId: 1 });
    expect(getCells()[0]).toBe('row 0');
    fireEvent.pointerMove(bar, { clientY: 900, pointerId: 1 });
    fireEvent.pointerUp(bar, { pointerId: 1 });
    expect(getCells().at(-1)).toBe('row 999999');
    expect(screen.getByRole('status').textContent).toBe('end');
  });
});
