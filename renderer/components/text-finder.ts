import { openSearchPanel, SearchQuery, setSearchQuery } from '@codemirror/search';
import { EditorSelection } from '@codemirror/state';
import type { Text } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { SlicedSearch } from './sliced-search.ts';

/** Finds text in what is shown, ignoring case. */
export interface TextFinder {
  /**
   * Highlights every match, goes to the first one from the caret on, answers how many there are, up
   * to 10,000. Null: another search began meanwhile.
   */
  readonly find: (wanted: string) => Promise<number | null>;
  /** Goes to the next or previous match, round the end. */
  readonly go: (step: 1 | -1) => void;
}

/** Makes the finder of one editor. The library's own cursor needs seconds for 50 MB. */
export function createTextFinder(editor: EditorView): TextFinder {
  let wanted = '';
  let searched: { readonly document: Text; readonly search: SlicedSearch } | null = null;
  let searches = 0;

  const getSearch = (): SlicedSearch => {
    const { doc } = editor.state;
    if (searched?.document !== doc) {
      const text = {
        length: doc.length,
        slice: (from: number, to: number) => doc.sliceString(from, to),
      };
      searched = { document: doc, search: new SlicedSearch(text) };
    }
    return searched.search;
  };
  const select = (from: number): void => {
    if (from === -1) return;
    editor.dispatch({
      selection: EditorSelection.range(from, from + wanted.length),
      effects: EditorView.scrollIntoView(from, { y: 'center' }),
    });
  };

  return {
    find: async (text) => {
      searches += 1;
      const search = searches;
      const before = document.activeElement;
      openSearchPanel(editor);
      // Opening the panel takes the focus to it; the field of the toolbar keeps it instead.
      if (before instanceof HTMLElement) before.focus();
      editor.dispatch({
        effects: setSearchQuery.of(new SearchQuery({ search: text, literal: true })),
      });
      wanted = text;
      const count = await getSearch().count(text, () => search !== searches);
      if (count === null || search !== searches) return null;
      if (count > 0) select(getSearch().next(editor.state.selection.main.from));
      return count;
    },
    go: (step) => {
      const { from, to } = editor.state.selection.main;
      select(step === 1 ? getSearch().next(to) : getSearch().previous(from));
    },
  };
}
