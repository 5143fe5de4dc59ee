import { useEffect, useId, useMemo, useRef, useState } from 'react';
import type { ComponentProps, KeyboardEvent, MouseEvent, ReactElement } from 'react';
import { parseTemplate } from '../../../shared/template/expand.ts';
import type { TemplatePart } from '../../../shared/template/expand.ts';
import { useApp } from '../../app-context.ts';
import { useStore } from '../../stores/store.ts';
import type { VariablesByName } from '../../stores/variables-store.ts';
import { completeName, findNames, findTypedName, findWords } from './completion.ts';
import { describeVariable, isUnresolved, toValueText } from './variable-words.ts';

const NAMES_SHOWN = 8;

/** No arrow key was pressed yet. */
const NOT_CHOSEN = -1;

const NO_WORDS: readonly string[] = [];

type InputProps = Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'ref'>;

/**
 * A field for text with `{{name}}` in it. Each name is a chip, red where it has no value; pointing at it or
 * putting the caret into it tells the value and where it comes from. Typing `{{` offers the names there are,
 * typing anything else the `words`, of which an arrow key chooses one.
 * The chips are drawn under the field, whose own text is hidden then: it stays an ordinary input.
 */
export function TemplateInput(
  props: InputProps & {
    readonly value: string;
    readonly onText: (text: string) => void;
    /** What the field often holds. */
    readonly words?: readonly string[];
  },
): ReactElement {
  const { value, onText, words = NO_WORDS, className = '', onKeyDown, ...rest } = props;
  const { variables: store } = useApp();
  const variables = useStore(store.store, (state) => state);
  const input = useRef<HTMLInputElement>(null);
  const under = useRef<HTMLSpanElement>(null);
  const [isFocused, setIsFocused] = useState(false);
  const [caret, setCaret] = useState<number | null>(null);
  const [hovered, setHovered] = useState<string | null>(null);
  const [choice, setChoice] = useState(NOT_CHOSEN);
  const [isClosed, setIsClosed] = useState(false);
  /** Words are offered once something was typed, or asked for with an arrow key. */
  const [isOffering, setIsOffering] = useState(false);
  const id = useId();
  const parts = useMemo(() => (value.includes('{{') ? parseTemplate(value) : []), [value]);
  const hasNames = parts.some((part) => part.kind === 'name');
  const typed = isFocused && caret !== null && !isClosed ? findTypedName(value, caret) : null;
  const wanted = typed?.typed ?? null;
  const names = useMemo(
    () => (wanted === null ? [] : findNames(variables?.keys() ?? [], wanted, NAMES_SHOWN)),
    [wanted, variables],
  );
  const isWord = names.length === 0 && typed === null && isFocused && isOffering;
  const found = useMemo(() => (isWord ? findWords(words, value) : []), [isWord, words, value]);
  const offered = names.length > 0 ? names : found.slice(0, NAMES_SHOWN);
  // A name is what was meant by the braces; a word is only taken when it was chosen.
  const at = Math.min(names.length > 0 ? Math.max(0, choice) : choice, offered.length - 1);
  const told =
    offered.length > 0 ? null : (hovered ?? (isFocused ? getNameAt(parts, caret) : null));

  useEffect(() => {
    if (under.current !== null && input.current !== null) {
      under.current.scrollLeft = input.current.scrollLeft;
    }
  });

  const complete = (name: string): void => {
    setChoice(NOT_CHOSEN);
    setIsOffering(false);
    if (names.length === 0) return onText(name);
    if (typed === null) return;
    const next = completeName(value, typed, name);
    onText(next.text);
    requestAnimationFrame(() => {
      input.current?.setSelectionRange(next.caret, next.caret);
      setCaret(next.caret);
    });
  };
  const handleKeyDown = (keyEvent: KeyboardEvent<HTMLInputElement>): void => {
    const { key } = keyEvent;
    const name = offered[at];
    const hasModifier = keyEvent.ctrlKey || keyEvent.metaKey || keyEvent.altKey;
    const isArrow = key === 'ArrowDown' || key === 'ArrowUp';
    if (offered.length === 0 && isArrow && words.length > 0 && !hasModifier) {
      setIsOffering(true);
      keyEvent.preventDefault();
      return;
    }
    if (offered.length > 0 && !hasModifier && !keyEvent.nativeEvent.isComposing) {
      const { length } = offered;
      if (key === 'ArrowDown') setChoice((at + 1) % length);
      else if (key === 'ArrowUp') setChoice((Math.max(at, 0) - 1 + length) % length);
      else if (key === 'Escape') {
        setIsClosed(true);
        setIsOffering(false);
      } else if ((key === 'Enter' || key === 'Tab') && name !== undefined) {
        complete(name);
        // A chosen word is whole; the next field can have the focus.
        if (key === 'Tab' && names.length === 0) return;
      } else return onKeyDown?.(keyEvent);
      keyEvent.preventDefault();
      keyEvent.stopPropagation();
      return;
    }
    onKeyDown?.(keyEvent);
  };
  const readCaret = (): void => {
    const field = input.current;
    if (field === null) return;
    setCaret(field.selectionStart === field.selectionEnd ? field.selectionStart : null);
    if (under.current !== null) under.current.scrollLeft = field.scrollLeft;
  };
  const handleMouseMove = (mouseEvent: MouseEvent): void => {
    const chips = [...(under.current?.querySelectorAll<HTMLElement>('.vchip') ?? [])];
    const chip = chips.find((each) => {
      const box = each.getBoundingClientRect();
      return mouseEvent.clientX >= box.left && mouseEvent.clientX <= box.right;
    });
    setHovered(chip?.dataset['name'] ?? null);
  };

  return (
    <span className={`tpl ${className}${hasNames ? ' has-names' : ''}`}>
      {hasNames && (
        <span
          ref={under}
          className={isFocused ? 'tpl-under exact' : 'tpl-under'}
          aria-hidden="true"
        >
          {parts.map((part) => (
            <Part key={part.from} part={part} isExact={isFocused} variables={variables} />
          ))}
        </span>
      )}
      <input
        {...rest}
        ref={input}
        className="tpl-input"
        value={value}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        aria-controls={offered.length > 0 ? `${id}-names` : undefined}
        aria-activedescendant={offered[at] === undefined ? undefined : `${id}-${at}`}
        aria-describedby={
          [rest['aria-describedby'], told === null ? undefined : `${id}-told`]
            .filter((each) => each !== undefined)
            .join(' ') || undefined
        }
        onChange={(changeEvent) => {
          setIsClosed(false);
          setChoice(NOT_CHOSEN);
          setIsOffering(true);
          setCaret(changeEvent.currentTarget.selectionStart);
          onText(changeEvent.currentTarget.value);
        }}
        onKeyDown={handleKeyDown}
        onSelect={readCaret}
        onScroll={readCaret}
        onFocus={() => setIsFocused(true)}
        onBlur={() => {
          setIsFocused(false);
          setIsClosed(false);
          setIsOffering(false);
        }}
        onMouseMove={hasNames ? handleMouseMove : undefined}
        onMouseLeave={() => setHovered(null)}
      />
      {told !== null && variables !== null && (
        <span
          className={isUnresolved(told, variables) ? 'var-told bad' : 'var-told'}
          id={`${id}-told`}
          role="tooltip"
        >
          {describeVariable(told, variables.get(told))}
        </span>
      )}
      {offered.length > 0 && (
        <span
          className="var-names"
          id={`${id}-names`}
          role="listbox"
          aria-label={names.length > 0 ? 'Variables' : 'Suggestions'}
        >
          {offered.map((name, index) => {
            const view = names.length > 0 ? variables?.get(name) : undefined;
            return (
              // The field keeps the focus and points at the name.
              // eslint-disable-next-line jsx-a11y/click-events-have-key-events -- keys are handled at the field
              <span
                key={name}
                id={`${id}-${index}`}
                className={index === at ? 'var-name on' : 'var-name'}
                role="option"
                tabIndex={-1}
                aria-selected={index === at}
                onPointerDown={(pointerEvent) => pointerEvent.preventDefault()}
                onClick={() => complete(name)}
              >
                <span className="mono">{name}</span>
                <span className="ell t3">{view === undefined ? '' : toValueText(view)}</span>
              </span>
            );
          })}
        </span>
      )}
    </span>
  );
}

function Part(props: {
  readonly part: TemplatePart;
  /** Whether it has to be as wide as the text of the field: the caret stands between its letters. */
  readonly isExact: boolean;
  readonly variables: VariablesByName | null;
}): ReactElement {
  const { part, isExact, variables } = props;
  if (part.kind === 'text') return <>{part.text}</>;
  const className = isUnresolved(part.text, variables) ? 'vchip bad' : 'vchip';
  return (
    <span className={className} data-name={part.text}>
      {isExact && <i>{'{{'}</i>}
      {part.text}
      {isExact && <i>{'}}'}</i>}
    </span>
  );
}

/** The name that the caret stands in. */
function getNameAt(parts: readonly TemplatePart[], caret: number | null): string | null {
  if (caret === null) return null;
  const part = parts.find(
    (each) => each.kind === 'name' && caret > each.from + 1 && caret < each.to - 1,
  );
  return part?.text ?? null;
}
