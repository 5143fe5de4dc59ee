import type { BodyFile } from '../../../shared/model/http-parts.ts';
import type { UnknownRun } from '../../../shared/ipc/runs-contract.ts';
import { assertNever } from '../../../shared/result.ts';
import type { SendError } from '../../stores/exchanges-store.ts';

/** Why a request was not sent, in one sentence; null when it is told at its field. */
export function toSendErrorText(error: SendError): string | null {
  switch (error.kind) {
    case 'invalid-request':
      return null;
    case 'too-many-exchanges':
      return `${error.limit} requests are running in this window. Stop one, then send again.`;
    case 'storage-error':
      return `The response could not be stored on this computer (${error.code ?? error.problem}). Check that the disk has room, then send again.`;
    case 'invalid-input':
      return `The request could not be handed over (${error.detail}).`;
    case 'unresolved-variables':
      return `No value for ${error.names.map((name) => `{{${name}}}`).join(', ')}.`;
    case 'new-host':
      return `${error.secrets.join(', ')} would go to ${error.origin} for the first time.`;
    case 'secrets-locked':
      return 'The secrets are locked. Unlock them, then send again.';
    case 'not-supported-yet':
      return `Tideline does not send ${error.what} yet.`;
    case 'file-refused':
      return `${error.files.map(toFileText).join(' ')} Nothing was sent.`;
    case 'needs-token':
      return 'There is no token, and only you can get one: press Get token in the Auth tab.';
    case 'file-in-the-way':
      return `${error.path} cannot be read, and the request needs it: ${error.detail}`;
    case 'unknown-run':
      return toUnknownRunText(error);
    case 'unknown-item':
      return 'No workspace is open to resolve this request in.';
    default:
      return assertNever(error);
  }
}

/** What is wrong with a file that the body names. */
function toFileText({ kind, path }: BodyFile): string {
  switch (kind) {
    case 'readable':
      return '';
    case 'missing':
      return `The file ${path} is not there.`;
    case 'not-granted':
      return `The file ${path} is outside the workspace. Choose it in the Body tab to allow reading it.`;
    case 'no-file':
      return `${path} is no file that can be sent.`;
    default:
      return assertNever(kind);
  }
}

/** Why an exchange of the history cannot be opened or sent again. */
export function toUnknownRunText({ missing }: UnknownRun): string {
  switch (missing) {
    case 'run':
      return 'It is not in the history any more.';
    case 'spool':
      return 'What was received was deleted to make room. The request can be sent again.';
    case 'request':
      return 'The request was too large to be kept.';
    default:
      return assertNever(missing);
  }
}
