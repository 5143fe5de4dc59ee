import type { AppInfo } from '../shared/ipc/contract.ts';

export type Platform = AppInfo['platform'];

/**
 * Every action of the window with its keys: the one table that the key handler, the palette, the
 * help and the key caps read. `Mod` is Cmd on macOS and Ctrl elsewhere; `Ctrl` is Ctrl everywhere.
 */
export const COMMANDS = [
  { id: 'send', title: 'Send', group: 'Request', keys: ['Mod+Enter'] },
  { id: 'stop', title: 'Stop', group: 'Request', keys: ['Mod+.'] },
  { id: 'focus-url', title: 'Go to the URL', group: 'Request', keys: ['Mod+L'] },
  { id: 'request-params', title: 'Show Params', group: 'Request', keys: ['Alt+1'] },
  { id: 'request-headers', title: 'Show Headers', group: 'Request', keys: ['Alt+2'] },
  { id: 'request-auth', title: 'Show Auth', group: 'Request', keys: ['Alt+3'] },
  { id: 'request-body', title: 'Show Body', group: 'Request', keys: ['Alt+4'] },
  { id: 'request-stream', title: 'Show Stream settings', group: 'Request', keys: ['Alt+5'] },
  { id: 'request-settings', title: 'Show Settings', group: 'Request', keys: ['Alt+6'] },
  { id: 'request-docs', title: 'Show Docs', group: 'Request', keys: ['Alt+7'] },
  { id: 'copy-curl', title: 'Copy as cURL', group: 'Request', keys: [] },
  { id: 'reconnect-now', title: 'Reconnect now', group: 'Stream', keys: ['Mod+R'] },
  { id: 'cut-now', title: 'Cut the connection now', group: 'Stream', keys: [] },
  {
    id: 'cut-in-next-event',
    title: 'Cut the connection in the middle of the next event',
    group: 'Stream',
    keys: [],
  },
  { id: 'save', title: 'Save', group: 'Request', keys: ['Mod+S'] },
  { id: 'open-folder', title: 'Open a folder of requests', group: 'Workspace', keys: ['Mod+O'] },
  { id: 'new-workspace', title: 'New workspace', group: 'Workspace', keys: [] },
  {
    id: 'create-sample',
    title: 'Create the sample “Modern Pet Store”',
    group: 'Workspace',
    keys: [],
  },
  { id: 'close-workspace', title: 'Close the workspace', group: 'Workspace', keys: [] },
  { id: 'environment', title: 'Choose the environment', group: 'Workspace', keys: ['Mod+E'] },
  { id: 'show-variables', title: 'Variables of the request', group: 'Workspace', keys: [] },
  { id: 'new-environment', title: 'New environment', group: 'Workspace', keys: [] },
  { id: 'globals', title: 'Global variables', group: 'Workspace', keys: [] },
  { id: 'show-in-tree', title: 'Show in the sidebar', group: 'Workspace', keys: [] },
  { id: 'history', title: 'History', group: 'Workspace', keys: [] },
  { id: 'unlock-secrets', title: 'Unlock secrets', group: 'Workspace', keys: [] },
  { id: 'move-tab-left', title: 'Move the tab left', group: 'Tabs', keys: ['Ctrl+Shift+PageUp'] },
  {
    id: 'move-tab-right',
    title: 'Move the tab right',
    group: 'Tabs',
    keys: ['Ctrl+Shift+PageDown'],
  },
  { id: 'new-tab', title: 'New request', group: 'Tabs', keys: ['Mod+N', 'Mod+T'] },
  { id: 'close-tab', title: 'Close tab', group: 'Tabs', keys: ['Mod+W'] },
  { id: 'reopen-tab', title: 'Reopen closed tab', group: 'Tabs', keys: ['Mod+Shift+T'] },
  { id: 'next-tab', title: 'Next tab', group: 'Tabs', keys: ['Ctrl+Tab'] },
  { id: 'previous-tab', title: 'Previous tab', group: 'Tabs', keys: ['Ctrl+Shift+Tab'] },
  { id: 'toggle-sidebar', title: 'Show or hide the sidebar', group: 'View', keys: ['Mod+B'] },
  { id: 'find-sidebar', title: 'Find in sidebar', group: 'View', keys: ['/'] },
  { id: 'response-only', title: 'Response only', group: 'View', keys: ['Mod+\\'] },
  { id: 'layout-side', title: 'Layout: side by side', group: 'View', keys: [] },
  { id: 'layout-stacked', title: 'Layout: stacked', group: 'View', keys: [] },
  { id: 'theme-system', title: 'Theme: like the system', group: 'View', keys: [] },
  { id: 'theme-dark', title: 'Theme: dark', group: 'View', keys: [] },
  { id: 'theme-light', title: 'Theme: light', group: 'View', keys: [] },
  { id: 'next-area', title: 'Next area', group: 'View', keys: ['F6'] },
  { id: 'previous-area', title: 'Previous area', group: 'View', keys: ['Shift+F6'] },
  { id: 'palette', title: 'Commands', group: 'Help', keys: ['Mod+K'] },
  { id: 'all-keys', title: 'All keys', group: 'Help', keys: ['?'] },
] as const satisfies readonly CommandSpec[];

interface CommandSpec {
  readonly id: string;
  readonly title: string;
  readonly group: 'Request' | 'Stream' | 'Workspace' | 'Tabs' | 'View' | 'Help';
  /** The first one is shown. */
  readonly keys: readonly string[];
}

export type Command = (typeof COMMANDS)[number];
export type CommandId = Command['id'];

/** Keys that a pane handles itself while it has the focus; listed in the help. */
export const PANE_KEYS: readonly {
  readonly group: string;
  readonly title: string;
  readonly keys: readonly string[];
}[] = [
  { group: 'Sidebar', title: 'Open to stay', keys: ['Enter'] },
  { group: 'Sidebar', title: 'Look at', keys: ['Space'] },
  { group: 'Sidebar', title: 'Rename', keys: ['F2'] },
  { group: 'Sidebar', title: 'Duplicate', keys: ['Mod+D'] },
  { group: 'Sidebar', title: 'Delete', keys: ['Delete'] },
  { group: 'Sidebar', title: 'Move up, down, out, in', keys: ['Alt+↑', 'Alt+↓', 'Alt+←', 'Alt+→'] },
  { group: 'Sidebar', title: 'Cut and paste', keys: ['Mod+X', 'Mod+V'] },
  { group: 'Sidebar', title: 'Actions', keys: ['Shift+F10'] },
  { group: 'Response', title: 'Response tabs', keys: ['Mod+1', 'Mod+3', 'Mod+4', 'Mod+5'] },
  { group: 'Response', title: 'Find in the body', keys: ['Mod+F'] },
  {
    group: 'Timeline',
    title: 'Move in the list',
    keys: ['↑', '↓', 'J', 'K', 'Page Up', 'Page Down', 'Home', 'End'],
  },
  { group: 'Timeline', title: 'Select several rows', keys: ['Shift+↑', 'Shift+↓'] },
  { group: 'Timeline', title: 'Zoom the time axis', keys: ['+', '-', '0'] },
];

/** The parts of a pressed key that decide. */
export type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'
>;

/** The command for a pressed key, or null. */
export function findCommand(press: KeyPress, platform: Platform): Command | null {
  return (
    COMMANDS.find((command) => command.keys.some((keys) => matchesKeys(press, keys, platform))) ??
    null
  );
}

/** The parts of keys such as `Mod+Shift+T`, the key last. */
export function splitKeys(keys: string): readonly string[] {
  // A plus sign at the end is the key.
  return keys.split(/\+(?=.)/);
}

/** Whether a pressed key is `keys`, such as `Mod+Shift+T`. */
export function matchesKeys(press: KeyPress, keys: string, platform: Platform): boolean {
  const parts = splitKeys(keys);
  const key = parts.at(-1) ?? '';
  const isMac = platform === 'mac';
  const wantsMod = parts.includes('Mod');
  if (press.ctrlKey !== (parts.includes('Ctrl') || (wantsMod && !isMac))) return false;
  if (press.metaKey !== (wantsMod && isMac)) return false;
  if (press.altKey !== parts.includes('Alt')) return false;
  // A typed sign such as `?` needs Shift on some keyboards and not on others.
  if (isSign(key)) return press.key === key;
  if (press.shiftKey !== parts.includes('Shift')) return false;
  // With Alt, macOS types another character; the physical key decides.
  if (/^\d$/.test(key)) return press.key === key || press.code === `Digit${key}`;
  return press.key.toLowerCase() === key.toLowerCase();
}

/** Whether a key types a character and so belongs to the field that has the focus. */
export function isTyped(keys: string): boolean {
  return !/Mod|Ctrl|Alt/.test(keys) && keys.length === 1;
}

function isSign(key: string): boolean {
  return key.length === 1 && !/[a-z0-9]/i.test(key);
}

const CAPS: Readonly<Record<string, string>> = {
  Enter: '↵',
  Escape: 'Esc',
  Tab: 'Tab',
};
const MAC_CAPS: Readonly<Record<string, string>> = { Mod: '⌘', Ctrl: '⌃', Alt: '⌥', Shift: '⇧' };

/** Key caps of `keys`, such as `['Ctrl', '↵']`, or `['⌘', '↵']` on macOS. */
export function toKeyCaps(keys: string, platform: Platform): readonly string[] {
  return splitKeys(keys).map((part) => {
    if (platform === 'mac' && MAC_CAPS[part] !== undefined) return MAC_CAPS[part];
    if (part === 'Mod') return 'Ctrl';
    return CAPS[part] ?? part;
  });
}

/** The first keys of a command, or null when it has none. */
export function getKeys(id: CommandId): string | null {
  return COMMANDS.find((command) => command.id === id)?.keys[0] ?? null;
}

/** Keys in one piece for a tooltip, such as `Ctrl+B`. */
export function toKeyText(id: CommandId, platform: Platform): string {
  const keys = getKeys(id);
  return keys === null ? '' : toKeyCaps(keys, platform).join(platform === 'mac' ? '' : '+');
}
