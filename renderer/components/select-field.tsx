import { ChevronDown } from 'lucide-react';
import type { ReactElement } from 'react';
import { Icon } from './icon.tsx';

/** One of a few named values, as the system's own list. */
export function SelectField<Id extends string>(props: {
  readonly id?: string;
  readonly 'aria-label'?: string;
  readonly 'aria-describedby'?: string;
  readonly choices: readonly { readonly id: Id; readonly label: string }[];
  readonly selected: Id;
  readonly onSelect: (id: Id) => void;
}): ReactElement {
  const { choices, selected, onSelect, ...names } = props;
  return (
    <span className="fld selfld">
      <select
        {...names}
        value={selected}
        onChange={({ target }) => {
          const choice = choices[target.selectedIndex];
          if (choice !== undefined) onSelect(choice.id);
        }}
      >
        {choices.map(({ id, label }) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
      </select>
      <Icon of={ChevronDown} size={12} />
    </span>
  );
}
