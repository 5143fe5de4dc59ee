import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/**
 * The root in which CodeMirror lives. In a document it writes a `<style>` element, which our
 * Content-Security-Policy forbids; in a shadow root it uses `adoptedStyleSheets`, which it allows
 * (style-mod 4.1.4, `StyleSet`). Custom properties are inherited, so the tokens still apply.
 */
export function attachCodeRoot(host: HTMLElement): ShadowRoot {
  return host.shadowRoot ?? host.attachShadow({ mode: 'open' });
}

const theme = EditorView.theme({
  '&': { height: '100%', color: 'var(--tx-1)', backgroundColor: 'transparent' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': {
    font: '12px/19px var(--font-mono)',
    fontVariantLigatures: 'none',
    scrollbarWidth: 'thin',
    scrollbarColor: 'var(--line-2) transparent',
  },
  '.cm-content': { padding: '8px 0', caretColor: 'var(--accent)' },
  '.cm-line': { padding: '0 12px 0 4px' },
  '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--tx-3)', border: 'none' },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '30px', padding: '0 6px 0 8px' },
  '.cm-foldGutter .cm-gutterElement': { width: '14px', cursor: 'default' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--accent)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground':
    { background: 'var(--bg-select)' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in oklch, var(--tx-1) 4%, transparent)' },
  '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--tx-1)' },
  '.cm-searchMatch': {
    backgroundColor: 'color-mix(in oklch, var(--warn) 32%, transparent)',
    borderRadius: 'var(--r-1)',
  },
  '.cm-searchMatch-selected': { outline: '1px solid var(--warn)' },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
    backgroundColor: 'transparent',
    outline: '1px solid var(--line-ctl)',
  },
  '.cm-foldPlaceholder': {
    backgroundColor: 'var(--bg-field)',
    border: '1px solid var(--line-2)',
    color: 'var(--tx-2)',
  },
  '.cm-specialChar': {
    color: 'var(--warn)',
    backgroundColor: 'var(--warn-soft)',
    borderRadius: 'var(--r-1)',
    padding: '0 1px',
  },
  '.cm-panels': {
    backgroundColor: 'var(--bg-panel)',
    color: 'var(--tx-1)',
    font: '12px/1.4 var(--font-ui)',
  },
  '.cm-panels.cm-panels-top': { borderBottom: '1px solid var(--line)' },
  '.cm-panel.cm-search': { padding: '6px 28px 6px 10px' },
  '.cm-panel.cm-search label': { fontSize: '12px', color: 'var(--tx-2)' },
  '.cm-textfield': {
    backgroundColor: 'var(--bg-field)',
    color: 'var(--tx-1)',
    border: '1px solid var(--line-2)',
    borderRadius: 'var(--r-2)',
    height: '24px',
  },
  '.cm-button': {
    backgroundColor: 'var(--bg-field)',
    backgroundImage: 'none',
    color: 'var(--tx-1)',
    border: '1px solid var(--line-2)',
    borderRadius: 'var(--r-2)',
    height: '24px',
  },
  '.cm-panel button[name=close]': { color: 'var(--tx-2)', fontSize: '16px' },
  '.cm-textfield:focus-visible, .cm-button:focus-visible, .cm-panel button:focus-visible': {
    outline: 'var(--focus-width) solid var(--focus-color)',
    outlineOffset: 'var(--focus-offset)',
  },
});

const highlight = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--syn-key)' },
  { tag: tags.string, color: 'var(--syn-str)' },
  { tag: tags.number, color: 'var(--syn-num)' },
  { tag: [tags.bool, tags.null], color: 'var(--syn-lit)' },
  { tag: [tags.punctuation, tags.separator, tags.bracket], color: 'var(--syn-punc)' },
  { tag: tags.tagName, color: 'var(--syn-key)' },
  { tag: tags.attributeName, color: 'var(--syn-lit)' },
  { tag: tags.attributeValue, color: 'var(--syn-str)' },
  { tag: tags.character, color: 'var(--syn-num)' },
  { tag: [tags.angleBracket, tags.definitionOperator], color: 'var(--syn-punc)' },
  { tag: [tags.comment, tags.meta], color: 'var(--tx-3)' },
  { tag: tags.invalid, color: 'var(--err)' },
]);

/** Our colours and measures for CodeMirror, from the tokens only; they follow the theme by themselves. */
export const codeTheme: Extension = [theme, syntaxHighlighting(highlight)];
