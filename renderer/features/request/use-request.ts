import type { InvalidRequest } from '../../../shared/model/request.ts';
import { useApp } from '../../app-context.ts';
import { getInvalidRequest } from '../../stores/exchanges-store.ts';
import { useStore } from '../../stores/store.ts';
import { getTab } from '../../stores/tabs-store.ts';
import type { OpenRequest } from '../../stores/tabs-store.ts';
import type { Draft } from './draft.ts';

/** The request at hand, what is wrong with it, and how to edit it. */
export interface RequestAtHand {
  readonly tab: OpenRequest;
  readonly draft: Draft;
  readonly invalid: InvalidRequest | null;
  /** Changes the draft; what was told about an invalid field goes away. */
  readonly edit: (update: (draft: Draft) => Draft) => void;
}

/** Reads the active tab, which has to be a request. */
export function useRequest(): RequestAtHand {
  const { tabs, exchanges } = useApp();
  const tab = useStore(tabs.store, (state) => getTab(state.tabs, state.activeId));
  if (tab.kind !== 'request') throw new Error('used outside of a request');
  const invalid = useStore(exchanges.store, (map) => getInvalidRequest(map.get(tab.id)));
  return {
    tab,
    draft: tab.draft,
    invalid,
    edit: (update) => {
      tabs.edit(tab.id, update);
      if (invalid !== null) exchanges.clearError(tab.id);
    },
  };
}
