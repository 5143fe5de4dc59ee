import { useEffect, useId, useRef } from 'react';
import type { KeyboardEvent, ReactElement, ReactNode, SyntheticEvent } from 'react';

const STOPS = 'button:not([disabled]), input:not([disabled]), select, textarea, [tabindex="0"]';

/**
 * A question over the window. The first field has the focus, Tab stays inside, Escape closes, and the focus
 * goes back to where it was. Enter does what the primary button says.
 */
export function Modal(props: {
  readonly title: string;
  readonly onClose: () => void;
  readonly onSubmit: () => void;
  readonly isWide?: boolean;
  /** The buttons, the primary one last. */
  readonly buttons: ReactNode;
  readonly children: ReactNode;
}): ReactElement {
  const titleId = useId();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const opener = document.activeElement;
    const root = form.current;
    (
      root?.querySelector<HTMLElement>('[data-autofocus]') ??
      root?.querySelector<HTMLElement>(STOPS)
    )?.focus();
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);

  const handleKeyDown = (keyEvent: KeyboardEvent): void => {
    if (keyEvent.key === 'Escape') {
      keyEvent.preventDefault();
      keyEvent.stopPropagation();
      return props.onClose();
    }
    if (keyEvent.key !== 'Tab') return;
    const stops = [...(form.current?.querySelectorAll<HTMLElement>(STOPS) ?? [])];
    const edge = keyEvent.shiftKey ? stops[0] : stops.at(-1);
    if (document.activeElement !== edge) return;
    keyEvent.preventDefault();
    (keyEvent.shiftKey ? stops.at(-1) : stops[0])?.focus();
  };
  const handleSubmit = (submitEvent: SyntheticEvent): void => {
    submitEvent.preventDefault();
    props.onSubmit();
  };

  return (
    <div className="ov" role="presentation" onKeyDown={handleKeyDown}>
      <form
        ref={form}
        className={props.isWide === true ? 'dialog wide' : 'dialog'}
        role="dialog"
        aria-modal="true"
        aria-labelledby={titleId}
        onSubmit={handleSubmit}
      >
        <h2 id={titleId}>{props.title}</h2>
        {props.children}
        <div className="dialog-buttons">{props.buttons}</div>
      </form>
    </div>
  );
}
