import type { ReactElement } from 'react';
import type { SecretsState } from '../../../shared/ipc/workspace-contract.ts';
import { useApp } from '../../app-context.ts';

/** How the values of secrets are kept on this computer, told plainly. */
export function GuardText({ state }: { readonly state: SecretsState }): ReactElement {
  const { workspaceActions } = useApp();
  const unlock = (): void => workspaceActions.ask({ kind: 'unlock', onReady: () => undefined });
  if (state.kind === 'locked') {
    return (
      <p className="page-note warn" role="status">
        The secrets are locked with a passphrase.{' '}
        <button className="linkb" onClick={unlock}>
          Unlock
        </button>
      </p>
    );
  }
  if (state.kind === 'none') {
    return (
      <p className="page-note warn" role="status">
        {state.reason} So secrets have no place yet.{' '}
        <button className="linkb" onClick={unlock}>
          Choose how they are kept
        </button>
      </p>
    );
  }
  const texts = {
    keyring: 'Values of secrets are encrypted by the keyring of this system, and are in no file.',
    passphrase: 'Values of secrets are encrypted with your passphrase, and are in no file here.',
    session: 'Values of secrets are kept until Tideline closes, and are written nowhere.',
  };
  return <p className="page-note t3">{texts[state.guard]}</p>;
}
