import type { ReactElement } from 'react';
import type { DemoRequest } from '../../../shared/model/demo.ts';
import { useApp } from '../../app-context.ts';
import { useStore } from '../../stores/store.ts';
import { getDemoId, getTab } from '../../stores/tabs-store.ts';
import { DemoTree } from './demo-tree.tsx';
import { RequestItem } from './request-item.tsx';

/** The demo streams and the demo requests that fit what is searched for. */
export function DemoLists({ wanted }: { readonly wanted: string }): ReactElement {
  const { demos, tabs, actions } = useApp();
  const state = useStore(demos.store, (value) => value);
  const activeDemo = useStore(tabs.store, ({ tabs: all, activeId }) =>
    getDemoId(getTab(all, activeId)),
  );
  const found = state.demos.filter((demo) => matches(demo, wanted));
  const featured = found.filter((demo) => demo.isFeatured);

  return (
    <>
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
    </>
  );
}

function matches(demo: DemoRequest, wanted: string): boolean {
  const text = `${demo.title} ${demo.group} ${demo.request.method}`.toLowerCase();
  return wanted
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
