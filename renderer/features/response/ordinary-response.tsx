import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import type { ExchangeProgress } from '../../../shared/ipc/contract.ts';
import type { NetworkError } from '../../../shared/model/network-error.ts';
import { getFieldValue } from '../../../shared/model/header-field.ts';
import { useApp, usePlatform } from '../../app-context.ts';
import { formatBytes } from '../../components/number-format.ts';
import { TabStrip } from '../../components/tab-strip.tsx';
import { formatDuration } from '../../components/time-format.ts';
import { useFocusReturn } from '../../components/use-focus-return.ts';
import { VisibleText } from '../../components/visible-text.tsx';
import { matchesKeys } from '../../keymap.ts';
import { BodyPane } from './body-pane.tsx';
import { toErrorText } from './error-text.ts';
import { ReadAsMenu } from '../timeline/read-as-menu.tsx';
import { HeadersPane } from './headers-pane.tsx';
import { LooksLikeBanner } from './looks-like-banner.tsx';
import { RedirectBanner } from './redirect-banner.tsx';
import { ResponseState } from './response-state.tsx';
import { TimingPane } from './timing-pane.tsx';
import { useSummary } from './use-summary.ts';
import { formatProtocol } from '../timeline/row-words.ts';

const TABS = ['body', 'headers', 'timing'] as const;
type ResponseTab = (typeof TABS)[number];

/** A response that is no stream: Body, Headers, Timing. */
export function OrdinaryResponse(props: {
  readonly progress: ExchangeProgress;
  readonly url: string;
}): ReactElement {
  const { progress, url } = props;
  const { state, head, counters } = progress;
  const { api } = useApp();
  const { exchangeId } = progress;
  const platform = usePlatform();
  const [isKeptAsText, setIsKeptAsText] = useState(false);
  const [tab, setTab] = useState<ResponseTab>('body');
  const panel = useFocusReturn<HTMLDivElement>(tab);
  const stage = `${state.kind} ${head?.status} ${counters.connections}`;
  const summary = useSummary(progress.exchangeId, stage);
  const headers = summary?.responses.at(-1)?.headers ?? [];
  const contentType = getFieldValue(headers, 'content-type');
  const redirect = head?.redirect ?? null;
  const error = state.kind === 'closed' && state.end.kind === 'failed' ? state.end.error : null;

  useEffect(() => {
    const handleKeyDown = (keyEvent: KeyboardEvent): void => {
      const at = TABS.findIndex((_, index) => matchesKeys(keyEvent, `Mod+${index + 1}`, platform));
      const wanted = TABS[at];
      if (wanted === undefined) return;
      keyEvent.preventDefault();
      setTab(wanted);
    };
    window.addEventListener('keydown', handleKeyDown);
    return () => window.removeEventListener('keydown', handleKeyDown);
  }, [platform]);

  return (
    <>
      <TabStrip
        name="response"
        label="Response"
        selected={tab}
        onSelect={setTab}
        tabs={[
          { id: 'body', label: 'Body' },
          { id: 'headers', label: 'Headers', mark: headers.length },
          { id: 'timing', label: 'Timing' },
        ]}
      >
        <ResponseState progress={progress} />
        <ReadAsMenu
          shape={progress.shape}
          onReadAs={(shape) => void api.exchangeReadAs({ exchangeId, shape })}
        />
      </TabStrip>
      {progress.looksLike !== null && summary !== null && !isKeptAsText && (
        <LooksLikeBanner
          progress={progress}
          shape={progress.looksLike}
          contentType={contentType}
          onDismiss={() => setIsKeptAsText(true)}
        />
      )}
      {redirect !== null && redirect.refusal !== null && (
        <RedirectBanner redirect={redirect} refusal={redirect.refusal} />
      )}
      {error !== null && <CutBanner error={error} url={url} />}
      <div
        ref={panel}
        className="panel"
        id="panel-response"
        role="tabpanel"
        tabIndex={-1}
        data-area="content"
        aria-labelledby={`tab-response-${tab}`}
      >
        {tab === 'body' && summary !== null && (
          <BodyPane
            progress={progress}
            contentType={contentType}
            url={summary.sent.at(-1)?.url ?? null}
          />
        )}
        {tab === 'headers' && <HeadersPane summary={summary} />}
        {tab === 'timing' && <TimingPane summary={summary} progress={progress} />}
      </div>
      <div className="status" data-area="status" role="group" aria-label="Facts" tabIndex={-1}>
        <Fact label="Size" value={formatBytes(counters.bodyBytes)} />
        {counters.firstByteMs !== null && (
          <Fact label="TTFB" value={formatDuration(counters.firstByteMs)} />
        )}
        {state.kind === 'closed' && <Fact label="Total" value={formatDuration(state.closedAtMs)} />}
        {contentType !== null && <Fact label="Content-Type" value={contentType} />}
        {head !== null && <Fact label="Protocol" value={formatProtocol(head.httpVersion)} />}
      </div>
    </>
  );
}

function Fact(props: { readonly label: string; readonly value: string }): ReactElement {
  return (
    <span className="ell">
      {props.label}
      <b>
        <VisibleText text={props.value} />
      </b>
    </span>
  );
}

/** A response that did not come to its end: what had arrived stays below. */
function CutBanner(props: { readonly error: NetworkError; readonly url: string }): ReactElement {
  const text = toErrorText(props.error, props.url);
  return (
    <div className="banner err" role="alert">
      <p>
        <b>{text.title}.</b> {text.cause} {text.steps[0]?.text}{' '}
        {props.error.code !== null && <span className="mono t3">{props.error.code}</span>}
      </p>
    </div>
  );
}
