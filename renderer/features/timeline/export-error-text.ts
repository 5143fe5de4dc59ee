import type { ExportProgress, TimelineInvocations } from '../../../shared/ipc/timeline-contract.ts';
import type { StorageError } from '../../../shared/model/storage-error.ts';
import { assertNever } from '../../../shared/result.ts';

type ExportFailure = Extract<ExportProgress['state'], { kind: 'failed' }>['error'];
type ExportRefusal = Extract<TimelineInvocations['export:start']['output'], { ok: false }>['error'];

/** Why a file was not written, and what to do next. `name` is the file's. */
export function toExportFailureText(name: string, error: ExportFailure): string {
  if (error.kind === 'too-slow') {
    return `${name} was not written: a JSONPath column takes too long at one of the events. Leave the column out, or the event by a filter.`;
  }
  return `${name} was not written. ${toStorageText(error)}`;
}

/** Why an export did not begin. */
export function toExportRefusalText(error: ExportRefusal): string {
  switch (error.kind) {
    case 'query-syntax':
      return 'The path of a column is no JSONPath. Remove the column, then export again.';
    case 'unknown-query':
      return 'The filter is gone. Set it again, or export all rows.';
    case 'unknown-exchange':
      return 'The response is gone. Send the request again.';
    case 'storage-error':
      return `The export could not begin. ${toStorageText(error)}`;
    case 'invalid-input':
      return `The export could not be handed over (${error.detail}).`;
    default:
      return assertNever(error);
  }
}

function toStorageText({ problem, code, detail }: StorageError): string {
  switch (problem) {
    case 'disk-full':
      return 'The disk is full. Free some space, or choose another place.';
    case 'not-permitted':
      return 'Writing there is not permitted. Choose another folder.';
    case 'not-found':
      return 'The folder is not there. Choose another one.';
    case 'read-only':
      return 'The disk is read-only. Choose another place.';
    case 'too-many-files':
      return 'Too many files are open on this computer. Close some programs, then export again.';
    case 'other':
      if (code === 'EISDIR') return 'A folder has this name. Choose another name.';
      return `The system says: ${detail}`;
    default:
      return assertNever(problem);
  }
}
