import type { ReactElement } from 'react';
import type { StoredAuth } from '../../../shared/model/workspace/stored-auth.ts';
import type { StoredField } from '../../../shared/model/workspace/stored-request.ts';
import { useApp } from '../../app-context.ts';
import { VariableTable } from '../../components/variable-table.tsx';
import { isEdited } from '../../stores/tabs-store.ts';
import type { OpenFolder } from '../../stores/tabs-store.ts';
import { AuthEditor } from '../request/auth/auth-editor.tsx';
import { HEADER_NAMES, getHeaderValues } from '../request/header-words.ts';
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
      <h1 className="sr">{`The ${noun} ${draft.name}`}</h1>
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
          rows={draft.headers.map((row, index) => ({ ...row, id: index }))}
          names={HEADER_NAMES}
          getValues={getHeaderValues}
          onChange={changeHeader}
          onRemove={(id) => edit({ headers: draft.headers.toSpliced(id, 1) })}
          onMove={(id, toIndex) => edit({ headers: moveField(draft.headers, id, toIndex) })}
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
        <AuthEditor
          kind={isCollection && draft.auth.kind === 'inherit' ? 'none' : draft.auth.kind}
          values={'values' in draft.auth ? draft.auth.values : {}}
          canInherit={!isCollection}
          onKind={(kind) => edit({ auth: toAuth(kind) })}
          onValues={(kind, values) => edit({ auth: { kind, values } })}
        />
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

function moveField(
  fields: readonly StoredField[],
  from: number,
  to: number,
): readonly StoredField[] {
  const field = fields[from];
  return field === undefined ? fields : fields.toSpliced(from, 1).toSpliced(to, 0, field);
}

function toAuth(kind: StoredAuth['kind']): StoredAuth {
  return kind === 'none' || kind === 'inherit' ? { kind } : { kind, values: {} };
}
