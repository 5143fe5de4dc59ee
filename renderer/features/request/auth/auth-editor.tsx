import type { ReactElement, ReactNode } from 'react';
import type {
  AuthKind,
  AuthValue,
  StoredAuth,
} from '../../../../shared/model/workspace/stored-auth.ts';
import { SelectField } from '../../../components/select-field.tsx';
import { AuthForm } from './auth-form.tsx';
import { OAUTH2_FLOWS, getFlow, isSent, withValue } from './auth-fields.ts';
import { AUTH_NAMES, AUTH_ORDER, AUTH_TEXT } from './auth-words.ts';
import './auth.css';

type Values = Readonly<Record<string, AuthValue>>;

/** The choice of a kind of authentication, and the settings of the chosen one. */
export function AuthEditor(props: {
  readonly kind: StoredAuth['kind'];
  readonly values: Values;
  /** False: there is nothing above to inherit from. */
  readonly canInherit: boolean;
  readonly onKind: (kind: StoredAuth['kind']) => void;
  readonly onValues: (kind: AuthKind, values: Values) => void;
  /** What is told above the settings. */
  readonly children?: ReactNode;
}): ReactElement {
  const { kind, values, canInherit, onKind, onValues } = props;
  const own = kind === 'none' || kind === 'inherit' ? null : kind;
  const offered = AUTH_ORDER.filter((id) => id !== 'inherit' || canInherit);
  // A kind that is not sent is offered only to those who have it.
  const kinds = offered.includes(kind) ? offered : [...offered, kind];
  return (
    <>
      <div className="toolrow">
        <SelectField
          aria-label="Authentication"
          choices={kinds.map((id) => ({ id, label: AUTH_NAMES[id] }))}
          selected={kind}
          onSelect={onKind}
        />
        {own === 'oauth2' && (
          <SelectField
            aria-label="Grant"
            choices={OAUTH2_FLOWS}
            selected={getFlow(values)}
            onSelect={(flow) => onValues('oauth2', withValue(values, 'flow', flow))}
          />
        )}
      </div>
      {own !== null && (
        <>
          <p className="auth-text">{AUTH_TEXT[own]}</p>
          {!isSent(own, values) && (
            <p className="editor-note warn" role="status">
              Tideline does not send this kind. The settings are kept in the file.
            </p>
          )}
          {props.children}
          <AuthForm kind={own} values={values} onChange={(next) => onValues(own, next)} />
        </>
      )}
    </>
  );
}
