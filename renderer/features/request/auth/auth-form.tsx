import type { ReactElement } from 'react';
import type { AuthKind, AuthValue } from '../../../../shared/model/workspace/stored-auth.ts';
import { OptionRow } from '../../../components/option-row.tsx';
import type { ControlIds } from '../../../components/option-row.tsx';
import { SelectField } from '../../../components/select-field.tsx';
import { SwitchField } from '../../../components/switch-field.tsx';
import { SecretInput } from '../../variables/secret-input.tsx';
import { TemplateInput } from '../../variables/template-input.tsx';
import { getAuthFields, withValue } from './auth-fields.ts';
import type { AuthField } from './auth-fields.ts';
import { TokenPlacement } from './token-placement.tsx';

type Values = Readonly<Record<string, AuthValue>>;

/** The settings of one kind of authentication. What the file says beside them stays. */
export function AuthForm(props: {
  readonly kind: AuthKind;
  readonly values: Values;
  readonly onChange: (values: Values) => void;
}): ReactElement {
  const { kind, values, onChange } = props;
  return (
    <div className="optrows auth-form">
      {getAuthFields(kind, values).map((field) => (
        <OptionRow key={field.key} name={field.label} text={field.hint ?? ''}>
          {(ids) => (
            <Control
              ids={ids}
              field={field}
              value={values[field.key]}
              onChange={(value) => onChange(withValue(values, field.key, value))}
            />
          )}
        </OptionRow>
      ))}
      {kind === 'oauth2' && <TokenPlacement values={values} onChange={onChange} />}
    </div>
  );
}

function Control(props: {
  readonly ids: ControlIds;
  readonly field: AuthField;
  readonly value: AuthValue | undefined;
  readonly onChange: (value: AuthValue | null) => void;
}): ReactElement {
  const { ids, field, value, onChange } = props;
  const text = value === undefined ? '' : String(value);
  const placeholder = field.placeholder ?? '';
  switch (field.kind) {
    case 'text':
      return (
        <TemplateInput
          {...ids}
          className="fld mono"
          placeholder={placeholder}
          value={text}
          onText={onChange}
        />
      );
    case 'secret':
      return <SecretInput {...ids} placeholder={placeholder} value={text} onText={onChange} />;
    case 'select': {
      const choices = field.choices ?? [];
      return (
        <SelectField
          {...ids}
          choices={choices}
          selected={text === '' ? (choices[0]?.id ?? '') : text}
          onSelect={onChange}
        />
      );
    }
    case 'switch':
      return (
        <SwitchField
          {...ids}
          isOn={value !== field.off}
          onChange={(isOn) => onChange(isOn ? null : (field.off ?? null))}
        />
      );
  }
}
