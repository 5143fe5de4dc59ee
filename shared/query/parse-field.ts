import { ENTRY_KINDS } from '../model/timeline.ts';
import type { EntryKind } from '../model/timeline.ts';
import { COMPARED_FIELDS, NUMBER_FIELDS, VALUE_FIELDS } from './query.ts';
import type { FieldValue, NumberField, QueryNode, QueryOperator } from './query.ts';
import { QueryFault } from './scanner.ts';
import type { Scanner } from './scanner.ts';

const VALUE_FIELD = new RegExp(`(${VALUE_FIELDS.join('|')}):`, 'y');
const COMPARED_FIELD = new RegExp(`(${COMPARED_FIELDS.join('|')})\\s*(?=[<>=]|!=)`, 'y');
/** Likely meant as a field, since `type` and `id` take a colon. */
const COLON_FOR_OPERATOR = new RegExp(`(?:${NUMBER_FIELDS.join('|')}):`, 'y');
const DECIMAL = /(\d{1,16}(?:\.\d{1,9})?)([A-Za-z]*)/y;
const ID_DIGITS = /\d{1,40}/y;
const NUMBER_DIGITS = /\d{1,15}/y;
/** Values above this have no exact milliseconds or bytes any more. */
const VALUE_MAX = 1e15;

const TIME_UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
const SIZE_UNITS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kb: 1_000,
  mb: 1_000_000,
  gb: 1_000_000_000,
};

/** A term that begins with the name of a field; null if none begins here. Throws a `QueryFault`. */
export function parseFieldTerm(scanner: Scanner): QueryNode | null {
  const from = scanner.at;
  const named = scanner.takeMatch(VALUE_FIELD)?.[1];
  if (named !== undefined) return parseValues(scanner, from, named);
  if (scanner.takeMatch(COLON_FOR_OPERATOR) !== null) {
    throw new QueryFault(
      scanner.at - 1,
      scanner.at,
      'operator',
      'quote the text if it is no field',
    );
  }
  const compared = scanner.takeMatch(COMPARED_FIELD)?.[1];
  return compared === undefined ? null : parseComparison(scanner, from, compared);
}

/** Takes an operator and the white space behind it; null if there is none. */
export function takeOperator(scanner: Scanner): QueryOperator | null {
  const found = scanner.takeMatch(/(?:<=|>=|==|!=|<|>|=)/y)?.[0];
  if (found === undefined) return null;
  scanner.skipSpace();
  return found === '==' ? '=' : (found as QueryOperator);
}

function parseValues(scanner: Scanner, from: number, field: string): QueryNode {
  if (field === 'kind') return parseKinds(scanner, from);
  if (field === 'id' && (scanner.isSpaceAt(0) || scanner.peek() === ')')) {
    return { kind: 'id', values: [], from, to: scanner.at };
  }
  const values = [takeFieldValue(scanner)];
  while (scanner.take(',')) values.push(takeFieldValue(scanner));
  return { kind: field === 'id' ? 'id' : 'type', values, from, to: scanner.at };
}

function takeFieldValue(scanner: Scanner): FieldValue {
  if (scanner.peek() === '"') return { text: scanner.takeQuoted(), hasWildcard: false };
  const text = scanner.takeValue();
  if (text === '') throw new QueryFault(scanner.at, scanner.at, 'value');
  return { text, hasWildcard: text.includes('*') };
}

function parseKinds(scanner: Scanner, from: number): QueryNode {
  const kinds: EntryKind[] = [];
  do {
    const at = scanner.at;
    const word = scanner.takeValue();
    const kind = ENTRY_KINDS.find((name) => name === word);
    if (kind === undefined) throw new QueryFault(at, scanner.at, 'entry-kind');
    kinds.push(kind);
  } while (scanner.take(','));
  return { kind: 'entry-kind', kinds, from, to: scanner.at };
}

function parseComparison(scanner: Scanner, from: number, field: string): QueryNode {
  const operator = takeOperator(scanner);
  if (operator === null) throw new QueryFault(scanner.at, scanner.at + 1, 'operator');
  if (field === 'id') {
    const digits = takeDigits(scanner, ID_DIGITS).replace(/^0+(?=\d)/, '');
    return { kind: 'id-number', operator, digits, from, to: scanner.at };
  }
  const value = takeNumber(scanner, field as NumberField);
  return { kind: 'number', field: field as NumberField, operator, value, from, to: scanner.at };
}

function takeNumber(scanner: Scanner, field: NumberField): number {
  if (field === 'number') return Number(takeDigits(scanner, NUMBER_DIGITS));
  const expected = field === 'size' ? 'bytes' : 'time';
  const from = scanner.at;
  const found = scanner.takeMatch(DECIMAL);
  const unit = found?.[2] ?? '';
  const factor = field === 'size' ? SIZE_UNITS[unit.toLowerCase()] : TIME_UNITS[unit];
  const value = Number(found?.[1]) * (factor ?? NaN);
  if (!(value <= VALUE_MAX) || !isTermEnd(scanner)) {
    scanner.takeWord();
    throw new QueryFault(from, scanner.at, expected);
  }
  // 2.3 s are 2300 ms, not 2299.9999999999995.
  return value < 1e9 ? Math.round(value * 1e6) / 1e6 : value;
}

function takeDigits(scanner: Scanner, form: RegExp): string {
  const from = scanner.at;
  const digits = scanner.takeMatch(form)?.[0];
  if (digits === undefined || !isTermEnd(scanner)) {
    scanner.takeWord();
    throw new QueryFault(from, scanner.at, 'digits');
  }
  return digits;
}

/** A number ends its term; `5x` is no number. */
function isTermEnd(scanner: Scanner): boolean {
  return scanner.isSpaceAt(0) || scanner.peek() === ')' || scanner.peek() === '(';
}
