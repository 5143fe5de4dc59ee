import { NO_TIMINGS } from '../../../../shared/model/attempt-timings.ts';
import { describe, expect, test } from 'vitest';
import { toColorClasses } from '../../../../renderer/features/timeline/event-colors.ts';
import { getRowHeight, getSilenceMs } from '../../../../renderer/features/timeline/row-height.ts';
import { formatProtocol, getCloseWords } from '../../../../renderer/features/timeline/row-words.ts';
import {
  getPeakPerSecond,
  toAxisLabels,
  toHatches,
  toTideBlocks,
  toTideLines,
  zoomBy,
} from '../../../../renderer/features/timeline/tide-shape.ts';
import { NETWORK_ERROR_KINDS } from '../../../../shared/model/network-error.ts';
import type { TimeAxis } from '../../../../shared/model/time-axis.ts';
import type {
  CommentRow,
  ConnectionRow,
  EventRow,
  TimelineRow,
} from '../../../../shared/model/timeline.ts';

const types = (...names: string[]) => names.map((type) => ({ type, count: 1 }));

const EVENT: EventRow = {
  kind: 'event',
  seq: 5,
  atMs: 10,
  number: 1,
  gapMs: 20,
  repeatsType: false,
  type: 'message',
  id: null,
  preview: '',
  isPreviewCut: false,
  delta: null,
  sizeBytes: 0,
  isTruncated: false,
  offset: 0,
  length: 0,
};
const ERROR: Extract<ConnectionRow, { kind: 'error' }> = {
  kind: 'error',
  earlier: [],
  seq: 9,
  atMs: 10,
  errorKind: 'connection-reset',
  code: 'ECONNRESET',
  detail: '',
  fatal: true,
  afterHeaders: true,
  phase: 'first-event',
  addresses: [],
  certificates: [],
  timings: NO_TIMINGS,
};

const STALLED: TimelineRow = {
  kind: 'problem',
  seq: 8,
  atMs: 7000,
  problem: 'stalled',
  line: null,
  detail: '5000',
  offset: 0,
  length: 0,
};
const RUN: CommentRow = {
  kind: 'comments',
  seq: 7,
  atMs: 1000,
  lastAtMs: 5000,
  count: 3,
  text: '',
  intervalMs: 2000,
  jitterMs: 0,
  longestMs: 2000,
};

describe('event colours', () => {
  test('are handed out in order of first arrival; message, ping and error take none', () => {
    expect([...toColorClasses(types('ping', 'a', 'error', 'message', 'b')).values()]).toEqual([
      'ev-c0',
      'ev-c1',
      'ev-cerr',
      'ev-c0',
      'ev-c2',
    ]);
  });

  test('end after ten', () => {
    const classes = toColorClasses(types(...Array.from({ length: 12 }, (_, i) => `t${i}`)));
    expect(classes.get('t9')).toBe('ev-c10');
    expect(classes.get('t10')).toBe('ev-c0');
  });
});

describe('row heights', () => {
  test('follow the density', () => {
    expect([
      getRowHeight(EVENT, undefined, 'compact', 800),
      getRowHeight(EVENT, undefined, 'normal', 800),
      getRowHeight(EVENT, undefined, 'roomy', 800),
    ]).toEqual([22, 26, 44]);
  });

  test('a silence belongs to the event after it', () => {
    const { atMs } = EVENT;
    const height = (previous: TimelineRow | undefined): number =>
      getRowHeight(EVENT, previous, 'normal', 800);
    expect(height({ ...EVENT, atMs: atMs - 2000 })).toBe(50);
    expect(height({ ...EVENT, atMs: atMs - 1999 })).toBe(26);
    expect(height(undefined)).toBe(26);
    // Comments break it, whatever the gap to the event before.
    const silent: EventRow = { ...EVENT, atMs: 9000, gapMs: 8990 };
    expect(getSilenceMs(silent, { ...RUN, lastAtMs: 8000 })).toBeNull();
    expect(getSilenceMs(silent, { ...RUN, lastAtMs: 5000 })).toBe(4000);
    expect(getSilenceMs(silent, STALLED)).toBe(8990);
    expect(getRowHeight({ ...EVENT, gapMs: 5000 }, STALLED, 'normal', 800)).toBe(50);
    expect(getSilenceMs({ ...ERROR, atMs: 9000 }, EVENT)).toBe(8990);
  });

  test('an error has two lines, and more when the pane is narrow', () => {
    expect(getRowHeight(ERROR, undefined, 'compact', 940)).toBe(46);
    expect(getRowHeight(ERROR, undefined, 'normal', 260)).toBeGreaterThan(46);
  });

  test('every kind of error has words', () => {
    for (const errorKind of NETWORK_ERROR_KINDS)
      expect(getRowHeight({ ...ERROR, errorKind }, undefined, 'normal', 1100)).toBeGreaterThan(0);
  });

  test('a row that is not loaded counts as a plain event', () => {
    expect(getRowHeight(undefined, undefined, 'roomy', 800)).toBe(44);
  });
});

test('an end after [DONE] is told from another end of the response', () => {
  const close = { by: 'server', rule: null, willReconnect: false, refusal: null } as const;
  const ended = { lastWord: null, isUnfinished: false };
  const done = { lastWord: '[DONE]', isUnfinished: false };
  expect(getCloseWords(close, ended).text).toBe('The response is complete.');
  expect(getCloseWords(close, done)).toMatchObject({ text: 'after [DONE]', hint: null });
  expect(getCloseWords(close, { ...ended, isUnfinished: true }).text).toBe('inside an event');
  const lost = { ...close, willReconnect: true } as const;
  expect(getCloseWords(lost, ended).title).toBe('Connection lost');
  expect(getCloseWords(lost, done).title).toBe('Closed by the server');
});

test.each([
  ['1.1', 'HTTP/1.1'],
  ['HTTP/1.1', 'HTTP/1.1'],
  ['2.0', 'HTTP/2'],
  ['2', 'HTTP/2'],
])('protocol %s is written %s', (version, text) => expect(formatProtocol(version)).toBe(text));

const AXIS: TimeAxis = {
  fromMs: 0,
  binMs: 1000,
  endMs: 5_000,
  entries: 5,
  bins: [
    [0, 0, 0],
    [2, 1, 0],
    [0, 0, 0],
    [0, 0, 0],
    [1, 0, 1],
  ],
  problems: [0, 0, 0, 0, 0],
  matches: null,
  connections: [],
  gaps: [{ fromMs: 2_000, toMs: 4_000, row: 7 }],
  firstProblems: [],
};

describe('the tide chart', () => {
  test('stacks blocks by type, and the tallest stack is as high as the plot allows', () => {
    const blocks = toTideBlocks(AXIS);
    expect(
      blocks.map(({ fromMs, place, topPx, heightPx }) => [fromMs, place, topPx, heightPx]),
    ).toEqual([
      [1_000, 0, 16, 24],
      [1_000, 1, 4, 12],
      [4_000, 0, 28, 12],
      [4_000, 2, 16, 12],
    ]);
    expect(blocks.at(-1)?.isRest).toBe(true);
  });

  test('hatches silences, and the one that goes on until now', () => {
    expect(toHatches(AXIS, 10_000)).toEqual([
      { fromMs: 2_000, toMs: 4_000 },
      { fromMs: 5_000, toMs: 10_000 },
    ]);
    expect(toHatches(AXIS, 6_000)).toHaveLength(1);
    expect(toHatches(AXIS, null)).toHaveLength(1);
  });

  test('a line stands where a connection opened, was lost, and at now', () => {
    const connection = { openedRow: 1, closedRow: 9, attempt: 1 };
    const connections: TimeAxis['connections'] = [
      { ...connection, openedAtMs: 0, closedAtMs: 11_000, closedBy: 'network' },
      { ...connection, openedAtMs: 17_000, closedAtMs: 20_000, closedBy: 'server' },
      { ...connection, openedAtMs: 21_000, closedAtMs: 30_000, closedBy: 'server' },
    ];
    expect(toTideLines({ ...AXIS, connections }, null).map(({ tone }) => tone)).toEqual([
      'good',
      'bad',
      'good',
      'bad',
      'good',
      'plain',
    ]);
    expect(toTideLines(AXIS, 5_000)).toEqual([{ atMs: 5_000, tone: 'now' }]);
  });

  test('the peak is the fullest second, however narrow the bins are', () => {
    expect(getPeakPerSecond(AXIS)).toBe(3);
    expect(getPeakPerSecond({ ...AXIS, binMs: 250 })).toBe(5);
    expect(getPeakPerSecond({ ...AXIS, binMs: 2_000 })).toBe(1.5);
  });

  test.each([
    [500, ['0 s', '0.1', '0.2', '0.3', '0.4', '500 ms']],
    [12_400, ['0 s', '2', '4', '6', '8', '10', '12.4 s']],
    [500_000, ['0 s', '2 min', '4 min', '6 min', '8 min 20 s']],
  ])('labels an axis of %i ms', (toMs, labels) => {
    expect(toAxisLabels({ fromMs: 0, toMs }).map((label) => label.text)).toEqual(labels);
  });

  test('labels a part of an axis at round times', () => {
    expect(toAxisLabels({ fromMs: 4_100, toMs: 6_900 }).map((label) => label.text)).toEqual([
      '4.10 s',
      '4.5',
      '5.0',
      '5.5',
      '6.0',
      '6.5',
      '6.90 s',
    ]);
  });

  test('zoom keeps the time under the pointer in its place, and ends where all is in view', () => {
    expect(zoomBy({ fromMs: 0, toMs: 10_000 }, 0.5, 2_000, 10_000)).toEqual({
      fromMs: 1_000,
      toMs: 6_000,
    });
    expect(zoomBy({ fromMs: 1_000, toMs: 6_000 }, 2, 2_000, 10_000)).toBeNull();
    expect(zoomBy({ fromMs: 9_000, toMs: 10_000 }, 2, 9_900, 10_000)).toEqual({
      fromMs: 8_000,
      toMs: 10_000,
    });
  });
});
