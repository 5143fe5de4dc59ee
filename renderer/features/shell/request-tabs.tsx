import { Plus, X } from 'lucide-react';
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
  const handleKeyDown = (keyEvent: KeyboardEvent, tab: Tab): void => {
    if (keyEvent.key === 'ArrowRight') store.activateNext(1);
    else if (keyEvent.key === 'ArrowLeft') store.activateNext(-1);
    else if (keyEvent.key === 'Delete') actions.closeTab(tab.id);
    else return;
    keyEvent.preventDefault();
    focusActive();
  };

  return (
    <div className="tabs">
      <div className="tabs-list" role="tablist" aria-label="Open requests" ref={list}>
        {tabs.map((tab) => (
          <RequestTab
            key={tab.id}
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
  readonly onKeyDown: (keyEvent: KeyboardEvent, tab: Tab) => void;
}): ReactElement {
  const { tab, isActive } = props;
  const { tabs, actions, exchanges } = useApp();
  const mark = useStore(exchanges.store, (map) => getLiveMark(map.get(tab.id)));
  const title = getTabTitle(tab);
  const isRunning = mark === 'live' || mark === 'wait';
  const isEmpty = isBlank(tab);

  return (
    // The close button has a key of its own (Delete), so the tab may hold it without being a stop.
    <div
      className={isActive ? 'tab on' : 'tab'}
      role="presentation"
      onAuxClick={(clickEvent) => clickEvent.button === 1 && actions.closeTab(tab.id)}
    >
      <button
        className="tab-name"
        role="tab"
        aria-selected={isActive}
        aria-controls={isActive ? 'request-panel' : undefined}
        aria-label={isRunning ? `${title}, ${MARK_TEXT[mark]}` : title}
        tabIndex={isActive ? 0 : -1}
        title={getTooltip(tab)}
        onClick={() => tabs.activate(tab.id)}
        onKeyDown={(keyEvent) => props.onKeyDown(keyEvent, tab)}
      >
        {isRunning && <span className={mark === 'live' ? 'live' : 'live wait'} />}
        {!isRunning && isEmpty && <Icon of={Plus} size={14} />}
        {!isRunning && !isEmpty && tab.kind === 'request' && (
          <span className={`mth wide ${tab.draft.method}`}>{toShortMethod(tab.draft.method)}</span>
        )}
        <span className="ell">{title}</span>
        {isEdited(tab) && <span className="dirty" title="Edited, not saved" />}
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
