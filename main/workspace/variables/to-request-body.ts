import type { FormPart, RequestBody } from '../../../shared/model/request-body.ts';
import type { StoredPart, StoredRequest } from '../../../shared/model/workspace/stored-request.ts';

type Fill = (text: string) => string;

/** The content that goes out, and the Content-Type where it brings none of its own kind. */
export function toRequestBody(
  { body }: StoredRequest,
  fill: Fill,
): { readonly body: RequestBody; readonly contentType: string | null } {
  switch (body.kind) {
    case 'none':
      return { body, contentType: null };
    case 'json':
    case 'text':
    case 'xml':
      return { body: { kind: body.kind, text: fill(body.text) }, contentType: null };
    case 'sparql':
      return {
        body: { kind: 'text', text: fill(body.text) },
        contentType: 'application/sparql-query',
      };
    case 'form-urlencoded': {
      const fields = body.fields
        .filter(({ isEnabled }) => isEnabled)
        .map(({ name, value }) => ({ name: fill(name), value: fill(value) }))
        .filter(({ name }) => name !== '');
      return { body: { kind: 'form-urlencoded', fields }, contentType: null };
    }
    case 'multipart-form': {
      const parts = body.parts
        .filter(({ isEnabled }) => isEnabled)
        .flatMap((part) => toFormParts(part, fill))
        .filter(({ name }) => name !== '');
      return { body: { kind: 'multipart', parts }, contentType: null };
    }
    case 'file': {
      const file = body.files.find(({ isSelected }) => isSelected) ?? body.files[0];
      if (file === undefined) return { body: { kind: 'none' }, contentType: null };
      return {
        body: {
          kind: 'file',
          file: { path: fill(file.path) },
          contentType: orNull(fill(file.contentType)),
        },
        contentType: null,
      };
    }
    case 'graphql':
      return {
        body: {
          kind: 'graphql',
          query: fill(body.query),
          variables: fill(body.variables),
          operationName: orNull(fill(body.operationName)),
        },
        contentType: null,
      };
  }
}

/** Each file of a field is a part of its own. */
function toFormParts(part: StoredPart, fill: Fill): readonly FormPart[] {
  const name = fill(part.name);
  const contentType = orNull(fill(part.contentType));
  if (part.kind === 'text') return [{ kind: 'text', name, value: fill(part.value), contentType }];
  return part.paths.map((path) => ({
    kind: 'file',
    name,
    file: { path: fill(path) },
    fileName: null,
    contentType,
  }));
}

function orNull(text: string): string | null {
  return text === '' ? null : text;
}
