import { defaultKeymap } from '@codemirror/commands';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState, RangeSet } from '@codemirror/state';
import type { Extension, Range } from '@codemirror/state';
import {
  Decoration,
  EditorView,
  GutterMarker,
  drawSelection,
  gutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { useEffect, useRef } from 'react';
import type { ReactElement } from 'react';
import type { DiffLine } from '../../shared/diff/diff-lines.ts';
import './code-view.css';
import { attachCodeRoot, codeTheme } from './code-theme.ts';
import { specialChars } from './special-chars.ts';
import { jsonViewportColors } from './json-viewport-colors.ts';

/** The sign of a changed line; colour alone would not tell it. */
class SignMarker extends GutterMarker {
  readonly #sign: string;

  constructor(sign: string, elementClass: string) {
    super();
    this.#sign = sign;
    this.elementClass = elementClass;
  }

  override toDOM(): Node {
    return document.createTextNode(this.#sign);
  }
}

const ADDED = new SignMarker('+', 'cm-sign-added');
const REMOVED = new SignMarker('−', 'cm-sign-removed');
const LINE_ADDED = Decoration.line({ class: 'cm-added', attributes: { 'aria-label': 'added' } });
const LINE_REMOVED = Decoration.line({
  class: 'cm-removed',
  attributes: { 'aria-label': 'removed' },
});

const theme = EditorView.theme({
  '.cm-added': { backgroundColor: 'color-mix(in oklch, var(--ok) 13%, transparent)' },
  '.cm-removed': { backgroundColor: 'color-mix(in oklch, var(--err) 13%, transparent)' },
  '.cm-sign': { width: '14px', textAlign: 'center' },
  '.cm-sign-added': { color: 'var(--ok)' },
  '.cm-sign-removed': { color: 'var(--err)' },
});

function markLines(state: EditorState, lines: readonly DiffLine[]): Extension {
  const decorations: Range<Decoration>[] = [];
  const markers: Range<GutterMarker>[] = [];
  lines.forEach(({ kind }, index) => {
    if (kind === 'same') return;
    const { from } = state.doc.line(index + 1);
    decorations.push((kind === 'added' ? LINE_ADDED : LINE_REMOVED).range(from));
    markers.push((kind === 'added' ? ADDED : REMOVED).range(from));
  });
  const signs = RangeSet.of(markers);
  return [
    EditorView.decorations.of(Decoration.set(decorations)),
    gutter({ class: 'cm-sign', markers: () => signs }),
  ];
}

/** Two texts line by line: what is the same, what was added (+) and what was removed (−). */
export function DiffView(props: {
  readonly lines: readonly DiffLine[];
  readonly ariaLabel: string;
}): ReactElement {
  const { lines, ariaLabel } = props;
  const hostRef = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const host = hostRef.current;
    if (host === null) return;
    const root = attachCodeRoot(host);
    const doc = EditorState.create({ doc: lines.map(({ text }) => text).join('\n') }).doc;
    const view = new EditorView({
      parent: root,
      root,
      state: EditorState.create({
        doc,
        extensions: [
          lineNumbers(),
          markLines(EditorState.create({ doc }), lines),
          specialChars,
          drawSelection(),
          highlightSelectionMatches(),
          search({ top: true }),
          keymap.of([...searchKeymap, ...defaultKeymap]),
          EditorView.lineWrapping,
          EditorState.readOnly.of(true),
          EditorView.contentAttributes.of({ 'aria-label': ariaLabel, 'aria-readonly': 'true' }),
          jsonViewportColors,
          codeTheme,
          theme,
        ],
      }),
    });
    return () => view.destroy();
  }, [lines, ariaLabel]);
  return <div ref={hostRef} className="codev" />;
}
