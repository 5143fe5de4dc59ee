import { memo, useRef, useState } from 'react';
import type { PointerEvent } from 'react';
import type { ColumnSetting } from '../../../shared/model/settings.ts';
import { MenuButton } from '../../components/menu-button.tsx';
import type { MenuItem } from '../../components/menu-button.tsx';
import { toVisibleString } from '../../components/visible-text.tsx';
import {
  changeColumn,
  clampColumnPx,
  getColumnTitle,
  isRightAligned,
  moveColumn,
  removeColumn,
  toAllColumns,
} from './timeline-columns.ts';
import type { TimelineColumn } from './timeline-columns.ts';

interface ColumnHeadsProps {
  readonly columns: readonly TimelineColumn[];
  readonly settings: readonly ColumnSetting[];
  readonly onChange: (settings: readonly ColumnSetting[]) => void;
  /** Opens the dialog in which every column can be set by keyboard. */
  readonly onOpenColumns: () => void;
  /** Whether rows between those on screen are left out, so that a gap is one of what is shown. */
  readonly isFiltered: boolean;
}

/** Pixels that the pointer moves before a press is a drag. */
const DRAG_PX = 4;

/** The head at a place of the window, with the side of it that is nearer. */
function findDrop(
  row: HTMLElement,
  clientX: number,
): { readonly id: string; readonly isAfter: boolean } | null {
  for (const head of row.querySelectorAll<HTMLElement>('[data-column]')) {
    const { left, right } = head.getBoundingClientRect();
    const id = head.dataset['column'];
    if (id !== undefined && clientX >= left && clientX < right) {
      return { id, isAfter: clientX > (left + right) / 2 };
    }
  }
  return null;
}

/** Moves a column before or after another one. */
function moveNextTo(
  settings: readonly ColumnSetting[],
  id: string,
  drop: { readonly id: string; readonly isAfter: boolean },
): readonly ColumnSetting[] {
  if (id === drop.id) return settings;
  const others = toAllColumns(settings).filter((column) => column.id !== id);
  const at = others.findIndex((column) => column.id === drop.id);
  return moveColumn(settings, id, at + (drop.isAfter ? 1 : 0));
}

/** Heads of the columns: a menu each, dragged to another place, their right edge sets the width. */
export const ColumnHeads = memo(function ColumnHeads(props: ColumnHeadsProps) {
  const { columns, settings, onChange, onOpenColumns } = props;
  const row = useRef<HTMLDivElement>(null);
  const drag = useRef<{
    readonly id: string;
    readonly fromX: number;
    readonly fromPx: number | null;
    isMoving: boolean;
  } | null>(null);
  const [drop, setDrop] = useState<{ readonly id: string; readonly isAfter: boolean } | null>(null);

  const getItems = ({ id, kind }: TimelineColumn): readonly MenuItem[] => {
    const all = toAllColumns(settings);
    const at = all.findIndex((column) => column.id === id);
    return [
      {
        id: 'hide',
        label: 'Hide',
        onSelect: () => onChange(changeColumn(settings, id, { isHidden: true })),
      },
      {
        id: 'left',
        label: 'Move left',
        isDisabled: at === 0,
        onSelect: () => onChange(moveColumn(settings, id, at - 1)),
      },
      {
        id: 'right',
        label: 'Move right',
        isDisabled: at === all.length - 1,
        onSelect: () => onChange(moveColumn(settings, id, at + 1)),
      },
      {
        id: 'width',
        label: 'Reset width',
        isDisabled: (all[at]?.widthPx ?? null) === null,
        onSelect: () => onChange(changeColumn(settings, id, { widthPx: null })),
      },
      ...(kind === 'path'
        ? [
            {
              id: 'remove',
              label: 'Remove',
              onSelect: () => onChange(removeColumn(settings, id)),
            },
          ]
        : []),
      { id: 'columns', label: 'Columns…', onSelect: onOpenColumns },
    ];
  };

  const begin = (event: PointerEvent<HTMLElement>, id: string, isResize: boolean): void => {
    if (event.button !== 0) return;
    const head = event.currentTarget.closest<HTMLElement>('[data-column]');
    const fromPx = isResize ? (head?.getBoundingClientRect().width ?? null) : null;
    drag.current = { id, fromX: event.clientX, fromPx, isMoving: false };
    if (isResize) event.currentTarget.setPointerCapture(event.pointerId);
  };
  const handleMove = (event: PointerEvent<HTMLElement>): void => {
    const { current } = drag;
    if (current === null || row.current === null) return;
    const byPx = event.clientX - current.fromX;
    if (!current.isMoving && Math.abs(byPx) < DRAG_PX) return;
    current.isMoving = true;
    if (current.fromPx !== null) {
      // The grip of a column whose values end at its right edge moves that edge all the same.
      const widthPx = clampColumnPx(current.fromPx + byPx);
      onChange(changeColumn(settings, current.id, { widthPx }));
    } else {
      if (!event.currentTarget.hasPointerCapture(event.pointerId)) {
        event.currentTarget.setPointerCapture(event.pointerId);
      }
      setDrop(findDrop(row.current, event.clientX));
    }
  };
  const handleEnd = (): void => {
    const { current } = drag;
    if (current?.isMoving === true && current.fromPx === null && drop !== null) {
      onChange(moveNextTo(settings, current.id, drop));
    }
    drag.current = null;
    setDrop(null);
  };

  return (
    <div className="tlc th" role="row" aria-rowindex={1} ref={row}>
      <span />
      {columns.map((column) => {
        const { id, kind } = column;
        const title =
          kind === 'gap' && props.isFiltered ? 'Gap (shown)' : toVisibleString(getColumnTitle(id));
        const dropMark = drop?.id === id ? (drop.isAfter ? ' dropr' : ' dropl') : '';
        return (
          <span
            key={id}
            role="columnheader"
            className={`hd${isRightAligned(id) ? ' r' : ''}${dropMark}`}
            data-column={id}
            onPointerMove={handleMove}
            onPointerUp={handleEnd}
            onPointerCancel={handleEnd}
          >
            <span
              className="hdb"
              role="presentation"
              onPointerDown={(event) => begin(event, id, false)}
              // A drag ends with a click on the button under it, which is not meant.
              onClickCapture={(event) => drag.current?.isMoving === true && event.stopPropagation()}
            >
              <MenuButton
                className="thb"
                label={`Column ${kind === 'lane' ? 'Gap bar' : title}`}
                tabIndex={-1}
                items={getItems(column)}
              >
                {kind === 'lane' ? '' : title}
              </MenuButton>
            </span>
            {kind !== 'data' && (
              <span
                className="grip"
                role="presentation"
                onPointerDown={(event) => begin(event, id, true)}
                onDoubleClick={() => onChange(changeColumn(settings, id, { widthPx: null }))}
              />
            )}
          </span>
        );
      })}
    </div>
  );
});
