import { Funnel, X } from 'lucide-react';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, ReactElement, RefObject } from 'react';
import { completeQuery } from '../../../shared/query/complete-query.ts';
import type {
  QueryCandidate,
  QueryCompletion,
  QueryVocabulary,
} from '../../../shared/query/complete-query.ts';
import { Icon } from '../../components/icon.tsx';
import { toVisibleString } from '../../components/visible-text.tsx';
import type { FilterSnapshot, FilterStore } from '../../stores/filter-store.ts';
import { getQueryForm, togglePath, toggleRegex } from './query-edit.ts';
import { getFilterProblemWords } from './query-words.ts';

interface FilterFieldProps {
  readonly store: FilterStore;
  readonly filter: FilterSnapshot;
  readonly vocabulary: QueryVocabulary;
  readonly inputRef: RefObject<HTMLInputElement | null>;
  /** Escape in an empty field, and Enter: back to the list. */
  readonly onLeave: () => void;
}

const IS_MAC = navigator.userAgent.includes('Macintosh');

/** Candidates shown at once. */
const SHOWN_MAX = 10;

/** Whether a word, a list or a number was begun that can be completed. */
function isBegun(text: string, { from, to, candidates }: QueryCompletion): boolean {
  return to > from || /[:,]$/.test(text.slice(0, to)) || candidates[0]?.kind === 'unit';
}

/** The query as text, with what can be typed next, the place of a mistake, and the ways to read it. */
export function FilterField(props: FilterFieldProps): ReactElement {
  const { store, filter, vocabulary, inputRef, onLeave } = props;
  const { text, matchesCase, problem } = filter;
  const [caret, setCaret] = useState<number | null>(null);
  const [at, setAt] = useState(-1);
  /** Alt and arrow down: everything that can stand here is offered, with nothing typed. */
  const [isAsked, setIsAsked] = useState(false);
  const listId = useId();
  const problemId = useId();
  const completion = useMemo(
    () => (caret === null ? null : completeQuery(text, caret, vocabulary)),
    [text, caret, vocabulary],
  );
  const candidates =
    completion !== null && (isAsked || isBegun(text, completion))
      ? completion.candidates.slice(0, SHOWN_MAX)
      : [];
  const isOpen = candidates.length > 0;

  // The caret after a candidate was put in; React would leave it at the end.
  const nextCaret = useRef<number | null>(null);
  useEffect(() => {
    if (nextCaret.current === null) return;
    inputRef.current?.setSelectionRange(nextCaret.current, nextCaret.current);
    nextCaret.current = null;
  }, [text, inputRef]);

  const take = (candidate: QueryCandidate): void => {
    if (completion === null) return;
    const isWhole = candidate.kind !== 'field' && candidate.kind !== 'path';
    const inserted = candidate.text + (isWhole && text[completion.to] === undefined ? ' ' : '');
    nextCaret.current = completion.from + inserted.length;
    store.setText(text.slice(0, completion.from) + inserted + text.slice(completion.to));
    setCaret(nextCaret.current);
    setAt(-1);
    inputRef.current?.focus();
  };
  const handleKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    const count = candidates.length;
    const chosen = candidates[at];
    if (event.key === 'ArrowDown' && isOpen) setAt((at + 1) % count);
    else if (event.key === 'ArrowUp' && isOpen) setAt((at <= 0 ? count : at) - 1);
    else if (event.key === 'ArrowDown') {
      setCaret(event.currentTarget.selectionStart);
      setIsAsked(true);
    } else if (event.key === 'Enter' && chosen !== undefined) take(chosen);
    else if (event.key === 'Tab' && chosen !== undefined && !event.shiftKey) take(chosen);
    else if (event.key === 'Enter') {
      setCaret(null);
      store.setText(text, true);
      onLeave();
    } else if (event.key === 'Escape' && isOpen) {
      setAt(-1);
      setCaret(null);
      setIsAsked(false);
    } else if (event.key === 'Escape' && text !== '') {
      setCaret(null);
      store.setText('', true);
    } else if (event.key === 'Escape') onLeave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const form = getQueryForm(text);
  const write = (next: string): void => {
    store.setText(next, true);
    inputRef.current?.focus();
  };
  const handleRegex = (): void => {
    const next = toggleRegex(text, matchesCase);
    // An empty expression is written between its slashes.
    if (next.startsWith('//')) nextCaret.current = 1;
    if (next !== text) write(next);
    else inputRef.current?.focus();
  };
  const isActive = text !== '';
  const hasProblem = problem !== null;
  return (
    <div className={`fin${isActive ? ' act' : ''}${hasProblem ? ' bad' : ''}`}>
      <Icon of={Funnel} size={14} />
      <span className="v grow">
        {problem?.kind === 'query-syntax' && <ErrorPlace text={text} {...problem} />}
        <input
          ref={inputRef}
          role="combobox"
          aria-label="Filter"
          aria-expanded={isOpen}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={at >= 0 && isOpen ? `${listId}-${at}` : undefined}
          aria-invalid={hasProblem}
          aria-describedby={hasProblem ? problemId : undefined}
          placeholder="Filter data"
          spellCheck={false}
          autoComplete="off"
          value={text}
          onChange={(event) => {
            store.setText(event.target.value);
            setCaret(event.target.selectionStart);
            setAt(-1);
            setIsAsked(false);
          }}
          onBlur={() => {
            setCaret(null);
            setAt(-1);
          }}
          onKeyDown={handleKeyDown}
          onScroll={(event) => {
            const mirror = event.currentTarget.previousElementSibling;
            if (mirror !== null) mirror.scrollLeft = event.currentTarget.scrollLeft;
          }}
        />
      </span>
      {isActive ? (
        <button className="tg" aria-label="Clear filter" onClick={() => write('')}>
          <Icon of={X} size={12} />
        </button>
      ) : (
        <kbd aria-hidden="true">{IS_MAC ? '⌘F' : 'Ctrl F'}</kbd>
      )}
      <Toggle
        label="Match case"
        isOn={matchesCase}
        onToggle={() => store.setMatchesCase(!matchesCase)}
      >
        Aa
      </Toggle>
      <Toggle label="Regular expression" isOn={form === 'regex'} onToggle={handleRegex}>
        .*
      </Toggle>
      <Toggle label="JSONPath" isOn={form === 'path'} onToggle={() => write(togglePath(text))}>
        $.
      </Toggle>
      {isOpen && (
        <div className="menu sugg" role="listbox" id={listId} aria-label="What can be typed next">
          {candidates.map((candidate, index) => (
            // The field keeps the focus and takes the keys.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
            <div
              key={candidate.text}
              id={`${listId}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              className={index === at ? 'menu-item on' : 'menu-item'}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => take(candidate)}
            >
              <span className="mono">{toVisibleString(candidate.text)}</span>
              <span className="t3">{candidate.hint}</span>
            </div>
          ))}
        </div>
      )}
      {hasProblem && !isOpen && (
        <p className={`fproblem ${problem.kind}`} id={problemId} role="status">
          {getFilterProblemWords(problem)}
        </p>
      )}
    </div>
  );
}

/** Underlines the place where the query is wrong, under the field's own text. */
function ErrorPlace(props: { readonly text: string; readonly from: number; readonly to: number }) {
  const { text, from, to } = props;
  // At the end nothing is there to underline but the place itself.
  const end = Math.max(to, from + 1);
  return (
    <span className="errplace" aria-hidden="true">
      {text.slice(0, from)}
      <u>{text.slice(from, end).padEnd(1, '\u00a0')}</u>
      {text.slice(end)}
    </span>
  );
}

function Toggle(props: {
  readonly label: string;
  readonly isOn: boolean;
  readonly onToggle: () => void;
  readonly children: string;
}): ReactElement {
  return (
    <button
      className={props.isOn ? 'tg on' : 'tg'}
      aria-label={props.label}
      aria-pressed={props.isOn}
      title={props.label}
      onClick={props.onToggle}
    >
      {props.children}
    </button>
  );
}
