import { execFile } from 'node:child_process';
import { readFile, readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { FolderRoot } from '../../main/workspace/files/folder-root.ts';
import { checkWorkspace } from '../../main/workspace/check-workspace.ts';
import { readContent } from '../../main/workspace/item-files.ts';
import { Driver } from './driver.ts';
import type { DriverProgram } from './driver.ts';
import { seeded } from './random-request.ts';
import { makeFolder, openWorkspace, petStore } from './workspace-folder.ts';

const run = promisify(execFile);
/** Longest time until the program is killed, in milliseconds; a save takes a few. */
const KILL_MS_MAX = 250;

/**
 * T33: saves until it is killed at a time that chance chooses: every other round from the start of the program, the
 * rounds between from its first save, which a slow machine reaches late. Gives what went wrong, a sentence each.
 */
export async function runKillLoop(
  program: DriverProgram,
  count: number,
  seed: number,
): Promise<{
  readonly faults: readonly string[];
  readonly saves: number;
}> {
  const random = seeded(seed);
  await using folder = await makeFolder(petStore('http://x'));
  const file = folder.at('Pets/Get pet.yml');
  const faults: string[] = [];
  let saves = 0;
  let before = '{{baseUrl}}/pets/:id?old=1';
  for (let round = 0; round < count; round++) {
    const driver = await Driver.start(program, 'save', folder.path, `${folder.path}.local`);
    const killAfterMs = random() * KILL_MS_MAX;
    let kill: NodeJS.Timeout | undefined;
    const killLater = (): void => {
      kill ??= setTimeout(() => void driver.kill(), killAfterMs);
    };
    if (round % 2 === 0) killLater();
    let last = 0;
    for await (const answer of driver.actForEver('save-for-ever')) {
      killLater();
      if (answer.ok) last = Number(answer.shown);
      else faults.push(`round ${round}: ${answer.code} ${answer.detail}`);
    }
    clearTimeout(kill);
    await driver.kill();
    saves += last;
    const bytes = await readFile(file);
    const content = readContent('Pets/Get pet.yml', bytes);
    const url = content.kind === 'request' ? content.request.url : '';
    const found = Number(/^\/saved\/(\d+)$/.exec(url)?.[1] ?? Number.NaN);
    // The save that was told last, or the one that was under way.
    const isRight = (last === 0 ? url === before : found === last) || found === last + 1;
    if (content.kind !== 'request') faults.push(`round ${round}: the file is torn`);
    else if (!isRight) faults.push(`round ${round}: ${last} was saved, and ${url} is there`);
    before = url;
    await agePlace(folder.path);
  }
  return { faults, saves };
}

/** T48, T49: programs edit the same files, and another one reads them meanwhile. */
export async function runWriters(
  program: DriverProgram,
  edits: number,
): Promise<{
  readonly faults: readonly string[];
  readonly refused: number;
  readonly checks: number;
}> {
  await using folder = await makeFolder(petStore('http://x'));
  await using data = await makeFolder({});
  const writers = ['a', 'b'];
  const drivers = await Promise.all(
    writers.map((writer) => Driver.start(program, 'save', folder.path, data.at(writer))),
  );
  const faults: string[] = [];
  let isDone = false;
  let checks = 0;
  const root = await FolderRoot.open(folder.path);
  const checking = (async () => {
    while (!isDone) {
      const { errors } = await checkWorkspace(root);
      checks++;
      for (const { path, error } of errors) faults.push(`${path}: ${error.detail}`);
    }
  })();
  const answers = await Promise.all(
    drivers.map((driver, index) =>
      driver.act(`edits ${writers[index]} ${edits} ${index + 1}`, edits * 200 + 10_000),
    ),
  );
  isDone = true;
  await checking;
  await Promise.all(drivers.map((driver) => driver.kill()));
  let text = '';
  for (const name of await readdir(folder.path, { recursive: true })) {
    if (name.endsWith('.yml')) text += await readFile(join(folder.path, name), 'utf8');
  }
  for (const writer of writers) {
    for (let number = 0; number < edits; number++) {
      if (!text.includes(`${writer}-${number}.`)) faults.push(`${writer}-${number} is lost`);
    }
  }
  return {
    faults,
    checks,
    refused: answers.reduce((sum, each) => sum + Number(each?.shown ?? 0), 0),
  };
}

/** T50: git switches branches under a workspace in which files are edited meanwhile. */
export async function runSwitches(
  files: number,
  switches: number,
): Promise<{
  readonly faults: readonly string[];
  readonly edits: number;
  readonly refused: number;
}> {
  const text = (branch: string, number: number): string =>
    `info:\n  name: R${number}\n  type: http\nhttp:\n  method: GET\n  url: http://${branch}/${number}\n`;
  const path = (number: number): string => `Folder ${number % 10}/R${number}.yml`;
  const all = (branch: string): Record<string, string> =>
    Object.fromEntries(
      Array.from({ length: files }, (_, number) => [path(number), text(branch, number)]),
    );
  await using folder = await makeFolder(all('a'));
  const git = async (...args: string[]): Promise<void> => {
    await run('git', ['-c', 'user.name=t', '-c', 'user.email=t@x', '-C', folder.path, ...args]);
  };
  await git('init', '-q', '-b', 'a');
  await git('add', '-A');
  await git('commit', '-qm', 'a');
  await git('switch', '-qc', 'b');
  for (const [name, content] of Object.entries(all('b'))) await folder.write(name, content);
  await git('commit', '-qam', 'b');
  const workspace = await openWorkspace(folder.path);
  const random = seeded(50);
  const submitted = new Set<string>();
  const faults: string[] = [];
  let isDone = false;
  let edits = 0;
  let refused = 0;
  const editing = (async () => {
    while (!isDone) {
      const item = workspace.listing.tree.filter(({ kind }) => kind === 'http')[
        Math.floor(random() * files)
      ];
      if (item === undefined) continue;
      const read = await workspace.read(item.itemId);
      if (!read.ok || read.value.content.kind !== 'request') continue;
      const { request } = read.value.content;
      const url = `http://edit/${edits++}`;
      const change = { kind: 'request', request: { ...request, url } } as const;
      submitted.add(url);
      const saved = await workspace.save(item.itemId, read.value.version, change);
      if (!saved.ok) refused++;
    }
  })();
  for (let number = 0; number < switches; number++) {
    await git('switch', '-qf', number % 2 === 0 ? 'a' : 'b');
    // Edits come between the switches as well as into them.
    const until = edits + 2;
    while (edits < until) await sleep(1);
  }
  isDone = true;
  await editing;
  await workspace.scan();
  for (let number = 0; number < files; number++) {
    const content = await readFile(folder.at(path(number)), 'utf8');
    const url = /url: (\S+)/.exec(content)?.[1] ?? '';
    const isKnown = content === text('a', number) || content === text('b', number);
    if (!isKnown && !(submitted.has(url) && content.startsWith(`info:\n  name: R${number}\n`))) {
      faults.push(`${path(number)}: ${content.slice(0, 200)}`);
    }
  }
  const listed = workspace.listing.tree.filter(({ kind }) => kind === 'http').length;
  if (listed !== files) faults.push(`${listed} of ${files} files are listed`);
  return { faults, edits, refused };
}

/** Lets the locks of writers that were killed look old. */
async function agePlace(folder: string): Promise<void> {
  for (const name of await readdir(folder, { recursive: true })) {
    if (name.endsWith('.tideline-save')) await utimes(join(folder, name), 0, 0);
  }
}
