/** Documents as text, to be read beside each other. The words are those of the editor, not of the file. */
import type { StoredAuth } from '../../../shared/model/workspace/stored-auth.ts';
import type { ItemContent } from '../../../shared/model/workspace/item-content.ts';
import type {
  StoredBody,
  StoredField,
  StoredRequest,
} from '../../../shared/model/workspace/stored-request.ts';
import type { StoredVariable } from '../../../shared/model/workspace/stored-variable.ts';
import { assertNever } from '../../../shared/result.ts';

/** Everything that a document says, a fact a line. */
export function toContentText(content: ItemContent): string {
  switch (content.kind) {
    case 'request':
      return toLines(getRequestLines(content.request));
    case 'environment': {
      const { name, color, description, variables } = content.environment;
      const facts = [
        `Name: ${name}`,
        ...optional('Colour', color),
        ...optional('Description', description),
      ];
      return toLines([...facts, ...section('Variables', variables.map(toVariableLine))]);
    }
    case 'folder':
    case 'collection': {
      const folder = content.kind === 'folder' ? content.folder : content.collection;
      return toLines([
        `Name: ${folder.name}`,
        ...section('Headers', folder.headers.map(toFieldLine)),
        ...getAuthLines(folder.auth),
        ...section('Variables', folder.variables.map(toVariableLine)),
        ...section('Docs', toTextLines(folder.docs)),
      ]);
    }
    case 'text':
      return content.text ?? '';
    default:
      return assertNever(content);
  }
}

function getRequestLines(request: StoredRequest): readonly string[] {
  const { settings, kept } = request;
  return [
    `Name: ${request.name}`,
    `${request.method} ${request.url}`,
    ...section(
      'Params',
      request.params.map(
        (param) => `${toFieldLine(param)}${param.kind === 'path' ? ' (path)' : ''}`,
      ),
    ),
    ...section('Headers', request.headers.map(toFieldLine)),
    ...getAuthLines(request.auth),
    ...getBodyLines(request.body),
    ...section('Variables', request.variables.map(toVariableLine)),
    ...section('Docs', toTextLines(request.docs)),
    ...section('Settings', [
      ...optional('tags', request.tags.join(', ')),
      ...getSettingLines(settings),
      ...getSettingLines(request.stream),
    ]),
    ...Object.entries(kept).flatMap(([name, text]) => section(name, toTextLines(text))),
  ];
}

/** What is set; what is not set says nothing. */
function getSettingLines(settings: object): readonly string[] {
  return Object.entries(settings).flatMap(([name, value]) => {
    const isUnset = value === null || (Array.isArray(value) && value.length === 0);
    return isUnset ? [] : [`${name}: ${JSON.stringify(value)}`];
  });
}

function getAuthLines(auth: StoredAuth): readonly string[] {
  if (auth.kind === 'inherit') return [];
  if (!('values' in auth)) return section('Auth', [auth.kind]);
  const values = Object.entries(auth.values).map(([key, value]) => `${key}: ${String(value)}`);
  return section('Auth', [auth.kind, ...values]);
}

function getBodyLines(body: StoredBody): readonly string[] {
  const title = `Body (${body.kind})`;
  switch (body.kind) {
    case 'none':
      return [];
    case 'json':
    case 'text':
    case 'xml':
    case 'sparql':
      return section(title, body.text.split('\n'));
    case 'form-urlencoded':
      return section(title, body.fields.map(toFieldLine));
    case 'multipart-form':
      return section(
        title,
        body.parts.map((part) =>
          toFieldLine({
            ...part,
            value: part.kind === 'text' ? part.value : part.paths.join(', '),
          }),
        ),
      );
    case 'file':
      return section(
        title,
        body.files.map((file) => `${file.isSelected ? '' : '# '}${file.path}`),
      );
    case 'graphql':
      return section(title, [...body.query.split('\n'), ...toTextLines(body.variables)]);
    default:
      return assertNever(body);
  }
}

function toFieldLine(field: StoredField): string {
  const text = `${field.isEnabled ? '' : '# '}${field.name}: ${field.value}`;
  return field.description === '' ? text : `${text}  (${field.description})`;
}

function toVariableLine(variable: StoredVariable): string {
  return toFieldLine(variable.isSecret ? { ...variable, value: '(secret)' } : variable);
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `— ${title} —`, ...lines];
}

function optional(name: string, value: string): readonly string[] {
  return value === '' ? [] : [`${name}: ${value}`];
}

function toTextLines(text: string): readonly string[] {
  return text === '' ? [] : text.split('\n');
}

function toLines(lines: readonly string[]): string {
  return lines.join('\n');
}
