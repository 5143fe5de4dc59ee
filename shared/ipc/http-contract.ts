/** The part of the contract that is about what requests are sent with: cookies, certificates, proxies, tokens, files. */
import type {
  AuthorityItem,
  AuthorizationPrompt,
  BodyFile,
  CertificateList,
  ClientCertificateItem,
  Cookie,
  CookieKey,
  OAuth2Error,
  ProgramProxy,
  TokenState,
} from '../model/http-parts.ts';
import type { InvalidInput, StorageError } from '../model/storage-error.ts';
import type { StoredRequest } from '../model/workspace/stored-request.ts';
import type { ItemId } from '../model/workspace/tree.ts';
import type { Result } from '../result.ts';
import type { SendStoredError } from './workspace-contract.ts';

/** A cookie that no server could set: a foreign character, a public suffix as its domain. */
export interface CookieRefused {
  readonly kind: 'cookie-refused';
  readonly detail: string;
}

/** A file that is no certificate or key, or does not open with the passphrase. */
export interface CertificateRefused {
  readonly kind: 'certificate-refused';
  readonly problem:
    'not-a-certificate' | 'not-a-key' | 'wrong-passphrase' | 'not-a-pair' | 'too-large';
  readonly fileName: string;
  readonly detail: string;
}

/** A request whose settings say where a token comes from. `itemId` null: a scratch request. */
export interface TokenInput {
  readonly itemId: ItemId | null;
  readonly request: StoredRequest;
}

export interface WriteProxyInput {
  readonly kind: ProgramProxy['kind'];
  readonly url: string;
  readonly username: string;
  /** Null: the one that is kept stays. */
  readonly password: string | null;
  readonly bypass: readonly string[];
}

type Answer<T, E = never> = Result<T, E | StorageError | InvalidInput>;

export interface HttpInvocations {
  /** Cookies of the open workspace, by domain, path and name. */
  'cookies:list': { input: null; output: Answer<readonly Cookie[]> };
  /** Adds a cookie, or replaces the one with the same domain, path and name. */
  'cookies:set': { input: Cookie; output: Answer<null, CookieRefused> };
  'cookies:delete': { input: CookieKey; output: Answer<null> };
  /** Deletes all cookies of a domain and those under it, or with null all there are. */
  'cookies:clear': { input: { readonly domain: string | null }; output: Answer<null> };
  'certificates:list': { input: null; output: Answer<CertificateList> };
  /** Asks for the files (certificate and key, or one PKCS12 file) with the system's dialog. Null: the user cancelled. */
  'certificates:add-client': {
    input: {
      readonly host: string;
      readonly form: 'pem' | 'pkcs12';
      /** Of the key; empty: none. */
      readonly passphrase: string;
    };
    output: Answer<ClientCertificateItem | null, CertificateRefused>;
  };
  /** Asks for a file of authorities with the system's dialog. Null: the user cancelled. */
  'certificates:add-authority': {
    input: null;
    output: Answer<AuthorityItem | null, CertificateRefused>;
  };
  'certificates:remove': { input: { readonly certificateId: string }; output: Answer<null> };
  'proxy:read': { input: null; output: Answer<ProgramProxy> };
  'proxy:write': { input: WriteProxyInput; output: Answer<ProgramProxy> };
  'tokens:state': { input: TokenInput; output: Answer<TokenState, SendStoredError> };
  /**
   * Gets a token, and puts it in the place of the one there is. May open the browser, and waits for it; `tokens:prompt`
   * tells what a person has to do.
   */
  'tokens:fetch': { input: TokenInput; output: Answer<TokenState, OAuth2Error | SendStoredError> };
  /** Ends the wait of `tokens:fetch` in this window. */
  'tokens:cancel': { input: null; output: Answer<null> };
  'tokens:forget': { input: TokenInput; output: Answer<null, SendStoredError> };
  /** The token itself, which is not told otherwise. Null: there is none. */
  'tokens:reveal': {
    input: TokenInput;
    output: Answer<{ readonly token: string } | null, SendStoredError>;
  };
  /**
   * Asks for files with the system's dialog. Those in the workspace come with their relative path; for any other the
   * choice is the grant to read it. Null: the user cancelled.
   */
  'files:choose': {
    input: { readonly allowsSeveral: boolean };
    output: Answer<readonly BodyFile[] | null>;
  };
  /** Whether files that a body names can be sent, in the order of the paths. */
  'files:look': {
    input: { readonly paths: readonly string[] };
    output: Answer<readonly BodyFile[]>;
  };
  /** Puts the request as a cURL command on the clipboard. Secrets stay `{{name}}` unless they are asked for. */
  'request:copy-curl': {
    input: TokenInput & { readonly withSecrets: boolean };
    output: Answer<null, SendStoredError>;
  };
}

export interface HttpPushes {
  /** A token needs a person. Null: not any more. */
  'tokens:prompt': { readonly prompt: AuthorizationPrompt | null };
}

/** Every invocation channel of this part. */
export const HTTP_CHANNELS = {
  'cookies:list': true,
  'cookies:set': true,
  'cookies:delete': true,
  'cookies:clear': true,
  'certificates:list': true,
  'certificates:add-client': true,
  'certificates:add-authority': true,
  'certificates:remove': true,
  'proxy:read': true,
  'proxy:write': true,
  'tokens:state': true,
  'tokens:fetch': true,
  'tokens:cancel': true,
  'tokens:forget': true,
  'tokens:reveal': true,
  'files:choose': true,
  'files:look': true,
  'request:copy-curl': true,
} as const satisfies Record<keyof HttpInvocations, true>;
