import { useEffect, useId, useMemo, useState } from 'react';
import type { DragEvent, KeyboardEvent, MouseEvent, ReactElement } from 'react';
import type { WorkspaceState } from '../../../shared/ipc/workspace-contract.ts';
import { useApp } from '../../app-context.ts';
import { MenuList } from '../../components/menu-list.tsx';
import { RowWindow, revealRow } from '../../components/row-window.tsx';
import { useStore } from '../../stores/store.ts';
import { toItemMenu } from './item-menu.ts';
import { runTreeKey } from './tree-keys.ts';
import { TreeRowView } from './tree-row.tsx';
import { getPlace, toTreeRows } from './tree-rows.ts';
import { getTargets, selectRow } from './tree-selection.ts';

/** Height of a row, in CSS pixels; as `--row-normal`. */
const ROW_PX = 26;

type Where = 'before' | 'inside' | 'after';

/** The collection as a tree: one tab stop, of any size, with all actions on keys, pointer and a menu. */
export function WorkspaceTree(props: {
  readonly state: WorkspaceState;
  readonly wanted: string;
}): ReactElement {
  const { state, wanted } = props;
  const app = useApp();
  const { tree, workspaceActions } = app;
  const view = useStore(tree.store, (value) => value);
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const treeId = useId();
  const [drop, setDrop] = useState<{ readonly index: number; readonly where: Where } | null>(null);
  const [menu, setMenu] = useState<{ readonly left: number; readonly top: number } | null>(null);
  const rows = useMemo(
    () => toTreeRows(state, view.collapsed, wanted),
    [state, view.collapsed, wanted],
  );
  const at = Math.max(
    0,
    rows.findIndex((row) => row.key === view.active),
  );
  const active = rows[at];

  useEffect(() => {
    revealRow(scroller, at, ROW_PX);
  }, [scroller, at, view.renaming]);

  const getIndex = (target: EventTarget): number | null => {
    const row = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
    return row === null ? null : Number(row.dataset['row']);
  };
  const handleClick = (clickEvent: MouseEvent): void => {
    const row = rows[getIndex(clickEvent.target) ?? -1];
    if (row === undefined) return;
    const isToggled = clickEvent.ctrlKey || clickEvent.metaKey;
    const how = clickEvent.shiftKey ? 'range' : isToggled ? 'toggle' : 'only';
    tree.change(selectRow(view, rows, row.key, how));
    scroller?.focus();
    if (how !== 'only') return;
    if (row.isOpen !== null) tree.toggle(row.key);
    else if (row.item !== null) void workspaceActions.openItem(row.item.itemId, true);
  };
  const handleDoubleClick = (clickEvent: MouseEvent): void => {
    const row = rows[getIndex(clickEvent.target) ?? -1];
    if (row?.item === undefined || row.item === null || row.isOpen !== null) return;
    void workspaceActions.openItem(row.item.itemId, false);
  };
  const handleContextMenu = (clickEvent: MouseEvent): void => {
    const row = rows[getIndex(clickEvent.target) ?? at];
    if (row === undefined) return;
    clickEvent.preventDefault();
    if (!view.selected.has(row.key)) tree.select(row.key);
    const isKey = clickEvent.clientX === 0 && clickEvent.clientY === 0;
    const box = document.getElementById(`${treeId}-${at}`)?.getBoundingClientRect();
    setMenu({
      left: isKey ? (box?.left ?? 0) + 24 : clickEvent.clientX,
      top: isKey ? (box?.bottom ?? 0) : clickEvent.clientY,
    });
  };
  const handleKeyDown = (keyEvent: KeyboardEvent): void => {
    if (keyEvent.target !== scroller) return;
    if (keyEvent.key === 'ContextMenu' || (keyEvent.key === 'F10' && keyEvent.shiftKey)) {
      const box = document.getElementById(`${treeId}-${at}`)?.getBoundingClientRect();
      setMenu({ left: (box?.left ?? 0) + 24, top: box?.bottom ?? 0 });
    } else if (!runTreeKey(keyEvent, { app, state, rows, at, pageRows: getPageRows() })) return;
    keyEvent.preventDefault();
    keyEvent.stopPropagation();
  };
  const getPageRows = (): number =>
    Math.max(1, Math.floor((scroller?.clientHeight ?? 0) / ROW_PX) - 1);
  const closeMenu = (isBack: boolean): void => {
    setMenu(null);
    if (isBack) scroller?.focus();
  };

  const getDrop = (dragEvent: DragEvent): typeof drop => {
    const index = getIndex(dragEvent.target);
    const row = index === null ? undefined : rows[index];
    if (index === null || row === undefined) return null;
    const box = document.getElementById(`${treeId}-${index}`)?.getBoundingClientRect();
    const part = box === undefined ? 0.5 : (dragEvent.clientY - box.top) / box.height;
    if (row.isOpen === null) return { index, where: part < 0.5 ? 'before' : 'after' };
    if (row.item === null || (part > 0.25 && part < 0.75)) return { index, where: 'inside' };
    return { index, where: part <= 0.25 ? 'before' : row.isOpen ? 'inside' : 'after' };
  };
  const handleDragStart = (dragEvent: DragEvent): void => {
    const row = rows[getIndex(dragEvent.target) ?? -1];
    if (row === undefined || row.item === null) return dragEvent.preventDefault();
    if (!view.selected.has(row.key)) tree.select(row.key);
    dragEvent.dataTransfer.effectAllowed = 'move';
    dragEvent.dataTransfer.setData('application/x-tideline-items', row.item.itemId);
  };
  const handleDragOver = (dragEvent: DragEvent): void => {
    if (!dragEvent.dataTransfer.types.includes('application/x-tideline-items')) return;
    dragEvent.preventDefault();
    const next = getDrop(dragEvent);
    if (next?.index !== drop?.index || next?.where !== drop?.where) setDrop(next);
  };
  const handleDrop = (dragEvent: DragEvent): void => {
    const target = getDrop(dragEvent);
    setDrop(null);
    const row = target === null ? undefined : rows[target.index];
    if (target === null || row === undefined || active === undefined) return;
    dragEvent.preventDefault();
    const ids = getTargets(tree.store.get(), rows, tree.store.get().active ?? active.key);
    const { parentId, beforeId } = getPlace(state.tree, row, target.where);
    if (beforeId !== null && ids.includes(beforeId)) return;
    void workspaceActions.move(ids, parentId, beforeId);
  };

  return (
    <>
      {/* Keys of the whole tree are handled here: the rows are never stops of their own. */}
      <div
        ref={setScroller}
        className="tree tree-scroll"
        role="tree"
        aria-label="Collection"
        aria-multiselectable="true"
        aria-activedescendant={active === undefined ? undefined : `${treeId}-${at}`}
        tabIndex={0}
        onClick={handleClick}
        onDoubleClick={handleDoubleClick}
        onContextMenu={handleContextMenu}
        onKeyDown={handleKeyDown}
        onDragStart={handleDragStart}
        onDragOver={handleDragOver}
        onDragLeave={() => setDrop(null)}
        onDragEnd={() => setDrop(null)}
        onDrop={handleDrop}
      >
        <RowWindow
          scroller={scroller}
          rowCount={rows.length}
          rowPx={ROW_PX}
          renderRow={(index) => {
            const row = rows[index];
            if (row === undefined) return null;
            const { item } = row;
            return (
              <TreeRowView
                key={row.key}
                row={row}
                index={index}
                id={`${treeId}-${index}`}
                isSelected={view.selected.has(row.key)}
                isActive={index === at}
                isCut={item !== null && view.cut.includes(item.itemId)}
                drop={drop?.index === index ? drop.where : null}
                isRenaming={item !== null && item.itemId === view.renaming}
                onRename={(name) => {
                  tree.change({ renaming: null });
                  scroller?.focus();
                  if (item === null || name === null || name === item.name) return;
                  void workspaceActions.rename(item.itemId, name);
                }}
              />
            );
          }}
        />
      </div>
      {menu !== null && active !== undefined && (
        <MenuList
          className="menu context"
          label={`Actions on ${active.name}`}
          items={toItemMenu(app, state, rows, active)}
          style={menu}
          onClose={closeMenu}
        />
      )}
    </>
  );
}
