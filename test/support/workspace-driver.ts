/**
 * One action on a workspace in a process of its own, so that it can be killed and its system calls can fail:
 * `driver.js ACTION WORKSPACE DATA`. Says `ready` when everything is loaded, waits for a line, acts, and says
 * how it went as a line of JSON; then it waits for the next line, or ends with its input.
 */
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { SettingsStore } from '../../main/ipc/settings-store.ts';
import { DraftStore, EMPTY_SESSION } from '../../main/workspace/draft-store.ts';
import { FolderRoot } from '../../main/workspace/files/folder-root.ts';
import { LocalHistory } from '../../main/workspace/files/local-history.ts';
import { RunHistory } from '../../main/workspace/runs/run-history.ts';
import { watchFolder } from '../../main/workspace/watch-folder.ts';
import { Workspace } from '../../main/workspace/workspace.ts';
import { DEFAULT_SETTINGS } from '../../shared/model/settings.ts';
import { toExchangeId } from '../../shared/model/ids.ts';
import { toStorageError } from '../../shared/model/to-storage-error.ts';
import { seeded } from './random-request.ts';
import { createStoredRequest } from '../../shared/model/workspace/stored-request.ts';
import type { ItemContent } from '../../shared/model/workspace/item-content.ts';
import type { ItemId } from '../../shared/model/workspace/tree.ts';

/** What the driver answers. */
export interface DriverAnswer {
  readonly ok: boolean;
  /** Code of the system's error, or kind of the error. */
  readonly code: string | null;
  readonly detail: string;
  /** What the action has to show, such as a list of broken files. */
  readonly shown?: unknown;
}

type Action = (open: Opened) => Promise<{ readonly ok: boolean; readonly error?: unknown }>;

interface Opened {
  workspace: Workspace;
  readonly data: string;
  readonly count: number;
}

/** Every action, by its name. Each has the same outcome whenever it starts from the same files. */
const ACTIONS: Readonly<Record<string, Action>> = {
  save: async ({ workspace, count }) => saveUrl(workspace, 'Pets/Get pet.yml', `/saved/${count}`),
  rename: ({ workspace }) => workspace.rename(idOf(workspace, 'Pets/Get pet.yml'), 'Fetch pet'),
  'rename-folder': ({ workspace }) => workspace.rename(idOf(workspace, 'Pets'), 'Animals'),
  move: ({ workspace }) =>
    workspace.move(
      [idOf(workspace, 'Feed.yml'), idOf(workspace, 'Second.yml')],
      idOf(workspace, 'Pets'),
      null,
    ),
  reorder: ({ workspace }) =>
    workspace.move([idOf(workspace, 'Second.yml')], null, idOf(workspace, 'Pets')),
  delete: ({ workspace }) => workspace.delete([idOf(workspace, 'Feed.yml')]),
  'delete-folder': ({ workspace }) =>
    workspace.delete([idOf(workspace, 'Pets'), idOf(workspace, 'Second.yml')]),
  duplicate: ({ workspace }) => workspace.duplicate(idOf(workspace, 'Feed.yml')),
  'duplicate-folder': ({ workspace }) => workspace.duplicate(idOf(workspace, 'Pets')),
  'create-request': ({ workspace }) =>
    workspace.create(idOf(workspace, 'Pets'), 'request', 'New', {
      ...createStoredRequest('New'),
      url: '/new',
    }),
  'create-folder': ({ workspace }) => workspace.create(null, 'folder', 'New folder', null),
  'create-environment': ({ workspace }) => workspace.create(null, 'environment', 'New', null),
  'edit-environment': async ({ workspace }) => {
    const itemId = environmentOf(workspace, 'Local');
    const read = await workspace.read(itemId);
    if (!read.ok) return read;
    const { content } = read.value;
    if (content.kind !== 'environment') return toRefusal(content);
    const { environment } = content;
    const change = {
      kind: 'environment',
      environment: { ...environment, color: '#2f9e44' },
    } as const;
    return workspace.save(itemId, read.value.version, change);
  },
  settings: async ({ data }) => {
    const store = new SettingsStore(join(data, 'settings.json'));
    await store.write({ ...DEFAULT_SETTINGS, theme: 'light' });
    return { ok: true };
  },
  draft: async ({ data, count }) => {
    const drafts = new DraftStore(join(data, 'drafts'));
    const request = { ...createStoredRequest('Draft'), url: `/draft/${count}` };
    await drafts.save({
      draftKey: 'd',
      path: 'Feed.yml',
      version: null,
      change: { kind: 'request', request },
    });
    await drafts.writeSession({ ...EMPTY_SESSION, environment: `e${count}` });
    return { ok: true };
  },
  run: async ({ data, count }) => {
    const runs = new RunHistory(join(data, 'runs.jsonl'));
    const exchangeId = toExchangeId(`x-00000000-${count}`);
    if (exchangeId === null) throw new Error('no id');
    const request = {
      method: 'GET',
      url: 'http://x/',
      headers: [],
      body: { kind: 'none' },
    } as const;
    const place = { workspacePath: null, itemPath: null, environment: null };
    await runs.noteStart(
      { exchangeId, startedAtMs: count, name: 'Run', method: 'GET', url: 'http://x/', ...place },
      { kind: 'plain', request },
    );
    return { ok: true };
  },
  /** Opens the workspace once more, as another program does. */
  open: async (open) => {
    open.workspace = await openAt(open.workspace.root.path, open.data);
    return { ok: true };
  },
  /** Looks through the folder and reads every file. */
  look: async ({ workspace }) => {
    await workspace.scan();
    for (const { itemId, kind } of workspace.listing.tree) {
      if (kind !== 'folder') await workspace.read(itemId);
    }
    return { ok: true };
  },
};

/** `edits WRITER COUNT SEED`: adds a line to the documentation of files that chance chooses, on top of what is there. */
async function edit(workspace: Workspace, words: readonly string[]): Promise<DriverAnswer> {
  const [, writer = '', count = '0', seed = '0'] = words;
  const random = seeded(Number(seed));
  const requests = workspace.listing.tree.filter(({ kind }) => kind === 'http');
  let refused = 0;
  for (let number = 0; number < Number(count); number++) {
    const item = requests[Math.floor(random() * requests.length)];
    if (item === undefined) throw new Error('there is nothing to edit');
    for (;;) {
      const read = await workspace.read(item.itemId);
      if (!read.ok || read.value.content.kind !== 'request')
        throw new Error(`${item.path} is gone`);
      const { request } = read.value.content;
      const docs = `${request.docs}\n${writer}-${number}.`;
      const change = { kind: 'request', request: { ...request, docs } } as const;
      const saved = await workspace.save(item.itemId, read.value.version, change);
      if (saved.ok) break;
      if (saved.error.kind !== 'changed-by-other') throw new Error(saved.error.kind);
      refused++;
    }
  }
  return { ok: true, code: null, detail: '', shown: refused };
}

async function openAt(folder: string, data: string): Promise<Workspace> {
  return Workspace.open(await FolderRoot.open(folder), {
    history: new LocalHistory(join(data, 'history')),
    journalFile: join(data, 'change.json'),
  });
}

async function saveUrl(workspace: Workspace, path: string, url: string) {
  const itemId = idOf(workspace, path);
  const read = await workspace.read(itemId);
  if (!read.ok) return read;
  const { content } = read.value;
  if (content.kind !== 'request') return toRefusal(content);
  const request = { ...content.request, url };
  return workspace.save(itemId, read.value.version, { kind: 'request', request });
}

function toRefusal(content: ItemContent) {
  return { ok: false, error: content.kind === 'text' ? content.error : null };
}

function idOf(workspace: Workspace, path: string): ItemId {
  const found = workspace.listing.tree.find((item) => item.path === path);
  if (found === undefined) throw new Error(`nothing is at ${path}`);
  return found.itemId;
}

function environmentOf(workspace: Workspace, name: string): ItemId {
  const found = workspace.listing.environments.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no environment is called ${name}`);
  return found.environmentId;
}

async function act(name: string, open: Opened): Promise<DriverAnswer> {
  try {
    const action = ACTIONS[name];
    if (action === undefined) throw new Error(`there is no action ${name}`);
    const result = await action(open);
    const error = Object(result.error) as { kind?: string; detail?: string };
    return {
      ok: result.ok,
      code: result.ok ? null : (error.kind ?? 'unknown'),
      detail: error.detail ?? '',
      shown: name === 'look' || name === 'open' ? toShown(open.workspace) : undefined,
    };
  } catch (cause: unknown) {
    const { code, detail } = toStorageError(cause);
    return { ok: false, code, detail };
  }
}

function toShown({ listing }: Workspace): unknown {
  return {
    items: listing.tree.map(({ path, kind, error }) => ({ path, kind, detail: error?.detail })),
    environments: listing.environments.map(({ name, error }) => ({ name, detail: error?.detail })),
    notices: listing.notices,
  };
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function main(): Promise<void> {
  const [name = '', folder = '', data = ''] = process.argv.slice(2);
  const open = { workspace: await openAt(folder, data), data };
  const watch = name === 'watch' ? watchFolder(folder, () => say('changed')) : null;
  let count = 0;
  say('ready');
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.startsWith('edits ')) {
      say(JSON.stringify(await edit(open.workspace, line.split(' '))));
      continue;
    }
    if (line === 'save-for-ever') {
      for (let number = 1; ; number++) {
        const answer = await act('save', Object.assign(open, { count: number }));
        say(JSON.stringify({ ...answer, shown: number }));
      }
    }
    const [asked = name, number = String(count)] = line.split(' ');
    count = Number(number) + 1;
    if (asked === 'problem') say(JSON.stringify({ ok: true, shown: watch?.problem ?? null }));
    else
      say(
        JSON.stringify(
          await act(asked === '' ? name : asked, Object.assign(open, { count: Number(number) })),
        ),
      );
  }
  await watch?.close();
}

await main();
