/** A parsed media type; names are lower case, parameter values are as written. */
export interface MediaType {
  /** `type/subtype`, lower case. */
  readonly essence: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const PARAMETER = /;\s*([!#$%&'*+\-.^_`|~0-9A-Za-z]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))/g;

/**
 * Parses a `Content-Type` value. Null if it holds no `type/subtype`.
 * The first of two parameters with one name wins, as in the MIME Sniffing standard.
 * @see https://mimesniff.spec.whatwg.org/#parsing-a-mime-type
 */
export function parseMediaType(value: string): MediaType | null {
  const semicolon = value.indexOf(';');
  const essence = (semicolon === -1 ? value : value.slice(0, semicolon)).trim().toLowerCase();
  if (!/^[^\s/;]+\/[^\s/;]+$/.test(essence)) return null;
  const parameters = new Map<string, string>();
  for (const match of value.slice(essence.length).matchAll(PARAMETER)) {
    const name = (match[1] ?? '').toLowerCase();
    if (parameters.has(name)) continue;
    parameters.set(name, match[2]?.replace(/\\(.)/g, '$1') ?? match[3] ?? '');
  }
  return { essence, parameters };
}
