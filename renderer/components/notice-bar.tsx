import { X } from 'lucide-react';
import { useEffect } from 'react';
import type { ReactElement } from 'react';
import type { NoticesStore } from '../stores/notices-store.ts';
import { useStore } from '../stores/store.ts';
import { Icon } from './icon.tsx';

/** How long a notice stays, in milliseconds. What failed stays until it is closed. */
const NOTICE_MS = 12_000;

/** What happened, at the foot of the window. */
export function NoticeBar({ notices }: { readonly notices: NoticesStore }): ReactElement {
  const notice = useStore(notices.store, (value) => value);
  useEffect(() => {
    if (notice === null || notice.kind === 'failed') return;
    const timer = setTimeout(notices.clear, NOTICE_MS);
    return () => clearTimeout(timer);
  }, [notice, notices]);
  return (
    <div className="toast-place" role={notice?.kind === 'failed' ? 'alert' : 'status'}>
      {notice !== null && (
        <div className={`toast ${notice.kind}`}>
          <span>{notice.text}</span>
          {notice.action !== undefined && (
            <button
              className="btn s"
              onClick={() => {
                notices.clear();
                notice.action?.run();
              }}
            >
              {notice.action.label}
            </button>
          )}
          <button className="ib s" aria-label="Close the notice" onClick={notices.clear}>
            <Icon of={X} size={12} />
          </button>
        </div>
      )}
    </div>
  );
}
