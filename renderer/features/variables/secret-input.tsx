import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { Icon } from '../../components/icon.tsx';
import { TemplateInput } from './template-input.tsx';

/** A value that is not shown unless it is asked for. One with a name in braces holds no secret itself. */
export function SecretInput(props: {
  readonly id?: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-label'?: string;
  readonly placeholder?: string;
  readonly value: string;
  readonly onText: (text: string) => void;
}): ReactElement {
  const [isShown, setIsShown] = useState(false);
  const isMasked = !isShown && props.value !== '' && !props.value.includes('{{');
  return (
    <span className="fld secret">
      <TemplateInput {...props} className={isMasked ? 'mono fill masked' : 'mono fill'} />
      {props.value !== '' && !props.value.includes('{{') && (
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
