import { useState } from 'react';
import type { ReactElement } from 'react';
import type { ItemError } from '../../../shared/ipc/workspace-contract.ts';
import type { Result } from '../../../shared/result.ts';
import { useApp } from '../../app-context.ts';
import { toItemErrorText } from '../workspace/item-error-text.ts';

/** The value of a secret: it can be set and forgotten, and is never read back. */
export function SecretCell(props: {
  readonly name: string;
  /** Whether it has a value on this computer. */
  readonly isSet: boolean;
  /** Sets the value; null forgets it. */
  readonly onWrite: (value: string | null) => Promise<Result<null, ItemError>>;
  readonly onChanged: () => void;
}): ReactElement {
  const { api, workspaceActions, notices } = useApp();
  const { name, isSet } = props;
  const [value, setValue] = useState('');
  const write = async (next: string | null): Promise<void> => {
    const state = await api.secretsState(null);
    if (state.ok && state.value.kind !== 'ready') {
      workspaceActions.ask({ kind: 'unlock', onReady: () => void write(next) });
      return;
    }
    const answer = await props.onWrite(next);
    if (!answer.ok) {
      notices.show({
        kind: 'failed',
        text: `The value of ${name} was not kept. ${toItemErrorText(answer.error)}`,
      });
      return;
    }
    setValue('');
    props.onChanged();
  };
  return (
    <>
      <input
        className="cell mono grow"
        type="password"
        autoComplete="off"
        aria-label={`Value of ${name}`}
        placeholder={isSet ? 'Set on this computer' : 'No value on this computer'}
        disabled={name === ''}
        value={value}
        onChange={(changeEvent) => setValue(changeEvent.currentTarget.value)}
        onKeyDown={(keyEvent) => {
          if (keyEvent.key !== 'Enter' || value === '') return;
          keyEvent.preventDefault();
          void write(value);
        }}
      />
      {value !== '' && (
        <button className="btn s" onClick={() => void write(value)}>
          Set the value
        </button>
      )}
      {value === '' && isSet && (
        <button
          className="btn s ghost"
          aria-label={`Forget the value of ${name}`}
          onClick={() => void write(null)}
        >
          Forget
        </button>
      )}
    </>
  );
}
