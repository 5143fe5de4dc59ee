import type { COMPARED_FIELDS } from './query.ts';
import type { QueryExpectation, QuerySyntaxError } from './query.ts';

const TEXTS: Readonly<Record<QueryExpectation, string>> = {
  term: 'text, a field such as type:delta, or a path such as $.id',
  'closing-parenthesis': 'a closing )',
  'closing-quote': 'a closing quote',
  escape: 'one of \\" \\\\ \\/ \\b \\f \\n \\r \\t \\u0041',
  'closing-slash': 'a closing / of the regular expression; quote the text if it is none',
  regex: 'a regular expression',
  'regex-flags': 'the flags i, m, s or u, each once; quote the text if it is no regular expression',
  value: 'a value',
  'entry-kind': 'a kind of entry, such as problem or comment',
  operator: 'one of = != < <= > >=',
  digits: 'a whole number',
  time: 'a time with its unit, such as 500ms, 2s, 1m or 1h',
  bytes: 'a size, such as 200B, 1KB or 2MB',
  'json-path': 'a JSONPath',
  'json-value': 'a number, a quoted string, true, false or null',
  shorter: 'a shorter query',
  'fewer-levels': 'fewer levels of parentheses and negations',
};

/** What was expected at the place of an error, as a noun phrase. */
export function describeExpectation({ expected }: Pick<QuerySyntaxError, 'expected'>): string {
  return TEXTS[expected];
}

/** What a compared field is about, for lists of candidates. */
export const FIELD_HINTS: Readonly<
  Record<(typeof COMPARED_FIELDS)[number] | 'type' | 'kind', string>
> = {
  type: 'event type, * stands for any characters',
  kind: 'kind of entry',
  id: 'id of an event',
  gap: 'time since the previous event',
  at: 'time since the request was sent',
  size: 'bytes of the data',
  number: 'number of an event',
};
