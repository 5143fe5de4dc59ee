import { expect, test } from 'vitest';
import { COMMANDS, findCommand, matchesKeys, toKeyCaps } from '../../renderer/keymap.ts';
import type { KeyPress } from '../../renderer/keymap.ts';

function press(key: string, part: Partial<KeyPress> = {}): KeyPress {
  return { key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...part };
}

test('no two commands share keys', () => {
  const all = COMMANDS.flatMap((command) => [...command.keys]);
  expect(new Set(all).size).toBe(all.length);
});

test('Mod is Cmd on macOS and Ctrl elsewhere', () => {
  const ctrl = press('Enter', { ctrlKey: true });
  const meta = press('Enter', { metaKey: true });
  expect(findCommand(ctrl, 'linux')?.id).toBe('send');
  expect(findCommand(ctrl, 'mac')).toBeNull();
  expect(findCommand(meta, 'mac')?.id).toBe('send');
});

test('Ctrl+Tab is Ctrl everywhere, and Shift turns it round', () => {
  const tab = press('Tab', { ctrlKey: true });
  expect(findCommand(tab, 'mac')?.id).toBe('next-tab');
  expect(findCommand({ ...tab, shiftKey: true }, 'mac')?.id).toBe('previous-tab');
});

test('a sign is found whether or not the keyboard needs Shift for it', () => {
  expect(matchesKeys(press('?', { shiftKey: true }), '?', 'linux')).toBe(true);
  expect(matchesKeys(press('?'), '?', 'linux')).toBe(true);
  expect(matchesKeys(press('?', { ctrlKey: true }), '?', 'linux')).toBe(false);
});

test('with Alt the physical digit key counts', () => {
  const option = press('¡', { altKey: true, code: 'Digit1' });
  expect(findCommand(option, 'mac')?.id).toBe('request-params');
});

test('key caps use the signs of macOS there', () => {
  expect(toKeyCaps('Mod+Shift+T', 'mac')).toEqual(['⌘', '⇧', 'T']);
  expect(toKeyCaps('Mod+Enter', 'linux')).toEqual(['Ctrl', '↵']);
});

test('the plus sign is a key as well', () => {
  expect(toKeyCaps('+', 'linux')).toEqual(['+']);
  expect(toKeyCaps('Mod++', 'mac')).toEqual(['⌘', '+']);
  expect(matchesKeys(press('+', { ctrlKey: true, shiftKey: true }), 'Mod++', 'linux')).toBe(true);
  expect(matchesKeys(press('+'), 'Mod++', 'linux')).toBe(false);
});
