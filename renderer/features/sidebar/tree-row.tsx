import { ChevronDown, ChevronRight, FileQuestionMark, TriangleAlert } from 'lucide-react';
import { useRef } from 'react';
import type { KeyboardEvent, ReactElement } from 'react';
import { Icon } from '../../components/icon.tsx';
import { toShortMethod } from '../shell/request-tabs.tsx';
import type { TreeRow } from './tree-rows.ts';
import { useItemState } from './use-item-state.ts';

/** One row of the tree: a folder, a request, or a file that is not edited as one. */
export function TreeRowView(props: {
  readonly row: TreeRow;
  readonly index: number;
  readonly id: string;
  readonly isSelected: boolean;
  readonly isActive: boolean;
  readonly isCut: boolean;
  readonly drop: 'before' | 'inside' | 'after' | null;
  readonly isRenaming: boolean;
  readonly onRename: (name: string | null) => void;
}): ReactElement {
  const { row, isSelected } = props;
  const state = useItemState(row.item === null ? null : row.item.itemId);
  const isFolder = row.isOpen !== null;
  const classes = ['ti', isFolder ? 'f' : ''];
  if (state.isActive && !isFolder) classes.push('on');
  if (isSelected) classes.push('sel');
  if (props.isActive) classes.push('cur');
  if (props.isCut) classes.push('cut');
  if (props.drop !== null) classes.push(`drop-${props.drop}`);

  return (
    <div
      id={props.id}
      className={classes.filter((name) => name !== '').join(' ')}
      role="treeitem"
      tabIndex={-1}
      aria-level={row.level}
      aria-posinset={row.place}
      aria-setsize={row.siblings}
      aria-expanded={row.isOpen ?? undefined}
      aria-selected={isSelected}
      aria-label={toLabel(row, state)}
      data-row={props.index}
      draggable={row.item !== null && !props.isRenaming}
      style={{ paddingLeft: 5 + (row.level - 1) * 14 }}
      title={row.item?.path}
    >
      <RowIcon row={row} />
      {props.isRenaming ? (
        <RenameField name={row.name} onEnd={props.onRename} />
      ) : (
        <span className="ell">{row.name}</span>
      )}
      {/* Badges: the label of the row tells them in words. */}
      <span className="end" aria-hidden="true">
        {state.isEdited && <span className="dirty" title="Edited, not saved" />}
        {state.mark === 'live' && <span className="live" title="Live" />}
        {state.mark === 'wait' && <span className="live wait" title="Connecting" />}
        {row.item?.isStream === true && (
          <span className="sse" title="Streams events">
            SSE
          </span>
        )}
        {row.isOpen === false && <span className="ct">{row.count}</span>}
      </span>
    </div>
  );
}

function RowIcon({ row }: { readonly row: TreeRow }): ReactElement {
  const { item } = row;
  if (row.isOpen !== null) {
    return <Icon of={row.isOpen ? ChevronDown : ChevronRight} size={12} className="cv" />;
  }
  if (item?.kind === 'broken') return <Icon of={TriangleAlert} size={14} className="err wide30" />;
  if (item?.kind === 'other') return <Icon of={FileQuestionMark} size={14} className="t3 wide30" />;
  const method = item?.method ?? '';
  return (
    <span className={`mth ${method}`} aria-hidden="true">
      {toShortMethod(method)}
    </span>
  );
}

/** What a screen reader says: colour and position alone say nothing there. */
function toLabel(row: TreeRow, state: ReturnType<typeof useItemState>): string {
  const { item } = row;
  const parts = [row.name];
  if (row.isOpen === false) parts.push(`${row.count} requests`);
  if (item?.kind === 'http' || item?.kind === 'graphql') parts.push(item.method);
  if (item?.kind === 'broken') parts.push('cannot be read');
  if (item?.kind === 'other') parts.push(`${item.method}, not edited here`);
  if (item?.isStream === true) parts.push('streams events');
  if (state.isEdited) parts.push('edited');
  if (state.mark === 'live') parts.push('live');
  return parts.join(', ');
}

/** The name of an item while it is typed. Enter and leaving the field take it, Escape does not. */
function RenameField(props: {
  readonly name: string;
  readonly onEnd: (name: string | null) => void;
}): ReactElement {
  const isDone = useRef(false);
  const end = (name: string | null): void => {
    if (isDone.current) return;
    isDone.current = true;
    props.onEnd(name);
  };
  const handleKeyDown = (keyEvent: KeyboardEvent<HTMLInputElement>): void => {
    keyEvent.stopPropagation();
    if (keyEvent.key === 'Enter') end(keyEvent.currentTarget.value);
    else if (keyEvent.key === 'Escape') end(null);
    else return;
    keyEvent.preventDefault();
  };
  return (
    <input
      className="rename"
      aria-label="Name"
      spellCheck={false}
      defaultValue={props.name}
      ref={(field) => {
        if (field === null || document.activeElement === field) return;
        field.focus();
        field.select();
      }}
      onKeyDown={handleKeyDown}
      onBlur={(blurEvent) => end(blurEvent.currentTarget.value)}
      onClick={(clickEvent) => clickEvent.stopPropagation()}
      onDoubleClick={(clickEvent) => clickEvent.stopPropagation()}
    />
  );
}
