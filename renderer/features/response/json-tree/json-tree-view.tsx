import { ChevronDown, ChevronRight, Copy } from 'lucide-react';
import { useCallback, useEffect, useImperativeHandle, useRef, useState } from 'react';
import type { KeyboardEvent, ReactElement, Ref } from 'react';
import { AnchoredList } from '../../../components/anchored-list.tsx';
import { AT_START } from '../../../components/anchored-scroll.ts';
import type { ScrollPosition } from '../../../components/anchored-scroll.ts';
import { Icon } from '../../../components/icon.tsx';
import { JsonTint } from '../../../components/json-tint.tsx';
import { formatPlural } from '../../../components/number-format.ts';
import { VisibleText } from '../../../components/visible-text.tsx';
import type { FindTarget } from '../find-field.tsx';
import { createTreeFinder } from './tree-finder.ts';
import type { JsonRow, JsonTree } from './json-tree.ts';
import './json-tree.css';

const ROW_PX = 22;
const INDENT_PX = 16;
/** Deeper levels are indented like this one. */
const INDENT_LEVELS_MAX = 32;
/** Characters of a value that a row shows; the copy has all of it. */
const SHOWN_CHARS_MAX = 500;
/** Siblings that `*` opens at once. */
const SIBLINGS_OPENED_MAX = 1_000;

/** JSON as a tree: what is closed is neither read nor kept. */
export function JsonTreeView(props: {
  readonly tree: JsonTree;
  readonly onCopy: (text: string) => void;
  readonly ref?: Ref<FindTarget>;
}): ReactElement {
  const { tree, onCopy } = props;
  const [position, setPosition] = useState<ScrollPosition>(AT_START);
  const [active, setActive] = useState<number | null>(null);
  const grid = useRef<HTMLDivElement>(null);
  const [finder] = useState(() => createTreeFinder(tree, setActive));
  useEffect(() => () => finder.dispose(), [finder]);
  useImperativeHandle(props.ref, () => ({ ...finder, focus: () => grid.current?.focus() }));

  const renderRow = useCallback(
    (index: number) => <TreeRow row={tree.getRow(index)} tree={tree} />,
    [tree],
  );
  const toggle = (index: number): void => void tree.toggle(index);

  const handleKeyDown = (keyEvent: KeyboardEvent<HTMLElement>): void => {
    if (keyEvent.ctrlKey || keyEvent.metaKey) {
      if (keyEvent.key !== 'c' || active === null || !window.getSelection()?.isCollapsed) return;
      keyEvent.preventDefault();
      return onCopy(getText(tree, tree.getRow(active)));
    }
    if (active === null || keyEvent.altKey) return;
    const row = tree.getRow(active);
    const hasChildren = row.size > 0;
    const actions: Readonly<Record<string, () => void>> = {
      ArrowRight: () => (row.isOpen ? setActive(active + 1) : toggle(active)),
      ArrowLeft: () => {
        if (row.isOpen && active > 0) toggle(active);
        else setActive(Math.max(0, tree.getParentRow(active)));
      },
      Enter: () => toggle(active),
      ' ': () => toggle(active),
      '*': () => void tree.openSiblings(active, SIBLINGS_OPENED_MAX),
    };
    const action = actions[keyEvent.key];
    if (action === undefined) return;
    keyEvent.preventDefault();
    if (hasChildren || keyEvent.key === 'ArrowLeft' || keyEvent.key === '*') action();
  };

  const shown = active === null || active >= tree.rowCount ? null : active;
  return (
    <>
      <AnchoredList
        label="Response body, tree"
        className="jtree"
        role="treegrid"
        gridRef={grid}
        rowCount={tree.rowCount}
        getRowHeight={() => ROW_PX}
        position={position}
        onPositionChange={setPosition}
        activeIndex={shown}
        onActiveIndexChange={setActive}
        onKeyDown={handleKeyDown}
        getRowState={(index) => toRowState(tree.getRow(index))}
        onRowClick={(index, clickEvent) => {
          setActive(index);
          const isMark =
            clickEvent.target instanceof Element && clickEvent.target.closest('.jtw') !== null;
          if (isMark || clickEvent.detail === 2) toggle(index);
        }}
        renderRow={renderRow}
      />
      {shown !== null && <PathBar tree={tree} index={shown} onCopy={onCopy} />}
    </>
  );
}

function toRowState(row: JsonRow): Readonly<Record<string, string | number | boolean>> {
  const state = {
    'aria-level': row.depth + 1,
    'aria-posinset': row.index + 1,
    'aria-setsize': row.siblings,
  };
  return row.size > 0 ? { ...state, 'aria-expanded': row.isOpen } : state;
}

function TreeRow({ row, tree }: { readonly row: JsonRow; readonly tree: JsonTree }): ReactElement {
  const indentPx = Math.min(row.depth, INDENT_LEVELS_MAX) * INDENT_PX;
  return (
    <div className="jtr mono" role="gridcell" style={{ paddingLeft: indentPx }}>
      <span className="jtw" aria-hidden="true">
        {row.size > 0 && <Icon of={row.isOpen ? ChevronDown : ChevronRight} size={12} />}
      </span>
      {row.key !== null && (
        <>
          <span className="jk">
            <VisibleText text={cut(row.key)} />
          </span>
          <span className="jp">: </span>
        </>
      )}
      {row.key === null && row.depth > 0 && <span className="t3">{row.index}: </span>}
      <TreeValue row={row} tree={tree} />
    </div>
  );
}

function TreeValue({
  row,
  tree,
}: {
  readonly row: JsonRow;
  readonly tree: JsonTree;
}): ReactElement {
  if (row.kind === 'scalar') {
    const length = row.to - row.from;
    return (
      <>
        <JsonTint
          isJson
          text={tree.text.slice(row.from, Math.min(row.to, row.from + SHOWN_CHARS_MAX))}
        />
        {length > SHOWN_CHARS_MAX && (
          <span className="t3"> … {formatPlural(length - SHOWN_CHARS_MAX, 'more character')}</span>
        )}
      </>
    );
  }
  const [open, close] = row.kind === 'object' ? ['{', '}'] : ['[', ']'];
  if (row.size === 0) return <span className="jp">{open + close}</span>;
  return (
    <>
      <span className="jp">{row.isOpen ? open : `${open}…${close}`}</span>
      <span className="t3">
        {' '}
        {row.kind === 'object' ? formatPlural(row.size, 'field') : formatPlural(row.size, 'item')}
      </span>
    </>
  );
}

/** Where the selected value stands, and what can be copied of it. */
function PathBar(props: {
  readonly tree: JsonTree;
  readonly index: number;
  readonly onCopy: (text: string) => void;
}): ReactElement {
  const { tree, index, onCopy } = props;
  const path = tree.getPath(index);
  return (
    <div className="jpath">
      <span className="mono ell grow">
        <VisibleText text={path} />
      </span>
      <button className="btn s ghost" onClick={() => onCopy(path)}>
        <Icon of={Copy} size={12} />
        Copy path
      </button>
      <button className="btn s ghost" onClick={() => onCopy(getText(tree, tree.getRow(index)))}>
        <Icon of={Copy} size={12} />
        Copy value
      </button>
    </div>
  );
}

/** The value as written. */
function getText(tree: JsonTree, row: JsonRow): string {
  return tree.text.slice(row.from, row.to);
}

function cut(text: string): string {
  return text.length > SHOWN_CHARS_MAX ? `${text.slice(0, SHOWN_CHARS_MAX)}…` : text;
}
