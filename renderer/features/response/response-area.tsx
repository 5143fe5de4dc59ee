import { useState } from 'react';
import type { ReactElement } from 'react';
import type { ExchangeSummary } from '../../../shared/ipc/contract.ts';
import type { ConnectionState } from '../../../shared/model/exchange.ts';
import type { NetworkError } from '../../../shared/model/network-error.ts';
import type { Settings } from '../../../shared/model/settings.ts';
import { useApp, usePlatform } from '../../app-context.ts';
import { KeyCaps } from '../../components/key-caps.tsx';
import { TabStrip } from '../../components/tab-strip.tsx';
import { formatDuration } from '../../components/time-format.ts';
import { useFocusReturn } from '../../components/use-focus-return.ts';
import type { TabExchange } from '../../stores/exchanges-store.ts';
import { useStore } from '../../stores/store.ts';
import { StreamResponse } from '../timeline/stream-response.tsx';
import { ErrorView } from './error-view.tsx';
import { SentHeads } from './headers-pane.tsx';
import { NoResponseYet } from './no-response-yet.tsx';
import { OrdinaryResponse } from './ordinary-response.tsx';
import { toSendErrorText } from './send-error-text.ts';
import { useSummary } from './use-summary.ts';

/** Before anything is known of it. */
const NOT_SENT = { kind: 'connecting', attempt: 1, requestSent: null } as const;

/** What became of the last Send of a tab. */
export function ResponseArea(props: { readonly exchange: TabExchange | undefined }): ReactElement {
  const { api, actions, settings } = useApp();
  const platform = usePlatform();
  const shownSettings = useStore(settings.store, (value: Settings) => value);
  const { exchange } = props;

  if (exchange === undefined || (exchange.exchangeId === null && exchange.error !== null)) {
    const error = exchange?.error ?? null;
    const text = error === null ? null : toSendErrorText(error);
    if (text !== null) {
      return (
        <p className="quiet centre err" role="alert">
          {text}
        </p>
      );
    }
    return (
      <p className="quiet centre">
        The response appears here. Send with <KeyCaps keys="Mod+Enter" platform={platform} />
      </p>
    );
  }
  const { exchangeId, progress, request, sentAtMs } = exchange;
  // Between attempts that got no response there are only the rows to look at.
  const isTryingAgain = progress !== null && isLaterAttempt(progress.state);
  if (exchangeId === null || progress === null || (progress.head === null && !isTryingAgain)) {
    const state = progress?.state;
    if (state?.kind !== 'closed') {
      const shown = state?.kind === 'connecting' ? state : NOT_SENT;
      return (
        <NoResponseYet key={sentAtMs} sentAtMs={sentAtMs} state={shown} onStop={actions.stop} />
      );
    }
    if (state.end.kind === 'failed' && progress !== null) {
      return (
        <Failed
          exchange={exchange}
          error={state.end.error}
          failedAfterMs={state.closedAtMs}
          stage={`${progress.counters.entries}`}
        />
      );
    }
    return (
      <p className="quiet centre">
        Stopped after {formatDuration(state.closedAtMs)}, before a response began.
      </p>
    );
  }
  if (progress.head === null || (progress.shape !== null && progress.shape !== 'ordinary')) {
    return (
      <StreamResponse
        key={exchangeId}
        exchangeId={exchangeId}
        progress={progress}
        method={request.method}
        settings={shownSettings}
        onSettingsChange={settings.change}
        onStop={actions.stop}
        onReconnect={actions.reconnect}
        onCut={actions.cut}
        onSendAgain={actions.sendAgain}
        api={api}
      />
    );
  }
  return <OrdinaryResponse key={exchangeId} progress={progress} url={request.url} />;
}

function isLaterAttempt(state: ConnectionState): boolean {
  return state.kind === 'waiting' || (state.kind === 'connecting' && state.attempt > 1);
}

/** A request that got no response. */
function Failed(props: {
  readonly exchange: TabExchange;
  readonly error: NetworkError;
  readonly failedAfterMs: number;
  readonly stage: string;
}): ReactElement {
  const { exchange, error, failedAfterMs } = props;
  const [tab, setTab] = useState<'error' | 'sent'>('error');
  const panel = useFocusReturn<HTMLDivElement>(tab);
  const summary = useSummary(exchange.exchangeId, props.stage);
  // Where it failed: after a redirect that is another place, and placeholders are filled in there.
  const url = summary?.sent.at(-1)?.url ?? exchange.request.url;
  return (
    <>
      <TabStrip
        name="response"
        label="Response"
        selected={tab}
        onSelect={setTab}
        tabs={[
          { id: 'error', label: 'Error' },
          { id: 'sent', label: 'Request sent' },
        ]}
      >
        <div className="rstat">
          <span className="state">
            <span className="live bad" />
            <b className="err m">{isConnectPhase(error) ? 'Not connected' : 'Failed'}</b>
          </span>
          <span className="num">{formatDuration(failedAfterMs)}</span>
        </div>
      </TabStrip>
      <div
        ref={panel}
        className="panel"
        id="panel-response"
        role="tabpanel"
        tabIndex={-1}
        data-area="content"
        aria-labelledby={`tab-response-${tab}`}
      >
        {tab === 'error' ? (
          <ErrorView error={error} url={url} failedAfterMs={failedAfterMs} />
        ) : (
          <RequestSent summary={summary} />
        )}
      </div>
    </>
  );
}

function isConnectPhase(error: NetworkError): boolean {
  return error.phase === 'dns' || error.phase === 'connect' || error.phase === 'tls';
}

function RequestSent(props: { readonly summary: ExchangeSummary | null }): ReactElement {
  const { summary } = props;
  return (
    <div className="panel-scroll headers-pane">
      {summary?.sent.length === 0 && (
        <p className="quiet">Nothing was sent: the connection did not come about.</p>
      )}
      <SentHeads sent={summary?.sent ?? []} leftOut={summary?.leftOut.sent ?? 0} />
    </div>
  );
}
