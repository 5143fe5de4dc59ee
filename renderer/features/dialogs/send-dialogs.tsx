import type { ReactElement } from 'react';
import { useApp } from '../../app-context.ts';
import { ModalDialog } from '../../components/modal-dialog.tsx';

/** Asks before placeholders are sent as they are typed. */
export function UnresolvedDialog(props: {
  readonly tabId: number;
  readonly names: readonly string[];
  readonly onClose: () => void;
}): ReactElement {
  const { actions, workspace } = useApp();
  const state = workspace.store.get();
  const environment = state?.environments.find(
    ({ environmentId }) => environmentId === state.selectedEnvironmentId,
  );
  return (
    <ModalDialog
      title={props.names.length === 1 ? 'A variable has no value' : 'Variables have no value'}
      onClose={props.onClose}
      onSubmit={props.onClose}
      actions={
        <>
          <button
            type="button"
            className="btn"
            onClick={() => {
              props.onClose();
              actions.sendAllowing(props.tabId, { allowsUnresolved: true });
            }}
          >
            Send as typed
          </button>
          <button type="submit" className="btn pri" data-autofocus>
            Back to the request
          </button>
        </>
      }
    >
      <ul className="name-list">
        {props.names.map((name) => (
          <li key={name}>
            <span className="vchip bad">{name}</span>
          </li>
        ))}
      </ul>
      <p>
        {environment === undefined
          ? 'No environment is chosen. A name without a value is sent with its braces.'
          : `The environment ${environment.name} has no value for it. A name without a value is sent with its braces.`}
      </p>
    </ModalDialog>
  );
}

/** Asks before a secret goes to a host that it was not sent to before. */
export function NewHostDialog(props: {
  readonly tabId: number;
  readonly secrets: readonly string[];
  readonly origin: string;
  readonly onClose: () => void;
}): ReactElement {
  const { actions } = useApp();
  return (
    <ModalDialog
      title={`Send ${props.secrets.join(', ')} to ${props.origin}?`}
      onClose={props.onClose}
      onSubmit={props.onClose}
      actions={
        <>
          <button
            type="button"
            className="btn"
            onClick={() => {
              props.onClose();
              actions.sendAllowing(props.tabId, { allowsNewHost: true });
            }}
          >
            Send and remember the host
          </button>
          <button type="submit" className="btn pri" data-autofocus>
            Do not send
          </button>
        </>
      }
    >
      <p>
        So far {props.secrets.length === 1 ? 'this secret was' : 'these secrets were'} only sent
        elsewhere. A secret is bound to the hosts that it was used with.
      </p>
    </ModalDialog>
  );
}
