import type { ReactElement } from 'react';
import type { StoredAuth } from '../../../shared/model/workspace/stored-auth.ts';
import type { StoredField } from '../../../shared/model/workspace/stored-request.ts';
import { useApp } from '../../app-context.ts';
import { VariableTable } from '../../components/variable-table.tsx';
import { isEdited } from '../../stores/tabs-store.ts';
import type { OpenFolder } from '../../stores/tabs-store.ts';
import { RowTable } from '../request/row-table.tsx';

/** What a folder or the collection hands down to the requests in it. */
export function FolderPage({ tab }: { readonly tab: OpenFolder }): ReactElement {
  const { tabs, actions } = useApp();
  const { draft } = tab;
  const isCollection = tab.item?.itemId === null;
  const noun = isCollection ? 'collection' : 'folder';
  const edit = (part: Partial<OpenFolder['draft']>): void =>
    tabs.change(tab.id, (now) =>
      now.kind === 'folder' ? { ...now, draft: { ...now.draft, ...part }, isPreview: false } : now,
    );
  const changeHeader = (index: number, part: Partial<StoredField>): void =>
    edit({
      headers: draft.headers.map((row, at) => (at === index ? { ...row, ...part } : row)),
    });

  return (
    <section className="page" aria-label={`The ${noun} ${draft.name}`} data-area="request">
      <div className="page-head">
        <input
          className="page-name"
          aria-label={`Name of the ${noun}`}
          spellCheck={false}
          value={draft.name}
          onChange={(changeEvent) => edit({ name: changeEvent.currentTarget.value })}
        />
        <span className="grow" />
        <button className="btn pri" disabled={!isEdited(tab)} onClick={() => actions.run('save')}>
          Save
        </button>
      </div>
      <div className="page-body">
        <p className="page-note t3">
          Requests in this {noun} inherit its headers, authentication and variables. What stands
          further in wins.
        </p>
        <h2 className="h4">Headers</h2>
        <RowTable
          label="Headers"
          noun="header"
          problem={null}
          rows={draft.headers.map((row, index) => ({ ...row, id: index }))}
          onToggle={(id) => changeHeader(id, { isEnabled: draft.headers[id]?.isEnabled === false })}
          onName={(id, name) => changeHeader(id, { name })}
          onValue={(id, value) => changeHeader(id, { value })}
          onRemove={(id) => edit({ headers: draft.headers.filter((_, at) => at !== id) })}
          onAdd={(part, text) =>
            edit({
              headers: [
                ...draft.headers,
                { name: '', value: '', isEnabled: true, description: '', [part]: text },
              ],
            })
          }
        />
        <h2 className="h4">Authentication</h2>
        <p className="page-note">{toAuthText(draft.auth, isCollection)}</p>
        <h2 className="h4">Variables</h2>
        <VariableTable
          variables={draft.variables}
          onChange={(variables) => edit({ variables })}
          renderSecret={null}
        />
        <h2 className="h4">
          <label htmlFor="folder-docs">Docs</label>
        </h2>
        <textarea
          id="folder-docs"
          className="docs fld"
          value={draft.docs}
          onChange={(changeEvent) => edit({ docs: changeEvent.currentTarget.value })}
        />
      </div>
    </section>
  );
}

const AUTH_TEXT: Readonly<Record<StoredAuth['kind'], string>> = {
  none: 'None',
  inherit: 'Inherited',
  basic: 'Basic',
  bearer: 'Bearer token',
  apikey: 'API key',
  digest: 'Digest',
  oauth2: 'OAuth 2.0',
  oauth1: 'OAuth 1.0',
  awsv4: 'AWS Signature 4',
  ntlm: 'NTLM',
  wsse: 'WSSE',
};

function toAuthText(auth: StoredAuth, isCollection: boolean): string {
  if (auth.kind === 'inherit' && isCollection) return AUTH_TEXT.none;
  return AUTH_TEXT[auth.kind];
}
