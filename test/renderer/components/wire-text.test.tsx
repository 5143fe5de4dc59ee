// @vitest-environment jsdom
import { cleanup, render } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import { JsonTint } from '../../../renderer/components/json-tint.tsx';
import { looksLikeJson, toJsonTokens } from '../../../renderer/components/json-tokens.ts';
import { toHexLine } from '../../../renderer/components/hex-lines.ts';
import {
  VisibleText,
  hasRightToLeft,
  toGlyph,
  toVisibleString,
} from '../../../renderer/components/visible-text.tsx';

afterEach(cleanup);

describe('visible text', () => {
  test('control, bidirectional and zero-width characters become marked glyphs', () => {
    const { container } = render(<VisibleText text={'a\u0000b\u001b[31m\u202e\u200bc\ud800d😀'} />);
    expect(container.textContent).toBe('aNULbESC[31mU+202EU+200BcU+D800d😀');
    expect(container.querySelectorAll('.ctl')).toHaveLength(5);
  });

  test('an emoji of several characters stays one', () => {
    const family = '👩\u200d👧 ❤\ufe0f';
    expect(render(<VisibleText text={family} />).container.textContent).toBe(family);
    expect(toVisibleString('a\u200db')).toBe('aU+200Db');
  });

  test('markup from the wire stays text', () => {
    const { container } = render(<VisibleText text={'<img src=x onerror=alert(1)>'} />);
    expect(container.querySelector('img')).toBeNull();
    expect(container.textContent).toBe('<img src=x onerror=alert(1)>');
  });

  test('a line break has a sign of its own', () => {
    expect(toGlyph('\n')).toBe('↵');
  });
});

describe('JSON tint', () => {
  test('text from right to left stays in its string, so that the JSON around it keeps its order', () => {
    const text = '{"رسالة":"مرحبا","n":1}';
    const { container } = render(<JsonTint text={text} />);
    expect(container.textContent).toBe(text);
    const outer = container.firstElementChild;
    expect(outer?.getAttribute('dir')).toBe('ltr');
    expect([...(outer?.querySelectorAll('bdi') ?? [])].map((part) => part.textContent)).toEqual([
      '"رسالة"',
      '"مرحبا"',
      '"n"',
    ]);
  });

  test('text without such letters goes without the isolation of its parts', () => {
    const { container } = render(<JsonTint text={'{"a":"grüße 你好 👋","n":1}'} />);
    expect(container.firstElementChild?.querySelector('bdi')).toBeNull();
    expect(container.querySelector('.js')?.textContent).toBe('"grüße 你好 👋"');
  });

  test.each(['א', 'ب', 'ܐ', '\ufb4f', '\ufefc', '\u{10a00}', '\u{1e900}'])(
    '%s runs from right to left',
    (letter) => {
      expect(hasRightToLeft(`a${letter}`)).toBe(true);
    },
  );

  test('tells keys, strings, numbers and words apart', () => {
    expect(
      toJsonTokens('{"a":"b","n":-1.5e3,"t":true}').filter((token) => token.kind !== 'punctuation'),
    ).toEqual([
      { kind: 'key', text: '"a"' },
      { kind: 'string', text: '"b"' },
      { kind: 'key', text: '"n"' },
      { kind: 'number', text: '-1.5e3' },
      { kind: 'key', text: '"t"' },
      { kind: 'literal', text: 'true' },
    ]);
  });

  test.each(['{"a":"cut in a str', '{"a":"cut \\', '{"a":tru', '[1,2', '{]]}"'])(
    'a cut text loses nothing: %s',
    (text) => {
      expect(
        toJsonTokens(text)
          .map((token) => token.text)
          .join(''),
      ).toBe(text);
    },
  );

  test('plain text is not coloured', () => {
    expect(looksLikeJson('hello 1 true')).toBe(false);
    expect(looksLikeJson('[DONE]')).toBe(false);
    expect(looksLikeJson(' [{')).toBe(true);
    const { container } = render(<JsonTint text="hello 1 true" />);
    expect(container.querySelector('.jn')).toBeNull();
  });

  test('a coloured text is the text again', () => {
    const text = '{"id":7741,"name":"<b>Biscuit</b>"}';
    const { container } = render(<JsonTint text={text} />);
    expect(container.textContent).toBe(text);
    expect(container.querySelector('b')).toBeNull();
  });
});

test('a hex line has offset, bytes and ASCII, with a gap in the middle', () => {
  const bytes = new TextEncoder().encode('id: 108\nevent: x');
  expect(toHexLine(bytes, 0, 12, 0)).toEqual({
    offset: '0000',
    hex: '69 64 3a 20 31 30  38 0a 65 76 65 6e',
    ascii: 'id: 108·even',
  });
  expect(toHexLine(bytes, 1, 12, 256)).toEqual({
    offset: '010c',
    hex: '74 3a 20 78'.padEnd(36),
    ascii: 't: x',
  });
});
