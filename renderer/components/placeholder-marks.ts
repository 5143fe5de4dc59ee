import { StateEffect, StateField } from '@codemirror/state';
import type { EditorState, Extension } from '@codemirror/state';
import { Decoration, EditorView, ViewPlugin } from '@codemirror/view';
import type { DecorationSet, ViewUpdate } from '@codemirror/view';
import { parseTemplate } from '../../shared/template/expand.ts';

/** What is to be told of a name between braces. */
export interface PlaceholderWords {
  readonly text: string;
  readonly isBad: boolean;
}

/** Gives the words for a name; null: placeholders are not marked. */
export type DescribePlaceholder = ((name: string) => PlaceholderWords) | null;

/** Changes what is told of the names. */
export const setPlaceholders = StateEffect.define<DescribePlaceholder>();

const describeField = StateField.define<DescribePlaceholder>({
  create: () => null,
  update: (value, transaction) => {
    for (const effect of transaction.effects) if (effect.is(setPlaceholders)) return effect.value;
    return value;
  },
});

const theme = EditorView.theme({
  '.cm-name': {
    color: 'var(--accent)',
    backgroundColor: 'var(--accent-soft)',
    borderRadius: 'var(--r-1)',
  },
  '.cm-name *': { color: 'inherit' },
  '.cm-name.cm-name-bad': { color: 'var(--err)', backgroundColor: 'var(--err-soft)' },
});

/** Marks the names on screen; a long text costs no more than a short one. */
const marks = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = mark(view);
    }
    update(update: ViewUpdate): void {
      const isOther = update.state.field(describeField) !== update.startState.field(describeField);
      if (isOther || update.docChanged || update.viewportChanged) {
        this.decorations = mark(update.view);
      }
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

function mark(view: EditorView): DecorationSet {
  const describe = view.state.field(describeField);
  if (describe === null) return Decoration.none;
  const ranges = view.visibleRanges.flatMap(({ from, to }) =>
    parseTemplate(view.state.sliceDoc(from, to))
      .filter((part) => part.kind === 'name')
      .map((part) => {
        const words = describe(part.text);
        const decoration = Decoration.mark({
          class: words.isBad ? 'cm-name cm-name-bad' : 'cm-name',
          attributes: { title: words.text },
        });
        return decoration.range(from + part.from, from + part.to);
      }),
  );
  return Decoration.set(ranges);
}

/** The name that the caret stands in, to be told where there is no pointer; null: in none. */
export function getNameAtCaret(state: EditorState): string | null {
  const { head, empty } = state.selection.main;
  if (!empty) return null;
  const line = state.doc.lineAt(head);
  const at = head - line.from;
  const part = parseTemplate(line.text).find(
    (each) => each.kind === 'name' && at > each.from && at < each.to,
  );
  return part?.text ?? null;
}

/** Marks `{{name}}` in a text. */
export const placeholderMarks: Extension = [describeField, marks, theme];
