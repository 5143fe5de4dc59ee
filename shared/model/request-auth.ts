/** How a request authenticates, with every value filled in. */

/** Where a key is put. */
export type KeyPlacement = 'header' | 'query';

/** How a client tells the authorization server who it is. */
export type ClientAuthentication = 'basic' | 'body';

/** What every OAuth 2 grant needs. */
interface OAuth2Base {
  readonly tokenUrl: string;
  readonly clientId: string;
  /** Empty: a public client. */
  readonly clientSecret: string;
  readonly clientAuthentication: ClientAuthentication;
  /** Space-separated; empty: whatever the server gives. */
  readonly scope: string;
  /** Further parameters of the token request, such as `audience`. */
  readonly tokenParameters: readonly { readonly name: string; readonly value: string }[];
  /** Where the token is put into the request. */
  readonly placement: KeyPlacement;
  /** Scheme before the token in the `Authorization` field, or name of the query parameter. */
  readonly placementName: string;
}

/** How an access token is obtained. @see https://www.rfc-editor.org/rfc/rfc6749 */
export type OAuth2Settings = OAuth2Base &
  (
    | { readonly grant: 'client-credentials' }
    | { readonly grant: 'password'; readonly username: string; readonly password: string }
    | {
        readonly grant: 'authorization-code';
        readonly authorizationUrl: string;
        /** Loopback URL that the browser is sent back to; empty: `http://127.0.0.1:<free port>/callback`. */
        readonly callbackUrl: string;
        readonly usesPkce: boolean;
        readonly authorizationParameters: readonly {
          readonly name: string;
          readonly value: string;
        }[];
      }
    /** @see https://www.rfc-editor.org/rfc/rfc8628 */
    | { readonly grant: 'device-code'; readonly deviceUrl: string }
  );

/** How a request authenticates. Anything but `none` gives way to an `Authorization` field of the user's own. */
export type RequestAuth =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | { readonly kind: 'bearer'; readonly token: string }
  | {
      readonly kind: 'api-key';
      readonly name: string;
      readonly value: string;
      readonly placement: KeyPlacement;
    }
  /** @see https://www.rfc-editor.org/rfc/rfc7616 */
  | { readonly kind: 'digest'; readonly username: string; readonly password: string }
  /** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html */
  | {
      readonly kind: 'aws-v4';
      readonly accessKeyId: string;
      readonly secretAccessKey: string;
      /** Empty: none. */
      readonly sessionToken: string;
      /** Empty: told by the host where it is one of AWS, else `us-east-1`. */
      readonly region: string;
      /** Empty: told by the host where it is one of AWS, else `execute-api`. */
      readonly service: string;
    }
  | { readonly kind: 'oauth2'; readonly settings: OAuth2Settings };
