import { Clock, Earth, FileText, Folder, Layers, Plus, TriangleAlert, X } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { KeyboardEvent, ReactElement } from 'react';
import { useApp, usePlatform } from '../../app-context.ts';
import { Icon } from '../../components/icon.tsx';
import { toKeyText } from '../../keymap.ts';
import { getLiveMark } from '../../stores/exchanges-store.ts';
import type { LiveMark } from '../../stores/exchanges-store.ts';
import { useStore } from '../../stores/store.ts';
import { getTabTitle, isBlank, isEdited } from '../../stores/tabs-store.ts';
import type { Tab } from '../../stores/tabs-store.ts';

/** The open requests. Delete closes the tab that has the focus. */
export function RequestTabs(): ReactElement {
  const { tabs: store, actions } = useApp();
  const platform = usePlatform();
  const { tabs, activeId } = useStore(store.store, (state) => state);
  const list = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const tab = list.current?.querySelector('.tab.on');
    // jsdom has no scrolling.
    if (tab && 'scrollIntoView' in tab) tab.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [activeId, tabs]);

  const focusActive = (): void => {
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLElement>('[aria-selected=true]')?.focus(),
    );
  };
  const pin = (tab: Tab): void =>
    store.change(tab.id, (now) => (now.isPreview ? { ...now, isPreview: false } : now));
  const handleKeyDown = (keyEvent: KeyboardEvent, tab: Tab): void => {
    if (keyEvent.key === 'ArrowRight') store.activateNext(1);
    else if (keyEvent.key === 'ArrowLeft') store.activateNext(-1);
    else if (keyEvent.key === 'Delete') actions.closeTab(tab.id);
    else if (keyEvent.key === 'Enter') pin(tab);
    else return;
    keyEvent.preventDefault();
    focusActive();
  };

  return (
    <div className="tabs">
      {/* A list of tabs may own nothing but tabs, so the buttons that close them stand outside of it. */}
      <div
        role="tablist"
        aria-label="Open requests"
        aria-owns={tabs.map(({ id }) => toTabId(id)).join(' ')}
      />
      <div className="tabs-list" ref={list}>
        {tabs.map((tab, index) => (
          <RequestTab
            key={tab.id}
            index={index}
            onPin={pin}
            tab={tab}
            isActive={tab.id === activeId}
            isAlone={tabs.length === 1 && isBlank(tab)}
            onKeyDown={handleKeyDown}
          />
        ))}
      </div>
      <button
        className="ib new-tab"
        aria-label="New request"
        title={`New request (${toKeyText('new-tab', platform)})`}
        onClick={() => actions.run('new-tab')}
      >
        <Icon of={Plus} />
      </button>
    </div>
  );
}

const TAB_ICONS: Readonly<Record<Exclude<Tab['kind'], 'request'>, LucideIcon>> = {
  environment: Layers,
  folder: Folder,
  text: FileText,
  history: Clock,
  globals: Earth,
};

/** Type of what is dragged from one place of the strip to another. */
const TAB_TYPE = 'application/x-tideline-tab';

const MARK_TEXT: Readonly<Record<LiveMark, string>> = {
  none: '',
  wait: 'connecting',
  live: 'live',
  off: 'finished',
  bad: 'failed',
};

function RequestTab(props: {
  readonly tab: Tab;
  readonly isActive: boolean;
  readonly isAlone: boolean;
  readonly index: number;
  readonly onPin: (tab: Tab) => void;
  readonly onKeyDown: (keyEvent: KeyboardEvent, tab: Tab) => void;
}): ReactElement {
  const { tab, isActive } = props;
  const { tabs, actions, exchanges } = useApp();
  const mark = useStore(exchanges.store, (map) => getLiveMark(map.get(tab.id)));
  const title = getTabTitle(tab);
  const isRunning = mark === 'live' || mark === 'wait';
  const isEmpty = isBlank(tab);

  return (
    // The close button has a key of its own (Delete), so it need not be a stop.
    <div
      className={`tab${isActive ? ' on' : ''}${tab.isPreview ? ' is-preview' : ''}`}
      role="presentation"
      draggable
      onDragStart={(dragEvent) => {
        dragEvent.dataTransfer.effectAllowed = 'move';
        dragEvent.dataTransfer.setData(TAB_TYPE, String(tab.id));
      }}
      onDragOver={(dragEvent) => {
        if (dragEvent.dataTransfer.types.includes(TAB_TYPE)) dragEvent.preventDefault();
      }}
      onDrop={(dragEvent) => {
        const id = Number(dragEvent.dataTransfer.getData(TAB_TYPE));
        const box = dragEvent.currentTarget.getBoundingClientRect();
        const isAfter = dragEvent.clientX > box.left + box.width / 2;
        tabs.moveTo(id, props.index + (isAfter ? 1 : 0));
      }}
      onAuxClick={(clickEvent) => clickEvent.button === 1 && actions.closeTab(tab.id)}
    >
      <button
        id={toTabId(tab.id)}
        className="tab-name"
        role="tab"
        aria-selected={isActive}
        aria-controls={isActive ? 'request-panel' : undefined}
        aria-label={toTabLabel(tab, title, mark)}
        tabIndex={isActive ? 0 : -1}
        title={getTooltip(tab)}
        onClick={() => tabs.activate(tab.id)}
        onDoubleClick={() => props.onPin(tab)}
        onKeyDown={(keyEvent) => props.onKeyDown(keyEvent, tab)}
      >
        {isRunning && <span className={mark === 'live' ? 'live' : 'live wait'} />}
        {!isRunning && isEmpty && <Icon of={Plus} size={14} />}
        {tab.kind !== 'request' && <Icon of={TAB_ICONS[tab.kind]} size={14} />}
        {!isRunning && !isEmpty && tab.kind === 'request' && (
          // A badge: the tab is called by its title.
          <span className={`mth wide ${tab.draft.method}`} aria-hidden="true">
            {toShortMethod(tab.draft.method)}
          </span>
        )}
        <span className="ell">{title}</span>
        {tab.conflict !== null && <Icon of={TriangleAlert} size={12} className="warn" />}
        {tab.conflict === null && isEdited(tab) && (
          <span className="dirty" title="Edited, not saved" />
        )}
      </button>
      {!props.isAlone && (
        <button
          className="x"
          aria-label={`Close ${title}`}
          tabIndex={-1}
          onClick={() => actions.closeTab(tab.id)}
        >
          <Icon of={X} size={12} />
        </button>
      )}
    </div>
  );
}

function toTabId(id: Tab['id']): string {
  return `request-tab-${id}`;
}

function toTabLabel(tab: Tab, title: string, mark: LiveMark): string {
  const parts = [title];
  if (mark === 'live' || mark === 'wait') parts.push(MARK_TEXT[mark]);
  if (tab.isPreview) parts.push('preview');
  if (tab.conflict !== null) parts.push('changed on disk');
  else if (isEdited(tab)) parts.push('edited');
  return parts.join(', ');
}

function getTooltip(tab: Tab): string | undefined {
  if (tab.kind !== 'request' || tab.draft.url === '') return undefined;
  return `${tab.draft.method} ${tab.draft.url}`;
}

/** The method at the width of a list: four letters for the long ones. */
export function toShortMethod(method: string): string {
  const short: Readonly<Record<string, string>> = {
    DELETE: 'DEL',
    PATCH: 'PTCH',
    OPTIONS: 'OPT',
  };
  return short[method] ?? method.slice(0, 4);
}
