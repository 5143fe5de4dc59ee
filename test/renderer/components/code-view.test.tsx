// @vitest-environment jsdom
import { cleanup, render } from '@testing-library/react';
import { EditorView } from '@codemirror/view';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CodeView } from '../../../renderer/components/code-view.tsx';
import { stubLayout } from '../support.ts';

beforeEach(() => stubLayout(400, 300));
afterEach(cleanup);

function show(text: string, language: 'json' | 'text'): { root: ShadowRoot; view: EditorView } {
  const { container } = render(<CodeView text={text} language={language} ariaLabel="Code" />);
  const root = container.querySelector('.codev')?.shadowRoot;
  const editor = root?.querySelector<HTMLElement>('.cm-editor');
  const view = editor ? EditorView.findFromDOM(editor) : null;
  if (root === null || root === undefined || view === null) throw new Error('no editor');
  return { root, view };
}

test('hidden characters have names of their own, and the text keeps them', () => {
  const text = 'a\u0000b\u0001c\u001b';
  const { root, view } = show(text, 'text');
  const glyphs = [...root.querySelectorAll<HTMLElement>('.cm-specialChar')];
  expect(glyphs.map((glyph) => glyph.textContent)).toEqual(['NUL', 'SOH', 'ESC']);
  expect(glyphs.every((glyph) => glyph.title !== '')).toBe(true);
  expect(view.state.sliceDoc()).toBe(text);
});

test('strings from right to left are set apart, and the text keeps its order', () => {
  const text = '{\n  "رسالة": "مرحبا بالعالم",\n  "n": 1\n}';
  const { root, view } = show(text, 'json');
  const parts = [...root.querySelectorAll('.cm-iso')].map((part) => part.textContent);
  expect(parts).toEqual(['"رسالة"', '"مرحبا بالعالم"']);
  expect(root.querySelectorAll('.cm-line')[1]?.textContent).toBe('  "رسالة": "مرحبا بالعالم",');
  expect(view.state.sliceDoc()).toBe(text);
});
