import { highlightSpecialChars } from '@codemirror/view';
import type { Extension } from '@codemirror/state';
import { toGlyph } from './visible-text.tsx';

/** Hidden characters of an editor as the names that they have elsewhere. The text itself keeps them. */
export const specialChars: Extension = highlightSpecialChars({
  render: (code, description) => {
    const glyph = document.createElement('span');
    glyph.className = 'cm-specialChar';
    glyph.textContent = toGlyph(String.fromCodePoint(code));
    glyph.title = description ?? '';
    glyph.setAttribute('aria-label', description ?? '');
    return glyph;
  },
});
