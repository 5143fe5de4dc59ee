// @vitest-environment jsdom
import { cleanup, render } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import { NO_END_CONTEXT } from '../../../../renderer/features/timeline/error-words.ts';
import type { ReconnectFacts } from '../../../../renderer/features/timeline/reconnect-facts.ts';
import { StreamActionsContext } from '../../../../renderer/features/timeline/stream-actions.ts';
import type { StreamActions } from '../../../../renderer/features/timeline/stream-actions.ts';
import { SystemRow } from '../../../../renderer/features/timeline/system-row.tsx';
import type { ConnectionRow, ProblemEntry } from '../../../../shared/model/timeline.ts';

afterEach(cleanup);

const problem = (kind: ProblemEntry['problem'], detail: string): ProblemEntry => ({
  kind: 'problem',
  seq: 1,
  atMs: 0,
  problem: kind,
  detail,
  line: null,
  offset: 0,
  length: 0,
});

function show(
  row: ProblemEntry | ConnectionRow,
  reconnect: ReconnectFacts | null = null,
): HTMLElement {
  const context = {
    end: NO_END_CONTEXT,
    reconnect,
  };
  const { container } = render(
    <StreamActionsContext value={{} as StreamActions}>
      <SystemRow row={row} context={context} isSelected={false} isMarked={false} hasStar={false} />
    </StreamActionsContext>,
  );
  return container.querySelector('.c') as HTMLElement;
}

describe('SystemRow', () => {
  test('a stall says how long first; the words around it give way', () => {
    const cell = show(problem('stalled', '62000'));
    expect(cell.querySelector('.fact')?.textContent).toBe('1 min 2 s');
    const rest = cell.querySelector<HTMLElement>('.rest.ell');
    expect(rest?.textContent).toContain('A 60 s proxy would have cut here.');
    expect(rest?.title).toBe(rest?.textContent);
  });

  test('a cut event says sizes, and every byte in its title', () => {
    const cell = show(
      problem('truncated-event', '25000008 bytes received, the first 16777216 kept'),
    );
    const fact = cell.querySelector<HTMLElement>('.fact');
    expect(fact?.textContent).toBe('25.0 MB received, the first 16.8 MB kept');
    expect(fact?.title).toBe('25,000,008 bytes received, the first 16,777,216 bytes kept');
    expect(cell.querySelector('.rest')).toBeNull();
  });

  test('white space that makes another name of a field is in sight, and told', () => {
    const tell = (line: string): string | null => show(problem('unknown-field', line)).textContent;
    expect(tell(' data: leading  space ')).toContain('·data: leading  space·');
    expect(tell(' data: a')).toContain('is not data: the space in front belongs to the name');
    expect(tell('data : a')).toContain('data·: ais not data: the space after it belongs');
    expect(tell('\tid: a')).toContain('TABid: ais not id: the tab in front belongs to the name');
    expect(tell(' evnt: a')).toContain('is not a field of the SSE format');
    expect(tell('evnt')).toContain('evntis not a field of the SSE format');
    expect(tell('   ')).toContain('···');
  });

  test('what a problem tells in other words is shown as it came', () => {
    expect(
      show(problem('truncated-event', 'too long')).querySelector<HTMLElement>('.fact')?.title,
    ).toBe('too long');
  });

  test('an attempt that failed is one line whose parts end in an ellipsis, the id first; titles and the code tell all', () => {
    const cell = show({
      kind: 'error',
      seq: 9,
      atMs: 3000,
      errorKind: 'connect-timeout',
      code: 'UND_ERR_CONNECT_TIMEOUT',
      message: '',
      fatal: false,
      afterHeaders: false,
      timings: null,
      earlier: [
        {
          kind: 'reconnect-wait',
          seq: 7,
          atMs: 0,
          waitMs: 2000,
          reconnectAtMs: 2000,
          lastEventId: '109',
          failuresInRow: 1,
          attemptsMax: null,
        },
        {
          kind: 'connecting',
          seq: 8,
          atMs: 2000,
          attempt: 2,
          method: 'GET',
          url: 'http://a.test/',
          lastEventId: '109',
        },
      ],
    } as unknown as ConnectionRow);
    const words = cell.querySelector<HTMLElement>('.ell');
    expect(words?.title).toBe('Attempt 2 failed · The host did not answer in time. · waited 2.0 s');
    expect(words?.textContent).toBe(words?.title.replaceAll(' · ', '·'));
    const id = cell.querySelector<HTMLElement>('.rest.ell');
    expect(id?.title).toBe('sent Last-Event-ID: 109');
    expect(id?.textContent).toBe(id?.title);
    expect(cell.querySelector('.code')?.textContent).toBe('UND_ERR_CONNECT_TIMEOUT');
  });

  test('a connection that came back tells the id second, and the id is the first to be cut', () => {
    const row = {
      kind: 'open',
      seq: 9,
      atMs: 3000,
      status: 200,
      reason: 'OK',
      earlier: [],
    } as unknown as ConnectionRow;
    const verdict = { verdict: 'resumed', count: 0 } as const;
    const cell = show(row, { attempt: 2, downMs: 6000, lastEventId: '109', verdict });
    expect(cell.textContent.replaceAll('·', ' · ')).toBe(
      'Connected againattempt 2 · sent Last-Event-ID: 109 · down for 6.0 s · no id skipped',
    );
    expect(cell.querySelector('.rest.ell')?.textContent).toBe('sent Last-Event-ID: 109');
  });
});
