/**
 * Characters up to which a text is parsed for colours and folding. Above it only the screen is
 * coloured, for JSON: the parser would take the window for 100 ms at a time, for seconds.
 */
export const PARSED_CHARS_MAX = 1024 * 1024;
