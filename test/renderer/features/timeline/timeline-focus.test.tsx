// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ColumnsDialog } from '../../../../renderer/features/timeline/columns-dialog.tsx';
import { TideChart } from '../../../../renderer/features/timeline/tide-chart.tsx';
import { addPathColumn } from '../../../../renderer/features/timeline/timeline-columns.ts';
import type { StreamSession, TimeSpan } from '../../../../renderer/stores/stream-sessions.ts';
import type { Bridge, ExchangeProgress } from '../../../../shared/ipc/contract.ts';
import type { ColumnSetting } from '../../../../shared/model/settings.ts';
import { createFakeTimelineApi } from '../../fake-timeline-api.ts';
import { stubLayout } from '../../support.ts';

function Columns({ paths }: { readonly paths: readonly string[] }) {
  const [settings, setSettings] = useState<readonly ColumnSetting[]>(
    paths.reduce<readonly ColumnSetting[]>(addPathColumn, []),
  );
  return <ColumnsDialog settings={settings} onChange={setSettings} onClose={() => undefined} />;
}

/** Presses the button that has the focus, as Enter does. */
const press = (): void => void fireEvent.click(document.activeElement as HTMLElement);
const getFocusLabel = (): string | null | undefined =>
  document.activeElement?.getAttribute('aria-label');

afterEach(cleanup);

describe('the dialog of columns', () => {
  test('a column that is removed hands the focus to the next one, then to the one before, then to the path', () => {
    render(<Columns paths={['$.a', '$.b', '$.c']} />);
    screen.getByRole('button', { name: 'Remove $.b' }).focus();
    press();
    expect(screen.queryByText('$.b')).toBeNull();
    expect(getFocusLabel()).toBe('Remove $.c');
    press();
    expect(getFocusLabel()).toBe('Remove $.a');
    press();
    expect(getFocusLabel()).toBe('JSONPath of a new column');
  });

  test('a column that comes to an end of the list hands the focus to the way back', () => {
    render(<Columns paths={['$.a']} />);
    const getNames = (): readonly (string | null)[] =>
      screen.getAllByRole('listitem').map((item) => item.textContent);
    const getMove = (way: string): HTMLElement =>
      screen.getByRole('button', { name: `Move $.a ${way}` });
    getMove('up').focus();
    for (let presses = getNames().indexOf('$.apx'); presses > 1; presses--) press();
    expect(getFocusLabel()).toBe('Move $.a up');
    press();
    expect(getNames()[0]).toBe('$.apx');
    expect(getMove('up')).toHaveProperty('disabled', true);
    expect(getFocusLabel()).toBe('Move $.a down');
    for (let presses = getNames().length - 1; presses > 0; presses--) press();
    expect(getNames().at(-1)).toBe('$.apx');
    expect(getMove('down')).toHaveProperty('disabled', true);
    expect(getFocusLabel()).toBe('Move $.a up');
  });
});

describe('the time axis', () => {
  const PROGRESS = {
    exchangeId: 'x-00000001',
    state: { kind: 'closed' },
    elapsedMs: 10_000,
    counters: { events: 2, entries: 4, connections: 1 },
    types: [{ type: 'tick', count: 2 }],
  } as unknown as ExchangeProgress;
  const onSpan = vi.fn<(span: TimeSpan) => void>();
  const onZoom = vi.fn<(zoom: TimeSpan | null) => void>();

  function Chart() {
    const [zoom, setZoom] = useState<TimeSpan | null>({ fromMs: 1_000, toMs: 5_000 });
    return (
      <>
        <input aria-label="Elsewhere" />
        <TideChart
          api={createFakeTimelineApi() as unknown as Bridge}
          progress={PROGRESS}
          session={{} as StreamSession}
          shown={null}
          zoom={zoom}
          filterSpan={null}
          onZoom={(next) => {
            onZoom(next);
            setZoom(next);
          }}
          onScrollTo={() => undefined}
          onSpan={onSpan}
        />
      </>
    );
  }

  beforeEach(() => {
    stubLayout(1000, 60);
    onSpan.mockClear();
    onZoom.mockClear();
    Element.prototype.setPointerCapture = () => undefined;
  });

  const drag = (plot: Element): void => {
    fireEvent.pointerDown(plot, { button: 0, clientX: 100, pointerId: 1 });
    fireEvent.pointerMove(plot, { clientX: 300, pointerId: 1 });
  };

  test('Escape gives up a drag wherever the focus is, and nothing else takes that key', () => {
    const { container } = render(<Chart />);
    const plot = container.querySelector('.plot') as Element;
    const elsewhere = screen.getByRole('textbox', { name: 'Elsewhere' });
    const handleKeyDown = vi.fn<() => void>();
    elsewhere.addEventListener('keydown', handleKeyDown);
    elsewhere.focus();

    drag(plot);
    expect(container.querySelector('.tsel')).not.toBeNull();
    fireEvent.keyDown(elsewhere, { key: 'Escape' });
    expect(container.querySelector('.tsel')).toBeNull();
    fireEvent.pointerMove(plot, { clientX: 400, pointerId: 1 });
    fireEvent.pointerUp(plot, { clientX: 400, pointerId: 1 });
    expect(onSpan).not.toHaveBeenCalled();
    expect(onZoom).not.toHaveBeenCalled();
    expect(handleKeyDown).not.toHaveBeenCalled();

    // The next drag is one again, and Escape afterwards goes where the focus is.
    drag(plot);
    fireEvent.pointerUp(plot, { clientX: 300, pointerId: 1 });
    expect(onSpan).toHaveBeenCalledOnce();
    fireEvent.keyDown(elsewhere, { key: 'Escape' });
    expect(handleKeyDown).toHaveBeenCalledOnce();
  });

  test('Show all hands the focus to the slider', () => {
    render(<Chart />);
    screen.getByRole('button', { name: 'Show all' }).focus();
    press();
    expect(onZoom).toHaveBeenCalledWith(null);
    expect(document.activeElement).toBe(screen.getByRole('slider'));
  });
});
