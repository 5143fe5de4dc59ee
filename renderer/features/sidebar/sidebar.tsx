import { Search, Shield } from 'lucide-react';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { useApp } from '../../app-context.ts';
import { Icon } from '../../components/icon.tsx';
import { useStore } from '../../stores/store.ts';
import { CollectionsSection, NoCollection } from './collections-section.tsx';
import { DemoLists } from './demo-lists.tsx';
import { EnvironmentsSection } from './environments-section.tsx';
import { RunsSection } from './runs-section.tsx';

/** Where requests are found: the collection, environments and runs, or without a workspace the demos. */
export function Sidebar(): ReactElement {
  const { workspace } = useApp();
  const [wanted, setWanted] = useState('');
  const state = useStore(workspace.store, (value) => value);

  return (
    <nav className="side" aria-label="Workspace" data-area="sidebar">
      <div className="find">
        <Icon of={Search} size={14} />
        <input
          id="find"
          type="search"
          aria-label="Find"
          placeholder="Find"
          spellCheck={false}
          value={wanted}
          onChange={(changeEvent) => setWanted(changeEvent.currentTarget.value)}
          onKeyDown={(keyEvent) => {
            if (keyEvent.key === 'Escape') setWanted('');
            else if (keyEvent.key === 'ArrowDown' || keyEvent.key === 'Enter') {
              keyEvent.preventDefault();
              focusTree();
            }
          }}
        />
        {wanted === '' && <kbd aria-hidden="true">/</kbd>}
      </div>
      {state === null ? (
        <div className="side-scroll">
          {wanted === '' && <NoCollection />}
          <DemoLists wanted={wanted} />
        </div>
      ) : (
        <div className="side-parts">
          <CollectionsSection state={state} wanted={wanted} />
          <EnvironmentsSection state={state} />
          <RunsSection />
        </div>
      )}
      <div className="foot">
        <Icon of={Shield} size={14} />
        Stays on this computer
      </div>
    </nav>
  );
}

/** From the search field to what was found. */
function focusTree(): void {
  document.querySelector<HTMLElement>('[data-area="sidebar"] [role=tree]')?.focus();
}
