import type { ReactElement } from 'react';
import { useApp } from '../../app-context.ts';
import { TabStrip } from '../../components/tab-strip.tsx';
import { BodyTab } from './body-tab.tsx';
import { getSentHeaderRows } from './draft.ts';
import { HeadersTab } from './headers-tab.tsx';
import { ParamsTab } from './params-tab.tsx';
import { isBlankRow } from './query-rows.ts';
import { StreamTab } from './stream-tab.tsx';
import { useRequest } from './use-request.ts';

/** Params, Headers, Body and Stream of the request at hand. */
export function RequestPane(): ReactElement {
  const { tabs } = useApp();
  const { tab, draft } = useRequest();
  const params = draft.query.filter((row) => row.isEnabled && !isBlankRow(row)).length;

  return (
    <>
      <TabStrip
        name="request"
        label="Request"
        selected={tab.requestTab}
        onSelect={(id) => tabs.showRequestTab(tab.id, id)}
        tabs={[
          { id: 'params', label: 'Params', mark: params },
          { id: 'headers', label: 'Headers', mark: getSentHeaderRows(draft).length },
          { id: 'body', label: 'Body', mark: draft.bodyKind === 'none' ? null : 'dot' },
          {
            id: 'stream',
            label: 'Stream',
            mark: Object.keys(draft.stream).length === 0 ? null : 'dot',
          },
        ]}
      />
      <div
        className="panel"
        id="panel-request"
        role="tabpanel"
        aria-labelledby={`tab-request-${tab.requestTab}`}
      >
        {tab.requestTab === 'params' && <ParamsTab />}
        {tab.requestTab === 'headers' && <HeadersTab />}
        {tab.requestTab === 'body' && <BodyTab />}
        {tab.requestTab === 'stream' && <StreamTab />}
      </div>
    </>
  );
}
