/** The text with LF line ends, and where each of its offsets was. */
export function toLf(source: string): {
  readonly text: string;
  readonly toSource: (offset: number) => number;
  readonly eol: '\n' | '\r\n';
} {
  const returns: number[] = [];
  const text = source.replace(/\r\n/g, (_match, at: number) => {
    returns.push(at - returns.length);
    return '\n';
  });
  const lines = text.split('\n').length - 1;
  const toSource = (offset: number): number => {
    let low = 0;
    let high = returns.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((returns[middle] as number) < offset) low = middle + 1;
      else high = middle;
    }
    return offset + low;
  };
  return { text, toSource, eol: returns.length * 2 > lines ? '\r\n' : '\n' };
}
