import { ChevronDown, ChevronUp, Copy, Star, X } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { Bridge, EntryDetail, ExchangeProgress } from '../../../shared/ipc/contract.ts';
import { describeJsonProblem, reindentJson } from '../../../shared/json/reindent-json.ts';
import { findJsonPlace } from '../../../shared/json/json-place.ts';
import type { JsonPlace } from '../../../shared/json/json-place.ts';
import type { TimeAxis } from '../../../shared/model/time-axis.ts';
import { ENTRY_DETAIL_BYTES_MAX, MARK_NOTE_CHARS_MAX } from '../../../shared/limits.ts';
import type { Finder } from '../../../shared/query/find-ranges.ts';
import { Icon } from '../../components/icon.tsx';
import { formatBytes, formatCount } from '../../components/number-format.ts';
import { JsonTint } from '../../components/json-tint.tsx';
import { TabStrip } from '../../components/tab-strip.tsx';
import { VisibleText } from '../../components/visible-text.tsx';
import type { Marks } from '../../stores/marks-store.ts';
import { toEntryCopyNotice } from './copy-notice.ts';
import { DetailBody } from './detail-body.tsx';
import type { DetailTab } from './detail-body.tsx';
import { DetailFacts } from './detail-facts.tsx';
import { getEntryText, getEntryTitle, toLines } from './entry-text.ts';
import { NEUTRAL_COLOR } from './event-colors.ts';
import type { ColorClass } from './event-colors.ts';
import { TypePill } from './event-row.tsx';
import { useStreamActions } from './stream-actions.ts';
import { useExchangeSummary } from './use-exchange-summary.ts';
import { useDiff } from './use-diff.ts';
import type { DiffBase } from './use-diff.ts';
import { useLoaded } from './use-loaded.ts';

interface DetailPanelProps {
  readonly api: Bridge;
  readonly progress: ExchangeProgress;
  readonly seq: number;
  readonly colors: ReadonlyMap<string, ColorClass>;
  readonly marks: Marks;
  /** Marks what the filter found. */
  readonly find: Finder | null;
  /** The note of the mark as it was typed, while it could not be kept. */
  readonly unsavedNote: string | null;
  readonly onToggleMark: (seq: number) => void;
  readonly onNote: (seq: number, note: string) => void;
  /** Adds a term to the filter, or takes it away. */
  readonly onFilterTerm: (term: string) => void;
  readonly onAddColumn: (path: string) => void;
  /** Says what became of a long copy. */
  readonly onNotice: (text: string) => void;
  readonly onStep: (by: 1 | -1) => void;
  readonly onClose: () => void;
}

const TAB_LABELS: Readonly<Record<DetailTab, string>> = {
  pretty: 'Pretty',
  raw: 'Raw',
  hex: 'Hex',
  diff: 'Diff',
  timing: 'Timing',
};

const COPIED = { data: 'Copied the data.', raw: 'Copied the lines as sent.' } as const;

interface Content {
  readonly pretty: string | null;
  readonly raw: string;
  /** A line that says why something is missing; null if nothing is. */
  readonly note: string | null;
  readonly tabs: readonly DetailTab[];
}

function getContent(detail: EntryDetail): Content {
  const { entry, bytes, chunks, isCut } = detail;
  const raw = bytes.length > 0 ? toLines(bytes) : getEntryText(entry);
  const json = entry.kind === 'event' && !isCut ? reindentJson(entry.data) : null;
  const pretty = json?.ok === true ? json.text : null;
  const notes: string[] = [];
  if (isCut) notes.push(`The first ${formatBytes(ENTRY_DETAIL_BYTES_MAX)} are shown.`);
  if (json?.ok === false) notes.push(`Not JSON: ${describeJsonProblem(json.problem)}`);
  const tabs: readonly DetailTab[] = [
    ...(pretty === null ? [] : (['pretty'] as const)),
    'raw',
    ...(bytes.length > 0 ? (['hex'] as const) : []),
    ...(entry.kind === 'event' && !isCut ? (['diff'] as const) : []),
    ...(chunks.length > 0 ? (['timing'] as const) : []),
  ];
  return { pretty, raw, note: notes.length === 0 ? null : notes.join(' '), tabs };
}

function ShowInRaw(props: { readonly offset: number; readonly length: number }) {
  const { showBytes } = useStreamActions();
  return (
    <button className="btn s ghost" onClick={() => showBytes(props.offset, props.length)}>
      Show in Raw
    </button>
  );
}

/** The connections of a stream; asked for again when there is another one. */
function useConnections(api: Bridge, progress: ExchangeProgress): TimeAxis['connections'] | null {
  const { exchangeId, counters, state } = progress;
  const moment = `${state.kind} ${counters.connections}`;
  const load = useCallback(
    () => api.timelineAxis({ exchangeId, span: null, bins: 1, queryId: null }),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the moment is what asks again
    [api, exchangeId, moment],
  );
  return useLoaded(load).value?.connections ?? null;
}

/** The path under the caret, and what can be done with it. */
function PathBar(props: {
  readonly place: JsonPlace;
  readonly onFilterTerm: (term: string) => void;
  readonly onAddColumn: (path: string) => void;
}) {
  const { path, text, kind } = props.place;
  return (
    <div className="pathbar">
      <span className="mono ell t2">
        <VisibleText text={path} />
      </span>
      <span aria-hidden="true">→</span>
      <span className="mono ell pathval">
        {text === null ? kind === 'object' ? '{…}' : '[…]' : <JsonTint text={text} isJson />}
      </span>
      <span className="grow" />
      <button
        className="btn s ghost"
        onClick={() => props.onFilterTerm(text === null ? path : `${path} == ${text}`)}
      >
        Filter by this
      </button>
      <button
        className="btn s ghost"
        disabled={path === '$'}
        onClick={() => props.onAddColumn(path)}
      >
        Add column
      </button>
    </div>
  );
}

/** One entry in full: facts, then its content laid out, as sent, as bytes, and as it came. */
export function DetailPanel(props: DetailPanelProps) {
  const { api, progress, seq, colors, marks, unsavedNote, find, onStep, onClose } = props;
  const { exchangeId } = progress;
  const [wantedTab, setWantedTab] = useState<DetailTab>('pretty');
  const load = useCallback(() => api.timelineEntry({ exchangeId, seq }), [api, exchangeId, seq]);
  const { value: detail, problem } = useLoaded(load);
  const summary = useExchangeSummary(api, progress).value;
  const content = useMemo(() => (detail === null ? null : getContent(detail)), [detail]);
  const [diffBase, setDiffBase] = useState<DiffBase>({ kind: 'same-type' });
  const comparable = content?.tabs.includes('diff') === true ? detail : null;
  const diff = useDiff(api, exchangeId, comparable, diffBase);
  const [caret, setCaret] = useState<{ readonly seq: number; readonly at: number } | null>(null);
  const pretty = content?.pretty ?? null;
  const caretAt = caret?.seq === seq ? caret.at : null;
  const place = useMemo(
    () => (pretty === null || caretAt === null ? null : findJsonPlace(pretty, caretAt)),
    [pretty, caretAt],
  );
  const mark = marks.get(seq) ?? null;
  const connections = useConnections(api, progress);

  const handleKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation();
    onClose();
  };
  const copy = async (format: 'data' | 'raw', text: string): Promise<void> => {
    // What is shown may be the beginning; the whole entry is with main. A problem is shown whole but for its line.
    if (detail?.isCut === true && detail.entry.kind !== 'problem') {
      const answer = await api.timelineCopy({ exchangeId, seq, format });
      return props.onNotice(toEntryCopyNotice(answer, COPIED[format]));
    }
    await api.clipboardWrite({ text });
    if (detail?.isCut === true && format === 'raw') {
      props.onNotice(`Copied the first ${formatBytes(ENTRY_DETAIL_BYTES_MAX)} of the line.`);
    }
  };

  const entry = detail?.entry ?? null;
  const name = entry === null ? 'Entry' : getEntryTitle(entry.kind);
  const number = detail?.number ?? null;
  const tab = content?.tabs.includes(wantedTab) === true ? wantedTab : content?.tabs[0];
  return (
    // The keys of the panel itself: Escape closes it from any of its parts.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <aside
      className="det"
      data-area="detail"
      aria-label={number === null ? name : `Event ${formatCount(number)}`}
      onKeyDown={handleKeyDown}
    >
      <div className="hd">
        {entry?.kind === 'event' ? (
          <TypePill type={entry.type} color={colors.get(entry.type) ?? NEUTRAL_COLOR} />
        ) : (
          <span className={`pill ${NEUTRAL_COLOR}`}>
            <span>{name}</span>
          </span>
        )}
        {number !== null && <span className="t3 num">#{formatCount(number)}</span>}
        <span className="grow" />
        <button className="ib s" aria-label="Previous entry" onClick={() => onStep(-1)}>
          <Icon of={ChevronUp} />
        </button>
        <button className="ib s" aria-label="Next entry" onClick={() => onStep(1)}>
          <Icon of={ChevronDown} />
        </button>
        <span className="vsep" />
        <button
          className={mark === null ? 'ib s' : 'ib s star'}
          aria-label="Mark"
          aria-pressed={mark !== null}
          title="Mark (M)"
          onClick={() => props.onToggleMark(seq)}
        >
          <Icon of={Star} />
        </button>
        <button
          className="ib s"
          aria-label="Copy data"
          disabled={entry === null}
          onClick={() => entry !== null && void copy('data', getEntryText(entry))}
        >
          <Icon of={Copy} />
        </button>
        <button className="ib s" aria-label="Close" onClick={onClose}>
          <Icon of={X} />
        </button>
      </div>
      {mark !== null && (
        <label className="detmark">
          <Icon of={Star} size={12} />
          <input
            key={`${seq} ${mark.note}`}
            aria-label="Note of the mark"
            placeholder="Write a note"
            maxLength={MARK_NOTE_CHARS_MAX}
            defaultValue={unsavedNote ?? mark.note}
            onBlur={({ target }) => {
              const isSaved = unsavedNote === null && target.value === mark.note;
              if (!isSaved) props.onNote(seq, target.value);
            }}
            onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
          />
        </label>
      )}
      {detail !== null && content !== null && tab !== undefined && (
        <div className="detmid">
          <DetailFacts
            detail={detail}
            counters={progress.counters}
            startedAtMs={summary?.startedAtMs ?? null}
            connections={connections}
          />
          <TabStrip
            name="detail"
            label="Detail"
            tabs={content.tabs.map((id) => ({
              id,
              label: TAB_LABELS[id],
              ...(id === 'diff' &&
                diff.kind === 'compared' && {
                  mark: Math.max(diff.diff.added, diff.diff.removed),
                }),
            }))}
            selected={tab}
            onSelect={setWantedTab}
          >
            <span className="grow" />
            {tab === 'raw' && 'offset' in detail.entry && detail.entry.length > 0 && (
              <ShowInRaw offset={detail.entry.offset} length={detail.entry.length} />
            )}
            {(tab === 'pretty' || tab === 'raw') && (
              <button
                className="btn s ghost"
                onClick={() =>
                  void (tab === 'pretty'
                    ? copy('data', content.pretty ?? '')
                    : copy('raw', content.raw))
                }
              >
                <Icon of={Copy} size={14} />
                Copy
              </button>
            )}
          </TabStrip>
          {content.note !== null && <p className="detnote">{content.note}</p>}
          <div
            className="pane"
            role="tabpanel"
            id="panel-detail"
            aria-labelledby={`tab-detail-${tab}`}
          >
            <DetailBody
              detail={detail}
              tab={tab}
              pretty={content.pretty}
              raw={content.raw}
              find={find}
              diff={diff}
              diffBase={diffBase}
              marks={[...marks.values()]}
              onDiffBase={setDiffBase}
              onCaret={(at) => setCaret({ seq, at })}
            />
          </div>
        </div>
      )}
      {tab === 'pretty' && place !== null && (
        <PathBar place={place} onFilterTerm={props.onFilterTerm} onAddColumn={props.onAddColumn} />
      )}
      {problem !== null && (
        <p className="detnote" role="alert">
          This entry could not be read ({problem}).
        </p>
      )}
    </aside>
  );
}
