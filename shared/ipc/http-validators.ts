/** Form of the input of every invocation that is about what requests are sent with. */
import { z } from 'zod';
import {
  COOKIE_CHARS_MAX,
  FORM_PARTS_MAX,
  PASSPHRASE_CHARS_MAX,
  SECRET_CHARS_MAX,
  URL_CHARS_MAX,
} from '../limits.ts';
import type { HttpInvocations } from './http-contract.ts';
import { proxyBypass } from './transport-validators.ts';
import { itemId, storedRequest } from './workspace-validators.ts';

const DOMAIN_CHARS_MAX = 253;
const PATH_CHARS_MAX = 4_096;

const domain = z.string().min(1).max(DOMAIN_CHARS_MAX);
const cookieText = z.string().max(COOKIE_CHARS_MAX);
const nothing = z.null();
const tokenInput = { itemId: itemId.nullable(), request: storedRequest };

/** One validator per invocation; a channel without one does not compile. */
export const HTTP_VALIDATORS: {
  readonly [C in keyof HttpInvocations]: z.ZodType<HttpInvocations[C]['input']>;
} = {
  'cookies:list': nothing,
  'cookies:set': z.strictObject({
    name: cookieText,
    value: cookieText,
    domain,
    isHostOnly: z.boolean(),
    path: cookieText,
    isSecure: z.boolean(),
    isHttpOnly: z.boolean(),
    sameSite: z.enum(['strict', 'lax', 'none']).nullable(),
    expiresAtMs: z.number().min(0).max(Number.MAX_SAFE_INTEGER).nullable(),
  }),
  'cookies:delete': z.strictObject({ domain, path: cookieText, name: cookieText }),
  'cookies:clear': z.strictObject({ domain: domain.nullable() }),
  'certificates:list': nothing,
  'certificates:add-client': z.strictObject({
    host: z.string().min(1).max(DOMAIN_CHARS_MAX),
    form: z.enum(['pem', 'pkcs12']),
    passphrase: z.string().max(PASSPHRASE_CHARS_MAX),
  }),
  'certificates:add-authority': nothing,
  'certificates:remove': z.strictObject({ certificateId: z.string().min(1).max(64) }),
  'proxy:read': nothing,
  'proxy:write': z.strictObject({
    kind: z.enum(['none', 'system', 'manual']),
    url: z.string().max(URL_CHARS_MAX),
    username: z.string().max(PASSPHRASE_CHARS_MAX),
    password: z.string().max(SECRET_CHARS_MAX).nullable(),
    bypass: proxyBypass,
  }),
  'tokens:state': z.strictObject(tokenInput),
  'tokens:fetch': z.strictObject(tokenInput),
  'tokens:cancel': nothing,
  'tokens:forget': z.strictObject(tokenInput),
  'tokens:reveal': z.strictObject(tokenInput),
  'files:choose': z.strictObject({ allowsSeveral: z.boolean() }),
  'files:look': z.strictObject({
    paths: z.array(z.string().max(PATH_CHARS_MAX)).max(FORM_PARTS_MAX),
  }),
  'request:copy-curl': z.strictObject({ ...tokenInput, withSecrets: z.boolean() }),
};
