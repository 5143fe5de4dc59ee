import type { SentHead } from '../model/exchange.ts';
import type { TimelineEntry } from '../model/timeline.ts';

/** What stands where a secret was. */
export const SECRET_MARK = '•••••';

/** Values shorter than this are not looked for: they would hide half of every text. */
const SECRET_CHARS_MIN = 4;

/** Replaces values of secrets in a text, also as they stand in a URL or in JSON. */
export function hideSecrets(text: string, values: readonly string[]): string {
  let hidden = text;
  for (const value of values) {
    if (value.length < SECRET_CHARS_MIN) continue;
    const forms = listForms(value).filter((form) => form.length >= SECRET_CHARS_MIN);
    for (const form of forms) hidden = hidden.replaceAll(form, SECRET_MARK);
  }
  return hidden;
}

/** Whether a text holds the value of a secret, in any form in which it may stand there; short ones count as well. */
export function holdsSecret(text: string, values: readonly string[]): boolean {
  return values.some(
    (value) => value !== '' && listForms(value).some((form) => text.includes(form)),
  );
}

/** What the URL parser encodes in a query, and in a path. */
const QUERY_ENCODED = /[ "#<>']|[^\x21-\x7e]/gu;
const PATH_ENCODED = /[ "#<>?`{}^]|[^\x21-\x7e]/gu;
/** What is encoded in a value of the query table before that. */
const VALUE_ENCODED = /[&=#+%\s]/g;

/** A value as it stands in a header field, a query, a path, in JSON; longest first. */
function listForms(value: string): readonly string[] {
  // A lone surrogate has no percent-encoding.
  const text = value.replace(/\p{Surrogate}/gu, '\uFFFD');
  const forms = [
    value,
    encodeURIComponent(text),
    text.replace(QUERY_ENCODED, encodeURIComponent),
    text.replace(PATH_ENCODED, encodeURIComponent),
    text.replace(VALUE_ENCODED, encodeURIComponent).replace(QUERY_ENCODED, encodeURIComponent),
    JSON.stringify(value).slice(1, -1),
  ];
  return [...new Set(forms)].sort((one, other) => other.length - one.length);
}

/** The URL is the one part of a request that is in the timeline. */
export function hideInEntry(entry: TimelineEntry, values: readonly string[]): TimelineEntry {
  if (entry.kind !== 'connecting' || values.length === 0) return entry;
  return { ...entry, url: hideSecrets(entry.url, values) };
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
