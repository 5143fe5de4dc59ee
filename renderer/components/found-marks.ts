import { RangeSetBuilder } from '@codemirror/state';
import type { Extension } from '@codemirror/state';
import { Decoration, EditorView, ViewPlugin } from '@codemirror/view';
import type { DecorationSet, ViewUpdate } from '@codemirror/view';
import type { Finder } from '../../shared/query/find-ranges.ts';

const FOUND = Decoration.mark({ class: 'cm-found' });

function markScreen(view: EditorView, find: Finder): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to } of view.visibleRanges) {
    for (const range of find(view.state.doc.sliceString(from, to))) {
      builder.add(from + range.from, from + range.to, FOUND);
    }
  }
  return builder.finish();
}

const theme = EditorView.theme({
  '.cm-found': {
    borderRadius: 'var(--r-1)',
    backgroundColor: 'color-mix(in oklch, var(--warn) 32%, transparent)',
    boxShadow: '0 0 0 1px color-mix(in oklch, var(--warn) 40%, transparent)',
  },
});

/** Marks what a finder finds in the part on screen. */
export function foundMarks(find: Finder | null): Extension {
  return find === null ? [] : [toPlugin(find), theme];
}

function toPlugin(find: Finder): Extension {
  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;

      constructor(view: EditorView) {
        this.decorations = markScreen(view, find);
      }

      update(update: ViewUpdate): void {
        if (update.docChanged || update.viewportChanged) {
          this.decorations = markScreen(update.view, find);
        }
      }
    },
    { decorations: (it) => it.decorations },
  );
}
