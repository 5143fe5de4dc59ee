import { expect, test } from 'vitest';
import { parseTarget } from '../../../../renderer/features/timeline/parse-target.ts';

test.each([
  ['12', { kind: 'number', number: 12 }],
  ['#1,284', { kind: 'number', number: 1284 }],
  ['7.904s', { kind: 'time', atMs: 7904 }],
  ['500 ms', { kind: 'time', atMs: 500 }],
  ['2 min', { kind: 'time', atMs: 120_000 }],
  ['1:30', { kind: 'time', atMs: 90_000 }],
  ['1:00:01.5', { kind: 'time', atMs: 3_601_500 }],
  ['evt_7', { kind: 'id', id: 'evt_7', afterSeq: null }],
  ['id:12', { kind: 'id', id: '12', afterSeq: null }],
  ['  ', null],
])('%j is %j', (text, target) => expect(parseTarget(text)).toEqual(target));
