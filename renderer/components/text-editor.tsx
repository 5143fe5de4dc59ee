import { Compartment, EditorState } from '@codemirror/state';
import type { Text } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useEffect, useImperativeHandle, useRef } from 'react';
import type { ReactElement, Ref } from 'react';
import { attachCodeRoot } from './code-theme.ts';
import { getNameAtCaret, setPlaceholders } from './placeholder-marks.ts';
import type { DescribePlaceholder } from './placeholder-marks.ts';
import { getBaseExtensions, getLanguage, setErrorMark } from './text-editor-extensions.ts';
import type { EditorLanguage } from './text-editor-extensions.ts';
import { createTextFinder } from './text-finder.ts';
import type { TextFinder } from './text-finder.ts';

/** What a toolbar can ask of an editor. */
export interface TextEditorHandle extends TextFinder {
  readonly focus: () => void;
}

interface Props {
  /** A text, or a document that was made from a large one. */
  readonly text: string | Text;
  readonly language: EditorLanguage;
  readonly ariaLabel: string;
  readonly isReadOnly?: boolean;
  readonly isWrapped?: boolean;
  /** Position of a mistake in the text, null for none. */
  readonly errorAt?: number | null;
  /** What is told of `{{name}}`; without it names are not marked. */
  readonly describePlaceholder?: DescribePlaceholder;
  /** Called with the name that the caret stands in, null for none. */
  readonly onPlaceholder?: (name: string | null) => void;
  readonly onChange?: (text: string) => void;
  readonly ref?: Ref<TextEditorHandle>;
}

/**
 * A CodeMirror editor in a shadow root: only there does the library add its styles as constructed
 * style sheets, which a style-src without 'unsafe-inline' allows.
 */
export function TextEditor(props: Props): ReactElement {
  const { text, language, ariaLabel, isReadOnly = false, isWrapped = false } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<{ readonly editor: EditorView; readonly finder: TextFinder } | null>(null);
  const shown = useRef(text);
  const onChange = useRef(props.onChange);
  const onPlaceholder = useRef(props.onPlaceholder);
  const parts = useRef({ language: new Compartment(), view: new Compartment() });

  useEffect(() => {
    onChange.current = props.onChange;
    onPlaceholder.current = props.onPlaceholder;
  });

  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const root = attachCodeRoot(element);
    const editor = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: shown.current,
        extensions: [
          getBaseExtensions(isReadOnly),
          parts.current.language.of([]),
          parts.current.view.of([]),
          EditorView.updateListener.of((update) => {
            if (update.selectionSet || update.docChanged) {
              onPlaceholder.current?.(getNameAtCaret(update.state));
            }
            if (!update.docChanged || isReadOnly) return;
            const now = update.state.doc.toString();
            if (now === shown.current) return;
            shown.current = now;
            onChange.current?.(now);
          }),
        ],
      }),
    });
    view.current = { editor, finder: createTextFinder(editor) };
    return () => {
      editor.destroy();
      view.current = null;
    };
  }, [isReadOnly]);

  useEffect(() => {
    view.current?.editor.dispatch({
      effects: parts.current.view.reconfigure([
        EditorView.contentAttributes.of({
          'aria-label': ariaLabel,
          'aria-readonly': String(isReadOnly),
        }),
        isWrapped ? EditorView.lineWrapping : [],
      ]),
    });
  }, [ariaLabel, isReadOnly, isWrapped]);

  useEffect(() => {
    const editor = view.current?.editor;
    if (editor === undefined || text === shown.current) return;
    const before = shown.current;
    shown.current = text;
    editor.dispatch({ changes: getChange(editor.state.doc, before, text) });
    // The document has its own line ends; what it holds now is what was asked for.
    if (!isReadOnly) shown.current = editor.state.doc.toString();
  }, [text, isReadOnly]);

  useEffect(() => {
    const editor = view.current?.editor;
    const extension = getLanguage(language, isReadOnly, editor?.state.doc.length ?? 0);
    editor?.dispatch({ effects: parts.current.language.reconfigure(extension) });
  }, [language, isReadOnly]);

  const describe = props.describePlaceholder ?? null;
  useEffect(() => {
    view.current?.editor.dispatch({ effects: setPlaceholders.of(describe) });
  }, [describe, isReadOnly]);

  const errorAt = props.errorAt ?? null;
  useEffect(() => {
    view.current?.editor.dispatch({ effects: setErrorMark.of(errorAt) });
  }, [errorAt]);

  useImperativeHandle(props.ref, () => ({
    focus: () => view.current?.editor.focus(),
    find: async (wanted) => view.current?.finder.find(wanted) ?? null,
    go: (step) => view.current?.finder.go(step),
  }));

  return <div className="editor" ref={host} />;
}

/** What leads from the old to the new text; a text that only grew is appended to. */
function getChange(
  document: Text,
  before: string | Text,
  after: string | Text,
): { readonly from: number; readonly to?: number; readonly insert: string | Text } {
  const { length } = document;
  const hasGrown =
    typeof before === 'string' &&
    typeof after === 'string' &&
    length === before.length &&
    length > 0 &&
    after.startsWith(before);
  return hasGrown
    ? { from: length, insert: after.slice(length) }
    : { from: 0, to: length, insert: after };
}
