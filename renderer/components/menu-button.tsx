import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent, ReactElement, ReactNode } from 'react';

/** One action of a menu. */
export interface MenuItem {
  readonly id: string;
  readonly label: ReactNode;
  readonly isDisabled?: boolean;
  /** Whether it is the one in force; such items are radios, or check boxes where `isToggle` says so. */
  readonly isChecked?: boolean;
  readonly isToggle?: boolean;
  readonly onSelect: () => void;
}

function getRole({ isChecked, isToggle }: MenuItem): string {
  if (isChecked === undefined) return 'menuitem';
  return isToggle === true ? 'menuitemcheckbox' : 'menuitemradio';
}

/**
 * A button that opens a menu. Arrow keys, Home, End and the first letter move, Enter and Space choose,
 * Escape and Tab close; the focus goes back to the button.
 */
export function MenuButton(props: {
  readonly className: string;
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly isRightAligned?: boolean;
  /** -1 keeps the button out of the tab order, where another way leads to its actions. */
  readonly tabIndex?: -1;
  readonly children: ReactNode;
}): ReactElement {
  const [isOpen, setIsOpen] = useState(false);
  const root = useRef<HTMLSpanElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!isOpen) return;
    root.current?.querySelector<HTMLElement>('[role^=menuitem]:not([disabled])')?.focus();
    const handlePointerDown = (pointerEvent: Event): void => {
      const { target } = pointerEvent;
      if (target instanceof Node && root.current?.contains(target) !== true) setIsOpen(false);
    };
    document.addEventListener('pointerdown', handlePointerDown);
    return () => document.removeEventListener('pointerdown', handlePointerDown);
  }, [isOpen]);

  const close = (): void => {
    setIsOpen(false);
    button.current?.focus();
  };
  const handleKeyDown = (keyEvent: KeyboardEvent): void => {
    if (!isOpen) return;
    const stops = [
      ...(root.current?.querySelectorAll<HTMLElement>('[role^=menuitem]:not([disabled])') ?? []),
    ];
    const at = stops.findIndex((stop) => stop === document.activeElement);
    const byLetter = (): number =>
      stops.findIndex(
        (stop, index) =>
          index !== at && (stop.textContent ?? '').toLowerCase().startsWith(keyEvent.key),
      );
    const moves: Readonly<Record<string, () => number>> = {
      ArrowDown: () => (at + 1) % stops.length,
      ArrowUp: () => (at - 1 + stops.length) % stops.length,
      Home: () => 0,
      End: () => stops.length - 1,
    };
    if (keyEvent.key === 'Escape' || keyEvent.key === 'Tab') {
      keyEvent.preventDefault();
      keyEvent.stopPropagation();
      return close();
    }
    const move = moves[keyEvent.key] ?? (/^\S$/.test(keyEvent.key) ? byLetter : null);
    if (move === null) return;
    keyEvent.preventDefault();
    stops[move()]?.focus();
  };

  return (
    <span className="menuroot" role="presentation" ref={root} onKeyDown={handleKeyDown}>
      <button
        ref={button}
        className={props.className}
        aria-label={props.label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        title={props.label}
        tabIndex={props.tabIndex}
        onClick={() => setIsOpen(!isOpen)}
      >
        {props.children}
      </button>
      {isOpen && (
        <div
          className={props.isRightAligned === true ? 'menu right' : 'menu'}
          role="menu"
          aria-label={props.label}
        >
          {props.items.map((item) => (
            <button
              key={item.id}
              className="menu-item"
              role={getRole(item)}
              aria-checked={item.isChecked}
              tabIndex={-1}
              disabled={item.isDisabled}
              onClick={() => {
                close();
                item.onSelect();
              }}
            >
              {item.label}
            </button>
          ))}
        </div>
      )}
    </span>
  );
}
