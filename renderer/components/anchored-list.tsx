import { useCallback, useEffect, useId, useLayoutEffect, useRef } from 'react';
import type { KeyboardEvent, MouseEvent, ReactNode, Ref } from 'react';
import './anchored-list.css';
import {
  AT_START,
  PINNED_TO_END,
  fromFraction,
  getThumb,
  getVisibleRows,
  moveBy,
  moveByPage,
  reveal,
} from './anchored-scroll.ts';
import type { ListMetrics, ScrollPosition } from './anchored-scroll.ts';
import { ScrollBar } from './scroll-bar.tsx';
import { useElementSize } from './use-element-size.ts';
import { useScrollInput } from './use-scroll-input.ts';

interface AnchoredListProps {
  readonly label: string;
  readonly className?: string;
  readonly rowCount: number;
  /** Must give the same height for the same row and width until the row itself changes. */
  readonly getRowHeight: (index: number, widthPx: number) => number;
  /** Cells of one row; the row element around them is the list's. */
  readonly renderRow: (index: number, widthPx: number) => ReactNode;
  readonly position: ScrollPosition;
  readonly onPositionChange: (position: ScrollPosition) => void;
  /** What the rows are taken from. With another source the selected row has another index, which nobody chose. */
  readonly source?: unknown;
  /** Selected row, null for none. Without `onActiveIndexChange` the keys scroll instead. */
  readonly activeIndex?: number | null;
  readonly onActiveIndexChange?: (index: number, isExtending: boolean) => void;
  /** Rows that are selected together with the active one; `to` is exclusive. Null for the active one alone. */
  readonly selection?: { readonly from: number; readonly to: number } | null;
  /** False: letters such as J and K do nothing. */
  readonly hasLetterKeys?: boolean;
  /** Pixels that an arrow key scrolls when there is no selection; the first row's height if not given. */
  readonly stepPx?: number;
  /** `treegrid` where rows open and close; `getRowState` then says which. */
  readonly role?: 'grid' | 'treegrid';
  /** More `aria-` attributes of a row. */
  readonly getRowState?: (index: number) => Readonly<Record<string, string | number | boolean>>;
  readonly gridRef?: Ref<HTMLDivElement>;
  /** Called when other rows than before are on screen: `to` is exclusive, `topPx` of row `from` are hidden. */
  readonly onRangeChange?: (from: number, to: number, topPx: number) => void;
  /** A row of column headings that stays at the top; it is row 1 for assistive technology. */
  readonly header?: ReactNode;
  /** Runs before the list's own keys; `preventDefault` keeps the list from acting. */
  readonly onKeyDown?: (event: KeyboardEvent<HTMLElement>) => void;
  readonly onRowClick?: (index: number, event: MouseEvent<HTMLElement>) => void;
  /** Floats above the rows. */
  readonly children?: ReactNode;
}

/** The row that a click means; null beside the rows, and on a button in a row, which acts by itself. */
function getRowIndex(target: EventTarget): number | null {
  if (!(target instanceof Element) || target.closest('button') !== null) return null;
  const text = target.closest<HTMLElement>('[data-row]')?.dataset['row'];
  return text === undefined ? null : Number(text);
}

/** Height of the lowest row: as many elements as rows of it fit are kept. */
const SLOT_PX = 22;

/**
 * The element of each row on screen, by a number. Rows take over the elements of rows that left: new text in an old
 * element costs a fraction of a new element. A row that stays keeps its element. When all rows are others, as in every
 * frame at a high rate, the elements stay in their order: one that moves is laid out like a new one.
 */
function useSlots(fromIndex: number, toIndex: number, slotsMin: number): (index: number) => number {
  const before = useRef({ fromIndex, toIndex, shift: 0 });
  const { current: last } = before;
  const isOther = fromIndex >= last.toIndex || toIndex <= last.fromIndex;
  const shift = isOther ? last.shift + last.fromIndex - fromIndex : last.shift;
  before.current = { fromIndex, toIndex, shift };
  const slots = Math.max(toIndex - fromIndex, slotsMin);
  // Negative ones differ from one another as well.
  return (index) => (index + shift) % slots;
}

/**
 * A list for any number of rows: only those on screen are in the document, and the position is an
 * index, not a pixel height. One tab stop; the selected row is told by `aria-activedescendant`.
 */
export function AnchoredList(props: AnchoredListProps) {
  const { rowCount, getRowHeight, position, onPositionChange, onRangeChange } = props;
  const {
    source,
    activeIndex = null,
    onActiveIndexChange,
    selection = null,
    hasLetterKeys = true,
  } = props;
  const listId = useId();
  const bodyRef = useRef<HTMLDivElement>(null);
  const { heightPx } = useElementSize(bodyRef, rowCount > 0);
  // Columns may make the rows wider than what is on screen of them, which a sentence is broken for.
  const rootRef = useRef<HTMLDivElement>(null);
  const { widthPx } = useElementSize(rootRef, rowCount > 0);
  const metrics: ListMetrics = {
    rowCount,
    viewportPx: heightPx,
    getRowHeight: (index) => getRowHeight(index, widthPx),
  };
  const visible = getVisibleRows(position, metrics);

  // Several inputs can arrive before the next render: each has to start where the last one ended.
  const latest = useRef({ position, metrics });
  useLayoutEffect(() => {
    latest.current = { position, metrics };
  });
  const move = useCallback(
    (next: (from: ScrollPosition, at: ListMetrics) => ScrollPosition) => {
      const { position: from, metrics: at } = latest.current;
      const to = next(from, at);
      if (to === from) return;
      latest.current = { position: to, metrics: at };
      onPositionChange(to);
    },
    [onPositionChange],
  );

  useScrollInput(bodyRef, heightPx, (deltaPx) => move((from, at) => moveBy(from, deltaPx, at)));

  const { fromIndex, toIndex } = visible;
  const hiddenPx = -visible.topPx;
  useEffect(() => {
    if (heightPx > 0) onRangeChange?.(fromIndex, toIndex, hiddenPx);
  }, [onRangeChange, fromIndex, toIndex, hiddenPx, heightPx]);

  // A row that is selected from elsewhere comes into sight, and one in sight stays there when the
  // list gets shorter. A row that the user scrolled away from is left alone, also when the rows become others.
  const isActiveShown = activeIndex !== null && activeIndex >= fromIndex && activeIndex < toIndex;
  const shown = useRef({ source, activeIndex, isActiveShown, heightPx });
  useLayoutEffect(() => {
    const before = shown.current;
    shown.current = { source, activeIndex, isActiveShown, heightPx };
    if (activeIndex === null || heightPx === 0 || position.kind === 'end') return;
    const isNewChoice = before.activeIndex !== activeIndex && before.source === source;
    const isShorter = before.heightPx > heightPx && before.isActiveShown;
    if (isNewChoice || isShorter) move((from, at) => reveal(from, activeIndex, at));
  }, [move, source, activeIndex, isActiveShown, heightPx, position.kind]);

  const select = (index: number, isExtending: boolean): void => {
    const wanted = Math.max(0, Math.min(rowCount - 1, index));
    // Pinned to the end means following: selecting stops that where the list stands now.
    move((from, at) => {
      const standing: ScrollPosition =
        from.kind === 'end' ? { kind: 'anchor', index: fromIndex, offsetPx: hiddenPx } : from;
      return reveal(standing, wanted, at);
    });
    onActiveIndexChange?.(wanted, isExtending);
  };

  const handleKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    props.onKeyDown?.(event);
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (rowCount === 0 || event.target !== event.currentTarget) return;
    const isSelecting = onActiveIndexChange !== undefined;
    const pageRows = Math.max(1, toIndex - fromIndex - 2);
    // While following, the selected row may be far away: start from what is on screen.
    const isFar = activeIndex === null || position.kind === 'end';
    const stepPx = props.stepPx ?? getRowHeight(0, widthPx);
    const isExtending = event.shiftKey && !isFar;
    const choose = (index: number): void => select(index, isExtending);
    const choosePrevious = (): void => choose(isFar ? rowCount - 1 : activeIndex - 1);
    const chooseNext = (): void => choose(isFar ? fromIndex : activeIndex + 1);
    const steps: Record<string, () => void> = isSelecting
      ? {
          ArrowUp: choosePrevious,
          ArrowDown: chooseNext,
          ...(hasLetterKeys && { k: choosePrevious, j: chooseNext }),
          PageUp: () => choose((isFar ? rowCount - 1 : activeIndex) - pageRows),
          PageDown: () => choose((isFar ? fromIndex : activeIndex) + pageRows),
          Home: () => choose(0),
          End: () => (isExtending ? choose(rowCount - 1) : move(() => PINNED_TO_END)),
        }
      : {
          ArrowUp: () => move((from, at) => moveBy(from, -stepPx, at)),
          ArrowDown: () => move((from, at) => moveBy(from, stepPx, at)),
          PageUp: () => move((from, at) => moveByPage(from, -1, at)),
          PageDown: () => move((from, at) => moveByPage(from, 1, at)),
          Home: () => move(() => AT_START),
          End: () => move(() => PINNED_TO_END),
        };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    step();
  };

  const handleClick = (event: MouseEvent<HTMLElement>): void => {
    const index = getRowIndex(event.target);
    if (index !== null) props.onRowClick?.(index, event);
  };

  const headerRows = props.header === undefined ? 0 : 1;
  const getSlot = useSlots(fromIndex, toIndex, Math.ceil(heightPx / SLOT_PX) + 2);
  const rows: ReactNode[] = [];
  for (let index = fromIndex; index < toIndex; index++) {
    rows.push(
      <div
        key={getSlot(index)}
        id={`${listId}-${index}`}
        className="al-row"
        role="row"
        aria-rowindex={index + 1 + headerRows}
        {...(onActiveIndexChange && {
          'aria-selected':
            index === activeIndex ||
            (selection !== null && index >= selection.from && index < selection.to),
        })}
        {...props.getRowState?.(index)}
        data-row={index}
        style={{ height: getRowHeight(index, widthPx) }}
      >
        {props.renderRow(index, widthPx)}
      </div>,
    );
  }
  const thumb = getThumb(position, heightPx, metrics);

  return (
    <div ref={rootRef} className={props.className === undefined ? 'al' : `al ${props.className}`}>
      <div
        ref={props.gridRef}
        className="al-grid"
        role="grid"
        {...(props.role !== undefined && { role: props.role })}
        tabIndex={0}
        aria-label={props.label}
        aria-rowcount={rowCount + headerRows}
        {...(props.selection !== undefined && { 'aria-multiselectable': true })}
        {...(isActiveShown && { 'aria-activedescendant': `${listId}-${activeIndex}` })}
        onKeyDown={handleKeyDown}
        onScroll={(event) => (event.currentTarget.scrollTop = 0)}
      >
        {props.header}
        {/* The grid around it takes the keys. */}
        {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions */}
        <div
          ref={bodyRef}
          className="al-body"
          role="rowgroup"
          onClick={handleClick}
          // Only find-in-page and focus can scroll this box; the rows always start at its top.
          onScroll={(event) => (event.currentTarget.scrollTop = 0)}
        >
          <div
            className="al-rows"
            role="presentation"
            style={{ transform: `translateY(${visible.topPx}px)` }}
          >
            {rows}
          </div>
          {thumb !== null && (
            <div className="al-bars">
              <ScrollBar
                thumb={thumb}
                trackPx={heightPx}
                onFraction={(fraction) => move((_, at) => fromFraction(fraction, at))}
                onPage={(direction) => move((from, at) => moveByPage(from, direction, at))}
              />
            </div>
          )}
        </div>
      </div>
      {/* Beside the grid, whose children are rows alone. */}
      {props.children}
    </div>
  );
}
