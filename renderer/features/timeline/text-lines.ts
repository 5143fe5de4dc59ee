/** A stretch of text in one font, as CSS writes it. */
export interface TextPiece {
  readonly text: string;
  readonly font: string;
}

/** Average advance of Inter at 12 px, where nothing can be measured. */
const CHAR_PX = 6.3;
/** Words whose width is kept: those of our own sentences, many times over. */
const WORDS_MAX = 2_000;

const widths = new Map<string, number>();
let context: CanvasRenderingContext2D | null | undefined;

/** Null where no window draws. */
function getContext(): CanvasRenderingContext2D | null {
  return typeof document === 'undefined' ? null : document.createElement('canvas').getContext('2d');
}

/** Width of a text in pixels. */
function measure(text: string, font: string): number {
  context ??= getContext();
  if (context === null) return text.length * CHAR_PX;
  const key = `${font}\n${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  context.font = font;
  const { width } = context.measureText(text);
  if (widths.size >= WORDS_MAX) widths.clear();
  widths.set(key, width);
  return width;
}

/** Lines that pieces of text take one after the other in a box: broken at spaces, as CSS breaks them. */
export function countLines(pieces: readonly TextPiece[], boxPx: number): number {
  let lines = 1;
  let linePx = 0;
  for (const { text, font } of pieces) {
    for (const word of text.split(/(?<= )/)) {
      // The space at the end of a line hangs out of it.
      if (linePx > 0 && linePx + measure(word.trimEnd(), font) > boxPx) {
        lines++;
        linePx = 0;
      }
      linePx += measure(word, font);
    }
  }
  return lines;
}
