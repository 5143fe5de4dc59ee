import { Copy } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import type { TokenInput } from '../../../../shared/ipc/http-contract.ts';
import type { AuthorizationPrompt, TokenState } from '../../../../shared/model/http-parts.ts';
import { createStoredRequest } from '../../../../shared/model/workspace/stored-request.ts';
import { useApp } from '../../../app-context.ts';
import { Icon } from '../../../components/icon.tsx';
import { VisibleText } from '../../../components/visible-text.tsx';
import { useRequest } from '../use-request.ts';
import { toExpiryText, toTokenErrorText } from './token-words.ts';

/** How often the time that is left is told anew, in milliseconds. */
const TICK_MS = 1_000;

/** The access token of the request: whether there is one, how long it lasts, and how to get another. */
export function TokenBox(): ReactElement {
  const { api } = useApp();
  const { tab, draft } = useRequest();
  const [state, setState] = useState<TokenState>({ kind: 'none' });
  const [prompt, setPrompt] = useState<AuthorizationPrompt | null>(null);
  const [isFetching, setIsFetching] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [revealed, setRevealed] = useState<string | null>(null);
  const nowMs = useNow(state.kind === 'token');
  const itemId = tab.item?.itemId ?? null;
  const { variables } = draft;
  const values = draft.authValues.oauth2;
  // Only these decide which token it is; the rest of the draft changes with every key.
  const input = useMemo((): TokenInput => {
    const auth = { kind: 'oauth2', values: values ?? {} } as const;
    const rows = variables.map(({ id: _id, ...variable }) => variable);
    return { itemId, request: { ...createStoredRequest(''), auth, variables: rows } };
  }, [itemId, values, variables]);

  useEffect(() => api.onTokensPrompt((push) => setPrompt(push.prompt)), [api]);
  useEffect(() => {
    let isWanted = true;
    void api.tokensState(input).then((answer) => {
      if (isWanted && answer.ok) setState(answer.value);
    });
    return () => {
      isWanted = false;
    };
  }, [api, input]);

  const fetchToken = async (): Promise<void> => {
    setIsFetching(true);
    setProblem(null);
    setRevealed(null);
    const answer = await api.tokensFetch(input);
    setIsFetching(false);
    setPrompt(null);
    if (answer.ok) setState(answer.value);
    else setProblem(toTokenErrorText(answer.error));
  };
  const forget = async (): Promise<void> => {
    const answer = await api.tokensForget(input);
    setRevealed(null);
    if (answer.ok) setState({ kind: 'none' });
  };
  const reveal = async (): Promise<void> => {
    if (revealed !== null) return setRevealed(null);
    const answer = await api.tokensReveal(input);
    if (answer.ok) setRevealed(answer.value?.token ?? null);
  };

  return (
    <section className="token" aria-label="Access token">
      <div className="head-row">
        <h2 className="h4">Access token</h2>
        <span className="grow" />
        {state.kind === 'token' && (
          <>
            <button className="btn s ghost" onClick={() => void reveal()}>
              {revealed === null ? 'Show' : 'Hide'}
            </button>
            <button className="btn s ghost" onClick={() => void forget()}>
              Forget
            </button>
          </>
        )}
        {isFetching ? (
          <button className="btn s" onClick={() => void api.tokensCancel(null)}>
            Cancel
          </button>
        ) : (
          <button className="btn s pri" onClick={() => void fetchToken()}>
            {state.kind === 'none' ? 'Get token' : 'Get a new token'}
          </button>
        )}
      </div>
      <p role="status" className="t2">
        {state.kind === 'none' ? (
          'None yet. It is fetched with the first send, where nobody has to be asked.'
        ) : (
          <>
            <b className="t1">{state.tokenType}</b>
            {', '}
            <span className={isOver(state, nowMs) ? 'warn num' : 'num'}>
              {toExpiryText(state.expiresAtMs, nowMs)}
            </span>
            {state.canRefresh && ', is renewed by itself'}
            {state.scope !== '' && (
              <>
                , scope{' '}
                <span className="mono">
                  <VisibleText text={state.scope} />
                </span>
              </>
            )}
          </>
        )}
      </p>
      {prompt !== null && <Prompt prompt={prompt} />}
      {revealed !== null && (
        <div className="fld detail">
          <span className="mono t2 grow">
            <VisibleText text={revealed} />
          </span>
          <button
            className="ib s"
            aria-label="Copy the token"
            onClick={() => void api.clipboardWrite({ text: revealed })}
          >
            <Icon of={Copy} size={14} />
          </button>
        </div>
      )}
      {problem !== null && (
        <p className="field-error" role="alert">
          {problem}
        </p>
      )}
    </section>
  );
}

function Prompt(props: { readonly prompt: AuthorizationPrompt }): ReactElement {
  const { prompt } = props;
  if (prompt.kind === 'browser') {
    return (
      <p role="status">
        Your browser was opened. Sign in there; this goes on by itself.{' '}
        <span className="mono t3 prompt-url">
          <VisibleText text={prompt.url} />
        </span>
      </p>
    );
  }
  return (
    <p role="status">
      Open <span className="mono t1">{prompt.verificationUrl}</span> and enter{' '}
      <b className="mono t1 user-code">{prompt.userCode}</b>
    </p>
  );
}

function isOver(state: TokenState, nowMs: number): boolean {
  return state.kind === 'token' && state.expiresAtMs !== null && state.expiresAtMs <= nowMs;
}

function useNow(isTicking: boolean): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    if (!isTicking) return;
    const timer = setInterval(() => setNowMs(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [isTicking]);
  return nowMs;
}
