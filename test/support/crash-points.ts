import { cp, mkdtemp, readFile, readdir, rm, utimes } from 'node:fs/promises';
import { readlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunHistory } from '../../main/workspace/runs/run-history.ts';
import { Driver, readTrace } from './driver.ts';
import type { DriverProgram, FileCall } from './driver.ts';
import type { DriverAnswer } from './workspace-driver.ts';
import { makeFolder, openWorkspace, petStore } from './workspace-folder.ts';

/** Every action whose files are looked at afterwards. */
export const WORKSPACE_ACTIONS = [
  'save',
  'rename',
  'rename-folder',
  'move',
  'reorder',
  'delete',
  'delete-folder',
  'duplicate',
  'duplicate-folder',
  'create-request',
  'create-folder',
  'create-environment',
  'edit-environment',
] as const;

/** Actions on the local data alone. */
export const LOCAL_ACTIONS = ['settings', 'draft', 'run'] as const;

export const ACTIONS = [...WORKSPACE_ACTIONS, ...LOCAL_ACTIONS];

/** Calls that change something on the disk, or have it flushed. */
export function isChange({ text }: FileCall): boolean {
  return /^(openat\(.*O_CREAT|write|pwrite|fsync|rename|unlink|link|mkdir|rmdir|fchmod|symlink)/.test(
    text,
  );
}

type Tree = Readonly<Record<string, string>>;

const FIXTURE: Readonly<Record<string, string>> = {
  ...petStore('http://x'),
  'Second.yml': 'info:\n  name: Second\n  type: http\n  seq: 4\nhttp:\n  url: http://x/second\n',
  'Pets/Deep/Third.yml': 'info:\n  name: Third\n  seq: 1\nhttp:\n  url: http://x/third\n',
};

/** The fixture in a folder of its own, beside the local data that belongs to it. */
class Room implements AsyncDisposable {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async make(): Promise<Room> {
    const folder = await makeFolder(FIXTURE);
    // The local data is there, as with every start but the first.
    await openWorkspace(folder.path);
    return new Room(folder.path);
  }

  async copy(): Promise<Room> {
    const folder = await mkdtemp(join(tmpdir(), 'tideline-point-'));
    await cp(this.folder, folder, { recursive: true });
    await cp(this.data, `${folder}.local`, { recursive: true });
    return new Room(folder);
  }

  get data(): string {
    return `${this.folder}.local`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
    await rm(this.data, { recursive: true, force: true });
  }
}

/** Content by path; a folder is an empty text under its path with `/`. */
export async function readTree(folder: string): Promise<Tree> {
  const tree: Record<string, string> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(folder.length + 1);
    if (entry.isDirectory()) tree[`${name}/`] = '';
    else if (entry.isSymbolicLink()) tree[name] = `-> ${await readlink(path)}`;
    else tree[name] = await readFile(path, 'latin1');
  }
  return tree;
}

const isSame = (one: Tree, other: Tree): boolean =>
  JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());

/** An action, with what it does when nothing is in its way. */
export class TriedAction implements AsyncDisposable {
  readonly action: string;
  readonly calls: readonly FileCall[];
  readonly #program: DriverProgram;
  readonly #room: Room;
  readonly #before: Tree;
  readonly #after: Tree;

  private constructor(
    action: string,
    program: DriverProgram,
    room: Room,
    trees: { readonly before: Tree; readonly after: Tree },
    calls: readonly FileCall[],
  ) {
    this.action = action;
    this.calls = calls;
    this.#program = program;
    this.#room = room;
    this.#before = trees.before;
    this.#after = trees.after;
  }

  /** Does the action once, and notes its calls. */
  static async learn(program: DriverProgram, action: string): Promise<TriedAction> {
    const room = await Room.make();
    await using copy = await room.copy();
    const before = await readTree(copy.folder);
    const trace = join(copy.data, 'trace');
    await using driver = await Driver.start(program, action, copy.folder, copy.data);
    await driver.trace(trace);
    const answer = await driver.act();
    const threads = await driver.listThreads();
    await driver.detach();
    if (answer?.ok !== true) throw new Error(`${action} failed: ${JSON.stringify(answer)}`);
    const trees = { before, after: await readTree(copy.folder) };
    return new TriedAction(action, program, room, trees, await readTrace(trace, threads));
  }

  /** Kills the program at a call; a sentence if what is there afterwards is not whole. */
  async killAt(call: FileCall): Promise<string | null> {
    await using room = await this.#room.copy();
    await using driver = await Driver.start(this.#program, this.action, room.folder, room.data);
    await driver.inject({ kind: 'kill', call });
    const answer = await driver.act();
    await driver.kill();
    const tree = await this.#startAgain(room);
    const state = this.#judge(tree);
    const where = `${this.action} killed at ${call.when} ${call.text}`;
    if (state === null) return `${where}: ${describe(tree, this.#before, this.#after)}`;
    if (answer?.ok === true && state === 'before') return `${where}: it was reported as done`;
    return (await this.#findLost(room, tree, where)) ?? (await findLeftovers(room, where));
  }

  /** Lets a call fail; a sentence if that is not told, or leaves something that is not whole. */
  async failAt(call: FileCall, errno: string, goesOn: boolean): Promise<string | null> {
    await using room = await this.#room.copy();
    await using driver = await Driver.start(this.#program, this.action, room.folder, room.data);
    await driver.inject({ kind: 'fail', call, errno, goesOn });
    const answer = await driver.act();
    await driver.detach();
    const where = `${this.action} with ${errno} ${goesOn ? 'from' : 'at'} ${call.when} ${call.text}`;
    // Threads wake each other by writing; libuv gives up where that fails, which is a kill like any other.
    if (answer === null && call.name === 'write') {
      const left = await this.#startAgain(room);
      if (this.#judge(left) === null) {
        return `${where}: ${describe(left, this.#before, this.#after)}`;
      }
      return this.#findLost(room, left, where);
    }
    if (answer === null) return `${where}: the program ended: ${driver.stderr.slice(0, 300)}`;
    const fault =
      (await this.#judgeFailure(room, answer, where, call, goesOn)) ??
      // The same program goes on when the disk does.
      (await this.#tryAgain(driver, answer, where));
    await driver.kill();
    if (fault !== null) return fault;
    const tree = await this.#startAgain(room);
    return (await this.#findLost(room, tree, where)) ?? (await findLeftovers(room, where));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#room[Symbol.asyncDispose]();
  }

  /** The last call that changes what people see; the lock of a writer goes after that. */
  get #lastChange(): number {
    return this.calls.findLastIndex(
      ({ name, text }) =>
        ['rename', 'link', 'unlink', 'mkdir', 'rmdir'].includes(name) &&
        !(name === 'unlink' && text.includes('.tideline-save')),
    );
  }

  get #isLocal(): boolean {
    return (LOCAL_ACTIONS as readonly string[]).includes(this.action);
  }

  #judge(tree: Tree): 'before' | 'after' | null {
    if (isSame(tree, this.#after)) return 'after';
    return isSame(tree, this.#before) ? 'before' : null;
  }

  async #judgeFailure(
    room: Room,
    answer: DriverAnswer,
    where: string,
    call: FileCall,
    goesOn: boolean,
  ): Promise<string | null> {
    const tree = withoutLocks(await readTree(room.folder));
    const state = this.#judge(tree);
    if (answer.ok)
      return this.#isLocal || state === 'after' ? null : `${where}: it was reported as done`;
    if (!/\.ya?ml|\.json|\/|Pets|Feed|New|Local|Second/.test(answer.detail)) {
      return `${where}: no file is named: ${answer.code} ${answer.detail}`;
    }
    // What cannot be undone while the disk refuses everything is undone with the next start.
    if (this.#isLocal || goesOn || state === 'before') return null;
    // All was done, and the folder could not be flushed: that it lasts is not certain.
    if (state === 'after' && this.calls.indexOf(call) > this.#lastChange) return null;
    return `${where}: ${describe(tree, this.#before, this.#after)}`;
  }

  async #tryAgain(driver: Driver, answer: DriverAnswer, where: string): Promise<string | null> {
    if (answer.ok) return null;
    const line = this.#isLocal ? this.action : 'edit-environment';
    // The window looks again when the folder or the focus changes.
    await driver.act('look');
    const again = await driver.act(line);
    return again?.ok === true ? null : `${where}: the next one failed: ${JSON.stringify(again)}`;
  }

  /** Opens the workspace as the next start does, with every lock old enough to be a dead writer's. */
  async #startAgain(room: Room): Promise<Tree> {
    for (const name of await readdir(room.folder, { recursive: true })) {
      if (name.endsWith('.tideline-save')) await utimes(join(room.folder, name), 0, 0);
    }
    await openWorkspace(room.folder);
    if (this.#isLocal) await readLocalData(room);
    return readTree(room.folder);
  }

  /** Every version that was there before is there, or in the history. */
  async #findLost(room: Room, tree: Tree, where: string): Promise<string | null> {
    const kept = new Set(Object.values(tree));
    const folder = join(room.data, 'history/bytes');
    for (const name of await readdir(folder).catch(() => [])) {
      kept.add(await readFile(join(folder, name), 'latin1'));
    }
    const lost = Object.entries(this.#before).find(([, text]) => !kept.has(text));
    return lost === undefined ? null : `${where}: ${lost[0]} is lost`;
  }
}

/** The files of the local data can be read, whatever happened. */
async function readLocalData({ data }: Room): Promise<void> {
  await new RunHistory(join(data, 'runs.jsonl')).list();
  for (const name of ['settings.json', 'drafts/session.json']) {
    const text = await readFile(join(data, name), 'utf8').catch(() => '{}');
    JSON.parse(text);
  }
}

async function findLeftovers(room: Room, where: string): Promise<string | null> {
  const names = [
    ...(await readdir(room.folder, { recursive: true })).filter((name) =>
      name.endsWith('.tideline-save'),
    ),
    ...(await readdir(room.data, { recursive: true })).filter((name) =>
      /^change\.json$|^history.*\.tmp$/.test(name),
    ),
  ];
  return names.length === 0 ? null : `${where}: left behind: ${names.join(', ')}`;
}

function withoutLocks(tree: Tree): Tree {
  return Object.fromEntries(
    Object.entries(tree).filter(([name]) => !name.endsWith('.tideline-save')),
  );
}

function describe(tree: Tree, before: Tree, after: Tree): string {
  const names = new Set([...Object.keys(tree), ...Object.keys(before), ...Object.keys(after)]);
  const states = [...names].sort().map((name) => {
    const text = tree[name];
    if (text === before[name] && text === after[name]) return null;
    const state =
      text === undefined
        ? 'absent'
        : text === after[name]
          ? 'new'
          : text === before[name]
            ? 'old'
            : 'other';
    return `${name} ${state}`;
  });
  return `half done: ${states.filter((state) => state !== null).join(', ')}`;
}
