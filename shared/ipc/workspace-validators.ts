/** Form of the input of every invocation that is about the workspace. Sizes are bounded, unknown keys refused. */
import { z } from 'zod';
import {
  DRAFT_KEY_CHARS_MAX,
  ITEMS_PER_ACTION_MAX,
  PASSPHRASE_CHARS_MAX,
  REQUEST_BODY_BYTES_MAX,
  REQUEST_ROWS_MAX,
  SECRET_CHARS_MAX,
  SESSION_TABS_MAX,
  URL_CHARS_MAX,
} from '../limits.ts';
import { AUTH_KINDS } from '../model/workspace/stored-auth.ts';
import type { ItemId } from '../model/workspace/tree.ts';
import { someStreamSettings } from './stream-validators.ts';
import { sendExceptions, storedTransport } from './transport-validators.ts';
import type { WorkspaceInvocations } from './workspace-contract.ts';

const LINE_CHARS_MAX = 64 * 1024;
const ITEM_ID_PATTERN = /^i-[0-9a-z-]{1,64}$/;
const HASH_PATTERN = /^[0-9a-f]{64}$/;

/** Names an item of the workspace. */
export const itemId = z.custom<ItemId>(
  (value) => typeof value === 'string' && ITEM_ID_PATTERN.test(value),
);
const line = z.string().max(LINE_CHARS_MAX);
const text = z.string().max(REQUEST_BODY_BYTES_MAX);
const name = z.string().max(1024);
const hash = z.string().regex(HASH_PATTERN);
const draftKey = z.string().min(1).max(DRAFT_KEY_CHARS_MAX);
const versionId = z.string().min(1).max(256);
const rows = <T extends z.ZodType>(row: T): z.ZodArray<T> => z.array(row).max(REQUEST_ROWS_MAX);

const field = { name: line, value: text, isEnabled: z.boolean(), description: text };
const part = { name: line, isEnabled: z.boolean(), description: text, contentType: line };
const inherit = z.literal('inherit');

const variable = z.strictObject({
  name: line,
  value: text,
  isSecret: z.boolean(),
  isEnabled: z.boolean(),
  description: text,
});
const auth = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['none']) }),
  z.strictObject({ kind: z.enum(['inherit']) }),
  z.strictObject({
    kind: z.enum(AUTH_KINDS),
    values: z.record(name, z.union([line, z.number(), z.boolean()])),
  }),
]);
const body = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.enum(['json', 'text', 'xml', 'sparql']), text }),
  z.strictObject({ kind: z.literal('form-urlencoded'), fields: rows(z.strictObject(field)) }),
  z.strictObject({
    kind: z.literal('multipart-form'),
    parts: rows(
      z.discriminatedUnion('kind', [
        z.strictObject({ ...part, kind: z.literal('text'), value: text }),
        z.strictObject({ ...part, kind: z.literal('file'), paths: rows(line) }),
      ]),
    ),
  }),
  z.strictObject({
    kind: z.literal('file'),
    files: rows(z.strictObject({ path: line, contentType: line, isSelected: z.boolean() })),
  }),
  z.strictObject({
    kind: z.literal('graphql'),
    query: text,
    variables: text,
    operationName: name,
  }),
]);
const seq = z.number().nullable();

/** A request as its file holds it. */
export const storedRequest = z.strictObject({
  kind: z.enum(['http', 'graphql']),
  name,
  seq,
  tags: rows(name),
  method: z.string().max(64),
  url: z.string().max(URL_CHARS_MAX + 1),
  params: rows(z.strictObject({ ...field, kind: z.enum(['query', 'path']) })),
  headers: rows(z.strictObject(field)),
  body,
  bodyTitles: rows(name),
  auth,
  variables: rows(variable),
  settings: z.strictObject({
    encodeUrl: z.union([z.boolean(), inherit]).nullable(),
    timeoutMs: z.union([z.number().min(0), inherit]).nullable(),
    followRedirects: z.union([z.boolean(), inherit]).nullable(),
    forwardAuthorizationHeader: z.union([z.boolean(), inherit]).nullable(),
    maxRedirects: z.union([z.number().min(0), inherit]).nullable(),
    omitHeaders: rows(name),
  }),
  docs: text,
  stream: someStreamSettings,
  transport: storedTransport,
  kept: z.strictObject({
    scripts: text,
    assertions: text,
    actions: text,
    examples: text,
    app: text,
  }),
});
const folder = {
  name,
  seq,
  headers: rows(z.strictObject(field)),
  auth,
  variables: rows(variable),
  docs: text,
};
const change = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('request'), request: storedRequest }),
  z.strictObject({ kind: z.literal('folder'), folder: z.strictObject(folder) }),
  z.strictObject({
    kind: z.literal('collection'),
    collection: z.strictObject({ ...folder, formatVersion: name }),
  }),
  z.strictObject({
    kind: z.literal('environment'),
    environment: z.strictObject({
      name,
      color: z.string().max(64),
      description: text,
      variables: rows(variable),
      extends: name,
      dotEnvPath: line,
    }),
  }),
  z.strictObject({ kind: z.literal('text'), text }),
]);

const nothing = z.null();
const items = z.array(itemId).min(1).max(ITEMS_PER_ACTION_MAX);

/** One validator per invocation about the workspace; a channel without one does not compile. */
export const WORKSPACE_VALIDATORS: {
  readonly [C in keyof WorkspaceInvocations]: z.ZodType<WorkspaceInvocations[C]['input']>;
} = {
  'workspace:current': nothing,
  'workspace:recent': nothing,
  'workspace:open': z.strictObject({ recentId: z.string().max(128).nullable() }),
  'workspace:create': z.strictObject({ name, isSample: z.boolean() }),
  'workspace:close': nothing,
  'workspace:rescan': nothing,
  'workspace:select-environment': z.strictObject({ environmentId: itemId.nullable() }),
  'item:read': z.strictObject({ itemId: itemId.nullable() }),
  'item:save': z.strictObject({
    itemId: itemId.nullable(),
    version: z.union([hash, z.literal('overwrite')]).nullable(),
    change,
  }),
  'item:create': z.strictObject({
    parentId: itemId.nullable(),
    kind: z.enum(['folder', 'request', 'environment']),
    name,
    request: storedRequest.nullable(),
  }),
  'item:rename': z.strictObject({ itemId, name }),
  'item:duplicate': z.strictObject({ itemId }),
  'item:delete': z.strictObject({ itemIds: items }),
  'item:move': z.strictObject({
    itemIds: items,
    parentId: itemId.nullable(),
    beforeId: itemId.nullable(),
  }),
  'history:versions': z.strictObject({ itemId: itemId.nullable() }),
  'history:read': z.strictObject({ versionId }),
  'history:restore': z.strictObject({ versionId }),
  'draft:list': nothing,
  'draft:save': z.strictObject({
    draftKey,
    itemId: itemId.nullable(),
    version: hash.nullable(),
    change,
  }),
  'draft:remove': z.strictObject({ draftKey }),
  'session:read': nothing,
  'session:write': z.strictObject({
    tabs: z
      .array(
        z.strictObject({
          draftKey,
          itemId: itemId.nullable(),
          isPreview: z.boolean(),
          isPinned: z.boolean(),
        }),
      )
      .max(SESSION_TABS_MAX),
    active: z.int().min(0).max(SESSION_TABS_MAX),
    collapsed: z.array(itemId).max(ITEMS_PER_ACTION_MAX),
  }),
  'secrets:state': nothing,
  'secrets:unlock': z.strictObject({ passphrase: z.string().min(1).max(PASSPHRASE_CHARS_MAX) }),
  'secrets:use-session': nothing,
  'secrets:names': z.strictObject({ environmentId: itemId.nullable() }),
  'secrets:write': z.strictObject({
    environmentId: itemId.nullable(),
    name: name.min(1),
    value: z.string().max(SECRET_CHARS_MAX).nullable(),
  }),
  'variables:view': z.strictObject({ itemId: itemId.nullable(), request: storedRequest }),
  'request:send': z.strictObject({
    itemId: itemId.nullable(),
    request: storedRequest,
    allowsUnresolved: z.boolean(),
    allowsNewHost: z.boolean(),
    exceptions: sendExceptions.exactOptional(),
  }),
};
