import type { ReactElement } from 'react';
import { TextEditor } from '../../components/editors.ts';
import { useRequest } from './use-request.ts';

/** What people should know about the request, as Markdown; it is stored with it. */
export function DocsTab(): ReactElement {
  const { tab, draft, edit } = useRequest();
  return (
    <div className="body-tab">
      <p className="editor-note t3">Markdown, stored in the file of the request.</p>
      <TextEditor
        key={tab.id}
        text={draft.docs}
        language="text"
        ariaLabel="Documentation"
        isWrapped
        onChange={(docs) => edit((old) => ({ ...old, docs }))}
      />
    </div>
  );
}
