import type { LucideIcon } from 'lucide-react';
import { Keyboard, SquareArrowRight } from 'lucide-react';
import type { AppServices } from '../../app-context.ts';
import { COMMANDS, PANE_KEYS } from '../../keymap.ts';
import { TIMELINE_COMMANDS } from '../timeline/timeline-keys.ts';
import { getPaneCommands } from '../../stores/pane-commands.ts';
import { getTabTitle } from '../../stores/tabs-store.ts';
import { COMMAND_ICONS, REQUEST_ICON } from './command-icons.ts';
import { matchFuzzy } from './fuzzy.ts';

/** One row of the palette. */
export interface PaletteItem {
  readonly id: string;
  readonly icon: LucideIcon;
  readonly group: string;
  readonly title: string;
  /** Quiet words after the title. */
  readonly sub: string;
  readonly keys: readonly string[];
  /** Null: only listed, because a pane handles these keys itself. */
  readonly run: (() => void) | null;
}

/** Rows of one group that are shown; a workspace may have thousands of requests. */
const GROUP_ROWS_MAX = 60;

/** A row that fits what was typed. */
export interface FoundItem {
  readonly item: PaletteItem;
  readonly positions: readonly number[];
}

/** Everything that can be done now: commands, demo requests, open tabs. */
export function getCommandItems(app: AppServices): readonly PaletteItem[] {
  const { tabs, activeId } = app.tabs.store.get();
  return [
    ...COMMANDS.filter(
      (command) => command.id !== 'palette' && app.actions.isAvailable(command.id),
    ).map((command) => ({
      id: command.id,
      icon: COMMAND_ICONS[command.id],
      group: command.group,
      title: command.title,
      sub: '',
      keys: command.keys.slice(0, 1),
      run: () => app.actions.run(command.id),
    })),
    ...getPaneCommands(app.api)
      .get()
      .map(({ id, title, keys, run }) => ({
        id,
        icon: SquareArrowRight,
        group: 'This stream',
        title,
        sub: '',
        keys,
        run,
      })),
    ...tabs
      .filter((tab) => tab.id !== activeId)
      .map((tab) => ({
        id: `tab-${tab.id}`,
        icon: REQUEST_ICON,
        group: 'Open requests',
        title: getTabTitle(tab),
        sub: tab.kind === 'request' ? tab.draft.method : '',
        keys: [],
        run: () => app.tabs.activate(tab.id),
      })),
    ...getTreeItems(app),
    ...app.demos.store.get().demos.map((demo) => ({
      id: `demo-${demo.id}`,
      icon: REQUEST_ICON,
      group: 'Demo requests',
      title: demo.title,
      sub: demo.group,
      keys: [],
      run: () => app.actions.openDemo(demo),
    })),
  ];
}

/** Requests and environments of the workspace, and the ways to choose an environment. */
function getTreeItems({ workspace, workspaceActions }: AppServices): readonly PaletteItem[] {
  const state = workspace.store.get();
  if (state === null) return [];
  return [
    ...state.environments.map(({ environmentId, name }) => ({
      id: `use-${environmentId}`,
      icon: COMMAND_ICONS.environment,
      group: 'Environments',
      title: `Use ${name}`,
      sub: environmentId === state.selectedEnvironmentId ? 'in use' : '',
      keys: [],
      run: () => void workspaceActions.selectEnvironment(environmentId),
    })),
    ...state.tree
      .filter(({ kind }) => kind !== 'folder')
      .map(({ itemId, name, path, method }) => ({
        id: itemId,
        icon: REQUEST_ICON,
        group: 'Saved requests',
        title: name,
        sub: `${method} ${path}`.trim(),
        keys: [],
        run: () => void workspaceActions.openItem(itemId, false),
      })),
  ];
}

/** Every key there is, those of the panes included. */
export function getKeyItems(app: AppServices): readonly PaletteItem[] {
  return [
    ...COMMANDS.filter((command) => command.keys.length > 0).map((command) => ({
      id: command.id,
      icon: COMMAND_ICONS[command.id],
      group: command.group,
      title: command.title,
      sub: '',
      keys: [...command.keys],
      run: command.id === 'all-keys' ? null : () => app.actions.run(command.id),
    })),
    ...TIMELINE_COMMANDS.filter(({ keys }) => keys.length > 0).map(({ id, title, keys }) => ({
      id: `timeline-${id}`,
      icon: Keyboard,
      group: 'Timeline',
      title,
      sub: '',
      keys: keys.map((key) => (key === ' ' ? 'Space' : key)),
      run: null,
    })),
    ...PANE_KEYS.map(({ group, title, keys }) => ({
      id: `${group}-${title}`,
      icon: Keyboard,
      group,
      title,
      sub: '',
      keys,
      run: null,
    })),
  ];
}

/** Rows that fit `wanted`, in their groups; the best row, and the group that has it, stands first. */
export function findItems(
  items: readonly PaletteItem[],
  wanted: string,
): readonly (readonly [group: string, found: readonly FoundItem[]])[] {
  const groups = new Map<string, { readonly found: FoundItem; readonly cost: number }[]>();
  for (const item of items) {
    const match = matchFuzzy(item.title, wanted);
    if (match === null) continue;
    const list = groups.get(item.group) ?? [];
    list.push({ found: { item, positions: match.positions }, cost: match.cost });
    groups.set(item.group, list);
  }
  for (const list of groups.values()) list.sort((one, other) => one.cost - other.cost);
  const bestCost = (list: readonly { readonly cost: number }[]): number => list[0]?.cost ?? 0;
  return [...groups]
    .toSorted(([, one], [, other]) => bestCost(one) - bestCost(other))
    .map(([group, list]) => [group, list.slice(0, GROUP_ROWS_MAX).map(({ found }) => found)]);
}
