import { describe, expect, test } from 'vitest';
import { cutToWidth, fit } from '../../../main/cli/columns.ts';
import { escapeJson, escapeLine, escapeText } from '../../../main/cli/escape.ts';

describe('text from the wire on a terminal', () => {
  test.each([
    ['\u001b[31mred', '\\x1b[31mred'],
    ['\u001b]52;c;aGk=\u0007', '\\x1b]52;c;aGk=\\x07'],
    ['\u001b]8;;http://evil.test\u001b\\x', '\\x1b]8;;http://evil.test\\x1b\\x'],
    ['a\rb', 'a\\rb'],
    ['a\nb\tc', 'a\\nb\\tc'],
    ['\u0000\u0008\u007f', '\\x00\\x08\\x7f'],
    ['\u009b31m\u0090', '\\x9b31m\\x90'],
    ['\u202etxt.exe\u202c', '\\u202etxt.exe\\u202c'],
    ['\u2066a\u2069\u200e\u200f\u061c', '\\u2066a\\u2069\\u200e\\u200f\\u061c'],
    ['\u200b\u200d\ufeff\u2060\u00ad', '\\u200b\\u200d\\ufeff\\u2060\\xad'],
    ['\u2028\u2029', '\\u2028\\u2029'],
    ['\u{e0041}', '\\u{e0041}'],
    ['\ud800x', '\\ud800x'],
    ['é 漢字 😀 \\n', 'é 漢字 😀 \\n'],
  ])('%j', (text, escaped) => expect(escapeLine(text)).toBe(escaped));

  test('every C0 and C1 control is escaped', () => {
    for (let code = 0; code < 0xa0; code++) {
      const isControl = code < 0x20 || code >= 0x7f;
      const text = escapeLine(String.fromCharCode(code));
      expect(text.length > 1).toBe(isControl);
      expect(/^[ -~]+$/.test(text)).toBe(true);
    }
  });

  test('a body keeps its lines and tabs, and nothing else', () => {
    expect(escapeText('a\r\nb\n\tc\rd\u001b')).toBe('a\nb\n\tc\\rd\\x1b');
  });

  test('JSON means the same after escaping', () => {
    const value = { text: 'a\u009b\u202e\u{e0041}\ud800 😀\u0000\u2028"' };
    const json = escapeJson(JSON.stringify(value));
    expect(JSON.parse(json)).toEqual(value);
    expect(json).toContain('\\u009b\\u202e\\udb40\\udc41');
  });
});

describe('columns', () => {
  test('text is cut with an ellipsis and filled with spaces', () => {
    expect(cutToWidth('abcdef', 6)).toBe('abcdef');
    expect(cutToWidth('abcdefg', 6)).toBe('abcde…');
    expect(fit('ab', 4)).toBe('ab  ');
    expect(fit('abcdef', 4)).toBe('abc…');
  });

  test('wide characters take two columns', () => {
    expect(fit('漢字', 6)).toBe('漢字  ');
    expect(cutToWidth('漢字漢字', 5)).toBe('漢字…');
    expect(cutToWidth('😀😀😀', 4)).toBe('😀…');
  });
});
