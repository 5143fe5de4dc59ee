import { useId, useState } from 'react';
import type { ReactElement } from 'react';
import { ModalDialog } from '../../components/modal-dialog.tsx';

/** Asks for a name. */
export function NameDialog(props: {
  readonly title: string;
  readonly text: string;
  readonly label: string;
  readonly button: string;
  readonly onClose: () => void;
  readonly onName: (name: string) => void;
}): ReactElement {
  const [name, setName] = useState('');
  const id = useId();
  const isEmpty = name.trim() === '';
  const submit = (): void => {
    if (isEmpty) return;
    props.onClose();
    props.onName(name.trim());
  };
  return (
    <ModalDialog
      title={props.title}
      onClose={props.onClose}
      onSubmit={submit}
      actions={
        <>
          <button type="button" className="btn" onClick={props.onClose}>
            Cancel
          </button>
          <button type="submit" className="btn pri" disabled={isEmpty}>
            {props.button}
          </button>
        </>
      }
    >
      <p>{props.text}</p>
      <label htmlFor={id}>{props.label}</label>
      <input
        id={id}
        className="fld"
        spellCheck={false}
        autoComplete="off"
        data-autofocus
        value={name}
        onChange={(changeEvent) => setName(changeEvent.currentTarget.value)}
      />
    </ModalDialog>
  );
}
