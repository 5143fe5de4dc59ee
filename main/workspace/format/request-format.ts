/**
 * A request as an OpenCollection file: reading, and writing as an edit of the lines that changed.
 * @see https://docs.usebruno.com/opencollection-yaml/structure-reference
 */
import { isMap, isSeq } from 'yaml';
import { STREAM_SHAPES } from '../../../shared/model/exchange.ts';
import type { StreamSettings } from '../../../shared/model/stream-settings.ts';
import type { FormatError } from '../../../shared/model/workspace/format-error.ts';
import type {
  StoredBody,
  StoredParam,
  StoredPart,
  StoredRequest,
  StoredRequestSettings,
  StoredTransport,
} from '../../../shared/model/workspace/stored-request.ts';
import type { Result } from '../../../shared/result.ts';
import type { Cursor } from './cursor.ts';
import { readAuth, readField, readFile, readVariables } from './read-parts.ts';
import {
  hasNestedAuth,
  listOrNothing,
  orNothing,
  toWantedAuth,
  toWantedField,
  toWantedSecrets,
  toWantedVariables,
} from './write-parts.ts';
import type { Wanted, WantedMap } from './wanted.ts';
import type { YamlText } from './yaml-text.ts';

const RAW_BODIES = ['json', 'text', 'xml', 'sparql'] as const;
const BODY_TYPES = [...RAW_BODIES, 'form-urlencoded', 'multipart-form', 'file', 'none'] as const;

/** Reads a file of an `http` or `graphql` request. */
export function readRequest(file: YamlText): Result<StoredRequest, FormatError> {
  return readFile(file, (root) => {
    const info = root.get('info');
    const kind = root.get('graphql').isAbsent ? 'http' : 'graphql';
    const details = root.get(kind);
    const body = selectBody(details.get('body'));
    const runtime = root.get('runtime');
    return {
      kind,
      name: info.get('name').text(),
      seq: info.get('seq').number(),
      tags: info
        .get('tags')
        .list()
        .map((tag) => tag.text()),
      method: details.get('method').text() || (kind === 'http' ? 'GET' : 'POST'),
      url: details.get('url').text(),
      params: details.get('params').list().map(readParam),
      headers: details.get('headers').list().map(readField),
      body:
        kind === 'http'
          ? readBody(body.selected)
          : readGraphql(body.selected, root.get('tideline').get('operationName').text()),
      bodyTitles: body.titles,
      auth: readAuth(details.get('auth'), 'none'),
      variables: readVariables(runtime.get('variables'), root),
      settings: readSettings(root.get('settings')),
      docs: root.get('docs').description(),
      stream: readStream(root.get('tideline').get('stream')),
      transport: readTransport(root.get('tideline').get('transport')),
      kept: {
        scripts: runtime.get('scripts').source(),
        assertions: runtime.get('assertions').source(),
        actions: runtime.get('actions').source(),
        examples: root.get('examples').source(),
        app: root.get('app').source(),
      },
    };
  });
}

/**
 * What a file has to hold for a request. `was` and `file` are what it holds now, null for a new file. Parts
 * that are the same in both are not named, so that they stay as they are written.
 */
export function toWantedRequest(
  request: StoredRequest,
  was: StoredRequest | null,
  file: YamlText | null,
): WantedMap {
  const { kind } = request;
  const isNew = was === null || was.kind !== kind;
  const changed = (key: keyof StoredRequest): boolean =>
    isNew || JSON.stringify(was[key]) !== JSON.stringify(request[key]);
  return {
    info: {
      ...(changed('name') && { name: request.name }),
      ...(isNew && { type: kind }),
      ...(changed('seq') && { seq: request.seq ?? undefined }),
      ...(changed('tags') && { tags: listOrNothing(request.tags) }),
    },
    ...(was !== null && isNew && { [was.kind]: undefined }),
    [kind]: {
      ...(changed('method') && { method: request.method }),
      ...(changed('url') && { url: request.url }),
      ...(changed('params') && { params: listOrNothing(request.params.map(toWantedParam)) }),
      ...(changed('headers') && { headers: listOrNothing(request.headers.map(toWantedField)) }),
      ...(changed('body') && { body: toWantedBodies(request, was, file) }),
      ...(changed('auth') && {
        auth: toWantedAuth(
          request.auth,
          was?.auth ?? null,
          hasNestedAuth(file, [kind, 'auth']),
          'none',
        ),
      }),
    },
    runtime: {
      ...(changed('variables') && {
        variables: toWantedVariables(request.variables),
      }),
    },
    settings: { ...(changed('settings') && toWantedSettings(request.settings)) },
    ...(changed('docs') && { docs: orNothing(request.docs) }),
    tideline: {
      ...(changed('variables') && { secrets: toWantedSecrets(request.variables) }),
      stream: { ...(changed('stream') && toWantedStream(request.stream)) },
      transport: { ...(changed('transport') && toWantedTransport(request.transport)) },
      ...(changed('body') && { operationName: orNothing(getOperationName(request.body)) }),
    },
  };
}

function readParam(row: Cursor): StoredParam {
  return { ...readField(row), kind: row.get('type').word(['query', 'path'] as const, 'query') };
}

function toWantedParam(param: StoredParam): WantedMap {
  const { name, value, ...rest } = toWantedField(param);
  return { name, value, type: param.kind, ...rest };
}

/** A file may hold several bodies, one of them selected. */
function selectBody(body: Cursor): {
  readonly selected: Cursor;
  readonly titles: readonly string[];
} {
  if (!body.isList) return { selected: body, titles: [] };
  const variants = body.list();
  const titles = variants.map((variant) => variant.get('title').text());
  const selected =
    variants.find((variant) => variant.get('selected').boolean() === true) ?? variants[0];
  return { selected: selected?.get('body') ?? body.get(''), titles };
}

function readBody(body: Cursor): StoredBody {
  if (body.isAbsent || (!body.isMap && body.text() === 'none')) return { kind: 'none' };
  const type = body.get('type').word(BODY_TYPES, 'none');
  const data = body.get('data');
  switch (type) {
    case 'none':
      return { kind: 'none' };
    case 'form-urlencoded':
      return { kind: type, fields: data.list().map(readField) };
    case 'multipart-form':
      return { kind: type, parts: data.list().map(readPart) };
    case 'file':
      return {
        kind: type,
        files: data.list().map((file) => ({
          path: file.get('filePath').text(),
          contentType: file.get('contentType').text(),
          isSelected: file.get('selected').boolean() === true,
        })),
      };
    default:
      return { kind: type, text: data.text() };
  }
}

function readGraphql(body: Cursor, operationName: string): StoredBody {
  return {
    kind: 'graphql',
    query: body.get('query').text(),
    variables: body.get('variables').text(),
    operationName,
  };
}

function getOperationName(body: StoredBody): string {
  return body.kind === 'graphql' ? body.operationName : '';
}

function readPart(row: Cursor): StoredPart {
  const { value, ...field } = {
    name: row.get('name').text(),
    isEnabled: row.get('disabled').boolean() !== true,
    description: row.get('description').description(),
    contentType: row.get('contentType').text(),
    value: row.get('value'),
  };
  if (row.get('type').word(['text', 'file'] as const, 'text') === 'text') {
    return { ...field, kind: 'text', value: value.text() };
  }
  const paths = value.isList ? value.list().map((path) => path.text()) : [value.text()];
  return { ...field, kind: 'file', paths: paths.filter((path) => path !== '') };
}

function toWantedPart(part: StoredPart): WantedMap {
  return {
    name: part.name,
    type: part.kind,
    value: part.kind === 'text' ? part.value : part.paths,
    contentType: orNothing(part.contentType),
    description: orNothing(part.description),
    disabled: part.isEnabled ? undefined : true,
  };
}

/** Of several bodies the selected one is changed, and the others are left alone. */
function toWantedBodies(
  request: StoredRequest,
  was: StoredRequest | null,
  file: YamlText | null,
): Wanted | undefined {
  const body = toWantedBody(request.body, was?.body ?? null);
  const list = file?.doc.getIn([request.kind, 'body']);
  if (!isSeq(list)) return body;
  const variants = list.items.filter(isMap);
  const selected = variants.findIndex((variant) => variant.get('selected') === true);
  return variants.map((_, index): Wanted => (index === Math.max(0, selected) ? { body } : {}));
}

function toWantedBody(body: StoredBody, was: StoredBody | null): Wanted | undefined {
  switch (body.kind) {
    case 'none':
      return undefined;
    case 'graphql':
      return { query: body.query, variables: orNothing(body.variables) };
    case 'form-urlencoded':
      return { type: body.kind, data: body.fields.map(toWantedField) };
    case 'multipart-form':
      return { type: body.kind, data: body.parts.map(toWantedPart) };
    case 'file':
      return {
        type: body.kind,
        data: body.files.map(({ path, contentType, isSelected }) => ({
          filePath: path,
          contentType,
          selected: isSelected,
        })),
      };
    default:
      return { ...(was?.kind !== body.kind && { type: body.kind }), data: body.text };
  }
}

function readInheritable<T>(
  value: Cursor,
  read: (value: Cursor) => T | null,
): T | 'inherit' | null {
  if (!value.isMap && !value.isList && value.text() === 'inherit') return 'inherit';
  return read(value);
}

const readBoolean = (value: Cursor): boolean | null => value.boolean();
const readNumber = (value: Cursor): number | null => value.number();

function readSettings(settings: Cursor): StoredRequestSettings {
  return {
    encodeUrl: readInheritable(settings.get('encodeUrl'), readBoolean),
    timeoutMs: readInheritable(settings.get('timeout'), readNumber),
    followRedirects: readInheritable(settings.get('followRedirects'), readBoolean),
    forwardAuthorizationHeader: readInheritable(
      settings.get('forwardAuthorizationHeader'),
      readBoolean,
    ),
    maxRedirects: readInheritable(settings.get('maxRedirects'), readNumber),
    omitHeaders: settings
      .get('omitHeaders')
      .list()
      .map((name) => name.text()),
  };
}

function toWantedSettings(settings: StoredRequestSettings): WantedMap {
  return {
    encodeUrl: settings.encodeUrl ?? undefined,
    timeout: settings.timeoutMs ?? undefined,
    followRedirects: settings.followRedirects ?? undefined,
    forwardAuthorizationHeader: settings.forwardAuthorizationHeader ?? undefined,
    maxRedirects: settings.maxRedirects ?? undefined,
    omitHeaders: listOrNothing(settings.omitHeaders),
  };
}

function readStream(stream: Cursor): Partial<StreamSettings> {
  const readAs = stream.get('readAs');
  const reconnect = stream.get('reconnect');
  const time = stream.get('reconnectionTime').number();
  const attempts = stream.get('attempts').number();
  const lastEventId = stream.get('lastEventId');
  const stallAfter = stream.get('stallAfter').number();
  return {
    ...(!readAs.isAbsent && { readAs: readAs.word(['auto', ...STREAM_SHAPES] as const, 'auto') }),
    ...(!reconnect.isAbsent && {
      reconnect: reconnect.word(['off', 'browser', 'on'] as const, 'off'),
    }),
    ...(time !== null && { reconnectionTimeMs: time }),
    ...(attempts !== null && { attemptsMax: attempts }),
    ...(!lastEventId.isAbsent && { lastEventId: lastEventId.text() }),
    ...(stallAfter !== null && { stallAfterMs: stallAfter === 0 ? null : stallAfter }),
  };
}

/** Times in milliseconds; a `stallAfter` of 0 means never. */
function toWantedStream(stream: Partial<StreamSettings>): WantedMap {
  return {
    readAs: stream.readAs,
    reconnect: stream.reconnect,
    reconnectionTime: stream.reconnectionTimeMs ?? undefined,
    attempts: stream.attemptsMax,
    lastEventId: stream.lastEventId ?? undefined,
    stallAfter: stream.stallAfterMs === null ? 0 : stream.stallAfterMs,
  };
}

function readTransport(transport: Cursor): StoredTransport {
  const connect = transport.get('connectTimeout').number();
  const idle = transport.get('idleTimeout').number();
  const flag = <K extends string>(key: K): { [P in K]?: boolean } => {
    const value = transport.get(key).boolean();
    return value === null ? {} : ({ [key]: value } as { [P in K]?: boolean });
  };
  const version = transport.get('httpVersion');
  const method = transport.get('redirectMethod');
  return {
    ...(!version.isAbsent && {
      httpVersion: version.word(['auto', '1.1', '2'] as const, 'auto'),
    }),
    ...(!method.isAbsent && {
      redirectMethod: method.word(['standard', 'keep'] as const, 'standard'),
    }),
    ...(connect !== null && { connectTimeoutMs: connect === 0 ? null : connect }),
    ...(idle !== null && { idleTimeoutMs: idle === 0 ? null : idle }),
    ...flag('decodesContent'),
    ...flag('keepsAlive'),
    ...flag('usesCookies'),
    ...flag('bypassesProxy'),
  };
}

/** Times in milliseconds; 0 means no end. */
function toWantedTransport(transport: StoredTransport): WantedMap {
  return {
    httpVersion: transport.httpVersion,
    redirectMethod: transport.redirectMethod,
    connectTimeout: transport.connectTimeoutMs === null ? 0 : transport.connectTimeoutMs,
    idleTimeout: transport.idleTimeoutMs === null ? 0 : transport.idleTimeoutMs,
    decodesContent: transport.decodesContent,
    keepsAlive: transport.keepsAlive,
    usesCookies: transport.usesCookies,
    bypassesProxy: transport.bypassesProxy,
  };
}
