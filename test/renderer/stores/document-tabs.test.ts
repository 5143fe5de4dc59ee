import { expect, test } from 'vitest';
import {
  reconcile,
  toChange,
  toDocumentTab,
  withKeptDraft,
} from '../../../renderer/stores/document-tabs.ts';
import type { DocumentTab } from '../../../renderer/stores/document-tabs.ts';
import type { ItemDocument } from '../../../shared/ipc/workspace-contract.ts';
import type { ItemChange, ItemContent } from '../../../shared/model/workspace/item-content.ts';
import { createStoredRequest } from '../../../shared/model/workspace/stored-request.ts';
import type { ItemId } from '../../../shared/model/workspace/tree.ts';

const ID = 'i-1' as ItemId;
const folder = (name: string) => ({
  name,
  seq: null,
  headers: [],
  auth: { kind: 'inherit' as const },
  variables: [],
  docs: '',
});
const environment = (name: string) => ({
  name,
  color: '',
  description: '',
  variables: [],
  extends: '',
  dotEnvPath: '',
});

/** One content of each kind, before and after an edit. */
const KINDS: readonly (readonly [kind: string, before: ItemContent, after: ItemChange])[] = [
  [
    'request',
    { kind: 'request', request: createStoredRequest('A') },
    { kind: 'request', request: { ...createStoredRequest('A'), url: 'http://a.test' } },
  ],
  [
    'environment',
    { kind: 'environment', environment: environment('Local') },
    { kind: 'environment', environment: environment('Here') },
  ],
  ['folder', { kind: 'folder', folder: folder('F') }, { kind: 'folder', folder: folder('G') }],
  [
    'collection',
    { kind: 'collection', collection: { ...folder('C'), formatVersion: '1.0.0' } },
    { kind: 'collection', collection: { ...folder('D'), formatVersion: '1.0.0' } },
  ],
  ['text', { kind: 'text', text: 'a', error: null }, { kind: 'text', text: 'b' }],
];

const document = (content: ItemContent, version: string): ItemDocument => ({
  itemId: ID,
  version,
  content,
});
const open = (content: ItemContent): DocumentTab =>
  ({ ...toDocumentTab(document(content, 'v1'), ID, 'name'), id: 1, conflict: null }) as DocumentTab;
const keep = (content: ItemContent, change: ItemChange): DocumentTab => {
  const kept = { draftKey: 'k', itemId: ID, version: 'v1', change };
  return {
    ...withKeptDraft(toDocumentTab(document(content, 'v1'), ID, 'name'), kept),
    id: 1,
    conflict: null,
  } as DocumentTab;
};

test.each(KINDS)('edits of a %s that were kept are what would be written', (_, before, after) => {
  expect(toChange(keep(before, after))).toEqual(after);
});

test.each(KINDS)(
  'a %s without edits follows its file; with edits it is a conflict',
  (_, before, after) => {
    const theirs = document(after.kind === 'text' ? { ...after, error: null } : after, 'v2');
    const followed = reconcile(open(before), theirs);
    expect(toChange(followed)).toEqual(after);
    expect(followed).toMatchObject({ item: { version: 'v2' }, conflict: null });

    const edited = keep(before, after);
    expect(reconcile(edited, document(before, 'v1')).conflict).toBeNull();
    // The file holds what was typed: there is nothing to choose.
    expect(reconcile(edited, theirs)).toMatchObject({ item: { version: 'v2' }, conflict: null });
    const other: ItemContent = { kind: 'text', text: 'something else', error: null };
    const torn = reconcile(edited, document(other, 'v3'));
    expect(torn.conflict).toMatchObject({ kind: 'changed', theirs: { version: 'v3' } });
    expect(toChange(torn)).toEqual(after);
    expect(reconcile(edited, null).conflict).toEqual({ kind: 'deleted' });
  },
);

test('edits of another kind than the file is now change nothing in its tab', () => {
  const text: ItemContent = { kind: 'text', text: 'broken', error: null };
  const request: ItemChange = { kind: 'request', request: createStoredRequest('A') };
  expect(toChange(keep(text, request))).toEqual({ kind: 'text', text: 'broken' });
});
