import { defaultKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bidiIsolates, codeFolding, foldGutter, foldKeymap } from '@codemirror/language';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState } from '@codemirror/state';
import type { Extension } from '@codemirror/state';
import { EditorView, drawSelection, keymap, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import './code-view.css';
import type { Finder } from '../../shared/query/find-ranges.ts';
import { foundMarks } from './found-marks.ts';
import { attachCodeRoot, codeTheme } from './code-theme.ts';
import { specialChars } from './special-chars.ts';

interface CodeViewProps {
  readonly text: string;
  readonly language: 'json' | 'text';
  readonly ariaLabel: string;
  /** Marks what it finds. */
  readonly find?: Finder | null;
  /** Called with the place of the caret when it moves. */
  readonly onCaret?: (offset: number) => void;
}

/** Characters from which JSON is shown without colours and folding: the parser would cost more than it shows. */
const PARSED_CHARS_MAX = 32 * 1024 * 1024;

function getLanguage(language: CodeViewProps['language'], chars: number): Extension {
  return language === 'json' && chars <= PARSED_CHARS_MAX
    ? [json(), bidiIsolates(), codeFolding(), foldGutter({ openText: '⌄', closedText: '›' })]
    : [];
}

function getLabel(ariaLabel: string): Extension {
  return EditorView.contentAttributes.of({ 'aria-label': ariaLabel, 'aria-readonly': 'true' });
}

/** A read-only text with line numbers, search (Ctrl or Cmd F), and colours and folding for JSON. */
export function CodeView({ text, language, ariaLabel, find = null, onCaret }: CodeViewProps) {
  const hostRef = useRef<HTMLDivElement>(null);
  const viewRef = useRef<{
    view: EditorView;
    language: Compartment;
    label: Compartment;
    found: Compartment;
  }>(null);
  const initial = useRef({ text, language, ariaLabel, find });
  const caretListener = useRef(onCaret);
  caretListener.current = onCaret;

  useEffect(() => {
    const host = hostRef.current;
    if (host === null) return;
    const parts = {
      language: new Compartment(),
      label: new Compartment(),
      found: new Compartment(),
    };
    const root = attachCodeRoot(host);
    const first = initial.current;
    const view = new EditorView({
      parent: root,
      root,
      state: EditorState.create({
        doc: first.text,
        extensions: [
          lineNumbers(),
          parts.language.of(getLanguage(first.language, first.text.length)),
          specialChars,
          drawSelection(),
          highlightSelectionMatches(),
          search({ top: true }),
          keymap.of([...searchKeymap, ...foldKeymap, ...defaultKeymap]),
          EditorView.lineWrapping,
          EditorState.readOnly.of(true),
          parts.label.of(getLabel(first.ariaLabel)),
          parts.found.of(foundMarks(first.find)),
          EditorView.updateListener.of((update) => {
            if (update.selectionSet) caretListener.current?.(update.state.selection.main.head);
          }),
          codeTheme,
        ],
      }),
    });
    viewRef.current = { view, ...parts };
    return () => {
      viewRef.current = null;
      view.destroy();
    };
  }, []);

  useEffect(() => {
    const current = viewRef.current;
    if (current === null) return;
    const isSame = initial.current.text === text;
    const hasSameMarks = initial.current.find === find;
    initial.current = { text, language, ariaLabel, find };
    current.view.dispatch({
      ...(!isSame && {
        changes: { from: 0, to: current.view.state.doc.length, insert: text },
        selection: { anchor: 0 },
        scrollIntoView: true,
      }),
      effects: [
        current.language.reconfigure(getLanguage(language, text.length)),
        current.label.reconfigure(getLabel(ariaLabel)),
        ...(hasSameMarks ? [] : [current.found.reconfigure(foundMarks(find))]),
      ],
    });
  }, [text, language, ariaLabel, find]);

  return <div ref={hostRef} className="codev" />;
}
