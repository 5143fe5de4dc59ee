import type { LucideIcon } from 'lucide-react';
import type { ReactElement } from 'react';
import { Icon } from './icon.tsx';

/** A choice of a segmented control; with an icon the label is its name and tooltip. */
export interface SegmentChoice<Id extends string> {
  readonly id: Id;
  readonly label: string;
  readonly icon?: LucideIcon;
}

/** A small set of choices of which one is on. */
export function Segmented<Id extends string>(props: {
  readonly label: string;
  readonly choices: readonly SegmentChoice<Id>[];
  readonly selected: Id;
  readonly onSelect: (id: Id) => void;
}): ReactElement {
  const isIcons = props.choices.some((choice) => choice.icon !== undefined);
  return (
    <span className={isIcons ? 'seg ic' : 'seg'} role="group" aria-label={props.label}>
      {props.choices.map((choice) => (
        <button
          key={choice.id}
          className={choice.id === props.selected ? 'on' : ''}
          aria-pressed={choice.id === props.selected}
          aria-label={choice.icon === undefined ? undefined : choice.label}
          title={choice.icon === undefined ? undefined : choice.label}
          onClick={() => props.onSelect(choice.id)}
        >
          {choice.icon === undefined ? choice.label : <Icon of={choice.icon} />}
        </button>
      ))}
    </span>
  );
}
