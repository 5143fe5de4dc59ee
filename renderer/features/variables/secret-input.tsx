import type { ReactElement } from 'react';
import { Concealed } from '../../components/concealed.tsx';
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
  const { value } = props;
  return (
    <Concealed
      hasSecret={value !== '' && !value.includes('{{')}
      renderField={(isConcealed) => (
        <TemplateInput {...props} className={isConcealed ? 'mono fill masked' : 'mono fill'} />
      )}
    />
  );
}
