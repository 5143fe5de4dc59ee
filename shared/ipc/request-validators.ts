/** Form of a request that is ready to be sent. */
import { z } from 'zod';
import {
  FORM_PARTS_MAX,
  REQUEST_BODY_BYTES_MAX,
  REQUEST_HEADER_FIELDS_MAX,
  URL_CHARS_MAX,
} from '../limits.ts';
import { streamSettings } from './stream-validators.ts';
import { sendExceptions, someTransportSettings } from './transport-validators.ts';

const HEADER_VALUE_CHARS_MAX = 64 * 1024;
const PATH_CHARS_MAX = 4_096;

const line = z.string().max(HEADER_VALUE_CHARS_MAX);
const text = z.string().max(REQUEST_BODY_BYTES_MAX);
const file = z.strictObject({ path: z.string().max(PATH_CHARS_MAX) });
const mediaType = z.string().max(1024).nullable();
const url = z.string().max(URL_CHARS_MAX);
const pairs = z.array(z.strictObject({ name: line, value: line })).max(FORM_PARTS_MAX);

const body = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.enum(['text', 'json', 'xml']), text }),
  z.strictObject({
    kind: z.literal('form-urlencoded'),
    fields: z.array(z.strictObject({ name: text, value: text })).max(FORM_PARTS_MAX),
  }),
  z.strictObject({
    kind: z.literal('multipart'),
    parts: z
      .array(
        z.discriminatedUnion('kind', [
          z.strictObject({
            kind: z.literal('text'),
            name: line,
            value: text,
            contentType: mediaType,
          }),
          z.strictObject({
            kind: z.literal('file'),
            name: line,
            file,
            fileName: z.string().max(PATH_CHARS_MAX).nullable(),
            contentType: mediaType,
          }),
        ]),
      )
      .max(FORM_PARTS_MAX),
  }),
  z.strictObject({ kind: z.literal('file'), file, contentType: mediaType }),
  z.strictObject({
    kind: z.literal('graphql'),
    query: text,
    variables: text,
    operationName: z.string().max(1024).nullable(),
  }),
]);

const oauth2 = {
  tokenUrl: url,
  clientId: line,
  clientSecret: line,
  clientAuthentication: z.enum(['basic', 'body']),
  scope: line,
  tokenParameters: pairs,
  placement: z.enum(['header', 'query']),
  placementName: z.string().max(1024),
};

const auth = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.enum(['basic', 'digest']), username: line, password: line }),
  z.strictObject({ kind: z.literal('bearer'), token: line }),
  z.strictObject({
    kind: z.literal('api-key'),
    name: line,
    value: line,
    placement: z.enum(['header', 'query']),
  }),
  z.strictObject({
    kind: z.literal('aws-v4'),
    accessKeyId: line,
    secretAccessKey: line,
    sessionToken: line,
    region: line,
    service: line,
  }),
  z.strictObject({
    kind: z.literal('oauth2'),
    settings: z.discriminatedUnion('grant', [
      z.strictObject({ ...oauth2, grant: z.literal('client-credentials') }),
      z.strictObject({ ...oauth2, grant: z.literal('password'), username: line, password: line }),
      z.strictObject({
        ...oauth2,
        grant: z.literal('authorization-code'),
        authorizationUrl: url,
        callbackUrl: url,
        usesPkce: z.boolean(),
        authorizationParameters: pairs,
      }),
      z.strictObject({ ...oauth2, grant: z.literal('device-code'), deviceUrl: url }),
    ]),
  }),
]);

export const requestDefinition = z.strictObject({
  method: z.string().max(64),
  url: z.string().max(URL_CHARS_MAX + 1),
  headers: z
    .array(z.strictObject({ name: z.string().max(1024), value: line }))
    .max(REQUEST_HEADER_FIELDS_MAX + 1),
  body,
  omittedFields: z.array(z.string().max(1024)).max(REQUEST_HEADER_FIELDS_MAX).exactOptional(),
  auth: auth.exactOptional(),
  transport: someTransportSettings.exactOptional(),
  exceptions: sendExceptions.exactOptional(),
  stream: streamSettings.exactOptional(),
});
