import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { Bridge, ExchangeProgress } from '../../../shared/ipc/contract.ts';
import { AnchoredList } from '../../components/anchored-list.tsx';
import { AT_START } from '../../components/anchored-scroll.ts';
import type { ScrollPosition } from '../../components/anchored-scroll.ts';
import { formatBytes } from '../../components/number-format.ts';
import { RawPageView } from './raw-page-view.tsx';
import { RAW_PAGE_BYTES, wrapAt } from './raw-pages.ts';
import type { RawPage } from './raw-pages.ts';
import type { StreamView } from '../../stores/stream-sessions.ts';
import { createRawStore } from './raw-store.ts';
import { useStreamActions } from './stream-actions.ts';

interface RawPaneProps {
  readonly api: Bridge;
  readonly progress: ExchangeProgress;
  /** Bytes to bring on screen and to mark. */
  readonly target: StreamView['rawTarget'];
}

const LINE_PX = 19;
/** Advance of JetBrains Mono at 12 px. */
const CHAR_PX = 7.2;
/** Offset column, its gap and the scroll bar. */
const GUTTER_PX = 112;
const COLUMNS_MIN = 20;
/** Lines kept above the one that is brought on screen. */
const LINES_ABOVE = 4;

/** The page that holds the target, at its top. */
function toTargetPage(target: RawPaneProps['target']): ScrollPosition {
  if (target === null) return AT_START;
  return { kind: 'anchor', index: Math.floor(target.offset / RAW_PAGE_BYTES), offsetPx: 0 };
}

function getColumns(widthPx: number): number {
  return Math.max(COLUMNS_MIN, Math.floor((widthPx - GUTTER_PX) / CHAR_PX));
}

/** Display lines of a page, remembered for one width. */
function createHeightCache(): (page: RawPage, columns: number) => number {
  let heights = new WeakMap<RawPage, number>();
  let knownColumns = 0;
  return (page, columns) => {
    if (columns !== knownColumns) heights = new WeakMap();
    knownColumns = columns;
    const known = heights.get(page);
    if (known !== undefined) return known;
    const lines = page.lines.reduce((sum, line) => sum + wrapAt(line.text, columns).length, 0);
    const heightPx = Math.max(1, lines * LINE_PX);
    heights.set(page, heightPx);
    return heightPx;
  };
}

/** The body as text, exactly as it came, with thin marks where network chunks begin. */
export function RawPane({ api, progress, target }: RawPaneProps) {
  const { exchangeId, counters } = progress;
  const [store] = useState(() => createRawStore(exchangeId, (input) => api.bodyRead(input)));
  const [getPageHeight] = useState(createHeightCache);
  const [position, setPosition] = useState(() => toTargetPage(target));
  /** The target whose line was brought on screen; until then only its page is. */
  const [reached, setReached] = useState<RawPaneProps['target']>(null);
  const { showRowsOf } = useStreamActions();
  const columnsRef = useRef(COLUMNS_MIN);
  const { pageCount, problem, version } = useSyncExternalStore(store.subscribe, store.getSnapshot);
  useEffect(() => store.applySize(counters.bodyBytes), [store, counters.bodyBytes]);

  const getRowHeight = useCallback(
    (index: number, widthPx: number) => {
      const columns = getColumns(widthPx);
      columnsRef.current = columns;
      const page = store.getPage(index);
      if (page !== undefined) return getPageHeight(page, columns);
      return Math.ceil(RAW_PAGE_BYTES / Math.min(columns, 100)) * LINE_PX;
    },
    [store, getPageHeight],
  );

  useEffect(() => {
    if (target === null || target === reached) return;
    const page = store.getPage(Math.floor(target.offset / RAW_PAGE_BYTES));
    if (page === undefined) return;
    const at = page.lines.findLastIndex((line) => line.offset <= target.offset);
    const before = page.lines.slice(0, Math.max(0, at));
    const columns = columnsRef.current;
    const lines = before.reduce((sum, line) => sum + wrapAt(line.text, columns).length, 0);
    setPosition({
      kind: 'anchor',
      index: Math.floor(target.offset / RAW_PAGE_BYTES),
      offsetPx: Math.max(0, (lines - LINES_ABOVE) * LINE_PX),
    });
    setReached(target);
  }, [target, reached, store, pageCount, version]);

  if (counters.bodyBytes === 0) return <p className="tlnote">No bytes yet.</p>;
  return (
    <div className="rawp">
      <AnchoredList
        label="Body as text"
        rowCount={pageCount}
        getRowHeight={getRowHeight}
        stepPx={LINE_PX}
        position={position}
        onPositionChange={setPosition}
        onRangeChange={store.setWanted}
        renderRow={(index, widthPx) => {
          const page = store.getPage(index);
          return (
            <div role="gridcell">
              {page !== undefined && (
                <RawPageView
                  page={page}
                  columns={getColumns(widthPx)}
                  target={target}
                  onChunk={showRowsOf}
                />
              )}
            </div>
          );
        }}
      />
      <p className="rawnote">
        {formatBytes(counters.bodyBytes)} after decoding. At the left: offset in bytes. A thin mark
        is where a network chunk begins; a click on it shows its events.
        {problem !== null && <span className="err"> Could not be read ({problem}).</span>}
      </p>
    </div>
  );
}
