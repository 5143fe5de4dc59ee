import { useRef } from 'react';
import type { KeyboardEvent, ReactElement, ReactNode } from 'react';
import { formatCount } from './number-format.ts';

/** One tab of a strip. */
export interface StripTab<Id extends string> {
  readonly id: Id;
  readonly label: string;
  /** A count, or `dot` for 'something is set'. */
  readonly mark?: number | 'dot' | null;
}

/**
 * The tabs of a pane: one tab stop, arrow keys move and select. The panel is named
 * `panel-<name>` and the selected tab `tab-<name>-<id>`.
 */
export function TabStrip<Id extends string>(props: {
  readonly name: string;
  readonly label: string;
  readonly tabs: readonly StripTab<Id>[];
  readonly selected: Id;
  readonly onSelect: (id: Id) => void;
  /** What stands at the right end. */
  readonly children?: ReactNode;
}): ReactElement {
  const list = useRef<HTMLDivElement>(null);
  const { tabs, selected, onSelect, name } = props;

  const handleKeyDown = (keyEvent: KeyboardEvent): void => {
    const at = tabs.findIndex((tab) => tab.id === selected);
    const to = {
      ArrowRight: (at + 1) % tabs.length,
      ArrowLeft: (at - 1 + tabs.length) % tabs.length,
      Home: 0,
      End: tabs.length - 1,
    }[keyEvent.key];
    const tab = to === undefined ? undefined : tabs[to];
    if (tab === undefined || to === undefined) return;
    keyEvent.preventDefault();
    onSelect(tab.id);
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[to]?.focus();
  };

  return (
    <div className="ptabs">
      <div className="ptabs-list" role="tablist" aria-label={props.label} ref={list}>
        {tabs.map((tab) => (
          <button
            key={tab.id}
            id={`tab-${name}-${tab.id}`}
            className={tab.id === selected ? 'pt on' : 'pt'}
            role="tab"
            aria-selected={tab.id === selected}
            aria-controls={tab.id === selected ? `panel-${name}` : undefined}
            tabIndex={tab.id === selected ? 0 : -1}
            onClick={() => onSelect(tab.id)}
            onKeyDown={handleKeyDown}
          >
            {tab.label}
            {tab.mark === 'dot' && <span className="d" />}
            {typeof tab.mark === 'number' && tab.mark > 0 && (
              <span className="n">{formatCount(tab.mark)}</span>
            )}
          </button>
        ))}
      </div>
      {props.children}
    </div>
  );
}
