import { useDeferredValue, useMemo } from 'react';
import type { ReactElement } from 'react';
import { describeJsonProblem } from '../../../../shared/json/reindent-json.ts';
import { TemplateEditor } from '../../variables/template-editor.tsx';
import { findTemplateJsonProblem } from '../template-json.ts';
import { useRequest } from '../use-request.ts';

/** A body that is one text. Text that is no JSON is marked and can be sent all the same. */
export function TextBody(props: {
  readonly kind: 'json' | 'text' | 'xml' | 'sparql';
}): ReactElement {
  const { tab, draft, edit } = useRequest();
  const { kind } = props;
  const checked = useDeferredValue(kind === 'json' ? draft.bodyText : '');
  const problem = useMemo(() => findTemplateJsonProblem(checked), [checked]);
  return (
    <>
      <TemplateEditor
        key={tab.id}
        text={draft.bodyText}
        language={kind === 'json' || kind === 'xml' ? kind : 'text'}
        ariaLabel="Request body"
        errorAt={problem?.index ?? null}
        onChange={(bodyText) => edit((old) => ({ ...old, bodyText }))}
      />
      {problem !== null && (
        <p className="editor-note warn" role="status">
          Not JSON: {describeJsonProblem(problem)}. It is sent as it is.
        </p>
      )}
    </>
  );
}
