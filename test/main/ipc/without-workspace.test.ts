import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withoutWorkspace } from '../../../main/ipc/without-workspace.ts';
import { WorkspaceRoom } from '../../../main/ipc/workspace-room.ts';
import { DraftStore } from '../../../main/workspace/draft-store.ts';
import { ok } from '../../../shared/result.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tideline-without-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const ASKED_ROOM = ok('the room was asked' as never);
const ROOM = {
  'workspace:current': async () => ASKED_ROOM,
  'session:read': async () => ASKED_ROOM,
  'draft:list': async () => ASKED_ROOM,
};

test('without a workspace nothing of it is loaded, and there is none', async () => {
  const start = withoutWorkspace(ROOM, folder, () => false);
  expect(await start['workspace:current'](null, 1)).toStrictEqual(ok(null));
  expect(await start['session:read'](null, 1)).toStrictEqual(
    ok({ tabs: [], active: 0, collapsed: [] }),
  );
  expect(await start['draft:list'](null, 1)).toStrictEqual(ok([]));
});

test('tabs and edits outside of a workspace are there', async () => {
  const drafts = new DraftStore(join(folder, 'unsaved'));
  const tab = { draftKey: 'a', path: null, isPreview: false, isPinned: true };
  await drafts.writeSession({ tabs: [tab], active: 0, collapsed: [], environment: null });
  await drafts.save({
    draftKey: 'a',
    path: null,
    version: null,
    change: { kind: 'text', text: 'hello' },
  });
  const start = withoutWorkspace(ROOM, folder, () => false);
  expect(await start['session:read'](null, 1)).toStrictEqual(
    ok({
      tabs: [{ draftKey: 'a', itemId: null, isPreview: false, isPinned: true }],
      active: 0,
      collapsed: [],
    }),
  );
  expect(await start['draft:list'](null, 1)).toStrictEqual(
    ok([{ draftKey: 'a', itemId: null, version: null, change: { kind: 'text', text: 'hello' } }]),
  );
});

test('the room answers when a workspace was opened once, and when it is loaded', async () => {
  const room = new WorkspaceRoom(folder, () => undefined);
  await room.open(await mkdtemp(join(folder, 'workspace-')));
  await room.close();
  const opened = withoutWorkspace(ROOM, folder, () => false);
  expect(await opened['workspace:current'](null, 1)).toBe(ASKED_ROOM);
  expect(await opened['session:read'](null, 1)).toBe(ASKED_ROOM);
  expect(await opened['draft:list'](null, 1)).toBe(ASKED_ROOM);

  const loaded = withoutWorkspace(ROOM, join(folder, 'empty'), () => true);
  expect(await loaded['workspace:current'](null, 1)).toBe(ASKED_ROOM);
});
