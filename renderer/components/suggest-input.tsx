import { useId, useState } from 'react';
import type { ComponentProps, KeyboardEvent, ReactElement } from 'react';
import './suggest-input.css';

/** Suggestions that are shown at once. */
const SHOWN_MAX = 8;

/**
 * A text field that offers words while it is typed in. Anything can be typed; arrow keys choose,
 * Enter or Tab take the chosen word, Escape closes the list.
 */
export function SuggestInput(
  props: Omit<ComponentProps<'input'>, 'onChange' | 'value' | 'list'> & {
    readonly value: string;
    readonly words: readonly string[];
    readonly onChange: (text: string) => void;
  },
): ReactElement {
  const { value, words, onChange, onKeyDown, onBlur, className, ...rest } = props;
  const listId = useId();
  const [isOpen, setIsOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const found = isOpen ? findWords(words, value) : [];
  const shown = found.slice(0, SHOWN_MAX);
  const isShown = shown.length > 0;

  const close = (): void => {
    setIsOpen(false);
    setAt(-1);
  };
  const take = (word: string): void => {
    onChange(word);
    close();
  };
  const handleKeyDown = (keyEvent: KeyboardEvent<HTMLInputElement>): void => {
    const word = shown[at];
    const { key } = keyEvent;
    const hasModifier = keyEvent.altKey || keyEvent.ctrlKey || keyEvent.metaKey;
    if (!hasModifier && (key === 'ArrowDown' || key === 'ArrowUp') && words.length > 0) {
      keyEvent.preventDefault();
      if (!isShown) return setIsOpen(true);
      const step = key === 'ArrowDown' ? 1 : -1;
      return setAt((at + step + shown.length + (at === -1 && step === -1 ? 1 : 0)) % shown.length);
    }
    if (isShown && word !== undefined && (key === 'Enter' || key === 'Tab')) {
      if (key === 'Enter') keyEvent.preventDefault();
      return take(word);
    }
    if (isShown && key === 'Escape') {
      keyEvent.stopPropagation();
      return close();
    }
    onKeyDown?.(keyEvent);
  };

  return (
    <span className={`sugg ${className ?? ''}`}>
      <input
        {...rest}
        autoComplete="off"
        spellCheck={false}
        {...(words.length > 0 && {
          role: 'combobox',
          'aria-autocomplete': 'list',
          'aria-expanded': isShown,
          'aria-controls': isShown ? listId : undefined,
          'aria-activedescendant': shown[at] === undefined ? undefined : `${listId}-${at}`,
        })}
        value={value}
        onChange={({ target }) => {
          onChange(target.value);
          setIsOpen(true);
          setAt(-1);
        }}
        onKeyDown={handleKeyDown}
        onBlur={(focusEvent) => {
          close();
          onBlur?.(focusEvent);
        }}
      />
      {isShown && (
        <div className="sugg-list" id={listId} role="listbox" aria-label="Suggestions">
          {shown.map((word, index) => (
            // The field keeps the focus and has the keys.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
            <div
              key={word}
              id={`${listId}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              onMouseDown={(mouseEvent) => mouseEvent.preventDefault()}
              onClick={() => take(word)}
            >
              {word}
            </div>
          ))}
          {found.length > shown.length && (
            <div className="t3 more" role="presentation">
              {found.length - shown.length} more
            </div>
          )}
        </div>
      )}
    </span>
  );
}

/** Words that go on from what is typed, those that begin with it first. The very word is none. */
function findWords(words: readonly string[], typed: string): readonly string[] {
  const wanted = typed.toLowerCase();
  const lower = words.map((word) => [word, word.toLowerCase()] as const);
  const starts = lower.filter(([, text]) => text.startsWith(wanted) && text !== wanted);
  const holds = lower.filter(([, text]) => text.indexOf(wanted) > 0);
  return [...starts, ...(wanted === '' ? [] : holds)].map(([word]) => word);
}
