import type { HttpInvocations } from '../../../../shared/ipc/http-contract.ts';
import type { OAuth2Error } from '../../../../shared/model/http-parts.ts';
import { assertNever } from '../../../../shared/result.ts';
import { formatDuration } from '../../../components/time-format.ts';
import { toSendErrorText } from '../../response/send-error-text.ts';
import { toInvalidText } from '../invalid-text.ts';

type TokenError = Extract<HttpInvocations['tokens:fetch']['output'], { ok: false }>['error'];

/** Why there is no token, in one sentence with what can be done. */
export function toTokenErrorText(error: TokenError): string {
  if (error.kind === 'oauth2-error') return toOAuth2Text(error);
  if (error.kind === 'invalid-request') return toInvalidText(error);
  return toSendErrorText(error) ?? 'No token could be had.';
}

function toOAuth2Text({ problem, code, detail }: OAuth2Error): string {
  switch (problem) {
    case 'settings':
      return `A setting is missing or wrong: ${detail}.`;
    case 'refused':
      return `The authorization server said no (${code ?? 'no code'}): ${detail}`;
    case 'bad-answer':
      return `The answer of the authorization server is none that the standard allows: ${detail}`;
    case 'network':
      return `The authorization server could not be reached: ${detail}`;
    case 'wrong-state':
      return 'The answer in the browser does not belong to this question, so it was not taken. Try again.';
    case 'timed-out':
      return 'Nobody answered in the browser in time. Try again.';
    case 'cancelled':
      return 'Cancelled. There is no token.';
    case 'needs-person':
      return 'The token is gone or expired. Press Get token.';
    default:
      return assertNever(problem);
  }
}

/** `expires in 58 min 20 s`, `expired 3 min 0 s ago`, `no end told`. */
export function toExpiryText(expiresAtMs: number | null, nowMs: number): string {
  if (expiresAtMs === null) return 'the server told no end';
  const leftMs = expiresAtMs - nowMs;
  return leftMs > 0
    ? `expires in ${formatDuration(leftMs)}`
    : `expired ${formatDuration(-leftMs)} ago`;
}
