import { useEffect, useId, useState } from 'react';
import type { ReactElement } from 'react';
import type { SecretsState } from '../../../shared/ipc/workspace-contract.ts';
import { useApp } from '../../app-context.ts';
import { ModalDialog } from '../../components/modal-dialog.tsx';
import { toItemErrorText } from '../workspace/item-error-text.ts';

/** Opens the secrets with a passphrase, or says how they are kept where there is no keyring. */
export function UnlockDialog(props: {
  readonly onClose: () => void;
  readonly onReady: () => void;
}): ReactElement | null {
  const { api } = useApp();
  const [state, setState] = useState<SecretsState | null>(null);
  const [passphrase, setPassphrase] = useState('');
  const [problem, setProblem] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const id = useId();
  useEffect(() => {
    void api.secretsState(null).then((answer) => {
      if (answer.ok) setState(answer.value);
    });
  }, [api]);

  const finish = (): void => {
    props.onClose();
    props.onReady();
  };
  const unlock = async (): Promise<void> => {
    if (passphrase === '' || isBusy) return;
    setIsBusy(true);
    const answer = await api.secretsUnlock({ passphrase });
    setIsBusy(false);
    if (answer.ok) return finish();
    setProblem(toItemErrorText(answer.error));
  };
  const keepForSession = async (): Promise<void> => {
    const answer = await api.secretsUseSession(null);
    if (answer.ok) return finish();
    setProblem(toItemErrorText(answer.error));
  };
  if (state === null) return null;
  const isNew = state.kind === 'none';

  return (
    <ModalDialog
      title={isNew ? 'Keep secrets on this computer' : 'Unlock the secrets'}
      onClose={props.onClose}
      onSubmit={() => void unlock()}
      actions={
        <>
          <button type="button" className="btn" onClick={props.onClose}>
            Cancel
          </button>
          {isNew && (
            <button type="button" className="btn" onClick={() => void keepForSession()}>
              Keep until Tideline closes
            </button>
          )}
          <button type="submit" className="btn pri" disabled={passphrase === '' || isBusy}>
            {isNew ? 'Keep with this passphrase' : 'Unlock'}
          </button>
        </>
      }
    >
      <p>
        {isNew
          ? `${state.reason} A passphrase encrypts the secrets in a file instead; it cannot be recovered.`
          : 'The secrets are encrypted with a passphrase. It is asked once until Tideline closes.'}
      </p>
      <label htmlFor={id}>Passphrase</label>
      <input
        id={id}
        className="fld"
        type="password"
        autoComplete="off"
        data-autofocus
        value={passphrase}
        aria-invalid={problem !== ''}
        aria-describedby={problem === '' ? undefined : `${id}-problem`}
        onChange={(changeEvent) => {
          setPassphrase(changeEvent.currentTarget.value);
          setProblem('');
        }}
      />
      {problem !== '' && (
        <p className="field-error" id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
    </ModalDialog>
  );
}
