import type { ReactElement } from 'react';
import { Concealed } from './concealed.tsx';

/** A text that is not shown unless it is asked for. One that is a placeholder is no secret itself. */
export function SecretField(props: {
  readonly id?: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-label'?: string;
  readonly placeholder?: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
}): ReactElement {
  const { value, onChange, ...rest } = props;
  return (
    <Concealed
      hasSecret={value !== '' && !/^\{\{.*\}\}$/.test(value)}
      renderField={(isConcealed) => (
        <input
          {...rest}
          className="mono"
          type={isConcealed ? 'password' : 'text'}
          autoComplete="off"
          spellCheck={false}
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    />
  );
}
