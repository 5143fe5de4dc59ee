import { Search, Shield } from 'lucide-react';
import { useState } from 'react';
import type { ReactElement } from 'react';
import type { DemoRequest } from '../../../shared/model/demo.ts';
import { useApp } from '../../app-context.ts';
import { Icon } from '../../components/icon.tsx';
import { useStore } from '../../stores/store.ts';
import { getDemoId, getTab } from '../../stores/tabs-store.ts';
import { DemoTree } from './demo-tree.tsx';
import { RequestItem } from './request-item.tsx';

/** Where requests are found: collections, the demo streams and the demo requests. */
export function Sidebar(): ReactElement {
  const { demos, tabs, actions } = useApp();
  const [wanted, setWanted] = useState('');
  const state = useStore(demos.store, (value) => value);
  const activeDemo = useStore(tabs.store, ({ tabs: all, activeId }) =>
    getDemoId(getTab(all, activeId)),
  );
  const found = state.demos.filter((demo) => matches(demo, wanted));
  const featured = found.filter((demo) => demo.isFeatured);

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
          onKeyDown={(keyEvent) => keyEvent.key === 'Escape' && setWanted('')}
        />
        {wanted === '' && <kbd aria-hidden="true">/</kbd>}
      </div>
      <div className="side-scroll">
        {wanted === '' && (
          <>
            <h2 className="sec">Collections</h2>
            <p className="side-text">
              Saved requests appear here. Collections are plain files in a folder you choose, so
              they go in git.
            </p>
          </>
        )}
        {featured.length > 0 && (
          <>
            <h2 className="sec">Demo streams</h2>
            <ul className="tree" aria-label="Demo streams">
              {featured.map((demo) => (
                <li key={demo.id}>
                  <RequestItem
                    demo={demo}
                    isActive={demo.id === activeDemo}
                    onOpen={() => actions.openDemo(demo)}
                  />
                </li>
              ))}
            </ul>
          </>
        )}
        {found.length > 0 && (
          <>
            <h2 className="sec">Demo requests</h2>
            <DemoTree demos={found} activeDemo={activeDemo} isFiltered={wanted !== ''} />
          </>
        )}
        {state.kind === 'ready' && found.length === 0 && (
          <p className="side-text">Nothing is called “{wanted}”.</p>
        )}
        {state.kind === 'failed' && (
          <div className="side-text" role="alert">
            <p>The demo server could not start ({state.detail}).</p>
            <button className="btn s" onClick={() => void demos.load()}>
              Start it again
            </button>
          </div>
        )}
      </div>
      <div className="foot">
        <Icon of={Shield} size={14} />
        Stays on this computer
      </div>
    </nav>
  );
}

function matches(demo: DemoRequest, wanted: string): boolean {
  const text = `${demo.title} ${demo.group} ${demo.request.method}`.toLowerCase();
  return wanted
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
