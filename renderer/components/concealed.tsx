import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { Icon } from './icon.tsx';

/** The frame of a field whose text is not shown unless it is asked for. */
export function Concealed(props: {
  /** Whether there is anything to conceal. */
  readonly hasSecret: boolean;
  readonly renderField: (isConcealed: boolean) => ReactElement;
}): ReactElement {
  const [isShown, setIsShown] = useState(false);
  return (
    <span className="fld secret">
      {props.renderField(props.hasSecret && !isShown)}
      {props.hasSecret && (
        <button
          className="ib s"
          aria-pressed={isShown}
          aria-label={isShown ? 'Hide it' : 'Show it'}
          onClick={() => setIsShown(!isShown)}
        >
          <Icon of={isShown ? EyeOff : Eye} size={14} />
        </button>
      )}
    </span>
  );
}
