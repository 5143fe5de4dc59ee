import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One question to the token endpoint. */
export interface TokenQuestion {
  readonly parameters: Readonly<Record<string, string>>;
  readonly authorization: string | null;
}

export interface AuthorizationServer extends AsyncDisposable {
  readonly origin: string;
  readonly questions: readonly TokenQuestion[];
  /** Tokens that the protected resource takes. */
  readonly validTokens: Set<string>;
  /** Seconds that a new token lasts; null: it is not told. */
  expiresIn: number | null;
  /** Answers to the device's questions before the token: `authorization_pending`, `slow_down`, `access_denied`. */
  readonly deviceAnswers: string[];
  /** Error that the next question is answered with. */
  nextError: string | null;
}

interface Code {
  readonly challenge: string | null;
  readonly redirectUri: string;
  readonly clientId: string;
}

const CLIENT = 'client:s%2Fcret%3A';

/**
 * An authorization server with a protected resource at `/resource`, which answers with an event. The client is
 * `client` with the secret `s/cret:`, the user `ann` with `pass`.
 */
export async function startAuthorizationServer(): Promise<AuthorizationServer> {
  const questions: TokenQuestion[] = [];
  const validTokens = new Set<string>();
  const codes = new Map<string, Code>();
  const refreshTokens = new Set<string>();
  const state = {
    expiresIn: 3600 as number | null,
    deviceAnswers: [] as string[],
    nextError: null as string | null,
  };

  const answer = (response: ServerResponse, status: number, value: object): void => {
    response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
    response.end(JSON.stringify(value));
  };
  const refuse = (response: ServerResponse, error: string): void =>
    answer(response, 400, { error, error_description: `because of ${error}` });
  const grant = (response: ServerResponse, canRefresh: boolean): void => {
    const token = randomUUID();
    validTokens.add(token);
    const refreshToken = randomUUID();
    if (canRefresh) refreshTokens.add(refreshToken);
    answer(response, 200, {
      access_token: token,
      token_type: 'Bearer',
      ...(state.expiresIn !== null && { expires_in: state.expiresIn }),
      ...(canRefresh && { refresh_token: refreshToken }),
      // Not even a token: the client does not look at it.
      id_token: 'not.a.token',
    });
  };

  const takeCode = (question: TokenQuestion, response: ServerResponse): void => {
    const { code = '', redirect_uri, code_verifier, client_id } = question.parameters;
    const issued = codes.get(code);
    codes.delete(code);
    const challenge =
      code_verifier === undefined
        ? null
        : createHash('sha256').update(code_verifier).digest('base64url');
    const isRight =
      issued !== undefined &&
      issued.redirectUri === redirect_uri &&
      issued.challenge === challenge &&
      (question.authorization !== null || issued.clientId === client_id);
    if (isRight) grant(response, true);
    else refuse(response, 'invalid_grant');
  };

  const takeQuestion = (question: TokenQuestion, response: ServerResponse): void => {
    questions.push(question);
    const { parameters, authorization } = question;
    if (state.nextError !== null) {
      const error = state.nextError;
      state.nextError = null;
      return refuse(response, error);
    }
    const basic = `Basic ${Buffer.from(CLIENT).toString('base64')}`;
    const isClient =
      authorization === basic ||
      (parameters['client_id'] === 'client' && parameters['client_secret'] === 's/cret:') ||
      (parameters['client_id'] === 'public' && authorization === null);
    if (!isClient) return refuse(response, 'invalid_client');
    switch (parameters['grant_type']) {
      case 'client_credentials':
        return grant(response, false);
      case 'password': {
        const isUser = parameters['username'] === 'ann' && parameters['password'] === 'pass';
        return isUser ? grant(response, true) : refuse(response, 'invalid_grant');
      }
      case 'authorization_code':
        return takeCode(question, response);
      case 'refresh_token':
        return refreshTokens.delete(parameters['refresh_token'] ?? '')
          ? grant(response, true)
          : refuse(response, 'invalid_grant');
      case 'urn:ietf:params:oauth:grant-type:device_code': {
        const error = state.deviceAnswers.shift();
        return error === undefined ? grant(response, true) : refuse(response, error);
      }
      default:
        return refuse(response, 'unsupported_grant_type');
    }
  };

  const authorize = (url: URL, response: ServerResponse): void => {
    const redirectUri = url.searchParams.get('redirect_uri') ?? '';
    const to = new URL(redirectUri);
    to.searchParams.set('state', url.searchParams.get('state') ?? '');
    to.searchParams.set('iss', 'https://some.issuer.example');
    if (state.nextError !== null) {
      to.searchParams.set('error', state.nextError);
      state.nextError = null;
    } else {
      const code = randomUUID();
      codes.set(code, {
        challenge: url.searchParams.get('code_challenge'),
        redirectUri,
        clientId: url.searchParams.get('client_id') ?? '',
      });
      to.searchParams.set('code', code);
    }
    response.writeHead(302, { Location: to.href }).end();
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const url = new URL(request.url ?? '/', 'http://server');
    const parameters = Object.fromEntries(new URLSearchParams(text));
    switch (url.pathname) {
      case '/authorize':
        return authorize(url, response);
      case '/token':
        return takeQuestion(
          { parameters, authorization: request.headers.authorization ?? null },
          response,
        );
      case '/device':
        return answer(response, 200, {
          device_code: 'd',
          user_code: 'ABCD-EFGH',
          verification_uri: 'https://server.example/device',
          expires_in: 600,
          interval: 1,
        });
      default: {
        const sent =
          url.searchParams.get('access_token') ??
          /^(?:Bearer|Token) (.*)$/.exec(request.headers.authorization ?? '')?.[1] ??
          '';
        if (!validTokens.has(sent)) {
          response.writeHead(401, { 'WWW-Authenticate': 'Bearer' }).end();
          return;
        }
        response.writeHead(200, { 'Content-Type': 'text/event-stream' }).end('data: in\n\n');
      }
    }
  };
  const server = createServer((request, response) => {
    serve(request, response).catch((cause: unknown) => response.destroy(cause as Error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, {
    origin: `http://127.0.0.1:${port}`,
    questions,
    validTokens,
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
    },
  });
}
