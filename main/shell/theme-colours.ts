/** Colours that the system paints before or beside the page. */
export interface ThemeColours {
  /** Window before its first frame: `--bg-panel`. */
  readonly background: string;
  /** Strip under the window buttons: `--bg-chrome`. */
  readonly titleBar: string;
  /** Window buttons: `--tx-2`. */
  readonly symbols: string;
}

/** Height of the page's own title bar, in CSS pixels: `--h-titlebar`. */
export const TITLE_BAR_HEIGHT = 40;

const DARK: ThemeColours = { background: '#111518', titleBar: '#0c1012', symbols: '#b2b9bd' };
const LIGHT: ThemeColours = { background: '#fbfdfd', titleBar: '#f0f3f4', symbols: '#464e54' };

/** The colours of `renderer/styles/tokens.css` as sRGB, which is all that the system takes. */
export function getThemeColours(isDark: boolean): ThemeColours {
  return isDark ? DARK : LIGHT;
}
