import type { RequestBody } from '../../../shared/model/request-body.ts';
import type { StoredBody, StoredPart } from '../../../shared/model/workspace/stored-request.ts';
import { assertNever } from '../../../shared/result.ts';

/** The content of a request that is in no file, such as one of the history, as a file would hold it. */
export function toStoredBody(body: RequestBody): StoredBody {
  switch (body.kind) {
    case 'none':
    case 'text':
    case 'json':
    case 'xml':
      return body;
    case 'form-urlencoded':
      return {
        kind: body.kind,
        fields: body.fields.map((field) => ({ ...field, isEnabled: true, description: '' })),
      };
    case 'multipart':
      return { kind: 'multipart-form', parts: body.parts.map(toStoredPart) };
    case 'file': {
      const { path } = body.file;
      const contentType = body.contentType ?? '';
      return { kind: 'file', files: [{ path, contentType, isSelected: true }] };
    }
    case 'graphql':
      return { ...body, operationName: body.operationName ?? '' };
    default:
      return assertNever(body);
  }
}

function toStoredPart(
  part: Extract<RequestBody, { kind: 'multipart' }>['parts'][number],
): StoredPart {
  const shared = {
    name: part.name,
    contentType: part.contentType ?? '',
    isEnabled: true,
    description: '',
  };
  return part.kind === 'text'
    ? { ...shared, kind: 'text', value: part.value }
    : { ...shared, kind: 'file', paths: [part.file.path] };
}
