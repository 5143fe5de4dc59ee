import { mkdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DEFAULT_STREAM_SETTINGS } from '../../../shared/model/stream-settings.ts';
import { fillDisk } from '../../support/full-disk.ts';
import { SHOP, TimelineRoom, WINDOW, value } from '../../support/timeline-room.ts';

let room: TimelineRoom;
beforeEach(async () => {
  room = await TimelineRoom.open();
});
afterEach(() => room.close());

test('marks stay with their entries, over a restart of the room and another reading', async () => {
  const exchangeId = await room.receive(SHOP);
  const set = (seq: number, note: string) =>
    value(room.handlers['mark:set']({ exchangeId, seq, note }, WINDOW));
  await set(6, 'later');
  await set(2, 'first');
  expect(await set(6, 'third tick')).toMatchObject([
    { seq: 2, row: 1, note: 'first' },
    { seq: 6, row: 4, note: 'third tick' },
  ]);
  expect(await room.handlers['mark:set']({ exchangeId, seq: 99, note: '' }, WINDOW)).toMatchObject({
    error: { kind: 'invalid-input' },
  });
  await room.handlers['mark:remove']({ exchangeId, seq: 2 }, WINDOW);
  await room.exchanges.readAs(WINDOW, { exchangeId, shape: 'text' });
  // The whole stream came in one chunk, which is one entry now.
  expect(await value(room.handlers['mark:list']({ exchangeId }, WINDOW))).toMatchObject([
    { seq: 2, note: 'third tick' },
  ]);
});

test('marks that cannot be read are asked for again the next time', async () => {
  const exchangeId = await room.receive(SHOP);
  const path = join(room.folder, 'spools', exchangeId, 'marks.jsonl');
  await mkdir(path);
  for (let time = 0; time < 2; time++) {
    expect(await room.handlers['mark:list']({ exchangeId }, WINDOW)).toMatchObject({
      error: { kind: 'storage-error', code: 'EISDIR' },
    });
  }
  await rmdir(path);
  expect(await value(room.handlers['mark:list']({ exchangeId }, WINDOW))).toEqual([]);
});

test('a mark that cannot be written is told and is as it was; with room again it can', async () => {
  const exchangeId = await room.receive(SHOP);
  const set = (seq: number, note: string) =>
    room.handlers['mark:set']({ exchangeId, seq, note }, WINDOW);
  const list = () => value(room.handlers['mark:list']({ exchangeId }, WINDOW));
  await value(set(2, 'kept'));
  const diskFull = { error: { kind: 'storage-error', problem: 'disk-full' } };
  {
    using _full = await fillDisk(7);
    expect(await set(6, 'new')).toMatchObject(diskFull);
    expect(await set(2, 'other')).toMatchObject(diskFull);
    expect(await room.handlers['mark:remove']({ exchangeId, seq: 2 }, WINDOW)).toMatchObject(
      diskFull,
    );
    expect(await list()).toMatchObject([{ seq: 2, note: 'kept' }]);
  }
  await value(set(6, 'new'));
  await value(set(2, 'other'));
  const expected = [
    { seq: 2, note: 'other' },
    { seq: 6, note: 'new' },
  ];
  expect(await list()).toMatchObject(expected);
  await room.exchanges.release(WINDOW, exchangeId);
  const past = { end: null, settings: DEFAULT_STREAM_SETTINGS };
  expect(await room.exchanges.open(WINDOW, exchangeId, past)).toMatchObject({ ok: true });
  expect(await list()).toMatchObject(expected);
});

test('marks are there again when the run is opened later, also those of another reading', async () => {
  const exchangeId = await room.receive(SHOP);
  await room.exchanges.readAs(WINDOW, { exchangeId, shape: 'text' });
  await value(room.handlers['mark:set']({ exchangeId, seq: 2, note: 'chunk' }, WINDOW));
  await room.exchanges.release(WINDOW, exchangeId);
  const settings = { readAs: 'auto', lastEventId: null } as const;
  const opened = await room.exchanges.open(WINDOW, exchangeId, { end: null, settings });
  expect(opened.ok).toBe(true);
  const marks = await value(room.handlers['mark:list']({ exchangeId }, WINDOW));
  expect(marks).toMatchObject([{ note: 'chunk', row: 1 }]);
  const queryId = await room.setQuery(exchangeId, 'type:tick');
  expect(await room.settle(queryId)).toMatchObject({ matched: 3 });
});
