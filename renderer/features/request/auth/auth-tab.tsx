import type { ReactElement } from 'react';
import type {
  AuthKind,
  AuthValue,
  StoredAuth,
} from '../../../../shared/model/workspace/stored-auth.ts';
import { useApp } from '../../../app-context.ts';
import { SelectField } from '../../../components/select-field.tsx';
import { useRequest } from '../use-request.ts';
import { AuthForm } from './auth-form.tsx';
import { OAUTH2_FLOWS, getFlow, isSent, withValue } from './auth-fields.ts';
import { AUTH_NAMES, AUTH_ORDER, AUTH_TEXT } from './auth-words.ts';
import { ClientCertificateNote } from './client-certificate-note.tsx';
import { InheritedNote } from './inherited-note.tsx';
import { TokenBox } from './token-box.tsx';
import './auth.css';

/** How the request authenticates. Values of kinds that were tried stay at hand. */
export function AuthTab(): ReactElement {
  const { actions } = useApp();
  const { tab, draft, edit } = useRequest();
  const { authKind: kind } = draft;
  const own = kind === 'none' || kind === 'inherit' ? null : kind;
  const values = own === null ? {} : (draft.authValues[own] ?? {});
  // A kind that is not sent is offered only to requests that have it.
  const kinds = own === null || AUTH_ORDER.includes(own) ? AUTH_ORDER : [...AUTH_ORDER, own];
  const setKind = (authKind: StoredAuth['kind']): void => edit((old) => ({ ...old, authKind }));
  const setValues = (auth: AuthKind, next: Readonly<Record<string, AuthValue>>): void =>
    edit((old) => ({ ...old, authValues: { ...old.authValues, [auth]: next } }));
  const hasOwnField = draft.headers.some(
    (row) => row.isEnabled && row.name.trim().toLowerCase() === 'authorization',
  );

  return (
    <div className="panel-scroll auth-tab">
      <div className="toolrow">
        <SelectField
          aria-label="Authentication"
          choices={kinds.map((id) => ({ id, label: AUTH_NAMES[id] }))}
          selected={kind}
          onSelect={setKind}
        />
        {own === 'oauth2' && (
          <SelectField
            aria-label="Grant"
            choices={OAUTH2_FLOWS}
            selected={getFlow(values)}
            onSelect={(flow) => setValues('oauth2', withValue(values, 'flow', flow))}
          />
        )}
      </div>
      {kind === 'none' && <p className="quiet">Nothing is added to the request.</p>}
      {kind === 'inherit' && <InheritedNote itemId={tab.item?.itemId ?? null} />}
      {own !== null && (
        <>
          <p className="auth-text">{AUTH_TEXT[own]}</p>
          {!isSent(own, values) && (
            <p className="editor-note warn" role="status">
              Tideline does not send this kind. The settings are kept in the file.
            </p>
          )}
          {hasOwnField && (
            <p className="editor-note warn" role="status">
              The request has an Authorization header of its own, which is sent instead.{' '}
              <button className="linkb" onClick={() => actions.run('request-headers')}>
                Show it
              </button>
            </p>
          )}
          <AuthForm kind={own} values={values} onChange={(next) => setValues(own, next)} />
          {own === 'oauth2' && isSent(own, values) && <TokenBox />}
        </>
      )}
      <ClientCertificateNote />
    </div>
  );
}
