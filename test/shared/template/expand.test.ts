import { describe, expect, test } from 'vitest';
import { expand, getDynamicValue, parseTemplate } from '../../../shared/template/expand.ts';
import { hideSecrets } from '../../../shared/template/hide-secrets.ts';

const VALUES: Readonly<Record<string, string>> = {
  host: 'x.test',
  nested: '{{host}}',
  'with space': 's',
  'a.b-c': 'abc',
  empty: '',
};
const lookup = (name: string): string | undefined => VALUES[name];

describe('expand', () => {
  test.each([
    ['http://{{host}}/', 'http://x.test/'],
    ['{{ host }}{{host}}', 'x.testx.test'],
    ['{{with space}}|{{a.b-c}}|{{empty}}|', 's|abc||'],
    ['{{missing}}', '{{missing}}'],
    ['{host} {{}} {{ }} {{host}', '{host} {{}} {{ }} {{host}'],
    ['{{{host}}}', '{x.test}'],
    ['{{ho\nst}}', '{{ho\nst}}'],
    // Logic is no name, so that it stays.
    [
      "{{constructor.constructor('return process')()}}",
      "{{constructor.constructor('return process')()}}",
    ],
  ])('%j gives %j', (text, expected) => {
    expect(expand(text, lookup).text).toBe(expected);
  });

  test('values are not expanded again, and are reported', () => {
    expect(expand('{{nested}} {{host}} {{no}}', lookup)).toEqual({
      text: '{{host}} x.test {{no}}',
      unresolved: ['no'],
      nested: ['nested'],
      used: ['nested', 'host'],
    });
  });

  test('a long text without an end of braces takes no time', () => {
    const text = '{{ '.repeat(100_000);
    expect(expand(text, lookup).text).toBe(text);
  });

  test('parts tell where they stand', () => {
    expect(parseTemplate('a{{ b }}c')).toEqual([
      { kind: 'text', text: 'a', from: 0, to: 1 },
      { kind: 'name', text: 'b', from: 1, to: 8 },
      { kind: 'text', text: 'c', from: 8, to: 9 },
    ]);
  });
});

test('dynamic values', () => {
  const source = { nowMs: () => 1_795_000_000_500, random: () => 0.9999, uuid: () => 'u' };
  expect(getDynamicValue('$uuid', source)).toBe('u');
  expect(getDynamicValue('$timestamp', source)).toBe('1795000000');
  expect(getDynamicValue('$isoTimestamp', source)).toBe('2026-11-18T11:06:40.500Z');
  expect(getDynamicValue('$randomInt', source)).toBe('999');
  expect(getDynamicValue('$other', source)).toBeUndefined();
});

test('secrets are hidden as they stand, in a URL and in JSON', () => {
  const secret = 'a b"c';
  const text = `${secret} ${encodeURIComponent(secret)} ${JSON.stringify(secret)}`;
  expect(hideSecrets(text, [secret, 'x'])).toBe('••••• ••••• "•••••"');
});
