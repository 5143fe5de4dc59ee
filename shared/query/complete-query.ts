import { ENTRY_KINDS } from '../model/timeline.ts';
import { FIELD_HINTS } from './expectation-text.ts';
import { printValues } from './print-query.ts';
import type { TextSpan } from './query.ts';

/** What can be offered beside the grammar's own words. */
export interface QueryVocabulary {
  /** Event types seen so far, in the order in which they are offered. */
  readonly types: readonly string[];
  /** JSONPaths that are known to have values, such as those of columns. */
  readonly paths: readonly string[];
}

export interface QueryCandidate {
  /** Replaces the span. */
  readonly text: string;
  readonly kind: 'field' | 'type' | 'entry-kind' | 'path' | 'keyword' | 'unit';
  /** What it is about; empty when the text says it. */
  readonly hint: string;
}

/** Candidates for the part of the query before the caret. */
export interface QueryCompletion extends TextSpan {
  readonly candidates: readonly QueryCandidate[];
}

const FIELDS: readonly QueryCandidate[] = [
  { text: 'type:', kind: 'field', hint: FIELD_HINTS.type },
  { text: 'kind:', kind: 'field', hint: FIELD_HINTS.kind },
  { text: 'id:', kind: 'field', hint: FIELD_HINTS.id },
  { text: 'id>', kind: 'field', hint: FIELD_HINTS.id },
  { text: 'gap>', kind: 'field', hint: FIELD_HINTS.gap },
  { text: 'at>', kind: 'field', hint: FIELD_HINTS.at },
  { text: 'size>', kind: 'field', hint: FIELD_HINTS.size },
  { text: 'number>', kind: 'field', hint: FIELD_HINTS.number },
  { text: 'and', kind: 'keyword', hint: '' },
  { text: 'or', kind: 'keyword', hint: '' },
  { text: 'not', kind: 'keyword', hint: '' },
];

const CANDIDATES_MAX = 50;
const VALUE_LIST =
  /(?:^|[\s(-])(type|kind):((?:(?:"(?:[^"\\]|\\.)*"|[^\s()",]*),)*)("?[^\s()",]*)$/;
const AMOUNT = /(?:^|[\s(-])(gap|at|size)\s*(?:<=|>=|!=|==?|<|>)\s*(\d+(?:\.\d+)?)([A-Za-z]*)$/;
const WORD = /[^\s()"]*$/;

/**
 * What may stand at the caret, for the characters before it. Candidates begin with what is written,
 * without regard to case; an empty list where nothing can be offered. Never throws, whether the text is a
 * query or not.
 */
export function completeQuery(
  text: string,
  caret: number,
  vocabulary: QueryVocabulary,
): QueryCompletion {
  const before = text.slice(0, Math.max(0, Math.min(caret, text.length)));
  const to = before.length;
  if (isInQuotes(before) && VALUE_LIST.exec(before) === null)
    return { from: to, to, candidates: [] };
  const list = VALUE_LIST.exec(before);
  if (list !== null) {
    const [, field = '', , written = ''] = list;
    return pick(to - written.length, to, written.replace('"', ''), toValues(field, vocabulary));
  }
  const amount = AMOUNT.exec(before);
  if (amount !== null) {
    const [, field = '', , unit = ''] = amount;
    const units = field === 'size' ? ['B', 'KB', 'MB', 'GB'] : ['ms', 's', 'm', 'h'];
    return pick(
      to - unit.length,
      to,
      unit,
      units.map((name) => ({ text: name, kind: 'unit', hint: '' })),
    );
  }
  const word = (WORD.exec(before)?.[0] ?? '').replace(/^-(?=.)/, '');
  const paths = vocabulary.paths.map((path): QueryCandidate => ({
    text: path,
    kind: 'path',
    hint: '',
  }));
  return pick(to - word.length, to, word, [...FIELDS, ...paths]);
}

function toValues(field: string, vocabulary: QueryVocabulary): readonly QueryCandidate[] {
  if (field === 'kind') {
    return ENTRY_KINDS.map((kind) => ({ text: kind, kind: 'entry-kind', hint: '' }));
  }
  return vocabulary.types.map((type) => ({
    text: printValues([{ text: type, hasWildcard: false }]),
    kind: 'type',
    hint: '',
  }));
}

function pick(
  from: number,
  to: number,
  written: string,
  candidates: readonly QueryCandidate[],
): QueryCompletion {
  const start = written.toLowerCase();
  const fitting = candidates.filter(({ text }) => {
    const bare = text.replace(/^"/, '').toLowerCase();
    // What is written in full needs no candidate.
    return bare.startsWith(start) && bare !== start;
  });
  return { from, to, candidates: fitting.slice(0, CANDIDATES_MAX) };
}

/** Whether the end of the text is inside of double quotes. */
function isInQuotes(text: string): boolean {
  return text.replace(/\\./g, '').split('"').length % 2 === 0;
}
