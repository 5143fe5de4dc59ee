import { TOKEN_RESPONSE_BYTES_MAX } from '../../../../shared/limits.ts';
import type { NetworkError } from '../../../../shared/model/network-error.ts';
import { openContent } from '../../body/open-content.ts';
import type { HttpEnvironment } from '../../http-environment.ts';
import { prepareRequest } from '../../prepare.ts';
import type { HttpTransport } from '../../transport.ts';

/** Thrown by a {@link TokenFetch} when no whole response came. */
export class TokenNetworkError extends Error {
  readonly networkError: NetworkError;

  constructor(networkError: NetworkError) {
    super(networkError.detail);
    this.networkError = networkError;
  }
}

/** What an OAuth library asks of fetch. */
export type TokenFetch = (
  url: string,
  options: {
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: URLSearchParams | null | undefined;
    readonly signal?: AbortSignal | undefined;
  },
) => Promise<Response>;

/**
 * Talks to an authorization server over the same transport as every request: proxies, own authorities and client
 * certificates hold there too. Redirects are not followed, cookies not sent, and an answer is never longer than
 * `TOKEN_RESPONSE_BYTES_MAX`.
 */
export function createTokenFetch(
  transport: HttpTransport,
  environment: HttpEnvironment,
  userAgent: string,
): TokenFetch {
  return async (url, { method, headers, body, signal = new AbortController().signal }) => {
    const text = body?.toString() ?? '';
    const opened = await openContent(
      text === '' ? { kind: 'none' } : { kind: 'text', text },
      environment.files,
    );
    const prepared = prepareRequest(
      {
        method,
        url,
        headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
        body: { kind: 'none' },
      },
      { userAgent, content: opened.ok ? opened.value : null, sendsCertificate: true },
    );
    const sent = await transport.send(prepared, {
      signal,
      environment,
      onWireBytes: () => undefined,
      onSent: () => undefined,
    });
    if (!sent.ok) throw new TokenNetworkError(sent.error);
    const response = sent.value;
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    try {
      for await (const chunk of response.content) {
        bytes += chunk.bytes.length;
        if (bytes > TOKEN_RESPONSE_BYTES_MAX) throw new Error('the answer is too long for a token');
        chunks.push(Uint8Array.from(chunk.bytes));
      }
    } catch (cause: unknown) {
      throw new TokenNetworkError(response.toError(cause));
    } finally {
      response.close();
    }
    // Content is decoded; a response of these statuses has none.
    const hasBody = ![204, 205, 304].includes(response.status);
    return new Response(hasBody ? withoutIdToken(Buffer.concat(chunks)) : null, {
      status: response.status,
      headers: response.headers
        .filter(({ name }) => !/^content-(encoding|length)$/i.test(name))
        .map(({ name, value }): [string, string] => [name, value]),
    });
  };
}

/**
 * An ID token is not used, and could only be checked against an issuer that is not known: the settings name addresses,
 * not an issuer.
 */
function withoutIdToken(bytes: Buffer): Uint8Array<ArrayBuffer> {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    if (typeof value === 'object' && value !== null && 'id_token' in value) {
      const { id_token: _idToken, ...rest } = value;
      return Uint8Array.from(Buffer.from(JSON.stringify(rest), 'utf8'));
    }
  } catch {
    // Not JSON: the library says so.
  }
  return Uint8Array.from(bytes);
}
