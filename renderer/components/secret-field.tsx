import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { Icon } from './icon.tsx';

/** A text that is not shown unless it is asked for. One that is a placeholder is no secret itself. */
export function SecretField(props: {
  readonly id?: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-label'?: string;
  readonly placeholder?: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
}): ReactElement {
  const [isShown, setIsShown] = useState(false);
  const { value, onChange, ...rest } = props;
  const isPlaceholder = /^\{\{.*\}\}$/.test(value);
  return (
    <span className="fld secret">
      <input
        {...rest}
        className="mono"
        type={isShown || isPlaceholder || value === '' ? 'text' : 'password'}
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
      {value !== '' && !isPlaceholder && (
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
