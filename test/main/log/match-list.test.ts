import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MatchList } from '../../../main/log/match-list.ts';
import { INDEX_SEGMENT_ROWS, MATCH_SEGMENTS_IN_MEMORY } from '../../../shared/limits.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tideline-matches-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a list that is discarded can be read until the last hold is gone, and its file goes then', async () => {
  const list = new MatchList(join(folder, 'query.bin'));
  const rows = (MATCH_SEGMENTS_IN_MEMORY + 2) * INDEX_SEGMENT_ROWS;
  list.append(Uint32Array.from({ length: rows }, (_, at) => at));
  const releases = [list.hold(), list.hold()] as const;
  await list.discard();
  await releases[0]();
  await releases[0]();
  for (let at = 0; at < rows; at += INDEX_SEGMENT_ROWS) {
    expect(await list.readRange(at, at + 2)).toEqual([at, at + 1]);
  }
  expect(await readdir(folder)).toEqual(['query.bin']);
  await releases[1]();
  expect(await readdir(folder)).toEqual([]);
});
