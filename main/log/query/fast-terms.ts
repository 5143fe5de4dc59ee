import type { Predicate } from '../../../shared/query/compile-query.ts';
import { compileValues } from '../../../shared/query/compile-query.ts';
import { checkPath } from '../../../shared/query/json-path.ts';
import type { QueryNode } from '../../../shared/query/query.ts';
import { compileText } from '../../../shared/query/text-test.ts';
import { hashId } from '../id-hash.ts';
import { KIND_OF_COMMENT, KIND_OF_EVENT, OTHER_TYPE } from '../index-columns.ts';
import { Occurrences } from './body-block.ts';
import { compileByteSearch } from './byte-search.ts';
import type { EntryView } from './entry-view.ts';
import { isInData } from './sse-fields.ts';

type FastPredicate = Predicate<EntryView>;

/**
 * Predicates that look at columns and bytes before anything is read: a term that cannot be in an entry's bytes is
 * not in the entry. Null where the general predicate is as good. The answers are the same.
 */
export function compileFastTerm(
  term: QueryNode,
  matchesCase: boolean,
  compileSlow: (term: QueryNode) => FastPredicate,
): FastPredicate | null {
  switch (term.kind) {
    case 'text':
      return compileFastText(term.text, matchesCase, compileSlow(term));
    case 'type':
      return compileFastType(compileValues(term.values));
    case 'id':
      return compileFastId(term, compileSlow);
    case 'id-number': {
      const matches = compileSlow(term);
      return (view) => view.hasId && matches(view);
    }
    case 'path':
      return compileFastPath(term.path, compileSlow(term));
    default:
      return null;
  }
}

/** What is true of a type's name is true of all events of the type. */
function compileFastType(isOne: (type: string) => boolean): FastPredicate {
  const byTypeId = new Map<number, boolean>();
  return (view) => {
    if (view.kindNumber !== KIND_OF_EVENT) return false;
    const { typeId } = view;
    if (typeId === OTHER_TYPE) return isOne(view.getType());
    let answer = byTypeId.get(typeId);
    if (answer === undefined) {
      answer = isOne(view.getType());
      byTypeId.set(typeId, answer);
    }
    return answer;
  };
}

function compileFastId(
  term: Extract<QueryNode, { kind: 'id' }>,
  compileSlow: (term: QueryNode) => FastPredicate,
): FastPredicate {
  const { values } = term;
  if (values.length === 0) return (view) => view.hasId;
  const matches = compileSlow(term);
  if (values.some((value) => value.hasWildcard)) return (view) => view.hasId && matches(view);
  const hashes = new Set(values.map((value) => hashId(value.text)));
  return (view) => hashes.has(view.columns.idHash[view.at] as number) && matches(view);
}

function compileFastText(wanted: string, matchesCase: boolean, slow: FastPredicate): FastPredicate {
  const search = compileByteSearch(wanted, matchesCase);
  if (search === null) return slow;
  const occurrences = new Occurrences(search);
  const matchesType = compileFastType(compileText(wanted, matchesCase));
  return (view) => {
    const { kindNumber } = view;
    if (kindNumber !== KIND_OF_EVENT && kindNumber !== KIND_OF_COMMENT) return slow(view);
    if (matchesType(view)) return true;
    const { block } = view;
    const from = (view.columns.offset[view.at] as number) - block.offset;
    const end = from + view.byteLength;
    const place = occurrences.next(block, from);
    if (place >= end) return false;
    const isSimple = kindNumber === KIND_OF_EVENT && view.isEventStream && !block.hasCr;
    // A hit in a line that is not data may be in a field's name, in an id, or in nothing that counts.
    return (isSimple && isInData(block.text, from, place)) || slow(view);
  };
}

/** A path finds nothing where the name of one of its members does not occur, escaped or not. */
function compileFastPath(path: string, slow: FastPredicate): FastPredicate {
  const checked = checkPath(path);
  const names = 'detail' in checked ? [] : checked.names;
  const plain = names.filter((name) => /^[\w-]+$/.test(name));
  if (plain.length === 0) return slow;
  const places = plain.map((name) => {
    const quoted = `"${name}"`;
    return new Occurrences((text, from) => text.indexOf(quoted, from));
  });
  const escapes = new Occurrences((text, from) => text.indexOf('\\u', from));
  return (view) => {
    if (view.kindNumber !== KIND_OF_EVENT) return false;
    const { block } = view;
    const from = (view.columns.offset[view.at] as number) - block.offset;
    const end = from + view.byteLength;
    const isPossible =
      places.every((place) => place.next(block, from) < end) || escapes.next(block, from) < end;
    return isPossible && slow(view);
  };
}
