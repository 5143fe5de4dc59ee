import { useEffect, useMemo, useRef } from 'react';
import type { Bridge, ExchangeProgress } from '../../../shared/ipc/contract.ts';
import type { CopyFormat } from '../../../shared/ipc/timeline-contract.ts';
import type { Settings } from '../../../shared/model/settings.ts';
import { assertNever } from '../../../shared/result.ts';
import { formatPlural } from '../../components/number-format.ts';
import { findMark } from '../../stores/marks-store.ts';
import { getPaneCommands } from '../../stores/pane-commands.ts';
import { getPlace } from '../../stores/timeline-store.ts';
import { getShownTimeline } from '../../stores/stream-sessions.ts';
import type { RowRange, StreamSession } from '../../stores/stream-sessions.ts';
import { toEntryCopyNotice } from './copy-notice.ts';
import { toMarkFailureText } from './mark-error-text.ts';
import { toggleComments, toggleOnlyType } from './query-edit.ts';
import type { Density } from './row-height.ts';
import { TIMELINE_COMMANDS } from './timeline-keys.ts';
import type { TimelineCommandId } from './timeline-keys.ts';
import type { Jump } from './use-jump.ts';
import type { TimelineView } from './use-timeline-view.ts';

export type TimelineDialog = 'columns' | 'go-to' | 'export';

interface TimelineCommandDeps {
  readonly api: Bridge;
  readonly progress: ExchangeProgress;
  readonly session: StreamSession;
  readonly timelineView: TimelineView;
  readonly jump: Jump;
  readonly settings: Settings;
  readonly onSettingsChange: (settings: Settings) => void;
  readonly onDialog: (dialog: TimelineDialog) => void;
  /** Says what became of a command. */
  readonly onNotice: (text: string) => void;
  readonly focusFilter: () => void;
  readonly focusList: () => void;
}

export interface TimelineCommands {
  readonly run: (id: TimelineCommandId) => void;
  readonly openDetail: (row: number) => void;
  readonly closeDetail: () => void;
  readonly toggleMark: (seq: number) => void;
  /** Rows that are selected; null for none. */
  readonly getSelection: () => RowRange | null;
}

const NEXT_DENSITY: Readonly<Record<Density, Density>> = {
  compact: 'normal',
  normal: 'roomy',
  roomy: 'compact',
};

const COPY_FORMATS = {
  'copy-data': 'data',
  'copy-lines': 'raw',
  'copy-json': 'json-lines',
} as const satisfies Partial<Record<TimelineCommandId, CopyFormat>>;

/** What the keys, the menu and the palette do in one timeline. The object stays the same for one exchange. */
export function useTimelineCommands(deps: TimelineCommandDeps): TimelineCommands {
  const latest = useRef(deps);
  latest.current = deps;
  const commands = useMemo(() => createCommands(() => latest.current), []);
  const { api } = deps;
  useEffect(() => {
    const store = getPaneCommands(api);
    const own = TIMELINE_COMMANDS.filter(({ id }) => id !== 'escape').map(
      ({ id, title, keys }) => ({
        id: `timeline-${id}`,
        title,
        keys: keys.slice(0, 1),
        run: () => commands.run(id),
      }),
    );
    store.set(() => own);
    return () => store.set((now) => (now === own ? [] : now));
  }, [api, commands]);
  return commands;
}

function createCommands(getDeps: () => TimelineCommandDeps): TimelineCommands {
  const getView = () => getDeps().session.view;
  const getSelection = (): RowRange | null => {
    const { activeRow, selectedFrom } = getView();
    if (activeRow === null) return null;
    const other = selectedFrom ?? activeRow;
    return { from: Math.min(activeRow, other), to: Math.max(activeRow, other) + 1 };
  };
  const getActive = () => {
    const { activeRow } = getView();
    return activeRow === null ? undefined : getShownTimeline(getDeps().session).getRow(activeRow);
  };
  const openDetail = (row: number): void => {
    const { timelineView } = getDeps();
    timelineView.setFollowing(false);
    timelineView.change({
      activeRow: row,
      activePlace: getPlace(getShownTimeline(getDeps().session), row),
      selectedFrom: null,
      markedRows: null,
      isDetailOpen: true,
    });
  };
  const closeDetail = (): void => {
    getDeps().timelineView.change({ isDetailOpen: false });
    getDeps().focusList();
  };

  const copy = async (format: CopyFormat): Promise<void> => {
    const { api, progress, session, onNotice } = getDeps();
    const selection = getSelection();
    if (selection === null) return;
    const queryId = session.filter.getSnapshot().shown?.queryId ?? null;
    const answer = await api.timelineCopy({
      exchangeId: progress.exchangeId,
      queryId,
      fromRow: selection.from,
      toRow: selection.to,
      format,
    });
    if (!answer.ok) return onNotice('Nothing could be copied.');
    const { rows, isCut } = answer.value;
    onNotice(
      isCut
        ? `Copied the first ${formatPlural(rows, 'row')}. Export has no such limit.`
        : `Copied ${formatPlural(rows, 'row')}.`,
    );
  };
  const copyForCurl = async (): Promise<void> => {
    const { api, progress, onNotice } = getDeps();
    const row = getActive();
    if (row === undefined) return;
    const { exchangeId } = progress;
    const answer = await api.timelineCopy({ exchangeId, seq: row.seq, format: 'curl' });
    onNotice(toEntryCopyNotice(answer, 'Copied the data as an argument of curl.'));
  };
  const toggleMark = (seq: number): void => {
    const { session, onNotice } = getDeps();
    void session.marks.toggle(seq).then((failure) => {
      if (failure !== null) onNotice(toMarkFailureText(failure));
    });
  };
  const goToMark = async (direction: 1 | -1): Promise<void> => {
    const { session, jump, onNotice } = getDeps();
    const failure = await session.marks.load();
    if (failure !== null) return onNotice(toMarkFailureText(failure));
    const mark = findMark(session.marks.store.get(), getActive()?.seq ?? null, direction);
    if (mark === null) return onNotice('No row is marked. M marks one.');
    const result = await jump.toPlace(mark);
    if (result === 'hidden-by-filter') onNotice('The filter hides the marked row.');
  };
  const setDensity = (rowHeight: Density): void => {
    const { settings, onSettingsChange } = getDeps();
    onSettingsChange({ ...settings, rowHeight });
  };

  const run = (id: TimelineCommandId): void => {
    const { progress, session, timelineView, onDialog } = getDeps();
    const { filter } = session;
    const { text } = filter.getSnapshot();
    const { activeRow, isDetailOpen, position } = getView();
    switch (id) {
      case 'open-detail': {
        const { rowCount } = getShownTimeline(session).getSnapshot();
        if (rowCount > 0) openDetail(activeRow ?? rowCount - 1);
        return;
      }
      case 'escape':
        if (isDetailOpen) closeDetail();
        else if (text !== '') filter.setText('', true);
        return;
      case 'follow':
        return timelineView.setFollowing(position.kind !== 'end');
      case 'density':
        return setDensity(NEXT_DENSITY[getDeps().settings.rowHeight]);
      case 'mark': {
        const row = getActive();
        if (row !== undefined) toggleMark(row.seq);
        return;
      }
      case 'previous-mark':
        return void goToMark(-1);
      case 'next-mark':
        return void goToMark(1);
      case 'only-type': {
        const row = getActive();
        if (row?.kind === 'event') filter.setText(toggleOnlyType(text, row.type), true);
        return;
      }
      case 'comments': {
        const types = progress.types.map(({ type }) => type);
        return filter.setText(toggleComments(text, types), true);
      }
      case 'filter':
        return getDeps().focusFilter();
      case 'go-to':
      case 'columns':
      case 'export':
        return onDialog(id);
      case 'copy-data':
      case 'copy-lines':
      case 'copy-json':
        return void copy(COPY_FORMATS[id]);
      case 'copy-curl':
        return void copyForCurl();
      default:
        return assertNever(id);
    }
  };
  return { run, openDetail, closeDetail, toggleMark, getSelection };
}
