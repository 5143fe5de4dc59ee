import type { ReactElement } from 'react';
import { NO_REQUEST_SETTINGS } from '../../../shared/model/workspace/stored-request.ts';
import { useApp } from '../../app-context.ts';
import { TabStrip } from '../../components/tab-strip.tsx';
import { AuthTab } from './auth/auth-tab.tsx';
import { BodyTab } from './body/body-tab.tsx';
import { DocsTab } from './docs-tab.tsx';
import { getSentHeaderRows } from './draft.ts';
import type { Draft } from './draft.ts';
import { isEqualData } from './draft-mapping.ts';
import { HeadersTab } from './headers-tab.tsx';
import { ParamsTab } from './params-tab.tsx';
import { isBlankRow } from './query-rows.ts';
import { SettingsTab } from './settings/settings-tab.tsx';
import { StreamTab } from './stream-tab.tsx';
import { useRequest } from './use-request.ts';

/** Everything of the request at hand that is not in its bar. */
export function RequestPane(): ReactElement {
  const { tabs } = useApp();
  const { tab, draft } = useRequest();
  const { requestTab } = tab;
  const params =
    draft.query.filter((row) => row.isEnabled && !isBlankRow(row)).length + draft.pathParams.length;
  const dot = (isSet: boolean): 'dot' | null => (isSet ? 'dot' : null);
  const isAuthSet = draft.authKind !== 'none' && draft.authKind !== 'inherit';

  return (
    <>
      <TabStrip
        name="request"
        label="Request"
        selected={requestTab}
        onSelect={(id) => tabs.showRequestTab(tab.id, id)}
        tabs={[
          { id: 'params', label: 'Params', mark: params },
          { id: 'headers', label: 'Headers', mark: getSentHeaderRows(draft).length },
          { id: 'auth', label: 'Auth', mark: dot(isAuthSet) },
          { id: 'body', label: 'Body', mark: dot(draft.bodyKind !== 'none') },
          { id: 'stream', label: 'Stream', mark: dot(Object.keys(draft.stream).length > 0) },
          { id: 'settings', label: 'Settings', mark: dot(hasSettings(draft)) },
          { id: 'docs', label: 'Docs', mark: dot(draft.docs !== '') },
        ]}
      />
      <div
        className="panel"
        id="panel-request"
        role="tabpanel"
        aria-labelledby={`tab-request-${requestTab}`}
      >
        {requestTab === 'params' && <ParamsTab />}
        {requestTab === 'headers' && <HeadersTab />}
        {requestTab === 'auth' && <AuthTab />}
        {requestTab === 'body' && <BodyTab />}
        {requestTab === 'stream' && <StreamTab />}
        {requestTab === 'settings' && <SettingsTab />}
        {requestTab === 'docs' && <DocsTab />}
      </div>
    </>
  );
}

function hasSettings({ transport, settings }: Draft): boolean {
  return Object.keys(transport).length > 0 || !isEqualData(settings, NO_REQUEST_SETTINGS);
}
