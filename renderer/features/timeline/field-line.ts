/** Fields of an event stream. */
const FIELDS: ReadonlySet<string> = new Set(['data', 'event', 'id', 'retry']);

/** A line that was ignored, with the white space around its name and at its end apart. */
export interface FieldLine {
  readonly before: string;
  readonly name: string;
  /** Between the name and the colon, or the end of a line without one. */
  readonly after: string;
  /** From the colon on. */
  readonly rest: string;
  readonly end: string;
}

/** Takes a line apart; together its parts are the line again. */
export function toFieldLine(line: string): FieldLine {
  const colon = line.indexOf(':');
  const head = colon === -1 ? line : line.slice(0, colon);
  const tail = colon === -1 ? '' : line.slice(colon);
  const name = head.replace(/^[ \t]+|[ \t]+$/g, '');
  const before = name === '' ? '' : head.slice(0, head.indexOf(name));
  const after = head.slice(before.length + name.length);
  const rest = tail.replace(/[ \t]+$/, '');
  return { before, name, after, rest, end: tail.slice(rest.length) };
}

/** Why a line is no field although it looks like one: white space belongs to the name. Null if it does not look like one. */
export function getSpaceWords({ before, name, after }: FieldLine): string | null {
  if (!FIELDS.has(name)) return null;
  if (before !== '') return `is not ${name}: the ${toWord(before)} in front belongs to the name`;
  if (after !== '') return `is not ${name}: the ${toWord(after)} after it belongs to the name`;
  return null;
}

function toWord(space: string): string {
  if (space === ' ') return 'space';
  return space === '\t' ? 'tab' : 'white space';
}
