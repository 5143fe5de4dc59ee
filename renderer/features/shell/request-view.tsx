import { useEffect, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import { useApp } from '../../app-context.ts';
import { ErrorBoundary } from '../../components/error-boundary.tsx';
import { SplitHandle } from '../../components/split-handle.tsx';
import { focusField } from '../../focus.ts';
import { REQUEST_MIN_PX } from '../../layout.ts';
import type { ShownLayout } from '../../layout.ts';
import { useStore } from '../../stores/store.ts';
import { getTabTitle } from '../../stores/tabs-store.ts';
import { FirstRun, useFeaturedDemos } from '../first-run/first-run.tsx';
import { RequestBar } from '../request/request-bar.tsx';
import { RequestPane } from '../request/request-pane.tsx';
import { RequestSummary } from '../request/request-summary.tsx';
import { useRequest } from '../request/use-request.ts';
import { ResponseArea } from '../response/response-area.tsx';

/** The request at hand: its bar, and below it the panes, or what an empty tab shows. */
export function RequestView(props: {
  readonly shown: ShownLayout;
  readonly isStart: boolean;
}): ReactElement {
  const { actions, windowState } = useApp();
  const { shown, isStart } = props;
  const isRestored = useStore(windowState, (state) => state.isRestored);
  const title = getTabTitle(useRequest().tab);
  const featured = useFeaturedDemos();
  const [selected, setSelected] = useState(0);
  const list = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (isStart) focusField('#url');
  }, [isStart]);

  const handleEmptyKey = (key: 'Enter' | 'ArrowDown'): void => {
    const demo = featured[selected];
    if (demo === undefined) return;
    if (key === 'Enter') actions.runDemo(demo);
    else list.current?.querySelectorAll('button')[selected]?.focus();
  };

  // The bar stays the same element, so that the first letter of a URL does not lose the focus.
  return (
    <>
      <RequestBar onEmptyKey={handleEmptyKey} />
      {isStart ? (
        <ErrorBoundary name="The start page">
          {isRestored && <FirstRun listRef={list} selected={selected} onSelect={setSelected} />}
        </ErrorBoundary>
      ) : (
        <>
          <h1 className="sr">{title}</h1>
          <Panes shown={shown} />
        </>
      )}
    </>
  );
}

/** Request and response in the layout that fits. */
function Panes(props: { readonly shown: ShownLayout }): ReactElement {
  const { settings, exchanges } = useApp();
  const { tab } = useRequest();
  const exchange = useStore(exchanges.store, (map) => map.get(tab.id));
  const { layout, requestWidthPx, requestMaxPx } = props.shown;

  return (
    <>
      {layout === 'response' && <RequestSummary />}
      <div className={`panes lay-${layout}`}>
        {layout !== 'response' && (
          <section
            className="req"
            aria-label="Request"
            data-area="request"
            style={layout === 'side' ? { width: requestWidthPx } : {}}
          >
            <ErrorBoundary name="The request editor">
              <RequestPane />
            </ErrorBoundary>
          </section>
        )}
        {layout === 'side' && (
          <SplitHandle
            label="Width of the request"
            value={requestWidthPx}
            min={REQUEST_MIN_PX}
            max={requestMaxPx}
            onChange={(requestWidth) => settings.change({ requestWidth })}
          />
        )}
        <section className="res" aria-label="Response" data-area="response" tabIndex={-1}>
          <ErrorBoundary key={exchange?.exchangeId ?? 'none'} name="The response">
            <ResponseArea exchange={exchange} />
          </ErrorBoundary>
        </section>
      </div>
    </>
  );
}
