import type { SentHead } from '../model/exchange.ts';
import type { TimelineEntry } from '../model/timeline.ts';

/** What stands where a secret was. */
export const SECRET_MARK = '•••••';

/** Values shorter than this are not looked for: they would hide half of every text. */
const SECRET_CHARS_MIN = 4;

/** Values up to this length are looked for character by character; of longer ones, such as keys, the usual forms. */
const PATTERN_CHARS_MAX = 4_096;

/** Replaces values of secrets in a text, also as they stand in a URL or in JSON. */
export function hideSecrets(text: string, values: readonly string[]): string {
  let hidden = text;
  for (const value of values) {
    if (value.length < SECRET_CHARS_MIN) continue;
    if (value.length <= PATTERN_CHARS_MAX) hidden = hidden.replace(toPattern(value), SECRET_MARK);
    else for (const form of listForms(value)) hidden = hidden.replaceAll(form, SECRET_MARK);
  }
  return hidden;
}

/** Whether a text holds the value of a secret, in any form in which it may stand there; short ones count as well. */
export function holdsSecret(text: string, values: readonly string[]): boolean {
  return values.some((value) => {
    if (value === '') return false;
    if (value.length <= PATTERN_CHARS_MAX) return toPattern(value).test(text);
    return listForms(value).some((form) => text.includes(form));
  });
}

/** Each character as itself, percent-encoded, or escaped as in JSON: every part of a URL encodes others. */
function toPattern(value: string): RegExp {
  const characters = Array.from(value, (character) => {
    const forms = [character, toPercent(character), JSON.stringify(character).slice(1, -1)];
    if (character === ' ') forms.push('+');
    const alternatives = [...new Set(forms)].map((form) =>
      form.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'),
    );
    return `(?:${alternatives.join('|')})`;
  });
  return new RegExp(characters.join(''), 'g');
}

/** Also those characters that `encodeURIComponent` leaves alone. */
function toPercent(character: string): string {
  // A lone surrogate has no percent-encoding.
  const encoded = encodeURIComponent(character.replace(/\p{Surrogate}/gu, '\uFFFD'));
  if (encoded !== character) return encoded;
  const hex = character.charCodeAt(0).toString(16).toUpperCase();
  return `%${hex.padStart(2, '0')}`;
}

/** The forms of a long value: keys and tokens hold few characters that anything encodes. */
function listForms(value: string): readonly string[] {
  const text = value.replace(/\p{Surrogate}/gu, '\uFFFD');
  const forms = [value, encodeURIComponent(text), JSON.stringify(value).slice(1, -1)];
  return [...new Set(forms)].sort((one, other) => other.length - one.length);
}

/** The URL is the one part of a request that is in the timeline; what the system says of it may hold it too. */
export function hideInEntry(entry: TimelineEntry, values: readonly string[]): TimelineEntry {
  if (values.length === 0) return entry;
  if (entry.kind === 'connecting') return { ...entry, url: hideSecrets(entry.url, values) };
  return entry.kind === 'error' ? { ...entry, detail: hideSecrets(entry.detail, values) } : entry;
}

/** A request head as it may be kept and shown. */
export function hideInHead(head: SentHead, values: readonly string[]): SentHead {
  if (values.length === 0) return head;
  return {
    ...head,
    url: hideSecrets(head.url, values),
    target: hideSecrets(head.target, values),
    headers: head.headers.map(({ name, value }) => ({ name, value: hideSecrets(value, values) })),
  };
}
