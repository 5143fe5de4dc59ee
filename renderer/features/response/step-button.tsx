import type { ReactElement } from 'react';
import { assertNever } from '../../../shared/result.ts';
import { useApp, usePlatform } from '../../app-context.ts';
import { KeyCaps } from '../../components/key-caps.tsx';
import type { ErrorAction } from './error-text.ts';

/** The button that does what a step says. */
export function StepButton(props: {
  readonly action: ErrorAction;
  readonly isChainShown: boolean;
  readonly onChain: () => void;
  readonly onAcceptOnce: () => void;
  readonly onTrust: () => void;
}): ReactElement {
  const { actions } = useApp();
  const platform = usePlatform();
  const { action } = props;
  switch (action) {
    case 'send-again':
      return (
        <button className="btn" onClick={actions.send}>
          Send again
          <KeyCaps keys="Mod+Enter" platform={platform} joined />
        </button>
      );
    case 'edit-url':
      return (
        <button className="btn" onClick={() => actions.run('focus-url')}>
          Edit the URL
          <KeyCaps keys="Mod+L" platform={platform} joined />
        </button>
      );
    case 'show-chain':
      return (
        <button className="btn" aria-expanded={props.isChainShown} onClick={props.onChain}>
          {props.isChainShown ? 'Hide chain' : 'Show chain'}
        </button>
      );
    case 'trust-authority':
      return (
        <button className="btn" onClick={props.onTrust}>
          Choose file…
        </button>
      );
    case 'accept-once':
      return (
        <button className="btn" onClick={props.onAcceptOnce}>
          Accept once
        </button>
      );
    case 'show-auth':
      return (
        <button className="btn" onClick={() => actions.run('request-auth')}>
          Show Auth
        </button>
      );
    case 'show-body':
      return (
        <button className="btn" onClick={() => actions.run('request-body')}>
          Show Body
        </button>
      );
    case 'show-settings':
      return (
        <button className="btn" onClick={() => actions.run('request-settings')}>
          Show Settings
        </button>
      );
    default:
      return assertNever(action);
  }
}
