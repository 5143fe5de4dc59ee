import type { ReactElement } from 'react';
import { useApp } from '../../../app-context.ts';
import { useRequest } from '../use-request.ts';
import { AuthEditor } from './auth-editor.tsx';
import { isSent } from './auth-fields.ts';
import { ClientCertificateNote } from './client-certificate-note.tsx';
import { InheritedNote } from './inherited-note.tsx';
import { TokenBox } from './token-box.tsx';

/** How the request authenticates. Values of kinds that were tried stay at hand. */
export function AuthTab(): ReactElement {
  const { actions } = useApp();
  const { tab, draft, edit } = useRequest();
  const { authKind: kind } = draft;
  const values = kind === 'none' || kind === 'inherit' ? {} : (draft.authValues[kind] ?? {});
  const hasOwnField = draft.headers.some(
    (row) => row.isEnabled && row.name.trim().toLowerCase() === 'authorization',
  );

  return (
    <div className="panel-scroll auth-tab">
      <AuthEditor
        kind={kind}
        values={values}
        canInherit
        onKind={(authKind) => edit((old) => ({ ...old, authKind }))}
        onValues={(own, next) =>
          edit((old) => ({ ...old, authValues: { ...old.authValues, [own]: next } }))
        }
      >
        {hasOwnField && (
          <p className="editor-note warn" role="status">
            The request has an Authorization header of its own, which is sent instead.{' '}
            <button className="linkb" onClick={() => actions.run('request-headers')}>
              Show it
            </button>
          </p>
        )}
      </AuthEditor>
      {kind === 'none' && <p className="quiet">Nothing is added to the request.</p>}
      {kind === 'inherit' && <InheritedNote itemId={tab.item?.itemId ?? null} />}
      {kind === 'oauth2' && isSent(kind, values) && <TokenBox />}
      <ClientCertificateNote />
    </div>
  );
}
