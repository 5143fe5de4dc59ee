import type { ReactElement } from 'react';
import { FileHistory } from './file-history.tsx';

/** Earlier versions of files, and deleted ones. */
export function HistoryPage(): ReactElement {
  return (
    <section className="page" aria-label="History" data-area="request">
      <div className="page-head">
        <h1>History</h1>
      </div>
      <div className="page-body">
        <FileHistory />
      </div>
    </section>
  );
}
