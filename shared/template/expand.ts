/** What `{{name}}` stands for. */
export type Lookup = (name: string) => string | undefined;

export interface Expanded {
  readonly text: string;
  /** Names that have no value; they stay in the text as they are written. */
  readonly unresolved: readonly string[];
  /** Names whose value holds `{{` itself. Values are not expanded again, so that it is sent as it stands. */
  readonly nested: readonly string[];
  /** Names that were replaced. */
  readonly used: readonly string[];
}

/** A piece of a text with placeholders. */
export interface TemplatePart {
  readonly kind: 'text' | 'name';
  /** The text as written, or the name between the braces without the space around it. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

const PLACEHOLDER = /\{\{[ \t]*([^{}\s](?:[^{}\n]*[^{}\s])?)[ \t]*\}\}/g;

/** Cuts a text at its placeholders. There is no logic in them: whatever is between the braces is a name. */
export function parseTemplate(text: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  let at = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    const { index } = match;
    if (index > at) parts.push({ kind: 'text', text: text.slice(at, index), from: at, to: index });
    at = index + match[0].length;
    parts.push({ kind: 'name', text: match[1] ?? '', from: index, to: at });
  }
  if (at < text.length)
    parts.push({ kind: 'text', text: text.slice(at), from: at, to: text.length });
  return parts;
}

/** Replaces every placeholder once, from left to right. */
export function expand(text: string, lookup: Lookup): Expanded {
  if (!text.includes('{{')) return { text, unresolved: [], nested: [], used: [] };
  const unresolved = new Set<string>();
  const nested = new Set<string>();
  const used = new Set<string>();
  const expanded = parseTemplate(text).map((part) => {
    if (part.kind === 'text') return part.text;
    const value = lookup(part.text);
    if (value === undefined) {
      unresolved.add(part.text);
      return text.slice(part.from, part.to);
    }
    used.add(part.text);
    if (value.includes('{{')) nested.add(part.text);
    return value;
  });
  return {
    text: expanded.join(''),
    unresolved: [...unresolved],
    nested: [...nested],
    used: [...used],
  };
}

/** Names of the values that are made anew with each use. */
export const DYNAMIC_NAMES = ['$uuid', '$timestamp', '$isoTimestamp', '$randomInt'] as const;

export type DynamicName = (typeof DYNAMIC_NAMES)[number];

/** Where dynamic values come from. */
export interface DynamicSource {
  readonly nowMs: () => number;
  /** In [0, 1). */
  readonly random: () => number;
  readonly uuid: () => string;
}

/** The value of a dynamic name; undefined for any other. `$timestamp` is in seconds, `$randomInt` below 1000. */
export function getDynamicValue(name: string, source: DynamicSource): string | undefined {
  switch (name as DynamicName) {
    case '$uuid':
      return source.uuid();
    case '$timestamp':
      return String(Math.floor(source.nowMs() / 1000));
    case '$isoTimestamp':
      return new Date(source.nowMs()).toISOString();
    case '$randomInt':
      return String(Math.floor(source.random() * 1000));
    default:
      return undefined;
  }
}
