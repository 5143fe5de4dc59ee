import type { StoredAuth } from '../../shared/model/workspace/stored-auth.ts';
import { createStoredRequest } from '../../shared/model/workspace/stored-request.ts';
import type {
  StoredBody,
  StoredField,
  StoredRequest,
} from '../../shared/model/workspace/stored-request.ts';

/** A number in [0, 1) per call, the same sequence for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Pieces that YAML has rules of its own for. */
const PIECES = [
  'a', 'Zoë', '日本', '🐕', ' ', '  ', '\n', '\n\n', '\t', '\r\n', '\r', ':', ': ', ' #', '#', '- ', '-', '---', '...',
  '{{baseUrl}}', '{', '}', '[', ']', ',', '&a', '*a', '!x', '|', '>', '%', '@', '`', '"', "'", '\\', '?', '~', 'null',
  'true', 'no', '1', '1.0', '0x1f', '1e3', '.inf', '2026-11-22', '\u0085', '\u2028', '\u00a0', '\ufeff', '\u200e',
  '\u0007', '<<', '=', 'key: value', '{"id":1,\n  "name":"Biscuit"\n}', '/pets/:id', '<<<<<<< HEAD', '  - x\n   y\n',
] as const; // prettier-ignore

/** Makes requests with every field of the format, out of texts that are hard to write as YAML. */
export class RandomRequests {
  readonly #next: () => number;

  constructor(seed: number) {
    this.#next = seeded(seed);
  }

  request(): StoredRequest {
    return {
      ...createStoredRequest(this.text()),
      seq: this.#maybe(() => this.#below(100)) ?? null,
      tags: this.#list(() => this.text()),
      method: this.#pick(['GET', 'POST', 'get', 'QUERY']),
      url: this.text(),
      params: this.#list(() => ({ ...this.field(), kind: this.#pick(['query', 'path'] as const) })),
      headers: this.#list(() => this.field()),
      body: this.body(),
      auth: this.auth(),
      variables: this.variables(),
      settings: {
        encodeUrl: this.#pick([null, true, false, 'inherit'] as const),
        timeoutMs: this.#pick([null, 0, 30_000, 'inherit'] as const),
        followRedirects: this.#pick([null, true] as const),
        forwardAuthorizationHeader: this.#pick([null, false] as const),
        maxRedirects: this.#pick([null, 5, 'inherit'] as const),
        omitHeaders: this.#list(() => this.text()),
      },
      docs: this.text(),
      stream: this.#next() < 0.3 ? { reconnect: 'browser', stallAfterMs: null } : {},
      transport:
        this.#next() < 0.3
          ? { httpVersion: '2', idleTimeoutMs: null, usesCookies: false, bypassesProxy: true }
          : {},
    };
  }

  /** The same request with one to three parts of another one. */
  edited(request: StoredRequest): StoredRequest {
    const other = this.request();
    let edited = request;
    const keys = Object.keys(request) as (keyof StoredRequest)[];
    for (let count = 1 + this.#below(3); count > 0; count--) {
      const key = this.#pick(keys);
      edited = { ...edited, [key]: other[key] };
    }
    if (this.#next() < 0.5) edited = { ...edited, headers: this.#shuffled(edited.headers) };
    return edited;
  }

  /** A name is a secret's, or it is not. */
  variables(): StoredRequest['variables'] {
    const secrets = new Map<string, boolean>();
    return this.#list(() => {
      const field = this.field();
      const isSecret = secrets.get(field.name) ?? this.#next() < 0.3;
      secrets.set(field.name, isSecret);
      return { ...field, isSecret, ...(isSecret && { value: '' }) };
    });
  }

  field(): StoredField {
    return {
      name: this.text(),
      value: this.text(),
      isEnabled: this.#next() < 0.7,
      description: this.#next() < 0.3 ? this.text() : '',
    };
  }

  text(): string {
    return this.#list(() => this.#pick(PIECES)).join('');
  }

  body(): StoredBody {
    switch (this.#below(6)) {
      case 0:
        return { kind: 'none' };
      case 1:
        return { kind: 'form-urlencoded', fields: this.#list(() => this.field()) };
      case 2:
        return {
          kind: 'multipart-form',
          parts: this.#list(() => {
            const { value, ...field } = { ...this.field(), contentType: this.text() };
            return this.#next() < 0.5
              ? { ...field, kind: 'text', value }
              : { ...field, kind: 'file', paths: this.#list(() => `f${this.text()}`) };
          }),
        };
      case 3:
        return {
          kind: 'file',
          files: this.#list(() => ({
            path: this.text(),
            contentType: this.text(),
            isSelected: this.#next() < 0.5,
          })),
        };
      default:
        return { kind: this.#pick(['json', 'text', 'xml', 'sparql'] as const), text: this.text() };
    }
  }

  auth(): StoredAuth {
    switch (this.#below(5)) {
      case 0:
        return { kind: 'none' };
      case 1:
        return { kind: 'inherit' };
      case 2:
        return { kind: 'bearer', values: { token: this.text() } };
      case 3:
        return {
          kind: 'oauth2',
          values: { flow: 'client_credentials', 'credentials.clientId': this.text() },
        };
      default:
        return { kind: 'basic', values: { username: this.text(), password: this.text() } };
    }
  }

  #list<T>(make: () => T): readonly T[] {
    return Array.from({ length: this.#below(4) }, make);
  }

  #shuffled<T>(list: readonly T[]): readonly T[] {
    return list.toSorted(() => this.#next() - 0.5);
  }

  #maybe<T>(make: () => T): T | undefined {
    return this.#next() < 0.5 ? make() : undefined;
  }

  #pick<const T>(choices: readonly T[]): T {
    return choices[this.#below(choices.length)] as T;
  }

  #below(limit: number): number {
    return Math.floor(this.#next() * limit);
  }
}
