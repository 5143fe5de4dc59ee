import type { HeaderField } from '../../shared/model/header-field.ts';
import { describeExpectation } from '../../shared/query/expectation-text.ts';
import { parseQuery } from '../../shared/query/parse-query.ts';
import type { QueryNode } from '../../shared/query/query.ts';
import { fail, ok } from '../../shared/result.ts';
import type { Result } from '../../shared/result.ts';
import { toLastEventIdValue } from '../http/last-event-id.ts';

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Longest time of a rule, in milliseconds: Node's timers fire at once beyond it. */
const DURATION_MS_MAX = 2 ** 31 - 1;

/** Reads a time such as `500ms`, `10s`, `1.5m` or `2h` as milliseconds; the unit is required. */
export function parseDuration(text: string): Result<number, string> {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? [];
  if (amount === undefined || unit === undefined) {
    return fail(`'${text}' is not a time such as 500ms, 10s, 2m or 1h`);
  }
  const durationMs = Number(amount) * (UNIT_MS[unit] ?? 1);
  if (durationMs <= 0) return fail(`'${text}' is no time at all`);
  if (durationMs > DURATION_MS_MAX) return fail(`'${text}' is longer than 24 days`);
  return ok(durationMs);
}

/** Reads a whole number from `min` to `max`. */
export function parseCount(text: string, min: number, max: number): Result<number, string> {
  const count = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
  if (count >= min && count <= max) return ok(count);
  return fail(`'${text}' is not a whole number from ${min} to ${max}`);
}

/** Reads `Name: value`; spaces around both are dropped, the value may be empty. */
export function parseHeaderField(text: string): Result<HeaderField, string> {
  const colon = text.indexOf(':');
  if (colon === -1) return fail(`'${text}' has no colon; write 'Name: value'`);
  return ok({ name: text.slice(0, colon).trim(), value: text.slice(colon + 1).trim() });
}

/** Reads one of some words as what it stands for. */
export function parseWord<T>(text: string, words: Readonly<Record<string, T>>): Result<T, string> {
  const meaning = Object.hasOwn(words, text) ? words[text] : undefined;
  if (meaning !== undefined) return ok(meaning);
  return fail(`'${text}' is none of ${Object.keys(words).join(', ')}`);
}

/** Reads a last event ID string: anything that can stand in a header field. */
export function parseLastEventId(text: string): Result<string, string> {
  if (toLastEventIdValue(text) !== null) return ok(text);
  return fail('the id cannot stand in a header field');
}

/** `name=value`; the value may be empty and may hold `=`. */
export function parseAssignment(
  text: string,
): Result<{ readonly name: string; readonly value: string }, string> {
  const at = text.indexOf('=');
  if (at < 1) return fail(`'${text}' is not name=value`);
  return ok({ name: text.slice(0, at).trim(), value: text.slice(at + 1) });
}

/** A query; the place of a mistake is told by what stands there. */
export function parseFilter(text: string): Result<QueryNode, string> {
  const parsed = parseQuery(text);
  if (parsed.ok) return parsed.value === null ? fail('a query is needed') : ok(parsed.value);
  const { from, to, detail } = parsed.error;
  const found = text.slice(from, Math.max(to, from + 1));
  const place = found === '' ? 'at the end' : `at '${found}' (character ${from + 1})`;
  const why = detail === null ? '' : ` (${detail})`;
  return fail(`${place}, expected ${describeExpectation(parsed.error)}${why}`);
}

/** A time of {@link parseDuration}, or as cURL has it: seconds without a unit. */
export function parseWaitingTime(text: string): Result<number, string> {
  return parseDuration(/^\d+(\.\d+)?$/.test(text) ? `${text}s` : text);
}
