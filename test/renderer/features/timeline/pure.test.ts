import { NO_TIMINGS } from '../../../../shared/model/attempt-timings.ts';
import { describe, expect, test } from 'vitest';
import { toColorClasses } from '../../../../renderer/features/timeline/event-colors.ts';
import { getRowHeight, getSilenceMs } from '../../../../renderer/features/timeline/row-height.ts';
import { formatProtocol, getCloseWords } from '../../../../renderer/features/timeline/row-words.ts';
import {
  toAxisLabels,
  toSilences,
  toTidePaths,
} from '../../../../renderer/features/timeline/tide-shape.ts';
import { NETWORK_ERROR_KINDS } from '../../../../shared/model/network-error.ts';
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
    expect(getRowHeight(ERROR, undefined, 'compact', 1100)).toBe(46);
    expect(getRowHeight(ERROR, undefined, 'normal', 420)).toBeGreaterThan(46);
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
  expect(getCloseWords(close, '[DONE]')).not.toEqual(getCloseWords(close, '{"a":1}'));
  expect(getCloseWords(close, null)).toEqual(getCloseWords(close, '{"a":1}'));
});

test.each([
  ['1.1', 'HTTP/1.1'],
  ['HTTP/1.1', 'HTTP/1.1'],
  ['2.0', 'HTTP/2'],
  ['2', 'HTTP/2'],
])('protocol %s is written %s', (version, text) => expect(formatProtocol(version)).toBe(text));

describe('the tide chart', () => {
  const chart = {
    binMs: 1000,
    peakPerSecond: 3,
    bins: [
      [0, 0, 0],
      [2, 1, 0],
      [0, 0, 0],
      [0, 0, 0],
      [1, 0, 1],
    ],
  };

  test('draws one path per colour, and the tallest stack is as high as the plot allows', () => {
    const paths = toTidePaths(chart, types('a', 'b'));
    expect(paths.map((path) => path.color)).toEqual(['ev-c1', 'ev-c2', 'ev-c0']);
    expect(paths[0]?.d).toBe('M1.1 16.00h0.8v24.00h-0.8zM4.1 28.00h0.8v12.00h-0.8z');
  });

  test('hatches silences after the first event, up to now', () => {
    expect(toSilences(chart, 10_000)).toEqual([
      { from: 0.2, to: 0.4 },
      { from: 0.5, to: 1 },
    ]);
    expect(toSilences({ ...chart, bins: [[0, 0, 0]] }, 10_000)).toEqual([]);
  });

  test.each([
    [500, ['0 s', '0.1', '0.2', '0.3', '0.4', '500 ms']],
    [12_400, ['0 s', '2', '4', '6', '8', '10', '12.4 s']],
    [500_000, ['0 s', '2 min', '4 min', '6 min', '8 min 20 s']],
  ])('labels an axis of %i ms', (spanMs, labels) => {
    expect(toAxisLabels(spanMs).map((label) => label.text)).toEqual(labels);
  });
});
