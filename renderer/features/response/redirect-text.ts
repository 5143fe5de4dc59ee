import type { RedirectRefusal } from '../../../shared/model/connection-facts.ts';
import { assertNever } from '../../../shared/result.ts';

/** Why a redirect was not followed, in one sentence. */
export function toRefusalText(refusal: RedirectRefusal): string {
  switch (refusal) {
    case 'switched-off':
      return 'Not followed: following redirects is off for this request.';
    case 'no-location':
      return 'Not followed: the response names no address to go to.';
    case 'scheme':
      return 'Not followed: it leads to something else than http or https.';
    case 'downgrade':
      return 'Not followed: it leads from https down to http, where everything can be read on the way.';
    case 'secret-in-body':
      return 'Not followed: the content holds a secret, and would go to another origin.';
    case 'secret-in-url':
      return 'Not followed: the new address holds a secret of this request, and belongs to another origin.';
    case 'limit':
      return 'Not followed: as many redirects were followed as may be.';
    default:
      return assertNever(refusal);
  }
}
