import type { ReactElement } from 'react';
import { assertNever } from '../../../../shared/result.ts';
import { Segmented } from '../../../components/segmented.tsx';
import { SelectField } from '../../../components/select-field.tsx';
import type { BodyKind } from '../draft.ts';
import { toInvalidText } from '../invalid-text.ts';
import { formatTemplateJson } from '../template-json.ts';
import { useRequest } from '../use-request.ts';
import { FileBody } from './file-body.tsx';
import { FormBody } from './form-body.tsx';
import { GraphqlBody } from './graphql-body.tsx';
import { MultipartBody } from './multipart-body.tsx';
import { TextBody } from './text-body.tsx';
import './body-editor.css';

/** What the control offers; both kinds of form are one choice, with a second one beside it. */
const CHOICES = [
  { id: 'json', label: 'JSON' },
  { id: 'form', label: 'Form' },
  { id: 'text', label: 'Text' },
  { id: 'xml', label: 'XML' },
  { id: 'file', label: 'File' },
  { id: 'graphql', label: 'GraphQL' },
  { id: 'none', label: 'None' },
] as const;

const SPARQL = { id: 'sparql', label: 'SPARQL' } as const;

type Choice = (typeof CHOICES)[number]['id'] | 'sparql';

const FORMS = [
  { id: 'form-urlencoded', label: 'URL-encoded' },
  { id: 'multipart-form', label: 'Multipart' },
] as const;

function isForm(kind: BodyKind): kind is (typeof FORMS)[number]['id'] {
  return kind === 'form-urlencoded' || kind === 'multipart-form';
}

/** The content of the request. What was typed for one kind stays when another one is tried. */
export function BodyTab(): ReactElement {
  const { draft, invalid, edit } = useRequest();
  const { bodyKind } = draft;
  const choice: Choice = isForm(bodyKind) ? 'form' : bodyKind;
  const setKind = (kind: BodyKind): void => edit((old) => ({ ...old, bodyKind: kind }));
  const format = (): void => {
    const text = formatTemplateJson(draft.bodyText);
    if (text !== null) edit((old) => ({ ...old, bodyText: text }));
  };

  return (
    <div className="body-tab">
      <div className="toolrow">
        <Segmented<Choice>
          label="Body"
          choices={bodyKind === 'sparql' ? [...CHOICES, SPARQL] : CHOICES}
          selected={choice}
          onSelect={(id) => setKind(id === 'form' ? getFormKind(draft) : id)}
        />
        <span className="grow" />
        {bodyKind === 'json' && (
          <button className="btn s ghost" onClick={format}>
            Format
          </button>
        )}
        {isForm(bodyKind) && (
          <SelectField
            aria-label="Form encoding"
            choices={FORMS}
            selected={bodyKind}
            onSelect={setKind}
          />
        )}
      </div>
      {draft.bodyTitles.length > 1 && (
        <p className="editor-note t3">
          The file holds {draft.bodyTitles.length} bodies; this is the selected one. The others are
          kept.
        </p>
      )}
      <BodyEditor kind={bodyKind} />
      {invalid?.field === 'body' && (
        <p className="field-error" role="alert">
          {toInvalidText(invalid)}
        </p>
      )}
    </div>
  );
}

/** The form that was being written; URL-encoded unless there are parts already. */
function getFormKind(draft: { readonly bodyParts: readonly unknown[] }): BodyKind {
  return draft.bodyParts.length > 0 ? 'multipart-form' : 'form-urlencoded';
}

function BodyEditor(props: { readonly kind: BodyKind }): ReactElement {
  const { kind } = props;
  switch (kind) {
    case 'none':
      return <p className="quiet">This request has no body.</p>;
    case 'json':
    case 'text':
    case 'xml':
    case 'sparql':
      return <TextBody kind={kind} />;
    case 'form-urlencoded':
      return <FormBody />;
    case 'multipart-form':
      return <MultipartBody />;
    case 'file':
      return <FileBody />;
    case 'graphql':
      return <GraphqlBody />;
    default:
      return assertNever(kind);
  }
}
