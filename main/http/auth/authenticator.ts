import { createHash } from 'node:crypto';
import { getFieldValue, getFieldValues } from '../../../shared/model/header-field.ts';
import type { HeaderField } from '../../../shared/model/header-field.ts';
import type { RequestAuth } from '../../../shared/model/request-auth.ts';
import { fail, ok } from '../../../shared/result.ts';
import type { Result } from '../../../shared/result.ts';
import type { HttpEnvironment, NoToken } from '../http-environment.ts';
import type { PreparedRequest } from '../prepare.ts';
import { EMPTY_HASH, readAwsHost, signAwsV4 } from './aws-v4.ts';
import { DigestSession } from './digest.ts';

/** What authentication puts into a request before it is prepared. */
export interface AuthParts {
  readonly fields: readonly HeaderField[];
  readonly query: readonly HeaderField[];
}

const NO_PARTS: AuthParts = { fields: [], query: [] };

/** Authenticates the requests of one exchange: attempts, redirects to the same origin, answers to challenges. */
export class Authenticator {
  readonly #auth: RequestAuth;
  readonly #environment: HttpEnvironment;
  readonly #epochMs: () => number;
  readonly #digest: DigestSession | null;

  constructor(auth: RequestAuth, environment: HttpEnvironment, epochMs: () => number = Date.now) {
    this.#auth = auth;
    this.#environment = environment;
    this.#epochMs = epochMs;
    this.#digest = auth.kind === 'digest' ? new DigestSession(auth) : null;
  }

  /** What does not depend on the rest of the request. */
  async getParts(signal: AbortSignal): Promise<Result<AuthParts, NoToken>> {
    const auth = this.#auth;
    switch (auth.kind) {
      case 'none':
      case 'digest':
      case 'aws-v4':
        return ok(NO_PARTS);
      case 'basic':
        return ok(toAuthorization(toBasicValue(auth.username, auth.password)));
      case 'bearer':
        return ok(toAuthorization(`Bearer ${auth.token}`));
      case 'api-key': {
        const field = { name: auth.name, value: auth.value };
        if (field.name === '') return ok(NO_PARTS);
        return ok(
          auth.placement === 'query'
            ? { fields: [], query: [field] }
            : { fields: [field], query: [] },
        );
      }
      case 'oauth2': {
        const { getToken } = this.#environment;
        const noStore = { kind: 'no-token', detail: 'tokens cannot be had from here' } as const;
        const token = await (getToken?.(auth.settings, signal) ?? fail(noStore));
        if (!token.ok) return token;
        const { placement, placementName } = auth.settings;
        if (placement === 'query') {
          return ok({ fields: [], query: [{ name: placementName, value: token.value }] });
        }
        return ok(toAuthorization(`${placementName} ${token.value}`.trim()));
      }
    }
  }

  /** Signs a request that is ready otherwise. */
  async sign(request: PreparedRequest): Promise<readonly HeaderField[]> {
    if (getFieldValue(request.headers, 'authorization') !== null) return [];
    if (this.#digest !== null) {
      const value = this.#digest.getField(request.method, request.target);
      return value === null ? [] : [{ name: 'Authorization', value }];
    }
    if (this.#auth.kind !== 'aws-v4') return [];
    const host = getFieldValue(request.headers, 'host') ?? request.url.host;
    const told = readAwsHost(host);
    return signAwsV4(
      {
        method: request.method,
        url: request.url,
        host,
        headers: request.headers,
        contentHash: await hashContent(request.content),
        atMs: this.#epochMs(),
      },
      {
        ...this.#auth,
        region: this.#auth.region || told.region || 'us-east-1',
        service: this.#auth.service || told.service || 'execute-api',
      },
    );
  }

  /** True: the response is a challenge, and the request is to be sent again with the answer. */
  takeChallenge(
    request: PreparedRequest,
    response: { readonly status: number; readonly headers: readonly HeaderField[] },
  ): boolean {
    if (this.#digest === null) return false;
    const values = getFieldValues(response.headers, 'www-authenticate');
    const sent = getFieldValue(request.headers, 'authorization');
    // The user's own field is not replaced.
    if (sent !== null && !/^digest /i.test(sent)) return false;
    return this.#digest.takeResponse(response.status, values, sent !== null);
  }
}

/** @see https://www.rfc-editor.org/rfc/rfc7617 */
export function toBasicValue(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}

function toAuthorization(value: string): AuthParts {
  return { fields: [{ name: 'Authorization', value }], query: [] };
}

/** Reads the content once; it is read again when it is sent. */
async function hashContent(content: PreparedRequest['content']): Promise<string> {
  if (content === null) return EMPTY_HASH;
  const hash = createHash('sha256');
  for await (const bytes of content.read()) hash.update(bytes);
  return hash.digest('hex');
}
