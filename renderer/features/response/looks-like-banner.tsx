import { Waves, X } from 'lucide-react';
import { useEffect } from 'react';
import type { ReactElement } from 'react';
import type { ExchangeProgress } from '../../../shared/ipc/contract.ts';
import type { StreamShape } from '../../../shared/model/exchange.ts';
import { useApp } from '../../app-context.ts';
import { Icon } from '../../components/icon.tsx';

const NAMES: Readonly<Record<StreamShape, string>> = {
  'event-stream': 'an event stream',
  ndjson: 'JSON lines',
  'json-seq': 'a JSON sequence',
  json: 'JSON values one after the other',
  multipart: 'multipart',
  text: 'plain text',
};

/**
 * The offer to read an ordinary body as the stream that it looks like. Enter takes it while no control has
 * the focus; what came so far is read again, and nothing is sent.
 */
export function LooksLikeBanner(props: {
  readonly progress: ExchangeProgress;
  readonly shape: StreamShape;
  readonly contentType: string | null;
  readonly onDismiss: () => void;
}): ReactElement {
  const { progress, shape, contentType, onDismiss } = props;
  const { api, tabs } = useApp();
  const { exchangeId } = progress;

  useEffect(() => {
    const handleKeyDown = (keyEvent: KeyboardEvent): void => {
      if (keyEvent.key !== 'Enter' || keyEvent.ctrlKey || keyEvent.metaKey) return;
      if (isControl(document.activeElement)) return;
      keyEvent.preventDefault();
      void api.exchangeReadAs({ exchangeId, shape });
    };
    window.addEventListener('keydown', handleKeyDown);
    return () => window.removeEventListener('keydown', handleKeyDown);
  }, [api, exchangeId, shape]);

  const readAs = (): void => void api.exchangeReadAs({ exchangeId, shape });
  const readAlways = (): void => {
    const { id } = tabs.getActive();
    tabs.edit(id, (draft) => ({ ...draft, stream: { ...draft.stream, readAs: shape } }));
    readAs();
  };
  return (
    <div className="banner offer" role="status">
      <span className="acc">
        <Icon of={Waves} />
      </span>
      <p className="grow">
        <b>This looks like {NAMES[shape]}.</b>{' '}
        {contentType === null ? (
          'The server gives it no Content-Type'
        ) : (
          <>
            The server calls it <span className="mono t1">{contentType.split(';')[0]}</span>
          </>
        )}
        {shape === 'event-stream' ? (
          <>
            , so a browser’s EventSource would refuse it. Fix the header on the server:{' '}
            <span className="mono t1">Content-Type: text/event-stream</span>
          </>
        ) : (
          '.'
        )}
      </p>
      <button className="btn pri" onClick={readAs}>
        View as events <kbd aria-hidden="true">↵</kbd>
      </button>
      <button className="btn" onClick={readAlways}>
        Always for this request
      </button>
      <button className="ib s" aria-label="Keep as text" onClick={onDismiss}>
        <Icon of={X} />
      </button>
    </div>
  );
}

/** Whether an element does something of its own with Enter. */
function isControl(element: Element | null): boolean {
  return (
    element?.closest('button, a, input, select, textarea, [role=grid], [contenteditable]') !== null
  );
}
