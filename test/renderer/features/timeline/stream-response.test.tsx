// @vitest-environment jsdom
import { NO_TIMINGS } from '../../../../shared/model/attempt-timings.ts';
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { focusArea } from '../../../../renderer/focus.ts';
import type { Bridge, ExchangeProgress } from '../../../../shared/ipc/contract.ts';
import { toStorageError } from '../../../../shared/model/to-storage-error.ts';
import { fail, ok } from '../../../../shared/result.ts';
import { ID, StreamHost, createStreamApi, toProgress } from '../../stream-host.tsx';
import { stubLayout } from '../../support.ts';

let api: Bridge;
const clipboardWrite = vi.fn<Bridge['clipboardWrite']>(async () => ok(null));
beforeEach(() => {
  stubLayout(1000, 260);
  clipboardWrite.mockClear();
  // One fake bridge a test: sessions are kept by bridge.
  api = createStreamApi({ clipboardWrite });
});
afterEach(cleanup);

function Host({ progress }: { readonly progress: ExchangeProgress }) {
  return <StreamHost api={api} progress={progress} />;
}

const getGrid = (): HTMLElement => screen.getByRole('grid', { name: 'Timeline' });
const getFollow = (): HTMLElement => screen.getByRole('button', { name: 'Follow' });
const findLast = async (number: string): Promise<HTMLElement> => {
  await waitFor(() =>
    expect(within(getGrid()).getAllByRole('row').at(-1)?.textContent).toContain(number),
  );
  return within(getGrid()).getAllByRole('row').at(-1) as HTMLElement;
};

describe('StreamResponse', () => {
  test('shows the rows, the state and the counters', async () => {
    render(<Host progress={toProgress(3)} />);
    expect(await screen.findByText('Connected')).toBeDefined();
    expect(screen.getByText('first byte after 86 ms')).toBeDefined();
    expect(screen.getByText('200 OK', { selector: '.badge' })).toBeDefined();
    expect(screen.getByRole('group', { name: 'Counters' }).textContent).toContain('Events3');
    expect(getGrid().getAttribute('aria-rowcount')).toBe('6');
    expect(getFollow().getAttribute('aria-pressed')).toBe('true');
  });

  test('scrolling up turns Follow off and counts what comes; the pill turns it on', async () => {
    const { rerender } = render(<Host progress={toProgress(100)} />);
    await findLast('{"n":101}');
    fireEvent.wheel(within(getGrid()).getByRole('rowgroup'), { deltaY: -100 });
    expect(getFollow().getAttribute('aria-pressed')).toBe('false');
    const shown = getGrid().textContent;
    rerender(<Host progress={toProgress(123)} />);
    expect(getGrid().textContent).toContain(shown);
    const pill = screen.getByRole('button', { name: '23 new events' });
    pill.focus();
    fireEvent.click(pill);
    expect(getFollow().getAttribute('aria-pressed')).toBe('true');
    expect(document.activeElement).toBe(getGrid());
    await findLast('{"n":124}');
  });

  test('Enter opens the detail, it moves with the selection, Escape closes it and gives the focus back', async () => {
    render(<Host progress={toProgress(100)} />);
    await findLast('{"n":101}');
    getGrid().focus();
    fireEvent.keyDown(getGrid(), { key: 'ArrowUp' });
    expect(getFollow().getAttribute('aria-pressed')).toBe('false');
    fireEvent.keyDown(getGrid(), { key: 'Enter' });
    expect(await screen.findByRole('complementary', { name: 'Event 100' })).toBeDefined();
    expect(await screen.findByRole('tab', { name: 'Pretty', selected: true })).toBeDefined();
    fireEvent.keyDown(getGrid(), { key: 'ArrowUp' });
    const detail = await screen.findByRole('complementary', { name: 'Event 99' });
    fireEvent.keyDown(within(detail).getByRole('tab', { name: 'Pretty' }), { key: 'Escape' });
    expect(screen.queryByRole('complementary')).toBeNull();
    expect(document.activeElement).toBe(getGrid());
  });

  test('a note that could not be kept is told, and stays in its field', async () => {
    const mark = { seq: 101, row: 101, atMs: 181, note: '' };
    let isDiskFull = true;
    const markSet = vi.fn<Bridge['markSet']>(async ({ note }) =>
      isDiskFull
        ? fail(toStorageError(Object.assign(new Error('full'), { code: 'ENOSPC' })))
        : ok([{ ...mark, note }]),
    );
    api = { ...api, markList: async () => ok([mark]), markSet };
    render(<Host progress={toProgress(100)} />);
    await findLast('{"n":101}');
    fireEvent.keyDown(getGrid(), { key: 'ArrowUp' });
    fireEvent.keyDown(getGrid(), { key: 'Enter' });
    const getNote = (): HTMLInputElement =>
      screen.getByRole('textbox', { name: 'Note of the mark' });
    await waitFor(getNote);
    const leave = (): void => {
      fireEvent.focus(getNote());
      fireEvent.blur(getNote());
    };
    fireEvent.change(getNote(), { target: { value: 'typed' } });
    leave();
    expect(await screen.findByText(/^The note was not saved.*The disk is full/)).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'Previous entry' }));
    await waitFor(() =>
      expect(screen.queryByRole('textbox', { name: 'Note of the mark' })).toBeNull(),
    );
    fireEvent.click(screen.getByRole('button', { name: 'Next entry' }));
    expect((await waitFor(getNote)).value).toBe('typed');
    isDiskFull = false;
    leave();
    await waitFor(() => expect(markSet).toHaveBeenCalledTimes(2));
    expect(markSet).toHaveBeenLastCalledWith({ exchangeId: ID, seq: 101, note: 'typed' });
    await act(async () => undefined);
    leave();
    expect(getNote().value).toBe('typed');
    expect(markSet).toHaveBeenCalledTimes(2);
  });

  test('data that is not JSON opens as Raw and says why', async () => {
    render(<Host progress={toProgress(8)} />);
    fireEvent.click(
      await screen.findByText(
        (_, element) => element?.className === 'dt' && element.textContent === '{"n":5}',
      ),
    );
    expect(await screen.findByText('Not JSON: unexpected end at column 6')).toBeDefined();
    expect(screen.queryByRole('tab', { name: 'Pretty' })).toBeNull();
    expect(screen.getByRole('tab', { name: 'Raw', selected: true })).toBeDefined();
  });

  test('copying takes the selected rows, and says how many', async () => {
    const timelineCopy = vi.fn<Bridge['timelineCopy']>(async (input) => ({
      ok: true,
      value: {
        rows: 'seq' in input ? 1 : input.toRow - input.fromRow,
        chars: 1,
        isCut: false,
      },
    }));
    api = { ...api, timelineCopy };
    render(<Host progress={toProgress(8)} />);
    await findLast('{"n":9}');
    fireEvent.keyDown(getGrid(), { key: 'ArrowUp' });
    fireEvent.keyDown(getGrid(), { key: 'ArrowUp', shiftKey: true });
    fireEvent.keyDown(getGrid(), { key: 'ArrowUp', shiftKey: true });
    const selected = within(getGrid()).getAllByRole('row', { selected: true });
    expect(selected).toHaveLength(3);
    fireEvent.keyDown(getGrid(), { key: 'c', ctrlKey: true });
    expect(await screen.findByText('Copied 3 rows.')).toBeDefined();
    expect(timelineCopy).toHaveBeenCalledWith({
      exchangeId: ID,
      queryId: null,
      fromRow: 7,
      toRow: 10,
      format: 'data',
    });
    fireEvent.keyDown(getGrid(), { key: 'C', ctrlKey: true, shiftKey: true });
    await waitFor(() =>
      expect(timelineCopy).toHaveBeenLastCalledWith(expect.objectContaining({ format: 'raw' })),
    );
  });

  test('of an event that is shown in part all is copied, and a limit is told', async () => {
    const { timelineEntry } = api;
    const timelineCopy = vi.fn<Bridge['timelineCopy']>(async () => ({
      ok: true,
      value: { rows: 1, chars: 1, isCut: false },
    }));
    api = {
      ...api,
      timelineCopy,
      timelineEntry: async (input) => {
        const answer = await timelineEntry(input);
        return answer.ok ? { ok: true, value: { ...answer.value, isCut: true } } : answer;
      },
    };
    render(<Host progress={toProgress(8)} />);
    await findLast('{"n":9}');
    fireEvent.keyDown(getGrid(), { key: 'Enter' });
    const detail = await screen.findByRole('complementary', { name: 'Event 8' });
    fireEvent.click(within(detail).getByRole('button', { name: 'Copy data' }));
    expect(await screen.findByText('Copied the data.')).toBeDefined();
    fireEvent.click(within(detail).getByRole('button', { name: 'Copy' }));
    expect(await screen.findByText('Copied the lines as sent.')).toBeDefined();
    expect(timelineCopy.mock.calls).toEqual([
      [{ exchangeId: ID, seq: 9, format: 'data' }],
      [{ exchangeId: ID, seq: 9, format: 'raw' }],
    ]);
    expect(clipboardWrite).not.toHaveBeenCalled();

    timelineCopy.mockResolvedValueOnce({
      ok: true,
      value: { rows: 1, chars: 1, isCut: true },
    });
    fireEvent.click(screen.getByRole('button', { name: 'More actions of this stream' }));
    fireEvent.click(await screen.findByRole('menuitem', { name: /^Copy data for cURL/ }));
    expect(await screen.findByText(/^Copied the first 16.8 MB/)).toBeDefined();
    expect(timelineCopy).toHaveBeenLastCalledWith({ exchangeId: ID, seq: 9, format: 'curl' });
    timelineCopy.mockResolvedValueOnce({
      ok: false,
      error: { kind: 'too-long-to-copy', limit: 1000 },
    });
    fireEvent.click(within(detail).getByRole('button', { name: 'Copy data' }));
    expect(await screen.findByText(/^Not copied: it has more than 1,000/)).toBeDefined();
  });

  test('F and D act only while the list has the focus', async () => {
    render(<Host progress={toProgress(8)} />);
    await findLast('{"n":9}');
    fireEvent.keyDown(document.body, { key: 'f' });
    expect(getFollow().getAttribute('aria-pressed')).toBe('true');
    fireEvent.keyDown(getGrid(), { key: 'f' });
    expect(getFollow().getAttribute('aria-pressed')).toBe('false');
    fireEvent.keyDown(getGrid(), { key: 'd' });
    expect(screen.getByRole('button', { name: 'Roomy rows' }).getAttribute('aria-pressed')).toBe(
      'true',
    );
  });

  test('the focus goes from panel to panel, and only if it was in the one that went', async () => {
    render(<Host progress={toProgress(100)} />);
    await findLast('{"n":101}');
    const press = (key: string): void => void fireEvent.keyDown(window, { key, ctrlKey: true });
    // With the focus nowhere, the list has it.
    expect(document.activeElement).toBe(getGrid());
    press('5');
    expect(document.activeElement).toBe(screen.getByRole('region', { name: 'Stats' }));
    press('3');
    expect(document.activeElement).toBe(screen.getByRole('grid', { name: 'Body as text' }));
    press('4');
    expect(document.activeElement).toBe(screen.getByRole('group', { name: 'Headers' }));
    press('1');
    expect(document.activeElement).toBe(getGrid());

    const tab = screen.getByRole('tab', { name: /^Timeline/ });
    tab.focus();
    press('5');
    expect(document.activeElement).toBe(tab);
  });

  test('F6 goes through the parts of the timeline in their order, and back', async () => {
    render(<Host progress={toProgress(100)} />);
    await findLast('{"n":101}');
    fireEvent.keyDown(getGrid(), { key: 'ArrowUp' });
    fireEvent.keyDown(getGrid(), { key: 'Enter' });
    const detail = await screen.findByRole('complementary', { name: 'Event 100' });
    const status = screen.getByRole('group', { name: 'Counters' });
    const order = [
      screen.getByRole('slider'),
      screen.getByRole('combobox', { name: 'Filter' }),
      getGrid(),
      within(detail).getByRole('button', { name: 'Previous entry' }),
      status,
    ];
    order[0]?.focus();
    for (const element of order) {
      expect(document.activeElement).toBe(element);
      if (element !== status) focusArea(1);
    }
    for (const element of order.toReversed()) {
      expect(document.activeElement).toBe(element);
      focusArea(-1);
    }
    // Between the filter and the list there is no area: the way leads to the one, and back to the other.
    const between = document.createElement('button');
    document.querySelector('.fbar')?.after(between);
    between.focus();
    focusArea(1);
    expect(document.activeElement).toBe(getGrid());
    between.focus();
    focusArea(-1);
    expect(document.activeElement).toBe(screen.getByRole('combobox', { name: 'Filter' }));
  });

  test('Ctrl 4 shows the headers in order, with duplicates', async () => {
    render(<Host progress={toProgress(3)} />);
    fireEvent.keyDown(window, { key: '4', ctrlKey: true });
    const headers = await screen.findByRole('group', { name: 'Headers' });
    expect(
      (await within(headers).findAllByRole('definition')).map((value) => value.textContent),
    ).toEqual(['text/event-stream', 'a', 'b', '*/*']);
  });

  test('heads that are no longer kept are told, and counted', async () => {
    const { exchangeSummary } = api;
    api = {
      ...api,
      exchangeSummary: async (input) => {
        const summary = await exchangeSummary(input);
        if (!summary.ok) return summary;
        return { ok: true, value: { ...summary.value, leftOut: { sent: 1200, responses: 1199 } } };
      },
    };
    render(<Host progress={toProgress(3)} />);
    fireEvent.keyDown(window, { key: '4', ctrlKey: true });
    const headers = await screen.findByRole('group', { name: 'Headers' });
    expect(
      await within(headers).findByText('The first 1,199 responses are not in this list.'),
    ).toBeDefined();
    expect(
      within(headers).getByText('The first 1,200 requests are not in this list.'),
    ).toBeDefined();
    const titles = within(headers).getAllByRole('heading');
    expect(titles.map((title) => title.textContent)).toEqual([
      expect.stringContaining('Response 1200 of 1200'),
      expect.stringContaining('Request as sent 1201 of 1201'),
    ]);
  });

  test('the place in the list outlives the pane', async () => {
    const { unmount } = render(<Host progress={toProgress(100)} />);
    await findLast('{"n":101}');
    fireEvent.keyDown(getGrid(), { key: 'Home' });
    expect(await screen.findByText('Connected')).toBeDefined();
    unmount();
    render(<Host progress={toProgress(200)} />);
    expect(await screen.findByText('Connected')).toBeDefined();
    expect(getFollow().getAttribute('aria-pressed')).toBe('false');
    expect(screen.getByRole('button', { name: '100 new events' })).toBeDefined();
  });

  test('an end without an event says so', async () => {
    render(
      <Host
        progress={toProgress(0, {
          state: { kind: 'closed', end: { kind: 'ended' }, closedAtMs: 90 },
        })}
      />,
    );
    expect(
      await screen.findByText(/The stream ended without an event\. 0 bytes after the headers\./),
    ).toBeDefined();
    expect(screen.getByText('Ended', { selector: 'b' })).toBeDefined();
  });

  test('two seconds of silence after the head bring what is known', async () => {
    render(<Host progress={toProgress(0)} />);
    expect(await screen.findByRole('heading', { name: 'Connected. No event yet' })).toBeDefined();
    expect(screen.getByText('Waiting for the first event')).toBeDefined();
  });

  test('a failure is told at once', () => {
    const error = {
      kind: 'connection-reset',
      code: 'ECONNRESET',
      detail: '',
      afterHeaders: true,
      phase: 'first-event',
      addresses: [],
      certificates: [],
      timings: NO_TIMINGS,
    } as const;
    render(
      <Host
        progress={toProgress(3, {
          state: { kind: 'closed', end: { kind: 'failed', error }, closedAtMs: 90 },
        })}
      />,
    );
    expect(screen.getByRole('alert').textContent).toContain('Connection lost');
  });
});
