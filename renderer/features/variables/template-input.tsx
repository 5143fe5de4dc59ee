import { useEffect, useId, useMemo, useRef, useState } from 'react';
import type { ComponentProps, KeyboardEvent, MouseEvent, ReactElement } from 'react';
import { parseTemplate } from '../../../shared/template/expand.ts';
import type { TemplatePart } from '../../../shared/template/expand.ts';
import { useApp } from '../../app-context.ts';
import { useStore } from '../../stores/store.ts';
import type { VariablesByName } from '../../stores/variables-store.ts';
import { completeName, findNames, findTypedName } from './completion.ts';
import { describeVariable, isUnresolved, toValueText } from './variable-words.ts';

const NAMES_SHOWN = 8;

type InputProps = Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'ref'>;

/**
 * A field for text with `{{name}}` in it. Each name is a chip, red where it has no value; pointing at it or
 * putting the caret into it tells the value and where it comes from. Typing `{{` offers the names there are.
 * The chips are drawn under the field, whose own text is hidden then: it stays an ordinary input.
 */
export function TemplateInput(
  props: InputProps & { readonly value: string; readonly onText: (text: string) => void },
): ReactElement {
  const { value, onText, className = '', onKeyDown, ...rest } = props;
  const { variables: store } = useApp();
  const variables = useStore(store.store, (state) => state);
  const input = useRef<HTMLInputElement>(null);
  const under = useRef<HTMLSpanElement>(null);
  const [isFocused, setIsFocused] = useState(false);
  const [caret, setCaret] = useState<number | null>(null);
  const [hovered, setHovered] = useState<string | null>(null);
  const [choice, setChoice] = useState(0);
  const [isClosed, setIsClosed] = useState(false);
  const id = useId();
  const parts = useMemo(() => (value.includes('{{') ? parseTemplate(value) : []), [value]);
  const hasNames = parts.some((part) => part.kind === 'name');
  const typed = isFocused && caret !== null && !isClosed ? findTypedName(value, caret) : null;
  const wanted = typed?.typed ?? null;
  const names = useMemo(
    () => (wanted === null ? [] : findNames(variables?.keys() ?? [], wanted, NAMES_SHOWN)),
    [wanted, variables],
  );
  const at = Math.min(choice, names.length - 1);
  const told = names.length > 0 ? null : (hovered ?? (isFocused ? getNameAt(parts, caret) : null));

  useEffect(() => {
    if (under.current !== null && input.current !== null) {
      under.current.scrollLeft = input.current.scrollLeft;
    }
  });

  const complete = (name: string): void => {
    if (typed === null) return;
    const next = completeName(value, typed, name);
    onText(next.text);
    requestAnimationFrame(() => {
      input.current?.setSelectionRange(next.caret, next.caret);
      setCaret(next.caret);
    });
  };
  const handleKeyDown = (keyEvent: KeyboardEvent<HTMLInputElement>): void => {
    const name = names[at];
    if (name !== undefined && !keyEvent.nativeEvent.isComposing) {
      const { key } = keyEvent;
      if (key === 'ArrowDown') setChoice((at + 1) % names.length);
      else if (key === 'ArrowUp') setChoice((at - 1 + names.length) % names.length);
      else if (key === 'Escape') setIsClosed(true);
      else if ((key === 'Enter' || key === 'Tab') && !keyEvent.ctrlKey && !keyEvent.metaKey) {
        complete(name);
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
        aria-controls={names.length > 0 ? `${id}-names` : undefined}
        aria-activedescendant={names.length > 0 ? `${id}-${at}` : undefined}
        aria-describedby={
          [rest['aria-describedby'], told === null ? undefined : `${id}-told`]
            .filter((each) => each !== undefined)
            .join(' ') || undefined
        }
        onChange={(changeEvent) => {
          setIsClosed(false);
          setChoice(0);
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
      {names.length > 0 && (
        <span className="var-names" id={`${id}-names`} role="listbox" aria-label="Variables">
          {names.map((name, index) => {
            const view = variables?.get(name);
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
