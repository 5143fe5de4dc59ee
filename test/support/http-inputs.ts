import type { HttpInvocations } from '../../shared/ipc/http-contract.ts';
import { createStoredRequest } from '../../shared/model/workspace/stored-request.ts';

const request = createStoredRequest('Get pet');

/** One valid input of each invocation about what requests are sent with. */
export const HTTP_INPUTS: {
  readonly [C in keyof HttpInvocations]: HttpInvocations[C]['input'];
} = {
  'cookies:list': null,
  'cookies:set': {
    name: 'session',
    value: 'a',
    domain: 'example.com',
    isHostOnly: true,
    path: '/',
    isSecure: false,
    isHttpOnly: true,
    sameSite: 'lax',
    expiresAtMs: null,
  },
  'cookies:delete': { domain: 'example.com', path: '/', name: 'session' },
  'cookies:clear': { domain: null },
  'certificates:list': null,
  'certificates:add-client': { host: 'localhost:8443', form: 'pem', passphrase: '' },
  'certificates:add-authority': null,
  'certificates:remove': { certificateId: 'c-0' },
  'proxy:read': null,
  'proxy:write': { kind: 'system', url: '', username: '', password: null, bypass: ['localhost'] },
  'tokens:state': { itemId: null, request },
  'tokens:fetch': { itemId: null, request },
  'tokens:cancel': null,
  'tokens:forget': { itemId: null, request },
  'tokens:reveal': { itemId: null, request },
  'files:choose': { allowsSeveral: true },
  'files:look': { paths: ['body.bin'] },
  'request:copy-curl': { itemId: null, request, withSecrets: false },
};
