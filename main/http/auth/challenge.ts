/** One challenge of a server: a scheme and its parameters, names in small letters. */
export interface Challenge {
  readonly scheme: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const TOKEN = /[!#$%&'*+\-.^_`|~0-9A-Za-z]+/y;
const PARAMETER = /[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([!#$%&'*+\-.^_`|~0-9A-Za-z]+))/y;
const TOKEN68 = /[ \t]+[A-Za-z0-9\-._~+/]+=*[ \t]*(?=,|$)/y;
const SPACE = /[ \t,]*/y;

/**
 * Reads the values of `WWW-Authenticate` fields. Commas part both challenges and their parameters: a name without `=`
 * begins a new challenge. What cannot be read ends the list.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1
 */
export function parseChallenges(values: readonly string[]): readonly Challenge[] {
  return values.flatMap(parseValue);
}

function parseValue(value: string): readonly Challenge[] {
  const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(value);
    if (match !== null) at = pattern.lastIndex;
    return match;
  };
  for (;;) {
    take(SPACE);
    const name = take(TOKEN)?.[0];
    if (name === undefined) return challenges;
    const parameter = take(PARAMETER);
    if (parameter === null) {
      challenges.push({ scheme: name.toLowerCase(), parameters: new Map() });
      take(TOKEN68);
      continue;
    }
    const [, quoted, plain] = parameter;
    const parameters = challenges.at(-1)?.parameters;
    const key = name.toLowerCase();
    // The first one counts: a second could only be there to deceive.
    if (parameters?.has(key) === false) {
      parameters.set(key, quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '');
    }
  }
}
