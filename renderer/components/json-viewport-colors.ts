import { RangeSetBuilder } from '@codemirror/state';
import type { Extension } from '@codemirror/state';
import { Decoration, EditorView, ViewPlugin } from '@codemirror/view';
import type { DecorationSet, ViewUpdate } from '@codemirror/view';
import { toJsonTokens } from './json-tokens.ts';
import type { JsonTokenKind } from './json-tokens.ts';

/** How far before the screen a token may begin, in characters; beyond it colours may be off. */
const LOOK_BACK_CHARS = 2_000;

const MARKS: Readonly<Record<Exclude<JsonTokenKind, 'text'>, Decoration>> = {
  key: Decoration.mark({ class: 'tk-key' }),
  string: Decoration.mark({ class: 'tk-str' }),
  number: Decoration.mark({ class: 'tk-num' }),
  literal: Decoration.mark({ class: 'tk-lit' }),
  punctuation: Decoration.mark({ class: 'tk-punc' }),
};

function colorScreen(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to } of view.visibleRanges) {
    const line = view.state.doc.lineAt(from);
    let at = Math.max(line.from, from - LOOK_BACK_CHARS);
    for (const token of toJsonTokens(view.state.doc.sliceString(at, to))) {
      const end = at + token.text.length;
      if (token.kind !== 'text') builder.add(at, end, MARKS[token.kind]);
      at = end;
    }
  }
  return builder.finish();
}

const colors = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = colorScreen(view);
    }

    update(update: ViewUpdate): void {
      if (update.docChanged || update.viewportChanged) {
        this.decorations = colorScreen(update.view);
      }
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

const theme = EditorView.theme({
  '.tk-key': { color: 'var(--syn-key)' },
  '.tk-str': { color: 'var(--syn-str)' },
  '.tk-num': { color: 'var(--syn-num)' },
  '.tk-lit': { color: 'var(--syn-lit)' },
  '.tk-punc': { color: 'var(--syn-punc)' },
});

/** Colours the JSON on screen only, for texts of which a full parse would take seconds. */
export const jsonViewportColors: Extension = [colors, theme];
