/** Tabs of files: made from what main read, written back, and brought in step with what is on disk. */
import type { Draft as KeptDraft, ItemDocument } from '../../shared/ipc/workspace-contract.ts';
import type { ItemChange, ItemContent } from '../../shared/model/workspace/item-content.ts';
import type { ItemId } from '../../shared/model/workspace/tree.ts';
import { assertNever } from '../../shared/result.ts';
import { isEqualData, toDraft, toStoredRequest } from '../features/request/draft-mapping.ts';
import type { Draft } from '../features/request/draft.ts';
import { getFirstRequestTab, isEdited } from './tabs-store.ts';
import type { ItemOfTab, OpenPage, Tab, TabContent } from './tabs-store.ts';

/** A tab that edits a file, or a request that may become one. */
export type DocumentTab = Exclude<Tab, OpenPage>;

/** A tab for a document. `itemId` null: the collection. `name` is what a file without content is called. */
export function toDocumentTab(
  document: ItemDocument,
  itemId: ItemId | null,
  name: string,
): TabContent {
  const item: ItemOfTab = { itemId, version: document.version };
  const { content } = document;
  switch (content.kind) {
    case 'request': {
      const draft = toDraft(content.request);
      const requestTab = getFirstRequestTab(draft);
      return { kind: 'request', item, demo: null, draft, original: draft, requestTab };
    }
    case 'environment': {
      const { environment: draft } = content;
      return { kind: 'environment', item, draft, original: draft };
    }
    case 'folder':
      return { kind: 'folder', item, draft: content.folder, original: content.folder };
    case 'collection': {
      const { collection: draft } = content;
      return { kind: 'folder', item, draft, original: draft };
    }
    case 'text': {
      const text = content.text ?? '';
      const { error } = content;
      const isBinary = content.text === null;
      return { kind: 'text', item, name, draft: text, original: text, error, isBinary };
    }
    default:
      return assertNever(content);
  }
}

/**
 * A tab with the edits that were kept for it. Edits of another version are told apart by `reconcile`.
 */
export function withKeptDraft(content: TabContent, kept: KeptDraft): TabContent {
  const { item: own } = content;
  const item = own === undefined || own === null ? null : { ...own, version: kept.version };
  const shared = { key: kept.draftKey, item, isPreview: false };
  const { change } = kept;
  if (content.kind === 'request' && change.kind === 'request') {
    return { ...content, ...shared, draft: toDraft(change.request) };
  }
  if (content.kind === 'environment' && change.kind === 'environment') {
    return { ...content, ...shared, draft: change.environment };
  }
  if (content.kind === 'folder' && (change.kind === 'folder' || change.kind === 'collection')) {
    return {
      ...content,
      ...shared,
      draft: change.kind === 'folder' ? change.folder : change.collection,
    };
  }
  if (content.kind === 'text' && change.kind === 'text') {
    return { ...content, ...shared, draft: change.text };
  }
  return content;
}

/** What is written into the file of a tab. */
export function toChange(tab: DocumentTab): ItemChange {
  switch (tab.kind) {
    case 'request':
      return { kind: 'request', request: toStoredRequest(tab.draft) };
    case 'environment':
      return { kind: 'environment', environment: tab.draft };
    case 'folder':
      return 'formatVersion' in tab.draft
        ? { kind: 'collection', collection: tab.draft }
        : { kind: 'folder', folder: tab.draft };
    case 'text':
      return { kind: 'text', text: tab.draft };
    default:
      return assertNever(tab);
  }
}

/** Content of a tab, to be compared with what a file holds. */
export function toContent(tab: DocumentTab): ItemContent {
  const change = toChange(tab);
  const error = tab.kind === 'text' ? tab.error : null;
  return change.kind === 'text' ? { ...change, error } : change;
}

/**
 * Brings a tab in step with its file; `theirs` null: the file is gone. Without edits the tab follows. Edits on
 * another version are a conflict, unless only name and place of the item changed, which belong to the tree.
 */
export function reconcile(tab: DocumentTab, theirs: ItemDocument | null): DocumentTab {
  const { item } = tab;
  if (item === null) return tab;
  if (theirs === null) return { ...tab, conflict: { kind: 'deleted' } };
  if (theirs.version === item.version && tab.conflict?.kind !== 'deleted') {
    return tab.conflict === null ? tab : { ...tab, conflict: null };
  }
  const next = follow(tab, theirs);
  if (!isEdited(tab)) return next;
  const known = { ...item, version: theirs.version };
  if (isEqualData(toContent(tab), theirs.content)) {
    return { ...tab, item: known, original: tab.draft, conflict: null } as DocumentTab;
  }
  if (tab.kind === 'request' && next.kind === 'request') {
    const { name, seq } = next.draft;
    const base: Draft = { ...tab.original, name, seq };
    if (isEqualData(toStoredRequest(base), toStoredRequest(next.draft))) {
      return {
        ...tab,
        item: known,
        draft: { ...tab.draft, name, seq },
        original: base,
        conflict: null,
      };
    }
  }
  return { ...tab, conflict: { kind: 'changed', theirs } };
}

/** The tab with what the file holds now; the same rows where they hold the same. */
export function follow(tab: DocumentTab, theirs: ItemDocument): DocumentTab {
  const { id, key, isPreview, item } = tab;
  const name = tab.kind === 'text' ? tab.name : tab.draft.name;
  const content = toDocumentTab(theirs, item?.itemId ?? null, name);
  const next = { ...content, id, key, isPreview, conflict: null } as DocumentTab;
  const isSame = isEqualData(
    toContent(next),
    toContent({ ...tab, draft: tab.original } as DocumentTab),
  );
  if (!isSame || isEdited(tab)) {
    return next.kind === 'request' && tab.kind === 'request'
      ? { ...next, requestTab: tab.requestTab }
      : next;
  }
  return { ...tab, item: next.item, conflict: null };
}
