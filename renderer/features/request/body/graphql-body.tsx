import { useDeferredValue, useMemo } from 'react';
import type { ReactElement } from 'react';
import { describeJsonProblem } from '../../../../shared/json/reindent-json.ts';
import { TemplateInput } from '../../variables/template-input.tsx';
import { TemplateEditor } from '../../variables/template-editor.tsx';
import type { Draft } from '../draft.ts';
import { findTemplateJsonProblem, formatTemplateJson } from '../template-json.ts';
import { useRequest } from '../use-request.ts';

/** A GraphQL document, its variables, and which of its operations is meant. */
export function GraphqlBody(): ReactElement {
  const { tab, draft, edit } = useRequest();
  const { query, variables, operationName } = draft.graphql;
  const checked = useDeferredValue(variables);
  const problem = useMemo(() => findTemplateJsonProblem(checked), [checked]);
  const operations = useMemo(() => findOperations(query), [query]);
  const change = (part: Partial<Draft['graphql']>): void =>
    edit((old) => ({ ...old, graphql: { ...old.graphql, ...part } }));
  const format = (): void => {
    const text = formatTemplateJson(variables);
    if (text !== null) change({ variables: text });
  };

  return (
    <div className="graphql">
      <TemplateEditor
        key={`${tab.id} query`}
        text={query}
        language="text"
        ariaLabel="GraphQL document"
        onChange={(text) => change({ query: text })}
      />
      <div className="toolrow split-row">
        <h2 className="h4">Variables</h2>
        <span className="grow" />
        {(operations.length > 1 || operationName !== '') && (
          <span className="fld operation">
            <TemplateInput
              className="fill"
              aria-label="Operation name"
              placeholder="Operation"
              words={operations}
              value={operationName}
              onText={(name) => change({ operationName: name })}
            />
          </span>
        )}
        <button className="btn s ghost" onClick={format}>
          Format
        </button>
      </div>
      <TemplateEditor
        key={`${tab.id} variables`}
        text={variables}
        language="json"
        ariaLabel="GraphQL variables"
        errorAt={problem?.index ?? null}
        onChange={(text) => change({ variables: text })}
      />
      {problem !== null && (
        <p className="editor-note warn" role="status">
          The variables are not JSON: {describeJsonProblem(problem)}.
        </p>
      )}
      {operations.length > 1 && !operations.includes(operationName) && (
        <p className="editor-note warn" role="status">
          The document has {operations.length} operations. Name the one that is meant.
        </p>
      )}
    </div>
  );
}

/** Names of the operations in a document. Words in comments and strings are none. */
function findOperations(document: string): readonly string[] {
  const code = document.replace(/#[^\n]*|"""[^]*?"""|"(?:[^"\\\n]|\\.)*"/g, ' ');
  const names = code.matchAll(/(?:^|[}\s])(?:query|mutation|subscription)\s+([_A-Za-z]\w*)/g);
  return [...new Set([...names].map((match) => match[1] ?? ''))];
}
