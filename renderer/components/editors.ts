import { lazyPart } from './lazy-part.tsx';

const textEditor = lazyPart(async () => (await import('./text-editor.tsx')).TextEditor, 'editor');
const codeView = lazyPart(async () => (await import('./code-view.tsx')).CodeView, 'codev');
const diffView = lazyPart(async () => (await import('./diff-view.tsx')).DiffView, 'codev');

/** What is made of CodeMirror, a third of the window's script. */
export const TextEditor = textEditor.Part;
export const CodeView = codeView.Part;
export const DiffView = diffView.Part;

/** Loads the editors before anybody opens one. */
export function preloadEditors(): void {
  textEditor.preload();
  codeView.preload();
  diffView.preload();
}
