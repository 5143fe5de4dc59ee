import type { ReactElement } from 'react';
import type { DemoRequest } from '../../../shared/model/demo.ts';
import { useApp } from '../../app-context.ts';
import { getLiveMark } from '../../stores/exchanges-store.ts';
import type { LiveMark } from '../../stores/exchanges-store.ts';
import { useStore } from '../../stores/store.ts';
import { getDemoId } from '../../stores/tabs-store.ts';
import { toShortMethod } from '../shell/request-tabs.tsx';

/** What stands in the row of a request: method, name, live dot, stream badge. */
export function RequestItemParts(props: { readonly demo: DemoRequest }): ReactElement {
  const { demo } = props;
  const mark = useDemoMark(demo.id);
  return (
    <>
      <span className={`mth ${demo.request.method}`}>{toShortMethod(demo.request.method)}</span>
      <span className="ell">{demo.title}</span>
      <span className="end">
        {mark === 'live' && <span className="live" title="Live" />}
        {mark === 'wait' && <span className="live wait" title="Connecting" />}
        {demo.streams && (
          <span className="sse" title="Streams events">
            SSE
          </span>
        )}
      </span>
    </>
  );
}

/** A request in a flat list. */
export function RequestItem(props: {
  readonly demo: DemoRequest;
  readonly isActive: boolean;
  readonly onOpen: () => void;
}): ReactElement {
  return (
    <button
      className={props.isActive ? 'ti on' : 'ti'}
      aria-current={props.isActive ? 'true' : undefined}
      title={props.demo.title}
      onClick={props.onOpen}
    >
      <RequestItemParts demo={props.demo} />
    </button>
  );
}

/** The mark of the first tab that runs this demo. */
function useDemoMark(demoId: string): LiveMark {
  const { tabs, exchanges } = useApp();
  const open = useStore(tabs.store, (state) => state.tabs);
  return useStore(exchanges.store, (map) => {
    for (const tab of open) {
      const mark = getDemoId(tab) === demoId ? getLiveMark(map.get(tab.id)) : 'none';
      if (mark === 'live' || mark === 'wait') return mark;
    }
    return 'none';
  });
}
