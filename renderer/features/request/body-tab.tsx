import { useDeferredValue, useMemo } from 'react';
import type { ReactElement } from 'react';
import { describeJsonProblem, reindentJson } from '../../../shared/json/reindent-json.ts';
import type { JsonProblem } from '../../../shared/json/json-scan.ts';
import { Segmented } from '../../components/segmented.tsx';
import { TextEditor } from '../../components/text-editor.tsx';
import type { BodyKind } from './draft.ts';
import { toInvalidText } from './invalid-text.ts';
import { useRequest } from './use-request.ts';

const KINDS = [
  { id: 'json', label: 'JSON' },
  { id: 'text', label: 'Text' },
  { id: 'none', label: 'None' },
] as const;

/** Characters up to which a body is checked while it is typed. */
const CHECKED_CHARS_MAX = 1024 * 1024;

/** The first mistake; null if there is none, or the text is empty or too long to check. */
function findProblem(text: string): JsonProblem | null {
  if (text.trim() === '' || text.length > CHECKED_CHARS_MAX) return null;
  const result = reindentJson(text);
  return result.ok ? null : result.problem;
}

/** Whether a body of this kind is one text. */
function isTextBody(kind: BodyKind): boolean {
  return kind === 'json' || kind === 'text' || kind === 'xml' || kind === 'sparql';
}

/** The content of the request. Text that is no JSON is marked and can be sent all the same. */
export function BodyTab(): ReactElement {
  const { tab, draft, invalid, edit } = useRequest();
  const { bodyKind, bodyText } = draft;
  const checked = useDeferredValue(bodyKind === 'json' ? bodyText : '');
  const problem = useMemo(() => findProblem(checked), [checked]);
  const setText = (text: string): void => edit((old) => ({ ...old, bodyText: text }));
  const format = (): void => {
    const result = reindentJson(bodyText);
    if (result.ok) setText(result.text);
  };

  return (
    <div className="body-tab">
      <div className="toolrow">
        <Segmented
          label="Body"
          choices={KINDS}
          selected={bodyKind}
          onSelect={(kind) => edit((old) => ({ ...old, bodyKind: kind }))}
        />
        <span className="grow" />
        {bodyKind === 'json' && (
          <button className="btn s ghost" onClick={format}>
            Format
          </button>
        )}
      </div>
      {bodyKind === 'none' && <p className="quiet">This request has no body.</p>}
      {isTextBody(bodyKind) && (
        <TextEditor
          key={tab.id}
          text={bodyText}
          language={bodyKind === 'json' ? 'json' : 'text'}
          ariaLabel="Request body"
          errorAt={problem?.index ?? null}
          onChange={setText}
        />
      )}
      {problem !== null && (
        <p className="editor-note warn" role="status">
          Not JSON: {describeJsonProblem(problem)}. It is sent as it is.
        </p>
      )}
      {invalid?.field === 'body' && (
        <p className="field-error" role="alert">
          {toInvalidText(invalid)}
        </p>
      )}
    </div>
  );
}
