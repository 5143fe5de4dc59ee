import type { HttpInvocations } from '../../shared/ipc/http-contract.ts';
import type { Api } from '../../renderer/api.ts';
import { ok } from '../../shared/result.ts';

type CamelCase<S extends string> = S extends `${infer Head}:${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : S extends `${infer Head}-${infer Tail}`
    ? `${Head}${Capitalize<CamelCase<Tail>>}`
    : S;
type HttpApi = Pick<Api, CamelCase<keyof HttpInvocations> | 'onTokensPrompt'>;

/** Answers of a program that has no cookies, certificates, proxies or tokens. */
export function createFakeHttpApi(): HttpApi {
  const noProxy = {
    kind: 'system',
    url: '',
    username: '',
    hasPassword: false,
    bypass: [],
  } as const;
  return {
    cookiesList: async () => ok([]),
    cookiesSet: async () => ok(null),
    cookiesDelete: async () => ok(null),
    cookiesClear: async () => ok(null),
    certificatesList: async () => ok({ clients: [], authorities: [] }),
    certificatesAddClient: async () => ok(null),
    certificatesAddAuthority: async () => ok(null),
    certificatesRemove: async () => ok(null),
    proxyRead: async () => ok(noProxy),
    proxyWrite: async () => ok(noProxy),
    tokensState: async () => ok({ kind: 'none' }),
    tokensFetch: async () => ok({ kind: 'none' }),
    tokensCancel: async () => ok(null),
    tokensForget: async () => ok(null),
    tokensReveal: async () => ok(null),
    filesChoose: async () => ok(null),
    filesLook: async () => ok([]),
    requestCopyCurl: async () => ok(null),
    onTokensPrompt: () => () => undefined,
  };
}
