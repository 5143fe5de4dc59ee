import type { OAuth2Error } from '../../../../shared/model/http-parts.ts';
import { TokenNetworkError } from './token-fetch.ts';

/** A setting that is missing or wrong. */
export class WrongSetting extends Error {}

/** What was thrown on the way to a token, as data. */
export async function toOAuth2Error(
  cause: unknown,
  { isCancelled }: { readonly isCancelled: boolean },
): Promise<OAuth2Error> {
  const oauth = await import('oauth4webapi');
  const make = (
    problem: OAuth2Error['problem'],
    detail: string,
    code: string | null = null,
  ): OAuth2Error => ({ kind: 'oauth2-error', problem, code, detail });
  const message = cause instanceof Error ? cause.message : String(cause);
  if (isCancelled) return make('cancelled', 'it was cancelled');
  if (cause instanceof WrongSetting) return make('settings', message);
  if (cause instanceof TokenNetworkError) {
    return make('network', message, cause.networkError.kind);
  }
  if (cause instanceof oauth.ResponseBodyError) {
    return make('refused', cause.error_description ?? cause.error, cause.error);
  }
  if (cause instanceof oauth.AuthorizationResponseError) {
    return make('refused', cause.error_description ?? cause.error, cause.error);
  }
  if (cause instanceof oauth.WWWAuthenticateChallengeError) {
    return make('refused', `the server answered ${cause.status}`, String(cause.status));
  }
  if (cause instanceof Error && (cause.name === 'TimeoutError' || cause.name === 'AbortError')) {
    return make('timed-out', 'nobody answered in time');
  }
  return make('bad-answer', message);
}
