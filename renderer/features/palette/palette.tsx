import { Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent, ReactElement } from 'react';
import { useApp, usePlatform } from '../../app-context.ts';
import { Icon } from '../../components/icon.tsx';
import { KeyCaps } from '../../components/key-caps.tsx';
import type { Platform } from '../../keymap.ts';
import { isLive } from '../../stores/exchanges-store.ts';
import { getTabTitle } from '../../stores/tabs-store.ts';
import { findItems, getCommandItems, getKeyItems } from './palette-items.ts';
import type { FoundItem, PaletteItem } from './palette-items.ts';

/** Every command with its keys, found by typing. In `keys` mode it lists all keys. */
export function Palette(props: {
  readonly mode: 'commands' | 'keys';
  readonly onMode: (mode: 'closed' | 'commands' | 'keys') => void;
}): ReactElement {
  const { mode, onMode } = props;
  const app = useApp();
  const platform = usePlatform();
  const [wanted, setWanted] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const opener = useRef(document.activeElement);
  const isKeys = mode === 'keys';
  const groups = findItems(isKeys ? getKeyItems(app) : getCommandItems(app), wanted);
  const flat = groups.flatMap(([, found]) => found);
  const selected = Math.min(at, flat.length - 1);

  useEffect(() => {
    const row = list.current?.querySelector('[aria-selected=true]');
    // jsdom has no scrolling.
    if (row !== null && row !== undefined && 'scrollIntoView' in row) {
      row.scrollIntoView({ block: 'nearest' });
    }
  }, [selected, wanted, mode]);

  const close = (): void => {
    onMode('closed');
    if (opener.current instanceof HTMLElement) opener.current.focus();
  };
  const runItem = (item: PaletteItem | undefined): void => {
    if (item?.run === null || item === undefined) return;
    close();
    item.run();
  };
  const handleKeyDown = (keyEvent: KeyboardEvent): void => {
    const to = {
      ArrowDown: (selected + 1) % Math.max(1, flat.length),
      ArrowUp: (selected - 1 + flat.length) % Math.max(1, flat.length),
      Home: wanted === '' ? 0 : undefined,
      End: wanted === '' ? flat.length - 1 : undefined,
    }[keyEvent.key];
    if (to !== undefined) setAt(to);
    else if (keyEvent.key === 'Escape') close();
    else if (keyEvent.key === 'Enter') runItem(flat[selected]?.item);
    else if (keyEvent.key === '?' && wanted === '' && !isKeys) onMode('keys');
    // The field is the only tab stop, so Tab stays in the dialog.
    else if (keyEvent.key !== 'Tab') return;
    keyEvent.preventDefault();
    keyEvent.stopPropagation();
  };

  return (
    <div
      className="ov"
      role="presentation"
      onPointerDown={(pointerEvent) => {
        if (pointerEvent.target !== pointerEvent.currentTarget) return;
        pointerEvent.preventDefault();
        close();
      }}
    >
      <div
        className="pal"
        role="dialog"
        aria-modal="true"
        aria-label={isKeys ? 'All keys' : 'Commands'}
      >
        <div className="q">
          <Icon of={Search} className="t3" />
          <input
            role="combobox"
            aria-label={isKeys ? 'Find a key' : 'Find a command'}
            aria-expanded="true"
            aria-controls="palette-list"
            aria-activedescendant={selected >= 0 ? `palette-${selected}` : undefined}
            aria-autocomplete="list"
            placeholder={isKeys ? 'Find a key' : 'Find a command or request'}
            spellCheck={false}
            autoFocus
            value={wanted}
            onChange={(changeEvent) => {
              setWanted(changeEvent.currentTarget.value);
              setAt(0);
            }}
            onKeyDown={handleKeyDown}
          />
          <ContextBadge />
        </div>
        <div className="pal-list" id="palette-list" role="listbox" aria-label="Results" ref={list}>
          {groups.map(([group, found]) => (
            <div key={group} role="group" aria-label={group}>
              <div className="gr" aria-hidden="true">
                {group}
              </div>
              {found.map((entry) => (
                <Row
                  key={entry.item.id}
                  entry={entry}
                  platform={platform}
                  index={flat.indexOf(entry)}
                  isSelected={flat[selected] === entry}
                  onHover={setAt}
                  onRun={() => runItem(entry.item)}
                />
              ))}
            </div>
          ))}
          {flat.length === 0 && <p className="quiet">No command is called “{wanted}”.</p>}
        </div>
        <div className="ft">
          <span>
            <kbd>↑</kbd> <kbd>↓</kbd> move
          </span>
          <span>
            <kbd>↵</kbd> run
          </span>
          <span>
            <kbd>Esc</kbd> close
          </span>
          {!isKeys && (
            <span className="last">
              <kbd>?</kbd> all keys
            </span>
          )}
        </div>
      </div>
    </div>
  );
}

function Row(props: {
  readonly entry: FoundItem;
  readonly platform: Platform;
  readonly index: number;
  readonly isSelected: boolean;
  readonly onHover: (index: number) => void;
  readonly onRun: () => void;
}): ReactElement {
  const { item, positions } = props.entry;
  return (
    // The field keeps the focus and points at the row.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events -- keys are handled at the field
    <div
      id={`palette-${props.index}`}
      className={props.isSelected ? 'it on' : 'it'}
      role="option"
      tabIndex={-1}
      aria-selected={props.isSelected}
      aria-disabled={item.run === null ? true : undefined}
      onPointerMove={() => props.onHover(props.index)}
      onPointerDown={(pointerEvent) => pointerEvent.preventDefault()}
      onClick={props.onRun}
    >
      <Icon of={item.icon} />
      <span>
        {item.title.split('').map((letter, index) =>
          // Letters have no identity but their place.
          positions.includes(index) ? <em key={index}>{letter}</em> : letter,
        )}
      </span>
      {item.sub !== '' && <span className="t3 small">{item.sub}</span>}
      <span className="ks">
        {item.keys.map((keys) => (
          <KeyCaps key={keys} keys={keys} platform={props.platform} />
        ))}
      </span>
    </div>
  );
}

/** What the commands act on: the request at hand. */
function ContextBadge(): ReactElement {
  const { tabs, exchanges } = useApp();
  const tab = tabs.getActive();
  const isRunning = isLive(exchanges.store.get().get(tab.id));
  return (
    <span className="badge ell">
      {getTabTitle(tab)}
      {isRunning ? ', live' : ''}
    </span>
  );
}
