import { openSearchPanel, SearchQuery, setSearchQuery } from '@codemirror/search';
import { EditorSelection } from '@codemirror/state';
import type { Text } from '@codemirror/state';
import { EditorView } from '@codemirror/view';

/** Matches that are counted; a higher count is given as one more than this. */
const MATCHES_COUNTED_MAX = 9_999;

/** Finds text in an editor, ignoring case. The library's own cursor needs seconds for 50 MB. */
export interface TextFinder {
  /** Highlights every match, goes to the first one from the caret on, answers how many there are. */
  readonly find: (wanted: string) => number;
  /** Goes to the next or previous match, round the end. */
  readonly go: (step: 1 | -1) => void;
}

/** Makes the finder of one editor. */
export function createTextFinder(editor: EditorView): TextFinder {
  let wanted = '';
  let searched: { readonly document: Text; readonly text: string } | null = null;

  /** The document as it is searched; kept, because a large one takes time to put together. */
  const getText = (): string => {
    const { doc } = editor.state;
    if (searched?.document !== doc) {
      const text = doc.toString();
      const lower = text.toLowerCase();
      // Some letters get longer in lower case; places would then be wrong.
      searched = { document: doc, text: lower.length === text.length ? lower : text };
    }
    return searched.text;
  };
  const select = (from: number): void =>
    editor.dispatch({
      selection: EditorSelection.range(from, from + wanted.length),
      effects: EditorView.scrollIntoView(from, { y: 'center' }),
    });

  return {
    find: (text) => {
      const before = document.activeElement;
      openSearchPanel(editor);
      // Opening the panel takes the focus to it; the field of the toolbar keeps it instead.
      if (before instanceof HTMLElement) before.focus();
      editor.dispatch({
        effects: setSearchQuery.of(new SearchQuery({ search: text, literal: true })),
      });
      wanted = text.toLowerCase();
      if (wanted === '') return 0;
      const all = getText();
      let count = 0;
      for (let at = all.indexOf(wanted); at !== -1 && count <= MATCHES_COUNTED_MAX; count += 1) {
        at = all.indexOf(wanted, at + wanted.length);
      }
      const next = all.indexOf(wanted, editor.state.selection.main.from);
      if (count > 0) select(next === -1 ? all.indexOf(wanted) : next);
      return count;
    },
    go: (step) => {
      if (wanted === '') return;
      const all = getText();
      const { from, to } = editor.state.selection.main;
      const found =
        step === 1 ? all.indexOf(wanted, to) : from === 0 ? -1 : all.lastIndexOf(wanted, from - 1);
      const round = step === 1 ? all.indexOf(wanted) : all.lastIndexOf(wanted);
      const at = found === -1 ? round : found;
      if (at !== -1) select(at);
    },
  };
}
