import { resolve } from 'node:path';
import { getFieldValue } from '../../shared/model/header-field.ts';
import type { RequestDefinition } from '../../shared/model/request.ts';
import type { RequestAuth } from '../../shared/model/request-auth.ts';
import { listBodyFiles } from '../../shared/model/request-body.ts';
import type { FormPart, RequestBody } from '../../shared/model/request-body.ts';
import { fail, ok } from '../../shared/result.ts';
import type { Result } from '../../shared/result.ts';
import type { SecretSource } from './cli-secrets.ts';
import type { AuthFlag, BodyFlag, FormFlag, HttpFlags } from './http-flags.ts';
import { readTextFile } from './read-data.ts';

/** A request with what the command line says, and the files that it names itself. */
export interface FlaggedRequest {
  readonly request: RequestDefinition;
  /** Paths that were typed: typing one is the permission to read it. */
  readonly files: readonly string[];
  /** Values of secrets that went in. */
  readonly secrets: readonly string[];
}

/** Puts body, authentication, cookie and transport of the command line in the place of the request's own. */
export async function applyFlags(
  request: RequestDefinition,
  flags: HttpFlags,
  getSecret: SecretSource,
): Promise<Result<FlaggedRequest, string>> {
  const body = flags.body === null ? null : await toBody(flags.body);
  if (body !== null && !body.ok) return body;
  const auth = flags.auth === null ? null : toAuth(flags.auth, getSecret);
  if (auth !== null && !auth.ok) return auth;
  const headers = [...request.headers];
  if (flags.cookie !== null && getFieldValue(headers, 'cookie') === null) {
    headers.push({ name: 'Cookie', value: flags.cookie });
  }
  // cURL's own choice for data that it does not look into.
  if (flags.body?.kind === 'binary' && getFieldValue(headers, 'content-type') === null) {
    headers.push({ name: 'Content-Type', value: 'application/x-www-form-urlencoded' });
  }
  const files = body === null ? [] : listBodyFiles(body.value);
  return ok({
    request: {
      ...request,
      headers,
      ...(body !== null && { body: body.value }),
      ...(auth !== null && { auth: auth.value.auth }),
      transport: { ...request.transport, ...flags.transport },
    },
    files,
    secrets: auth === null ? [] : auth.value.secrets,
  });
}

/** The method where none is told. */
export function getDefaultMethod(flags: HttpFlags, hasData: boolean): string {
  if (flags.body?.kind === 'upload') return 'PUT';
  return hasData || flags.body !== null ? 'POST' : 'GET';
}

async function toBody(flag: BodyFlag): Promise<Result<RequestBody, string>> {
  switch (flag.kind) {
    case 'binary':
      return ok(
        flag.text.startsWith('@')
          ? { kind: 'file', file: { path: resolve(flag.text.slice(1)) }, contentType: null }
          : { kind: 'text', text: flag.text },
      );
    case 'upload':
      return ok({ kind: 'file', file: { path: resolve(flag.path) }, contentType: null });
    case 'form': {
      const parts: FormPart[] = [];
      for (const each of flag.parts) {
        const part = await toFormParts(each);
        if (!part.ok) return part;
        parts.push(...part.value);
      }
      return ok({ kind: 'multipart', parts });
    }
    case 'graphql': {
      const query = await readTextOrFile(flag.query);
      if (!query.ok) return query;
      const variables = await readTextOrFile(flag.variables);
      if (!variables.ok) return variables;
      const operationName = flag.operation;
      return ok({
        kind: 'graphql',
        query: query.value,
        variables: variables.value,
        operationName,
      });
    }
  }
}

function readTextOrFile(text: string): Promise<Result<string, string>> {
  return text.startsWith('@') ? readTextFile(text.slice(1)) : Promise.resolve(ok(text));
}

/** `name=value`, `name=@file,file;type=…;filename=…`, `name=<file` for the text of a file. */
async function toFormParts({
  option,
  text,
}: FormFlag): Promise<Result<readonly FormPart[], string>> {
  const at = text.indexOf('=');
  if (at < 1) return fail(`--${option}: '${text}' is not name=value`);
  const name = text.slice(0, at);
  const content = text.slice(at + 1);
  if (option === 'form-string') {
    return ok([{ kind: 'text', name, value: content, contentType: null }]);
  }
  const { value, type, fileName } = readFormOptions(content);
  if (value.startsWith('@')) {
    const paths = splitPaths(value.slice(1));
    return ok(
      paths.map((path) => ({
        kind: 'file',
        name,
        file: { path: resolve(path) },
        fileName,
        contentType: type,
      })),
    );
  }
  const read = value.startsWith('<') ? await readTextFile(value.slice(1)) : ok(unquote(value));
  return read.ok ? ok([{ kind: 'text', name, value: read.value, contentType: type }]) : read;
}

/** What stands after the last semicolons, as far as it is `type` or `filename`. */
function readFormOptions(content: string): {
  readonly value: string;
  readonly type: string | null;
  readonly fileName: string | null;
} {
  let value = content;
  let type: string | null = null;
  let fileName: string | null = null;
  for (;;) {
    const [whole, key, given = ''] =
      /;\s*(type|filename)=("(?:[^"\\]|\\.)*"|[^;"]*)$/.exec(value) ?? [];
    if (whole === undefined) return { value, type, fileName };
    if (key === 'type') type = unquote(given);
    else fileName = unquote(given);
    value = value.slice(0, -whole.length);
  }
}

/** Commas part paths, but not within quotes. */
function splitPaths(text: string): readonly string[] {
  return (text.match(/"(?:[^"\\]|\\.)*"|[^,]+/g) ?? []).map(unquote);
}

function unquote(text: string): string {
  const [, inner] = /^"((?:[^"\\]|\\.)*)"$/s.exec(text) ?? [];
  return inner === undefined ? text : inner.replace(/\\(["\\])/g, '$1');
}

/** What is left out of the command line comes from the secrets `password` and `token`. */
function toAuth(
  flag: AuthFlag,
  getSecret: SecretSource,
): Result<{ readonly auth: RequestAuth; readonly secrets: readonly string[] }, string> {
  if (flag.kind === 'bearer') {
    const token = flag.text === '-' ? getSecret('token') : flag.text;
    if (token === undefined) return fail("--oauth2-bearer: there is no secret named 'token'");
    return ok({ auth: { kind: 'bearer', token }, secrets: [token] });
  }
  const text = flag.kind === 'aws' ? flag.user : flag.text;
  const colon = text.indexOf(':');
  const username = colon === -1 ? text : text.slice(0, colon);
  const password = colon === -1 ? getSecret('password') : text.slice(colon + 1);
  if (password === undefined) {
    return fail("--user: give name:password, or the password as the secret 'password'");
  }
  const basic = Buffer.from(`${username}:${password}`, 'utf8').toString('base64');
  const secrets = [password, basic].filter((secret) => secret !== '');
  if (flag.kind === 'user') {
    const kind = flag.isDigest ? 'digest' : 'basic';
    return ok({ auth: { kind, username, password }, secrets });
  }
  const [, , region = '', service = ''] = flag.provider.split(':');
  const sessionToken = getSecret('session_token') ?? '';
  return ok({
    auth: {
      kind: 'aws-v4',
      accessKeyId: username,
      secretAccessKey: password,
      sessionToken,
      region,
      service,
    },
    secrets: [...secrets, ...(sessionToken === '' ? [] : [sessionToken])],
  });
}
