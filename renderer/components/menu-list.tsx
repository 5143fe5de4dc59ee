import { useEffect, useRef } from 'react';
import type { KeyboardEvent, ReactElement, ReactNode } from 'react';

/** One action of a menu. */
export interface MenuItem {
  readonly id: string;
  readonly label: ReactNode;
  readonly isDisabled?: boolean;
  /** Whether it is the one in force; such items are radios, or check boxes where `isToggle` says so. */
  readonly isChecked?: boolean;
  readonly isToggle?: boolean;
  /** Starts a new group. */
  readonly hasLine?: boolean;
  readonly onSelect: () => void;
}

function getRole({ isChecked, isToggle }: MenuItem): string {
  if (isChecked === undefined) return 'menuitem';
  return isToggle === true ? 'menuitemcheckbox' : 'menuitemradio';
}

const STOPS = '[role^=menuitem]:not([disabled])';

/**
 * The items of an open menu; the first one gets the focus. Arrow keys, Home, End and the first letter move,
 * Enter and Space choose, Escape, Tab and a press outside close.
 */
export function MenuList(props: {
  readonly className: string;
  readonly label: string;
  readonly items: readonly MenuItem[];
  /** `isBack`: the focus is to go back to what opened it. */
  readonly onClose: (isBack: boolean) => void;
  readonly style?: { readonly left: number; readonly top: number };
}): ReactElement {
  const list = useRef<HTMLDivElement>(null);
  const onClose = useRef(props.onClose);
  useEffect(() => {
    onClose.current = props.onClose;
  });
  useEffect(() => {
    list.current?.querySelector<HTMLElement>(STOPS)?.focus();
    const handlePointerDown = (pointerEvent: Event): void => {
      const { target } = pointerEvent;
      const root = list.current?.parentElement;
      if (target instanceof Node && root?.contains(target) !== true) onClose.current(false);
    };
    document.addEventListener('pointerdown', handlePointerDown);
    return () => document.removeEventListener('pointerdown', handlePointerDown);
  }, []);

  const handleKeyDown = (keyEvent: KeyboardEvent): void => {
    const stops = [...(list.current?.querySelectorAll<HTMLElement>(STOPS) ?? [])];
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
      return props.onClose(true);
    }
    const move = moves[keyEvent.key] ?? (/^\S$/.test(keyEvent.key) ? byLetter : null);
    if (move === null) return;
    keyEvent.preventDefault();
    keyEvent.stopPropagation();
    stops[move()]?.focus();
  };

  return (
    <div
      className={props.className}
      role="menu"
      tabIndex={-1}
      aria-label={props.label}
      ref={list}
      style={props.style}
      onKeyDown={handleKeyDown}
    >
      {props.items.map((item) => (
        <button
          key={item.id}
          className={item.hasLine === true ? 'menu-item line' : 'menu-item'}
          role={getRole(item)}
          aria-checked={item.isChecked}
          tabIndex={-1}
          disabled={item.isDisabled}
          onClick={() => {
            props.onClose(true);
            item.onSelect();
          }}
        >
          {item.label}
        </button>
      ))}
    </div>
  );
}
