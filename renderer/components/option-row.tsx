import { useId } from 'react';
import type { ReactElement, ReactNode } from 'react';

/** What ties a control to its name and its explanation. */
export interface ControlIds {
  readonly id: string;
  readonly 'aria-describedby': string;
}

/** A setting: its name, what it does, and its control at the right, or below where it needs the width. */
export function OptionRow(props: {
  readonly name: string;
  readonly text: ReactNode;
  readonly isWide?: boolean;
  readonly children: (ids: ControlIds) => ReactNode;
}): ReactElement {
  const id = useId();
  return (
    <div className={props.isWide === true ? 'optrow wide' : 'optrow'}>
      <div className="grow">
        <label className="t1 m" htmlFor={id}>
          {props.name}
        </label>
        <p id={`${id}-text`}>{props.text}</p>
      </div>
      {props.children({ id, 'aria-describedby': `${id}-text` })}
    </div>
  );
}
