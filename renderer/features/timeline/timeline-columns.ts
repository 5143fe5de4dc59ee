import { TIMELINE_COLUMNS_MAX, COLUMN_PX_MAX, COLUMN_PX_MIN } from '../../../shared/limits.ts';
import type { ColumnSetting } from '../../../shared/model/settings.ts';

/** Columns that every timeline has, in their order. The mark stands before them and always stays. */
const NAMED_COLUMNS = ['number', 'time', 'gap', 'lane', 'type', 'id', 'data', 'size'] as const;

export type NamedColumn = (typeof NAMED_COLUMNS)[number];

/** A column as it is shown; `path` is a column of the values of a JSONPath. */
export type TimelineColumn = {
  readonly id: string;
  readonly widthPx: number | null;
} & ({ readonly kind: NamedColumn } | { readonly kind: 'path' });

const TITLES: Readonly<Record<NamedColumn, string>> = {
  number: '#',
  time: 'Time',
  gap: 'Gap',
  lane: 'Gap bar',
  type: 'Type',
  id: 'id',
  data: 'Data',
  size: 'Size',
};

/** Columns whose values end at the same place. */
const RIGHT_ALIGNED: ReadonlySet<string> = new Set(['number', 'time', 'gap', 'id', 'size']);

/** Width of a new JSONPath column, in pixels. */
const PATH_PX = 140;
/** A JSONPath column that has no width of its own gives way down to this. */
const PATH_PX_MIN = 80;
/** Width that the data keeps, in pixels; less where nobody added or sized a column. */
const DATA_PX_MIN = 160;
const DATA_PX_MIN_BY_DEFAULT = 80;
/** Room beside the columns: the mark, a gap before each column, and the padding of a row. */
const MARK_PX = 14;
const GAP_PX = 8;
const PADDING_PX = 20;

function isNamed(id: string): id is NamedColumn {
  return (NAMED_COLUMNS as readonly string[]).includes(id);
}

/** What a column is called. */
export function getColumnTitle(id: string): string {
  return isNamed(id) ? TITLES[id] : id;
}

export function isRightAligned(id: string): boolean {
  return RIGHT_ALIGNED.has(id);
}

/**
 * Every column in its order, with what was set for it. Columns that no setting names keep their place after the
 * named column that precedes them by default.
 */
export function toAllColumns(settings: readonly ColumnSetting[]): readonly ColumnSetting[] {
  const columns = settings.filter(({ id }) => isNamed(id) || id.startsWith('$'));
  NAMED_COLUMNS.forEach((id, place) => {
    if (columns.some((column) => column.id === id)) return;
    const before = NAMED_COLUMNS.slice(0, place).toReversed();
    const at = Math.max(
      -1,
      ...before.slice(0, 1).map((name) => columns.findIndex((one) => one.id === name)),
    );
    columns.splice(at + 1, 0, { id, widthPx: null, isHidden: false });
  });
  return columns;
}

/** The columns on screen. Ids have none where no event has one; the gap bar gives way to the detail. */
export function toShownColumns(
  settings: readonly ColumnSetting[],
  { hasIds, hasDetail }: { readonly hasIds: boolean; readonly hasDetail: boolean },
): readonly TimelineColumn[] {
  return toAllColumns(settings)
    .filter(
      ({ id, isHidden }) => !isHidden && (id !== 'id' || hasIds) && (id !== 'lane' || !hasDetail),
    )
    .map(({ id, widthPx }) => ({ id, widthPx, kind: isNamed(id) ? id : 'path' }));
}

/**
 * The grid tracks of a row of cells, and of a row that is one sentence. `minWidth`: what a row of cells needs; a list
 * that is narrower scrolls sideways.
 */
export function toGridTracks(columns: readonly TimelineColumn[]): {
  readonly cells: string;
  readonly sentence: string;
  readonly minWidth: string;
} {
  const isDefault = columns.every(({ kind, widthPx }) => kind !== 'path' && widthPx === null);
  const dataPx = isDefault ? DATA_PX_MIN_BY_DEFAULT : DATA_PX_MIN;
  const toTrack = ({ id, kind, widthPx }: TimelineColumn): string => {
    if (kind === 'data') return `minmax(${dataPx}px, 1fr)`;
    if (widthPx !== null) return `${widthPx}px`;
    return kind === 'path' ? `minmax(${PATH_PX_MIN}px, ${PATH_PX}px)` : `var(--w-${id})`;
  };
  const toMinWidth = ({ id, kind, widthPx }: TimelineColumn): string => {
    if (kind === 'data') return `${dataPx}px`;
    if (widthPx !== null) return `${widthPx}px`;
    return kind === 'path' ? `${PATH_PX_MIN}px` : `var(--w-${id})`;
  };
  const tracks = columns.map(toTrack);
  // Without the data nothing would fill the row.
  if (!columns.some(({ kind }) => kind === 'data')) tracks.push('minmax(0, 1fr)');
  const getTrack = (kind: NamedColumn): string => {
    const column = columns.find((one) => one.kind === kind);
    return column === undefined ? `var(--w-${kind})` : toTrack(column);
  };
  return {
    cells: [`${MARK_PX}px`, ...tracks].join(' '),
    sentence: `${MARK_PX}px ${getTrack('number')} ${getTrack('time')} minmax(0, 1fr)`,
    minWidth: `calc(${[`${MARK_PX + PADDING_PX + GAP_PX * tracks.length}px`, ...columns.map(toMinWidth)].join(' + ')})`,
  };
}

/** Pixels of a row that is one sentence beside its words. */
export function getSentenceIndent(
  columns: readonly TimelineColumn[],
  widths: Readonly<Record<'number' | 'time', number>>,
): number {
  const getPx = (kind: 'number' | 'time'): number =>
    columns.find((column) => column.kind === kind)?.widthPx ?? widths[kind];
  return PADDING_PX + MARK_PX + getPx('number') + getPx('time') + 3 * GAP_PX;
}

/** Sets one column; the others stay. */
export function changeColumn(
  settings: readonly ColumnSetting[],
  id: string,
  change: Partial<Omit<ColumnSetting, 'id'>>,
): readonly ColumnSetting[] {
  return toAllColumns(settings).map((column) =>
    column.id === id ? { ...column, ...change } : column,
  );
}

/** Moves a column to a place among all of them. */
export function moveColumn(
  settings: readonly ColumnSetting[],
  id: string,
  toIndex: number,
): readonly ColumnSetting[] {
  const columns = [...toAllColumns(settings)];
  const from = columns.findIndex((column) => column.id === id);
  const [column] = from === -1 ? [] : columns.splice(from, 1);
  if (column !== undefined) columns.splice(Math.max(0, toIndex), 0, column);
  return columns;
}

/** Adds a column for a JSONPath before the data, or shows it again. */
export function addPathColumn(
  settings: readonly ColumnSetting[],
  path: string,
): readonly ColumnSetting[] {
  const columns = [...toAllColumns(settings)];
  if (columns.some(({ id }) => id === path))
    return changeColumn(settings, path, { isHidden: false });
  if (columns.length >= TIMELINE_COLUMNS_MAX) return columns;
  const at = columns.findIndex(({ id }) => id === 'data');
  columns.splice(at, 0, { id: path, widthPx: null, isHidden: false });
  return columns;
}

/** Takes a JSONPath column away. */
export function removeColumn(
  settings: readonly ColumnSetting[],
  id: string,
): readonly ColumnSetting[] {
  return toAllColumns(settings).filter((column) => column.id !== id);
}

/** A width within what a column can have. */
export function clampColumnPx(widthPx: number): number {
  return Math.round(Math.min(COLUMN_PX_MAX, Math.max(COLUMN_PX_MIN, widthPx)));
}
