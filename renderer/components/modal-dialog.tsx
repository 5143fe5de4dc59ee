import { X } from 'lucide-react';
import { useEffect, useId, useRef } from 'react';
import type { ReactElement, ReactNode, SyntheticEvent } from 'react';
import { Icon } from './icon.tsx';
import './modal-dialog.css';

/**
 * A dialog above everything else. The browser keeps the focus in it; Escape and a click beside it close it, and the
 * focus goes back to what opened it. One with `onSubmit` is a form: Enter submits it, and a click beside it does not
 * throw away what was typed.
 */
export function ModalDialog(props: {
  readonly title: string;
  readonly onClose: () => void;
  readonly onSubmit?: () => void;
  readonly children: ReactNode;
  /** Buttons at the bottom, the primary one last. */
  readonly actions?: ReactNode;
  readonly className?: string;
}): ReactElement {
  const { onClose, onSubmit } = props;
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = ref.current;
    const opener = document.activeElement;
    // jsdom has no top layer.
    if (typeof dialog?.showModal === 'function') dialog.showModal();
    else dialog?.setAttribute('open', '');
    dialog?.querySelector<HTMLElement>('[data-autofocus]')?.focus();
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);
  const handleSubmit = (submitEvent: SyntheticEvent): void => {
    submitEvent.preventDefault();
    onSubmit?.();
  };
  const content = (
    <>
      <header className="dlg-hd">
        <h2 id={titleId}>{props.title}</h2>
        <button type="button" className="ib s" aria-label="Close" onClick={onClose}>
          <Icon of={X} />
        </button>
      </header>
      <div className="dlg-body">{props.children}</div>
      {props.actions !== undefined && <footer className="dlg-ft">{props.actions}</footer>}
    </>
  );
  return (
    // The click is the pointer's way; Escape is the keyboard's, and the browser tells it as `cancel`.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/click-events-have-key-events
    <dialog
      ref={ref}
      className={`dlg ${props.className ?? ''}`}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget && onSubmit === undefined) onClose();
      }}
      // What is typed here belongs to the dialog, not to the list behind it.
      onKeyDown={(event) => event.stopPropagation()}
    >
      {onSubmit === undefined ? (
        <div className="dlg-box">{content}</div>
      ) : (
        <form className="dlg-box" onSubmit={handleSubmit}>
          {content}
        </form>
      )}
    </dialog>
  );
}
