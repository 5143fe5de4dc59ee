import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { TITLE_BAR_HEIGHT, getThemeColours } from '../../../main/shell/theme-colours.ts';

const TOKENS = readFileSync(
  new URL('../../../renderer/styles/tokens.css', import.meta.url),
  'utf8',
);
const [DARK_TOKENS = '', LIGHT_TOKENS = ''] = TOKENS.split(/^\[data-theme="light"\]/m);

test.each([
  ['dark', true, DARK_TOKENS],
  ['light', false, LIGHT_TOKENS],
] as const)('the %s colours of the window are those of tokens.css', (_name, isDark, tokens) => {
  expect(getThemeColours(isDark)).toEqual({
    background: readColour(tokens, '--bg-panel'),
    titleBar: readColour(tokens, '--bg-chrome'),
    symbols: readColour(tokens, '--tx-2'),
  });
});

test('the title bar is as high as in tokens.css', () => {
  expect(TOKENS).toMatch(new RegExp(`--h-titlebar:\\s*${TITLE_BAR_HEIGHT}px;`));
});

function readColour(tokens: string, name: string): string {
  const match = new RegExp(`${name}:\\s*oklch\\(([\\d.]+) ([\\d.]+) ([\\d.]+)\\)`).exec(tokens);
  if (match === null) throw new Error(`tokens.css has no ${name}`);
  return toHex(Number(match[1]), Number(match[2]), Number(match[3]));
}

/** OKLCH to sRGB. @see https://www.w3.org/TR/css-color-4/#color-conversion-code */
function toHex(lightness: number, chroma: number, hue: number): string {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  const bytes = linear.map((value) =>
    Math.round(255 * (value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055)),
  );
  return `#${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
