import { expect, test } from 'vitest';
import { createTabsStore } from '../../../renderer/stores/tabs-store.ts';

test('tabs that come back leave alone what was typed meanwhile, and what was sent from it', () => {
  const tabs = createTabsStore();
  const { activeId } = tabs.store.get();
  tabs.edit(activeId, (draft) => ({ ...draft, url: 'http://a.example/' }));
  const [typed] = tabs.store.get().tabs;
  tabs.replaceAll([{ ...typed!, key: 'kept', id: 99 }, typed!], 1, []);
  const state = tabs.store.get();
  expect(state.tabs.map(({ key }) => key)).toStrictEqual(['kept', typed!.key]);
  // An exchange is known by the id of its tab.
  expect(state.tabs[1]).toBe(typed);
  expect(state.activeId).toBe(activeId);
  expect(state.tabs[0]?.id).not.toBe(99);
});

test('where no tab comes back, the empty request that is there stays', () => {
  const tabs = createTabsStore();
  const { activeId } = tabs.store.get();
  tabs.replaceAll([], 0, []);
  expect(tabs.store.get().activeId).toBe(activeId);
  tabs.edit(activeId, (draft) => ({ ...draft, url: 'http://a.example/' }));
  tabs.replaceAll([], 0, []);
  expect(tabs.store.get().activeId).not.toBe(activeId);
  expect(tabs.store.get().tabs).toHaveLength(1);
});
