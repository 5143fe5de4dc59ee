import { ChevronDown } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent, ReactElement } from 'react';
import { Icon } from '../../components/icon.tsx';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const;

/** The method of the request: a button that opens the usual methods and a field for any other. */
export function MethodMenu(props: {
  readonly method: string;
  readonly isInvalid: boolean;
  readonly onChange: (method: string) => void;
}): ReactElement {
  const { method, onChange } = props;
  const [isOpen, setIsOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!isOpen) return;
    const menu = root.current;
    menu?.querySelector<HTMLElement>('[role=option][aria-selected=true], [role=option]')?.focus();
    const handlePointerDown = (pointerEvent: Event): void => {
      if (pointerEvent.target instanceof Node && menu?.contains(pointerEvent.target) !== true) {
        setIsOpen(false);
      }
    };
    document.addEventListener('pointerdown', handlePointerDown);
    return () => document.removeEventListener('pointerdown', handlePointerDown);
  }, [isOpen]);

  const close = (): void => {
    setIsOpen(false);
    button.current?.focus();
  };
  const choose = (chosen: string): void => {
    onChange(chosen);
    close();
  };
  const handleKeyDown = (keyEvent: KeyboardEvent): void => {
    if (keyEvent.key === 'Escape') {
      keyEvent.preventDefault();
      keyEvent.stopPropagation();
      return close();
    }
    const stops = [...(root.current?.querySelectorAll<HTMLElement>('[data-stop]') ?? [])];
    const at = stops.findIndex((stop) => stop === document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 }[keyEvent.key];
    if (to === undefined) return;
    keyEvent.preventDefault();
    stops[(to + stops.length) % stops.length]?.focus();
  };
  const handleCustom = (keyEvent: KeyboardEvent<HTMLInputElement>): void => {
    const text = keyEvent.currentTarget.value.trim();
    if (keyEvent.key !== 'Enter' || text === '') return;
    keyEvent.preventDefault();
    choose(text);
  };

  return (
    <div className="method" ref={root} onBlur={closeWhenLeft(root, setIsOpen)}>
      <button
        ref={button}
        id="method"
        className={`meth ${method}`}
        role="combobox"
        aria-haspopup="listbox"
        aria-controls="method-list"
        aria-expanded={isOpen}
        aria-label={`Method: ${method === '' ? 'none' : method}`}
        aria-invalid={props.isInvalid}
        aria-describedby={props.isInvalid ? 'request-error' : undefined}
        onClick={() => setIsOpen(!isOpen)}
        onKeyDown={(keyEvent) => {
          if (keyEvent.key !== 'ArrowDown' || isOpen) return;
          keyEvent.preventDefault();
          setIsOpen(true);
        }}
      >
        {method === '' ? '…' : method}
        <Icon of={ChevronDown} size={12} />
      </button>
      {isOpen && (
        <div className="menu" role="presentation" onKeyDown={handleKeyDown}>
          <div role="listbox" aria-label="Method" id="method-list">
            {METHODS.map((name) => (
              <button
                key={name}
                role="option"
                data-stop
                aria-selected={name === method}
                tabIndex={name === method ? 0 : -1}
                className={`menu-item mono ${name}`}
                onClick={() => choose(name)}
              >
                {name}
              </button>
            ))}
          </div>
          <input
            className="fld mono"
            data-stop
            aria-label="Other method"
            placeholder="Other method"
            maxLength={64}
            spellCheck={false}
            defaultValue={isUsual(method) ? '' : method}
            onKeyDown={handleCustom}
          />
        </div>
      )}
    </div>
  );
}

function isUsual(method: string): boolean {
  return METHODS.some((name) => name === method);
}

/** Closes the menu when the focus goes elsewhere. */
function closeWhenLeft(
  root: { readonly current: HTMLElement | null },
  setIsOpen: (isOpen: boolean) => void,
): (blurEvent: { readonly relatedTarget: EventTarget | null }) => void {
  return ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && root.current?.contains(relatedTarget) !== true) {
      setIsOpen(false);
    }
  };
}
