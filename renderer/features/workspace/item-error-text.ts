import type { NameRefused, WrongPassphrase } from '../../../shared/ipc/workspace-contract.ts';
import { assertNever } from '../../../shared/result.ts';
import type { FormatError } from '../../../shared/model/workspace/format-error.ts';
import type { SaveError } from '../../stores/documents.ts';

/** Why something about a file was not done, in one sentence with the way out. */
export function toItemErrorText(error: SaveError | WrongPassphrase): string {
  switch (error.kind) {
    case 'unknown-item':
      return 'It is not in the workspace any more.';
    case 'storage-error':
      return `The disk refused it (${error.code ?? error.problem}). Check the folder and its permissions, then try again.`;
    case 'format-error':
      return `The file cannot be read: ${toFormatErrorText(error)}`;
    case 'invalid-input':
      return `It could not be handed over (${error.detail}).`;
    case 'changed-by-other':
      return 'Another program changed the file meanwhile. Nothing was written.';
    case 'needs-place':
      return 'Choose a folder to save it in.';
    case 'wrong-passphrase':
      return 'This is not the passphrase. Try again.';
    case 'name-refused':
      return toNameText(error);
    default:
      return assertNever(error);
  }
}

/** What is wrong with a file and where. */
export function toFormatErrorText({ line, column, detail }: FormatError): string {
  if (line === null) return detail;
  return `line ${line}${column === null ? '' : `, column ${column}`}: ${detail}`;
}

function toNameText({ problem }: NameRefused): string {
  switch (problem) {
    case 'empty':
      return 'Enter a name.';
    case 'taken':
      return 'It cannot go there, or the name is taken.';
    case 'not-portable':
      return 'This name cannot be a file name on every system. Choose another.';
    case 'too-long':
      return 'The name is too long for a file. Choose a shorter one.';
    default:
      return assertNever(problem);
  }
}
