import { ChevronDown, ChevronRight } from 'lucide-react';
import { useRef, useState } from 'react';
import type { KeyboardEvent, ReactElement } from 'react';
import type { DemoRequest } from '../../../shared/model/demo.ts';
import { useApp } from '../../app-context.ts';
import { Icon } from '../../components/icon.tsx';
import { RequestItemParts } from './request-item.tsx';

const ROOT = 'Modern Pet Store';

/** One visible row of the tree. */
type Row =
  | {
      readonly kind: 'folder';
      readonly key: string;
      readonly name: string;
      readonly level: 1 | 2;
      readonly count: number;
      readonly isOpen: boolean;
    }
  | {
      readonly kind: 'request';
      readonly key: string;
      readonly level: 3;
      readonly demo: DemoRequest;
    };

/** The demo collection as a tree: one tab stop, arrow keys move, open and close. */
export function DemoTree(props: {
  readonly demos: readonly DemoRequest[];
  readonly activeDemo: string | null;
  /** While finding, every folder is open. */
  readonly isFiltered: boolean;
}): ReactElement {
  const { actions } = useApp();
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [current, setCurrent] = useState<string | null>(null);
  const tree = useRef<HTMLDivElement>(null);
  const rows = toRows(props.demos, props.isFiltered ? new Set() : closed);
  const stop = rows.some((row) => row.key === current) ? current : rows[0]?.key;

  const toggle = (key: string): void => {
    const next = new Set(closed);
    if (!next.delete(key)) next.add(key);
    setClosed(next);
  };
  const moveTo = (row: Row | undefined): void => {
    if (row === undefined) return;
    setCurrent(row.key);
    tree.current?.querySelectorAll<HTMLElement>('[role=treeitem]')[rows.indexOf(row)]?.focus();
  };
  const handleKeyDown = (keyEvent: KeyboardEvent, row: Row, index: number): void => {
    const isFolder = row.kind === 'folder';
    switch (keyEvent.key) {
      case 'ArrowDown':
        moveTo(rows[index + 1]);
        break;
      case 'ArrowUp':
        moveTo(rows[index - 1]);
        break;
      case 'Home':
        moveTo(rows[0]);
        break;
      case 'End':
        moveTo(rows.at(-1));
        break;
      case 'ArrowRight':
        if (isFolder && !row.isOpen) toggle(row.key);
        else if (isFolder) moveTo(rows[index + 1]);
        break;
      case 'ArrowLeft':
        if (isFolder && row.isOpen) toggle(row.key);
        else moveTo(rows.slice(0, index).findLast((above) => above.level < row.level));
        break;
      default:
        return;
    }
    keyEvent.preventDefault();
  };

  return (
    <div className="tree" role="tree" aria-label="Demo requests" ref={tree}>
      {rows.map((row, index) => {
        const isFolder = row.kind === 'folder';
        const isActive = !isFolder && row.demo.id === props.activeDemo;
        const level = ['', '', ' d1', ' d2'][row.level] ?? '';
        return (
          <button
            key={row.key}
            className={`ti${level}${isFolder ? ' f' : ''}${isActive ? ' on' : ''}`}
            role="treeitem"
            aria-level={row.level}
            aria-expanded={isFolder ? row.isOpen : undefined}
            aria-selected={isActive}
            tabIndex={row.key === stop ? 0 : -1}
            title={isFolder ? undefined : row.demo.title}
            onFocus={() => setCurrent(row.key)}
            onKeyDown={(keyEvent) => handleKeyDown(keyEvent, row, index)}
            onClick={() => (isFolder ? toggle(row.key) : actions.openDemo(row.demo))}
          >
            {isFolder ? (
              <>
                <Icon of={row.isOpen ? ChevronDown : ChevronRight} size={12} className="cv" />
                <span className="ell">{row.name}</span>
                {!row.isOpen && <span className="ct">{row.count}</span>}
              </>
            ) : (
              <RequestItemParts demo={row.demo} />
            )}
          </button>
        );
      })}
    </div>
  );
}

function toRows(demos: readonly DemoRequest[], closed: ReadonlySet<string>): readonly Row[] {
  const folder = (name: string, level: 1 | 2, count: number): Row => ({
    kind: 'folder',
    key: `folder:${name}`,
    name,
    level,
    count,
    isOpen: !closed.has(`folder:${name}`),
  });
  const rows: Row[] = [folder(ROOT, 1, demos.length)];
  if (closed.has(`folder:${ROOT}`)) return rows;
  for (const group of new Set(demos.map((demo) => demo.group))) {
    const inside = demos.filter((demo) => demo.group === group);
    rows.push(folder(group, 2, inside.length));
    if (closed.has(`folder:${group}`)) continue;
    for (const demo of inside) rows.push({ kind: 'request', key: demo.id, level: 3, demo });
  }
  return rows;
}
