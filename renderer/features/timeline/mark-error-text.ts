import type { StorageError } from '../../../shared/model/storage-error.ts';
import { assertNever } from '../../../shared/result.ts';
import { formatCount } from '../../components/number-format.ts';
import type { MarkFailure } from '../../stores/marks-store.ts';

const DOING: Readonly<Record<MarkFailure['doing'], string>> = {
  read: 'The marks could not be read.',
  mark: 'The row was not marked.',
  unmark: 'The mark was not taken away.',
  note: 'The note was not saved, and stays in its field.',
};

/** What could not be done with the marks, why, and what to do next. */
export function toMarkFailureText({ doing, error }: MarkFailure): string {
  switch (error.kind) {
    case 'too-many-marks':
      return `No more than ${formatCount(error.limit)} rows can be marked.`;
    case 'unknown-exchange':
      return `${DOING[doing]} The response is gone. Send the request again.`;
    case 'storage-error':
      return `${DOING[doing]} ${toStorageText(error)}`;
    case 'invalid-input':
      return `${DOING[doing]} (${error.detail})`;
    default:
      return assertNever(error);
  }
}

function toStorageText({ problem, detail }: StorageError): string {
  switch (problem) {
    case 'disk-full':
      return 'The disk is full. Free some space, then try again.';
    case 'not-permitted':
      return 'The folder of the run may not be used. Check its permissions.';
    case 'not-found':
      return 'The folder of the run is not there any more.';
    case 'read-only':
      return 'The disk is read-only.';
    case 'too-many-files':
      return 'Too many files are open on this computer. Close some programs, then try again.';
    case 'other':
      return `The system says: ${detail}`;
    default:
      return assertNever(problem);
  }
}
