import { useRef, useState } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { MenuList } from './menu-list.tsx';
import type { MenuItem } from './menu-list.tsx';

export type { MenuItem } from './menu-list.tsx';

/** A button that opens a menu; the focus goes back to the button. */
export function MenuButton(props: {
  readonly className: string;
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly isRightAligned?: boolean;
  readonly id?: string;
  /** Called before the menu opens. */
  readonly onOpen?: () => void;
  /** -1 keeps the button out of the tab order, where another way leads to its actions. */
  readonly tabIndex?: -1;
  readonly children: ReactNode;
}): ReactElement {
  const [isOpen, setIsOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <span className="menuroot">
      <button
        ref={button}
        id={props.id}
        className={props.className}
        aria-label={props.label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        title={props.label}
        tabIndex={props.tabIndex}
        onClick={() => {
          if (!isOpen) props.onOpen?.();
          setIsOpen(!isOpen);
        }}
      >
        {props.children}
      </button>
      {isOpen && (
        <MenuList
          className={props.isRightAligned === true ? 'menu right' : 'menu'}
          label={props.label}
          items={props.items}
          onClose={(isBack) => {
            setIsOpen(false);
            if (isBack) button.current?.focus();
          }}
        />
      )}
    </span>
  );
}
