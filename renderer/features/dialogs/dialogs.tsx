import type { ReactElement } from 'react';
import { useApp } from '../../app-context.ts';
import { useStore } from '../../stores/store.ts';
import { assertNever } from '../../../shared/result.ts';
import { NameDialog } from './name-dialog.tsx';
import { NewHostDialog, UnresolvedDialog } from './send-dialogs.tsx';
import { SaveDialog } from './save-dialog.tsx';
import { VariablesDialog } from '../variables/variables-dialog.tsx';
import { UnlockDialog } from './unlock-dialog.tsx';

/** The question that is open, if any. */
export function Dialogs(): ReactElement | null {
  const { windowState, workspaceActions } = useApp();
  const dialog = useStore(windowState, (value) => value.dialog);
  const close = (): void => workspaceActions.ask(null);
  if (dialog === null) return null;
  switch (dialog.kind) {
    case 'create-workspace':
      return (
        <NameDialog
          title="New workspace"
          text="A workspace is a folder of plain files. In an empty folder it is made in place, else in a new folder of its name."
          label="Name"
          button="Choose a folder…"
          onClose={close}
          onName={(name) => void workspaceActions.create(name)}
        />
      );
    case 'new-environment':
      return (
        <NameDialog
          title="New environment"
          text="An environment holds values for {{names}} in requests, such as the address of a server."
          label="Name"
          button="Create"
          onClose={close}
          onName={(name) => void workspaceActions.createEnvironment(name)}
        />
      );
    case 'save-request':
      return <SaveDialog tabId={dialog.tabId} onClose={close} />;
    case 'unresolved':
      return <UnresolvedDialog tabId={dialog.tabId} names={dialog.names} onClose={close} />;
    case 'new-host':
      return (
        <NewHostDialog
          tabId={dialog.tabId}
          secrets={dialog.secrets}
          origin={dialog.origin}
          onClose={close}
        />
      );
    case 'unlock':
      return <UnlockDialog onClose={close} onReady={dialog.onReady} />;
    case 'variables':
      return <VariablesDialog onClose={close} />;
    default:
      return assertNever(dialog);
  }
}
