import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import {
  bidiIsolates,
  bracketMatching,
  codeFolding,
  foldGutter,
  foldKeymap,
  indentOnInput,
  indentUnit,
} from '@codemirror/language';
import { search } from '@codemirror/search';
import { EditorState, StateEffect, StateField } from '@codemirror/state';
import type { Extension } from '@codemirror/state';
import {
  Decoration,
  EditorView,
  drawSelection,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import type { DecorationSet } from '@codemirror/view';
import { codeTheme } from './code-theme.ts';
import { specialChars } from './special-chars.ts';
import { PARSED_CHARS_MAX } from './parsed-chars.ts';
import { markupLanguage } from './markup-language.ts';
import { placeholderMarks } from './placeholder-marks.ts';
import { jsonViewportColors } from './json-viewport-colors.ts';

/** How an editor reads its text. */
export type EditorLanguage = 'json' | 'xml' | 'html' | 'text';

const ownTheme = EditorView.theme({
  '.cm-error': {
    textDecoration: 'underline wavy var(--err)',
    textUnderlineOffset: '3px',
    backgroundColor: 'var(--err-soft)',
  },
  '&:not(.cm-focused) .cm-matchingBracket': { outline: 'none' },
  '.cm-panels, .cm-panels.cm-panels-top': { display: 'none' },
});

/** Puts the error mark at a position, or takes it away. */
export const setErrorMark = StateEffect.define<number | null>();

const errorMark = Decoration.mark({ class: 'cm-error' });

const errorField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (marks, transaction) => {
    let next = marks.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(setErrorMark)) continue;
      next = effect.value === null ? Decoration.none : markAt(transaction.state, effect.value);
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** A mark needs a character under it: the one at the position, or the last one before it. */
function markAt(state: EditorState, position: number): DecorationSet {
  const { length } = state.doc;
  if (length === 0) return Decoration.none;
  const from = Math.max(0, Math.min(position, length - 1));
  return Decoration.set([errorMark.range(from, from + 1)]);
}

/** Finding works through the toolbar; the library only needs some panel to highlight matches. */
function createHiddenPanel(): { readonly dom: HTMLElement } {
  return { dom: document.createElement('div') };
}

/** Everything an editor always has. */
export function getBaseExtensions(isReadOnly: boolean): Extension {
  return [
    codeTheme,
    ownTheme,
    lineNumbers(),
    specialChars,
    drawSelection(),
    search({ createPanel: createHiddenPanel }),
    errorField,
    placeholderMarks,
    EditorState.readOnly.of(isReadOnly),
    isReadOnly
      ? []
      : [
          history(),
          indentOnInput(),
          bracketMatching(),
          highlightActiveLineGutter(),
          indentUnit.of('  '),
        ],
    // Tab stays with the focus order; indenting has Ctrl+] and Ctrl+[.
    keymap.of([...defaultKeymap, ...historyKeymap, ...foldKeymap]),
  ];
}

/** Colours and folding for a text of this length. */
export function getLanguage(
  language: EditorLanguage,
  isReadOnly: boolean,
  chars: number,
): Extension {
  if (language === 'text') return [];
  if (language !== 'json') {
    return chars > PARSED_CHARS_MAX ? [] : markupLanguage(language, isReadOnly);
  }
  if (chars > PARSED_CHARS_MAX) return jsonViewportColors;
  return isReadOnly
    ? [json(), bidiIsolates(), codeFolding(), foldGutter({ openText: '⌄', closedText: '›' })]
    : [json(), bidiIsolates()];
}
