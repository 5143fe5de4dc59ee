import { defaultKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { codeFolding, foldGutter, foldKeymap } from '@codemirror/language';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState } from '@codemirror/state';
import type { Extension } from '@codemirror/state';
import {
  EditorView,
  drawSelection,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { useEffect, useRef } from 'react';
import './code-view.css';
import { attachCodeRoot, codeTheme } from './code-theme.ts';

interface CodeViewProps {
  readonly text: string;
  readonly language: 'json' | 'text';
  readonly ariaLabel: string;
}

/** Characters from which JSON is shown without colours and folding: the parser would cost more than it shows. */
const PARSED_CHARS_MAX = 32 * 1024 * 1024;

function getLanguage(language: CodeViewProps['language'], chars: number): Extension {
  return language === 'json' && chars <= PARSED_CHARS_MAX
    ? [json(), codeFolding(), foldGutter({ openText: '⌄', closedText: '›' })]
    : [];
}

function getLabel(ariaLabel: string): Extension {
  return EditorView.contentAttributes.of({ 'aria-label': ariaLabel, 'aria-readonly': 'true' });
}

/** A read-only text with line numbers, search (Ctrl or Cmd F), and colours and folding for JSON. */
export function CodeView({ text, language, ariaLabel }: CodeViewProps) {
  const hostRef = useRef<HTMLDivElement>(null);
  const viewRef = useRef<{ view: EditorView; language: Compartment; label: Compartment }>(null);
  const initial = useRef({ text, language, ariaLabel });

  useEffect(() => {
    const host = hostRef.current;
    if (host === null) return;
    const parts = { language: new Compartment(), label: new Compartment() };
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
          highlightSpecialChars(),
          drawSelection(),
          highlightSelectionMatches(),
          search({ top: true }),
          keymap.of([...searchKeymap, ...foldKeymap, ...defaultKeymap]),
          EditorView.lineWrapping,
          EditorState.readOnly.of(true),
          parts.label.of(getLabel(first.ariaLabel)),
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
    initial.current = { text, language, ariaLabel };
    current.view.dispatch({
      ...(!isSame && {
        changes: { from: 0, to: current.view.state.doc.length, insert: text },
        selection: { anchor: 0 },
        scrollIntoView: true,
      }),
      effects: [
        current.language.reconfigure(getLanguage(language, text.length)),
        current.label.reconfigure(getLabel(ariaLabel)),
      ],
    });
  }, [text, language, ariaLabel]);

  return <div ref={hostRef} className="codev" />;
}
