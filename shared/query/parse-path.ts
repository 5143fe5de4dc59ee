import { checkPath } from './json-path.ts';
import { takeOperator } from './parse-field.ts';
import type { QueryNode, QueryScalar } from './query.ts';
import { QueryFault, readEscapes } from './scanner.ts';
import type { Scanner } from './scanner.ts';

/** A path, alone or compared with a value. Throws a `QueryFault`. */
export function parsePathTerm(scanner: Scanner): QueryNode {
  const from = scanner.at;
  const path = takePath(scanner);
  const pathEnd = scanner.at;
  const checked = checkPath(path);
  if ('detail' in checked) {
    const at = from + checked.offset;
    throw new QueryFault(at, Math.max(at, pathEnd), 'json-path', checked.detail);
  }
  scanner.skipSpace();
  const operator = takeOperator(scanner);
  if (operator === null) {
    scanner.at = pathEnd;
    return { kind: 'path', path, comparison: null, from, to: pathEnd };
  }
  const value = takeScalar(scanner);
  return { kind: 'path', path, comparison: { operator, value }, from, to: scanner.at };
}

/** Up to white space, a parenthesis or an operator outside of brackets; in brackets, quotes hide brackets. */
function takePath(scanner: Scanner): string {
  const from = scanner.at;
  let depth = 0;
  let quote = '';
  for (; !scanner.isAtEnd; scanner.at++) {
    const character = scanner.peek();
    if (quote !== '') {
      if (character === '\\') scanner.at++;
      else if (character === quote) quote = '';
    } else if (depth > 0 && (character === '"' || character === "'")) quote = character;
    else if (character === '[') depth++;
    else if (character === ']') depth--;
    else if (depth <= 0 && /[\s()<>=!"]/.test(character)) break;
  }
  scanner.at = Math.min(scanner.at, scanner.text.length);
  return scanner.text.slice(from, scanner.at);
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?=[\s()]|$)/y;
const WORD = /(?:true|false|null)(?=[\s()]|$)/y;
const SINGLE_QUOTED = /'((?:[^'\\]|\\[^])*)'/y;

function takeScalar(scanner: Scanner): QueryScalar {
  const from = scanner.at;
  if (scanner.peek() === '"') return scanner.takeQuoted();
  if (scanner.peek() === "'") {
    const text = scanner.takeMatch(SINGLE_QUOTED)?.[1];
    if (text === undefined) throw new QueryFault(from, scanner.text.length, 'closing-quote');
    return readEscapes(text, from + 1);
  }
  const word = scanner.takeMatch(WORD)?.[0];
  if (word !== undefined) return word === 'null' ? null : word === 'true';
  const digits = scanner.takeMatch(NUMBER)?.[0] ?? 'NaN';
  const number = Number(digits);
  if (!Number.isFinite(number)) {
    scanner.at = from;
    scanner.takeWord();
    throw new QueryFault(from, scanner.at, 'json-value');
  }
  // There is one zero: -0 would be printed as 0.
  if (number === 0) return 0;
  if (!Number.isInteger(number) || Number.isSafeInteger(number)) return number;
  if (/^-?\d+$/.test(digits)) return BigInt(digits);
  // As it is printed: with digits alone below 1e21.
  return Math.abs(number) < 1e21 ? BigInt(number) : number;
}
