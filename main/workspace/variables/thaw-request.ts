import type { StreamSettings } from '../../../shared/model/stream-settings.ts';
import type {
  StoredField,
  StoredParam,
  StoredRequest,
} from '../../../shared/model/workspace/stored-request.ts';
import { expand } from '../../../shared/template/expand.ts';
import { mapTexts } from './freeze-request.ts';
import type { FrozenRequest } from './freeze-request.ts';
import { findAuth, mergeFields, splitUrl, toQuery } from './resolve-request.ts';

/**
 * A frozen request as it can be changed and sent anew: values of that time stand in it as text, and `{{name}}`
 * where a secret was, so that no mark goes out. What it inherited is its own. A value that holds `{{` itself
 * can not be told from a placeholder any more.
 */
export function thawRequest(frozen: FrozenRequest, stream: StreamSettings): StoredRequest {
  const { request, above, values, secrets } = frozen;
  const names = new Map(secrets.map(({ mark, name }) => [mark, name]));
  const nameSecrets = (text: string): string =>
    secrets.reduce((told, { mark, name }) => told.replaceAll(mark, `{{${name}}}`), text);
  // A mark is made of letters, digits and a hyphen: no part of a URL encodes it, as it would a placeholder.
  const fillWithMarks = (text: string): string =>
    expand(text, (mark) => (names.has(mark) ? mark : values[mark])).text;
  const fill = (text: string): string => nameSecrets(fillWithMarks(text));
  const toOwn = <T extends StoredField>(field: T): T => ({
    ...field,
    name: fill(field.name),
    value: fill(field.value),
  });
  const fields = mergeFields([...above.map(({ headers }) => headers), request.headers], fill);
  return {
    ...mapTexts(request, fill),
    url: toUrl(request, fillWithMarks, nameSecrets),
    // The query stands in the URL, encoded as it was sent; a path parameter is encoded when it is sent.
    params: request.params.filter(({ kind }) => kind === 'path').map(toOwn<StoredParam>),
    headers: fields.map((field) => ({ ...field, isEnabled: true, description: '' })),
    auth: mapTexts(findAuth(request.auth, above), fill),
    stream,
  };
}

function toUrl(
  { url, params }: StoredRequest,
  fillWithMarks: (text: string) => string,
  nameSecrets: (text: string) => string,
): string {
  const { target, hash } = splitUrl(url);
  const path = fillWithMarks(target);
  const query = toQuery(url, params, fillWithMarks);
  const separator = query === '' ? '' : path.includes('?') ? '&' : '?';
  return nameSecrets(path + separator + query + fillWithMarks(hash));
}
