import { useState } from 'react';
import type { ReactElement } from 'react';
import { TabStrip } from '../../components/tab-strip.tsx';
import { FileHistory } from './file-history.tsx';
import { RunHistory } from './run-history.tsx';

/** The requests that were sent, and the files as they were. */
export function HistoryPage(): ReactElement {
  const [tab, setTab] = useState<'runs' | 'files'>('runs');
  return (
    <section className="page" aria-label="History" data-area="request">
      <h1 className="sr">History</h1>
      <TabStrip
        name="history"
        label="History"
        selected={tab}
        onSelect={setTab}
        tabs={[
          { id: 'runs', label: 'Requests' },
          { id: 'files', label: 'Files' },
        ]}
      />
      <div
        className="page-body"
        id="panel-history"
        role="tabpanel"
        aria-labelledby={`tab-history-${tab}`}
      >
        {tab === 'runs' ? <RunHistory /> : <FileHistory />}
      </div>
    </section>
  );
}
