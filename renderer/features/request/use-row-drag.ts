import { useState } from 'react';
import type { DragEvent } from 'react';

/** What makes rows of a list movable with the pointer. */
export interface RowDrag {
  readonly getHandleProps: (id: number) => {
    readonly draggable: true;
    readonly onDragStart: (dragEvent: DragEvent<HTMLElement>) => void;
    readonly onDragEnd: () => void;
  };
  readonly getRowProps: (id: number) => {
    readonly onDragOver: (dragEvent: DragEvent<HTMLElement>) => void;
    readonly onDrop: (dragEvent: DragEvent<HTMLElement>) => void;
  };
  /** Class of a row: where the dragged one would go. */
  readonly getLook: (id: number) => string;
}

/** Dragging a row by its handle puts it before or after the row it is dropped on. */
export function useRowDrag(
  rows: readonly { readonly id: number }[],
  onMove: ((id: number, toIndex: number) => void) | undefined,
): RowDrag {
  const [dragged, setDragged] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const indexOf = (id: number | null): number => rows.findIndex((row) => row.id === id);
  const end = (): void => {
    setDragged(null);
    setOver(null);
  };
  return {
    getHandleProps: (id) => ({
      draggable: true,
      onDragStart: (dragEvent) => {
        dragEvent.dataTransfer.effectAllowed = 'move';
        const row = dragEvent.currentTarget.closest('[data-id]');
        if (row !== null) dragEvent.dataTransfer.setDragImage(row, 8, 8);
        setDragged(id);
      },
      onDragEnd: end,
    }),
    getRowProps: (id) => ({
      onDragOver: (dragEvent) => {
        if (dragged === null) return;
        dragEvent.preventDefault();
        setOver(id);
      },
      onDrop: (dragEvent) => {
        if (dragged === null) return;
        dragEvent.preventDefault();
        onMove?.(dragged, indexOf(id));
        end();
      },
    }),
    getLook: (id) => {
      if (over !== id || dragged === null || dragged === id) return '';
      return indexOf(dragged) < indexOf(id) ? 'drop-after' : 'drop-before';
    },
  };
}
