/** The content of a request. Files are named, not held: they are read from the disk while they are sent. */

/** A field of a form; order and duplicates are kept. */
export interface FormField {
  readonly name: string;
  readonly value: string;
}

/** A file on this computer: a path relative to the workspace, or an absolute one that was granted. */
export interface FileReference {
  readonly path: string;
}

/** A part of a `multipart/form-data` body. Several files of one field are several parts with one name. */
export type FormPart =
  | {
      readonly kind: 'text';
      readonly name: string;
      readonly value: string;
      /** Media type of the part; null: none is told, which means plain text. */
      readonly contentType: string | null;
    }
  | {
      readonly kind: 'file';
      readonly name: string;
      readonly file: FileReference;
      /** Name told to the server; null: the last piece of the path. */
      readonly fileName: string | null;
      /** Media type of the part; null: by the file's name, else `application/octet-stream`. */
      readonly contentType: string | null;
    };

/** The content of a request. Each kind brings its Content-Type, unless the request sets one itself. */
export type RequestBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'text' | 'json' | 'xml'; readonly text: string }
  | { readonly kind: 'form-urlencoded'; readonly fields: readonly FormField[] }
  | { readonly kind: 'multipart'; readonly parts: readonly FormPart[] }
  | {
      readonly kind: 'file';
      readonly file: FileReference;
      /** Null: by the file's name, else `application/octet-stream`. */
      readonly contentType: string | null;
    }
  | {
      readonly kind: 'graphql';
      readonly query: string;
      /** JSON text of an object; empty: none. */
      readonly variables: string;
      /** Which operation of the document is meant; null where there is only one. */
      readonly operationName: string | null;
    };

/** Every text that a body holds, for those who look for something in all of them. */
export function listBodyTexts(body: RequestBody): readonly string[] {
  switch (body.kind) {
    case 'none':
      return [];
    case 'text':
    case 'json':
    case 'xml':
      return [body.text];
    case 'form-urlencoded':
      return body.fields.flatMap(({ name, value }) => [name, value]);
    case 'multipart':
      return body.parts.flatMap((part) => [
        part.name,
        part.contentType ?? '',
        part.kind === 'text' ? part.value : (part.fileName ?? ''),
      ]);
    case 'file':
      return [];
    case 'graphql':
      return [body.query, body.variables];
  }
}

/** The body with every text that the user wrote into it changed; paths and kinds stay. */
export function mapBodyTexts(body: RequestBody, map: (text: string) => string): RequestBody {
  switch (body.kind) {
    case 'none':
    case 'file':
      return body;
    case 'text':
    case 'json':
    case 'xml':
      return { ...body, text: map(body.text) };
    case 'form-urlencoded':
      return {
        ...body,
        fields: body.fields.map(({ name, value }) => ({ name: map(name), value: map(value) })),
      };
    case 'multipart':
      return {
        ...body,
        parts: body.parts.map((part) => ({
          ...part,
          name: map(part.name),
          ...(part.kind === 'text' ? { value: map(part.value) } : {}),
        })),
      };
    case 'graphql':
      return { ...body, query: map(body.query), variables: map(body.variables) };
  }
}

/** Paths of the files that a body sends, in order. */
export function listBodyFiles(body: RequestBody): readonly string[] {
  if (body.kind === 'file') return [body.file.path];
  if (body.kind !== 'multipart') return [];
  return body.parts.flatMap((part) => (part.kind === 'file' ? [part.file.path] : []));
}
