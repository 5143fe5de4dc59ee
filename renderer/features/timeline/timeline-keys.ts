import { isTyped, splitKeys } from '../../keymap.ts';

/** What the keys of the list do, beside moving in it. */
export const TIMELINE_COMMANDS = [
  { id: 'open-detail', title: 'Open the detail', keys: ['Enter', ' '] },
  { id: 'escape', title: 'Close the detail, then clear the filter', keys: ['Escape'] },
  { id: 'follow', title: 'Follow the newest event', keys: ['F'] },
  { id: 'density', title: 'Row height', keys: ['D'] },
  { id: 'mark', title: 'Mark the row', keys: ['M'] },
  { id: 'previous-mark', title: 'Previous mark', keys: ['['] },
  { id: 'next-mark', title: 'Next mark', keys: [']'] },
  { id: 'only-type', title: 'Only this event’s type', keys: ['T'] },
  { id: 'comments', title: 'Show or hide comments and heartbeats', keys: ['H'] },
  { id: 'go-to', title: 'Go to number, time or id…', keys: ['G'] },
  { id: 'filter', title: 'Filter', keys: ['Mod+F'] },
  { id: 'copy-data', title: 'Copy data', keys: ['Mod+C'] },
  { id: 'copy-lines', title: 'Copy the lines as sent', keys: ['Mod+Shift+C'] },
  { id: 'copy-json', title: 'Copy as JSON', keys: [] },
  { id: 'copy-curl', title: 'Copy data for cURL', keys: [] },
  { id: 'columns', title: 'Columns…', keys: [] },
  { id: 'export', title: 'Export events…', keys: [] },
] as const satisfies readonly {
  readonly id: string;
  readonly title: string;
  readonly keys: readonly string[];
}[];

export type TimelineCommandId = (typeof TIMELINE_COMMANDS)[number]['id'];

/** The parts of a pressed key that decide here. */
type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** The command for a key that was pressed in the list, or null. `hasLetters`: whether single letters act. */
export function findTimelineCommand(
  press: KeyPress,
  hasLetters: boolean,
): TimelineCommandId | null {
  const isMod = press.ctrlKey !== press.metaKey;
  if (press.altKey || (press.ctrlKey && press.metaKey)) return null;
  for (const { id, keys } of TIMELINE_COMMANDS) {
    for (const combination of keys) {
      const parts = splitKeys(combination);
      const key = parts.at(-1) ?? '';
      // Space opens the detail like Enter does; it is no letter.
      if (!hasLetters && isTyped(combination) && key !== ' ') continue;
      if (isMod !== parts.includes('Mod')) continue;
      const isLetter = /^[A-Z]$/.test(key);
      // A bracket needs Shift or AltGr on some keyboards.
      if ((isLetter || key.length > 1) && press.shiftKey !== parts.includes('Shift')) continue;
      if (press.key === key || (isLetter && press.key.toUpperCase() === key)) return id;
    }
  }
  return null;
}
