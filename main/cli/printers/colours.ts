/** Wraps text in a colour, or leaves it as it is. The text must be escaped already. */
export interface Colours {
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
  /** A colour of its own per event type, in order of first arrival. */
  readonly forType: (type: string, text: string) => string;
}

/** Cyan, magenta, green, yellow, blue and their bright forms; red is for errors. */
const TYPE_COLOURS = [36, 35, 32, 33, 34, 96, 95, 92, 93, 94] as const;
/** Types that get a colour of their own; a stream with more goes on in the last colour. */
const TYPES_MAX = 200;

/** Colours of one timeline. With `isOn` false nothing is added to the text. */
export function createColours(isOn: boolean): Colours {
  const wrap = (code: number) => (text: string) =>
    isOn ? `\u001b[${code}m${text}\u001b[0m` : text;
  const codes = new Map<string, number>();
  return {
    dim: wrap(2),
    red: wrap(31),
    green: wrap(32),
    yellow: wrap(33),
    forType: (type, text) => {
      if (!isOn || type === 'message') return text;
      let code = codes.get(type);
      if (code === undefined) {
        code = TYPE_COLOURS[codes.size % TYPE_COLOURS.length] ?? TYPE_COLOURS[0];
        if (codes.size < TYPES_MAX) codes.set(type, code);
      }
      return wrap(code)(text);
    },
  };
}
